//! Writes the index file: from addresses to bytes that [`crate::index`] reads in place.
//!
//! Layout, little-endian: magic; ten `u32` section lengths (bytes) and counts; then the sections
//! addresses, passages, terms, strings, postings, text. Terms are sorted, so that a look-up is a
//! binary search. A posting list is LEB128 numbers: for each passage the distance to the one
//! before, the number of places, and the distance of each place to the one before.

use std::collections::BTreeMap;

use crate::index::{ADDRESS_BYTES, MAGIC, PASSAGE_BYTES, TERM_BYTES};
use crate::passages::passages;
use crate::words::each_word;

/// One address as the corpus has it.
#[derive(Debug, Clone)]
pub struct Address {
    /// Year of delivery.
    pub year: u32,
    /// Who spoke, as it shall be shown.
    pub speaker: String,
    /// The whole text; passages and quotes are slices of it.
    pub text: String,
}

#[derive(Default)]
struct Postings {
    passages: u32,
    places: u32,
    last_passage: u32,
    bytes: Vec<u8>,
}

#[derive(Default)]
struct Sections {
    addresses: Vec<u8>,
    passages: Vec<u8>,
    strings: Vec<u8>,
    text: Vec<u8>,
    passage_count: u32,
    word_count: u32,
    terms: BTreeMap<String, Postings>,
}

/// The bytes of an index over `addresses`, which stand in the order of their delivery.
pub fn build(addresses: &[Address]) -> Vec<u8> {
    let mut sections = Sections::default();
    for address in addresses {
        add_address(&mut sections, address);
    }
    let (mut terms, mut postings) = (Vec::new(), Vec::new());
    for (word, list) in &sections.terms {
        let row = [
            length(&sections.strings),
            length(word.as_bytes()),
            length(&postings),
            length(&list.bytes),
            list.passages,
            list.places,
        ];
        put_row(&mut terms, &row);
        sections.strings.extend_from_slice(word.as_bytes());
        postings.extend_from_slice(&list.bytes);
    }
    let mut file = MAGIC.to_vec();
    let bodies = [
        &sections.addresses,
        &sections.passages,
        &terms,
        &sections.strings,
        &postings,
        &sections.text,
    ];
    for body in bodies {
        put_row(&mut file, &[length(body)]);
    }
    put_row(&mut file, &[sections.word_count]);
    for body in bodies {
        file.extend_from_slice(body);
    }
    file
}

fn add_address(sections: &mut Sections, address: &Address) {
    let first_passage = sections.passage_count;
    let words_before = sections.word_count;
    let text_at = length(&sections.text);
    for range in passages(&address.text) {
        let words = add_passage(sections, &address.text[range.clone()]);
        put_row(
            &mut sections.passages,
            &[text_at + narrow(range.start), narrow(range.len()), words],
        );
    }
    let row = [
        address.year,
        length(&sections.strings),
        length(address.speaker.as_bytes()),
        first_passage,
        sections.word_count - words_before,
    ];
    put_row(&mut sections.addresses, &row);
    sections
        .strings
        .extend_from_slice(address.speaker.as_bytes());
    sections.text.extend_from_slice(address.text.as_bytes());
}

/// Enters the passage's words under its number; returns how many words it has.
fn add_passage(sections: &mut Sections, text: &str) -> u32 {
    let mut places: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    let mut count = 0;
    each_word(text, |word| {
        places.entry(word.to_owned()).or_default().push(count);
        count += 1;
    });
    for (word, places) in places {
        let list = sections.terms.entry(word).or_default();
        put_number(&mut list.bytes, sections.passage_count - list.last_passage);
        put_number(&mut list.bytes, narrow(places.len()));
        let mut last = 0;
        for place in &places {
            put_number(&mut list.bytes, place - last);
            last = *place;
        }
        list.last_passage = sections.passage_count;
        list.passages += 1;
        list.places += narrow(places.len());
    }
    sections.passage_count += 1;
    sections.word_count += count;
    count
}

fn put_row(section: &mut Vec<u8>, row: &[u32]) {
    for number in row {
        section.extend_from_slice(&number.to_le_bytes());
    }
}

fn put_number(bytes: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        bytes.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn length(bytes: &[u8]) -> u32 {
    narrow(bytes.len())
}

/// The file counts in 32 bits; a corpus of 4 GB is another program.
fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

const _: () = assert!(ADDRESS_BYTES == 5 * 4 && PASSAGE_BYTES == 3 * 4 && TERM_BYTES == 6 * 4);
