//! Two measures of how much a passage is about a subject; they err differently, which is their use.

use crate::index::Index;
use crate::matching::{Hit, Matches, Subject};

/// How passages are ranked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Okapi BM25: rare terms, often named, in a short passage.
    Bm25,
    /// Query likelihood with Dirichlet smoothing over the passage's whole address: a passing
    /// mention falls behind a passage of an address that dwells on the subject.
    Dirichlet,
}

/// BM25's saturation and length normalisation, the values of Robertson and Zaragoza (2009).
const K1: f64 = 1.2;
const B: f64 = 0.75;
/// Weight of the background in words: about half a passage.
const MU: f64 = 60.0;
/// The address's share of the background; the corpus has the rest.
const ADDRESS_SHARE: f64 = 0.5;

/// The hits with their scores, best first; equal scores stand in passage order.
pub fn rank<'a>(
    index: &Index,
    subject: &Subject,
    matches: &'a Matches,
    measure: Measure,
) -> Vec<(&'a Hit, f64)> {
    let score = match measure {
        Measure::Bm25 => bm25,
        Measure::Dirichlet => dirichlet,
    };
    let mut ranked: Vec<(&Hit, f64)> = matches
        .hits
        .iter()
        .map(|hit| (hit, score(index, subject, matches, hit)))
        .collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.passage.cmp(&b.0.passage)));
    ranked
}

fn bm25(index: &Index, subject: &Subject, matches: &Matches, hit: &Hit) -> f64 {
    let passages = f64::from(index.passage_count());
    let mean_words = f64::from(index.word_count()) / passages.max(1.0);
    let length = f64::from(index.passage_words(hit.passage)) / mean_words.max(1.0);
    let mut score = 0.0;
    for nth in 0..subject.terms.len() {
        let holding = f64::from(matches.passages[nth]);
        let rarity = ((passages - holding + 0.5) / (holding + 0.5)).ln_1p();
        let count = f64::from(hit.counts[nth]);
        score += rarity * count * (K1 + 1.0) / (count + K1 * (1.0 - B + B * length));
    }
    score
}

/// Log of how much likelier the passage's model makes the subject than the corpus does.
fn dirichlet(index: &Index, subject: &Subject, matches: &Matches, hit: &Hit) -> f64 {
    let address = index.address_of(hit.passage);
    let address_words = f64::from(index.addresses()[address].words).max(1.0);
    let corpus_words = f64::from(index.word_count()).max(1.0);
    let length = f64::from(index.passage_words(hit.passage));
    let mut score = 0.0;
    for nth in 0..subject.terms.len() {
        let in_corpus = f64::from(matches.places[nth]) / corpus_words;
        if in_corpus == 0.0 {
            continue;
        }
        let in_address = f64::from(matches.in_address[address][nth]) / address_words;
        let background = ADDRESS_SHARE * in_address + (1.0 - ADDRESS_SHARE) * in_corpus;
        let in_passage = (f64::from(hit.counts[nth]) + MU * background) / (length + MU);
        score += (in_passage / in_corpus).ln();
    }
    score
}
