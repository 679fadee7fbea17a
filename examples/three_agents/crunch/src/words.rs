//! What counts as a word: the same rule for the corpus, when it is indexed, and for a query's forms.

/// Splits `text` into lower-case words and hands each to `take`, in order.
///
/// A word is a run of letters, digits and inner apostrophes; a possessive ending is dropped, so
/// `women's` and `women` are one word. A hyphen separates: `tax-payer` is `tax` and `payer`.
pub fn each_word(text: &str, mut take: impl FnMut(&str)) {
    let mut word = String::new();
    for character in text.chars() {
        if character.is_alphanumeric() {
            word.extend(character.to_lowercase());
        } else if matches!(character, '\'' | '\u{2019}') && !word.is_empty() {
            word.push('\'');
        } else {
            finish(&mut word, &mut take);
        }
    }
    finish(&mut word, &mut take);
}

/// The words of `text` as a list; see [`each_word`].
pub fn words(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    each_word(text, |word| found.push(word.to_owned()));
    found
}

fn finish(word: &mut String, take: &mut impl FnMut(&str)) {
    let bare = word.trim_end_matches('\'');
    let bare = bare.strip_suffix("'s").unwrap_or(bare);
    if !bare.is_empty() {
        take(bare);
    }
    word.clear();
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn a_possessive_and_its_noun_are_one_word() {
        assert_eq!(words("Women's, WOMEN’S women' women"), ["women"; 4]);
    }

    #[test]
    fn punctuation_and_hyphens_separate_but_an_inner_apostrophe_does_not() {
        assert_eq!(
            words("can't re-open (1,000)"),
            ["can't", "re", "open", "1", "000"]
        );
    }

    #[test]
    fn nothing_but_punctuation_holds_no_word() {
        assert!(words("-- ' \u{2014} '' ...").is_empty());
    }
}
