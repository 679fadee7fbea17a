//! Spelling: words of the corpus that stand close to a word it does not hold.

use crate::index::Index;
use crate::matching::Subject;
use crate::words::each_word;

/// A suggestion stands in at least this many passages: the corpus has its own misprints.
const PASSAGES_MIN: u32 = 3;
/// Suggestions at most.
const SUGGESTIONS: usize = 5;

/// The words of `subject` that the corpus does not hold, each once, in their order.
pub fn unknown_words(index: &Index, subject: &Subject) -> Vec<String> {
    let mut unknown: Vec<String> = Vec::new();
    for form in subject.terms.iter().flatten() {
        each_word(form, |word| {
            if !index.has(word) && !unknown.iter().any(|known| known == word) {
                unknown.push(word.to_owned());
            }
        });
    }
    unknown
}

/// Words of the corpus one edit away from `word` (two, from eight letters on), closest and most
/// used first.
pub fn near(index: &Index, word: &str) -> Vec<String> {
    let wanted: Vec<char> = word.chars().collect();
    let limit = if wanted.len() >= 8 { 2 } else { 1 };
    let mut found: Vec<(usize, u32, &str)> = index
        .terms()
        .filter(|(_, passages)| *passages >= PASSAGES_MIN)
        .filter(|(term, _)| term.len().abs_diff(word.len()) <= limit)
        .map(|(term, passages)| (edits(&wanted, term), passages, term))
        .filter(|(edits, ..)| *edits <= limit)
        .collect();
    found.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)).then(a.2.cmp(b.2)));
    found
        .into_iter()
        .take(SUGGESTIONS)
        .map(|(.., term)| term.to_owned())
        .collect()
}

/// Optimal string alignment distance: insert, delete, replace, swap neighbours.
fn edits(wanted: &[char], term: &str) -> usize {
    let term: Vec<char> = term.chars().collect();
    let mut rows = vec![vec![0; term.len() + 1]; wanted.len() + 1];
    for (i, row) in rows.iter_mut().enumerate() {
        row[0] = i;
    }
    rows[0] = (0..=term.len()).collect();
    for i in 1..=wanted.len() {
        for j in 1..=term.len() {
            let replace = rows[i - 1][j - 1] + usize::from(wanted[i - 1] != term[j - 1]);
            let mut best = replace.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
            let swaps =
                i > 1 && j > 1 && wanted[i - 1] == term[j - 2] && wanted[i - 2] == term[j - 1];
            if swaps {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            rows[i][j] = best;
        }
    }
    rows[wanted.len()][term.len()]
}

#[cfg(test)]
mod tests {
    use super::edits;

    #[test]
    fn a_swap_of_neighbours_is_one_edit() {
        let distance = |a: &str, b: &str| edits(&a.chars().collect::<Vec<_>>(), b);
        assert_eq!(distance("canla", "canal"), 1);
        assert_eq!(distance("cannal", "canal"), 1);
        assert_eq!(distance("", "canal"), 5);
        assert_eq!(distance("canal", "canal"), 0);
    }
}
