//! The two questions the agent answers: the best passages of a subject, and its years.

use std::io;

use crate::index::Index;
use crate::matching::{Subject, admits, find};
use crate::passages::sentences;
use crate::score::{Measure, rank};

/// A passage worth showing.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// `year-speaker/number`: names the passage for good, as long as the corpus stays.
    pub id: String,
    /// Year of the address.
    pub year: u32,
    /// Who spoke.
    pub speaker: String,
    /// The passage: sentences with the white space that follows them, so that joined they are it.
    pub sentences: Vec<String>,
    /// By the measure asked for; only comparable within one answer.
    pub score: f64,
}

/// One address and how much of it speaks of a subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Year of the address.
    pub year: u32,
    /// Who spoke.
    pub speaker: String,
    /// Passages the address has.
    pub passages: u32,
    /// Those that speak of the subject.
    pub matches: u32,
}

/// The best passages, best first, at most `limit`; empty when none speaks of the subject.
///
/// # Errors
/// When the index file cannot be read.
pub fn search(
    index: &Index,
    subject: &Subject,
    measure: Measure,
    limit: usize,
) -> io::Result<Vec<Finding>> {
    let matches = find(index, subject);
    let best = rank(index, subject, &matches, measure);
    best.into_iter()
        .take(limit)
        .map(|(hit, score)| finding(index, hit.passage, score))
        .collect()
}

/// Every address inside the subject's years and speakers, in order of delivery.
pub fn timeline(index: &Index, subject: &Subject) -> Vec<Mention> {
    let mut matches = vec![0; index.addresses().len()];
    for hit in find(index, subject).hits {
        matches[index.address_of(hit.passage)] += 1;
    }
    let addresses = index.addresses().iter().zip(matches);
    addresses
        .filter(|(address, _)| admits(subject, address.year, &address.speaker))
        .map(|(address, matches)| Mention {
            year: address.year,
            speaker: address.speaker.clone(),
            passages: address.end_passage - address.first_passage,
            matches,
        })
        .collect()
}

fn finding(index: &Index, passage: u32, score: f64) -> io::Result<Finding> {
    let address = &index.addresses()[index.address_of(passage)];
    let text = index.passage_text(passage)?;
    let number = passage - address.first_passage + 1;
    Ok(Finding {
        id: format!("{}-{}/{number}", address.year, slug(&address.speaker)),
        year: address.year,
        speaker: address.speaker.clone(),
        sentences: sentences(&text).into_iter().map(str::to_owned).collect(),
        score,
    })
}

/// `Theodore Roosevelt` -> `theodore-roosevelt`.
fn slug(name: &str) -> String {
    crate::words::words(name).join("-")
}
