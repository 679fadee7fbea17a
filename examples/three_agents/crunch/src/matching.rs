//! Finds where a subject is spoken of: forms of a term, in passages, by places of words.
//!
//! A term is one idea under several names (`canal zone`, `isthmian canal`). Names that overlap
//! count once, so a long name does not weigh more than a short one.

use crate::index::{Index, Places};
use crate::words::words;

/// One idea by all the names it may go by; a name is a word or several words in a row.
pub type Term = Vec<String>;

/// What is looked for, and where.
#[derive(Debug, Clone, Default)]
pub struct Subject {
    /// The ideas.
    pub terms: Vec<Term>,
    /// Whether a passage must speak of all terms, or of any.
    pub needs_all: bool,
    /// First year that counts.
    pub from_year: Option<u32>,
    /// Last year that counts.
    pub to_year: Option<u32>,
    /// Who may speak; everyone when empty.
    pub speakers: Vec<String>,
}

/// A passage that speaks of the subject, and how often it names each term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Number of the passage.
    pub passage: u32,
    /// One count a term.
    pub counts: Vec<u32>,
}

/// Everything found for one subject, before any measure.
#[derive(Debug, Clone, Default)]
pub struct Matches {
    /// In passage order, only those inside the subject's years and speakers.
    pub hits: Vec<Hit>,
    /// In how many passages of the whole corpus each term stands.
    pub passages: Vec<u32>,
    /// How often each term stands in the whole corpus.
    pub places: Vec<u32>,
    /// The same for each address: `in_address[address][term]`.
    pub in_address: Vec<Vec<u32>>,
}

/// Looks a subject up.
pub fn find(index: &Index, subject: &Subject) -> Matches {
    let terms = subject.terms.len();
    let mut matches = Matches {
        in_address: vec![vec![0; terms]; index.addresses().len()],
        ..Matches::default()
    };
    let mut table = std::collections::BTreeMap::<u32, Vec<u32>>::new();
    for (nth, term) in subject.terms.iter().enumerate() {
        let counts = term_counts(index, term);
        matches
            .passages
            .push(u32::try_from(counts.len()).unwrap_or(u32::MAX));
        matches
            .places
            .push(counts.iter().map(|(_, count)| count).sum());
        for (passage, count) in counts {
            matches.in_address[index.address_of(passage)][nth] += count;
            table.entry(passage).or_insert_with(|| vec![0; terms])[nth] = count;
        }
    }
    let is_inside: Vec<bool> = index
        .addresses()
        .iter()
        .map(|address| admits(subject, address.year, &address.speaker))
        .collect();
    matches.hits = table
        .into_iter()
        .filter(|(passage, counts)| {
            is_inside[index.address_of(*passage)]
                && (!subject.needs_all || counts.iter().all(|&count| count > 0))
        })
        .map(|(passage, counts)| Hit { passage, counts })
        .collect();
    matches
}

/// Whether an address of this year by this speaker is asked for.
pub fn admits(subject: &Subject, year: u32, speaker: &str) -> bool {
    subject.from_year.is_none_or(|from| from <= year)
        && subject.to_year.is_none_or(|to| year <= to)
        && (subject.speakers.is_empty() || subject.speakers.iter().any(|name| name == speaker))
}

/// How often each passage names the term, in passage order.
fn term_counts(index: &Index, term: &[String]) -> Vec<(u32, u32)> {
    let mut spans: Vec<(u32, u32, u32)> = Vec::new(); // passage, first word, one after the last
    for form in term {
        let form = words(form);
        let length = u32::try_from(form.len()).unwrap_or(u32::MAX);
        for (passage, places) in phrase_places(index, &form) {
            spans.extend(places.iter().map(|&place| (passage, place, place + length)));
        }
    }
    spans.sort_unstable();
    let mut counts: Vec<(u32, u32)> = Vec::new();
    let mut covered = 0;
    for (passage, start, end) in spans {
        match counts.last_mut() {
            Some((last, _)) if *last == passage && start < covered => covered = covered.max(end),
            Some((last, count)) if *last == passage => {
                *count += 1;
                covered = end;
            }
            _ => {
                counts.push((passage, 1));
                covered = end;
            }
        }
    }
    counts
}

/// Where the words of `phrase` stand in a row.
fn phrase_places(index: &Index, phrase: &[String]) -> Places {
    let Some((first, rest)) = phrase.split_first() else {
        return Places::new();
    };
    let mut found = index.places(first);
    for (offset, word) in (1..).zip(rest) {
        if found.is_empty() {
            break;
        }
        found = followed_by(found, &index.places(word), offset);
    }
    found
}

/// Keeps the places of `found` that have one of `next` `offset` words behind them.
fn followed_by(found: Places, next: &Places, offset: u32) -> Places {
    let mut kept = Places::new();
    let mut candidates = next.iter().peekable();
    for (passage, mut places) in found {
        while candidates.next_if(|(other, _)| *other < passage).is_some() {}
        let Some((_, after)) = candidates.peek().filter(|(other, _)| *other == passage) else {
            continue;
        };
        places.retain(|place| after.binary_search(&(place + offset)).is_ok());
        if !places.is_empty() {
            kept.push((passage, places));
        }
    }
    kept
}
