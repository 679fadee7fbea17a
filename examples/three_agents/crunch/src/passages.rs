//! Cuts an address into sentences and passages; every piece is a slice, so a quote stays exact.

/// Sentences a passage holds, unless they are very long or the address ends.
pub const SENTENCES: usize = 4;
/// A passage that has reached this many bytes takes no further sentence.
pub const BYTES: usize = 1_400;

/// Words that end in a full stop inside a sentence.
const ABBREVIATIONS: [&str; 19] = [
    "mr", "mrs", "ms", "dr", "st", "hon", "gen", "col", "capt", "maj", "lieut", "brig", "prof",
    "rev", "messrs", "gov", "sen", "jr", "viz",
];
/// Words that do so before a number only.
const NUMBERED: [&str; 5] = ["no", "nos", "vol", "art", "sec"];

/// Cuts `text` into sentences. Each keeps the white space that follows it, so that joining the
/// pieces gives `text` again, byte for byte.
pub fn sentences(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    for (at, character) in text.char_indices() {
        if !matches!(character, '.' | '!' | '?') || at < start {
            continue;
        }
        if let Some(next) = sentence_end(text, start, at) {
            pieces.push(&text[start..next]);
            start = next;
        }
    }
    if start < text.len() {
        pieces.push(&text[start..]);
    }
    pieces
}

/// Cuts `text` into passages of whole sentences: byte ranges that follow each other without a gap.
pub fn passages(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut ranges: Vec<std::ops::Range<usize>> = Vec::new();
    let (mut start, mut end, mut count) = (0, 0, 0);
    for sentence in sentences(text) {
        end += sentence.len();
        count += 1;
        if count == SENTENCES || end - start >= BYTES {
            ranges.push(start..end);
            (start, count) = (end, 0);
        }
    }
    if start < end {
        // A single sentence left over reads better with what comes before it.
        match ranges.last_mut() {
            Some(last) if count == 1 && last.len() < BYTES => last.end = end,
            _ => ranges.push(start..end),
        }
    }
    ranges
}

/// Where the next sentence starts when the mark at `at` ends the sentence that began at `start`.
fn sentence_end(text: &str, start: usize, at: usize) -> Option<usize> {
    let closers = |c: char| matches!(c, '"' | '\'' | ')' | ']' | '\u{201d}' | '\u{2019}');
    let after = text[at + 1..].trim_start_matches(closers);
    let rest = after.trim_start();
    let Some(first) = rest.chars().next() else {
        return Some(text.len());
    };
    if rest.len() == after.len() && !runs_into_next(text, at) {
        return None;
    }
    let opens = first.is_uppercase() || first.is_ascii_digit() || "\"'([\u{201c}$".contains(first);
    let is_end = opens && !(text[at..].starts_with('.') && is_abbreviated(&text[start..at], first));
    is_end.then(|| text.len() - rest.len())
}

/// The transcripts sometimes lose the space between sentences: `...of peace.We are`.
fn runs_into_next(text: &str, at: usize) -> bool {
    let mut after = text[at + 1..].chars();
    text[..at]
        .chars()
        .next_back()
        .is_some_and(char::is_lowercase)
        && after.next().is_some_and(char::is_uppercase)
        && after.next().is_some_and(|c| c.is_lowercase() || c == ' ')
}

/// Whether a full stop after `before` belongs to a shortened word or an initial.
fn is_abbreviated(before: &str, next: char) -> bool {
    let word = before
        .rsplit(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or_default();
    let lower = word.to_lowercase();
    if NUMBERED.contains(&lower.as_str()) {
        return next.is_ascii_digit();
    }
    // `4. Upon transports ...`: the number of a list belongs to what it numbers.
    if before
        .trim_start()
        .bytes()
        .all(|byte| byte.is_ascii_digit())
    {
        return true;
    }
    let is_initial = word.chars().count() == 1 && word.starts_with(char::is_uppercase);
    (is_initial && word != "I") || ABBREVIATIONS.contains(&lower.as_str())
}

#[cfg(test)]
mod tests {
    use super::{passages, sentences};

    #[test]
    fn a_sentence_ends_at_its_mark_and_keeps_the_space_after_it() {
        let text = "Is it done? It is.  \"Good.\" We go on.";
        assert_eq!(
            sentences(text),
            ["Is it done? ", "It is.  ", "\"Good.\" ", "We go on."]
        );
    }

    #[test]
    fn titles_initials_and_numbers_do_not_end_a_sentence() {
        for text in [
            "Mr. Adams spoke.",
            "Ulysses S. Grant spoke.",
            "See No. 4 of it.",
            "4. Upon transports.",
        ] {
            assert_eq!(sentences(text), [text]);
        }
    }

    #[test]
    fn a_lost_space_between_sentences_is_seen() {
        assert_eq!(
            sentences("We want peace.We keep it."),
            ["We want peace.", "We keep it."]
        );
    }

    #[test]
    fn joined_pieces_give_the_text_again() {
        let text = "One. Two! Three? Four (of all.) Five \u{201c}quoted.\u{201d} Six. Seven. Eight. Nine.  ";
        assert_eq!(sentences(text).concat(), text);
        let ranges = passages(text);
        let joined: String = ranges.iter().map(|range| &text[range.clone()]).collect();
        assert_eq!(joined, text);
    }

    #[test]
    fn a_last_lonely_sentence_joins_the_passage_before_it() {
        let ranges = passages("One is. Two is. Three is. Four is. Five is.");
        assert_eq!(ranges.len(), 1);
        assert_eq!(passages("A b. C d. E f. G h. I j. K l.").len(), 2);
    }
}
