//! Reads an index file in place: opening it costs one read, a look-up is a binary search.
//!
//! Only the text stays on disk; a passage's slice is read when a finding shows it. Every number
//! that comes from the file is checked against its section, so a damaged file is an error and
//! never a panic.

use std::fs::File;
use std::io::{self, Read};
use std::os::unix::fs::FileExt;
use std::path::Path;

pub(crate) const MAGIC: &[u8; 8] = b"PASSAGE1";
pub(crate) const ADDRESS_BYTES: usize = 20;
pub(crate) const PASSAGE_BYTES: usize = 12;
pub(crate) const TERM_BYTES: usize = 24;
const HEADER_BYTES: usize = 8 + 7 * 4;

/// One address of the corpus, without its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// Year of delivery.
    pub year: u32,
    /// Who spoke.
    pub speaker: String,
    /// Number of its first passage; the last is one before the next address's first.
    pub first_passage: u32,
    /// One after its last passage.
    pub end_passage: u32,
    /// Number of words.
    pub words: u32,
}

/// Where one word stands: `(passage, places)` in passage order, places counted in words.
pub type Places = Vec<(u32, Vec<u32>)>;

/// An open index file.
#[derive(Debug)]
pub struct Index {
    file: File,
    resident: Vec<u8>,
    text_bytes: usize,
    sections: Sections,
    addresses: Vec<Address>,
    words: u32,
}

/// Byte offsets of the sections: each one's start is the one before's end.
#[derive(Debug, Clone, Copy)]
struct Sections {
    addresses: usize,
    passages: usize,
    terms: usize,
    strings: usize,
    postings: usize,
    text: usize,
}

impl Index {
    /// Opens the file that `crunch-index` wrote.
    ///
    /// # Errors
    /// What the system says, or `InvalidData` when the file is not such an index.
    pub fn open(path: &Path) -> io::Result<Self> {
        let mut file = File::open(path)?;
        let mut header = [0; HEADER_BYTES];
        file.read_exact(&mut header)?;
        if !header.starts_with(MAGIC) {
            return Err(damaged("it does not start like an index"));
        }
        let numbers: Vec<usize> = (0..7)
            .filter_map(|n| number(&header, 8 + n * 4))
            .map(wide)
            .collect();
        let [addresses, passages, terms, strings, postings, text, words] = numbers[..] else {
            return Err(damaged("its header is short"));
        };
        let sections = Sections {
            addresses: 0,
            passages: addresses,
            terms: addresses + passages,
            strings: addresses + passages + terms,
            postings: addresses + passages + terms + strings,
            text: addresses + passages + terms + strings + postings,
        };
        if file.metadata()?.len() != (HEADER_BYTES + sections.text + text) as u64 {
            return Err(damaged("its length is not what its header says"));
        }
        let mut resident = vec![0; sections.text];
        file.read_exact(&mut resident)?;
        let words = u32::try_from(words).map_err(|_| damaged("its header is damaged"))?;
        let mut index = Self {
            file,
            resident,
            text_bytes: text,
            sections,
            addresses: Vec::new(),
            words,
        };
        index.addresses = index
            .read_addresses()
            .ok_or_else(|| damaged("an address is damaged"))?;
        Ok(index)
    }

    /// All addresses, in order of delivery.
    pub fn addresses(&self) -> &[Address] {
        &self.addresses
    }

    /// Number of passages.
    pub fn passage_count(&self) -> u32 {
        narrow((self.sections.terms - self.sections.passages) / PASSAGE_BYTES)
    }

    /// Number of words of the corpus.
    pub fn word_count(&self) -> u32 {
        self.words
    }

    /// Number of different words.
    pub fn term_count(&self) -> usize {
        (self.sections.strings - self.sections.terms) / TERM_BYTES
    }

    /// Number of words in passage `passage`; 0 when there is no such passage.
    pub fn passage_words(&self, passage: u32) -> u32 {
        number(&self.resident, self.passage_row(passage) + 8).unwrap_or(0)
    }

    /// Position in [`Self::addresses`] of the address that passage `passage` belongs to.
    pub fn address_of(&self, passage: u32) -> usize {
        self.addresses
            .partition_point(|address| address.end_passage <= passage)
    }

    /// The text of passage `passage`, read from disk.
    ///
    /// # Errors
    /// What the system says, or `InvalidData` when the file is damaged.
    pub fn passage_text(&self, passage: u32) -> io::Result<String> {
        let row = self.passage_row(passage);
        let (Some(at), Some(len)) = (number(&self.resident, row), number(&self.resident, row + 4))
        else {
            return Err(damaged("a passage is damaged"));
        };
        if wide(at) + wide(len) > self.text_bytes {
            return Err(damaged("a passage is damaged"));
        }
        let mut text = vec![0; wide(len)];
        let at = (HEADER_BYTES + self.sections.text + wide(at)) as u64;
        self.file.read_exact_at(&mut text, at)?;
        String::from_utf8(text).map_err(|_| damaged("its text is not UTF-8"))
    }

    /// Where `word` stands; empty when the corpus does not hold it.
    pub fn places(&self, word: &str) -> Places {
        self.find_term(word)
            .and_then(|row| self.read_postings(row))
            .unwrap_or_default()
    }

    /// Whether the corpus holds `word`.
    pub fn has(&self, word: &str) -> bool {
        self.find_term(word).is_some()
    }

    /// All words with the number of passages that hold them, in byte order.
    pub fn terms(&self) -> impl Iterator<Item = (&str, u32)> {
        (0..self.term_count()).filter_map(|nth| {
            let passages = number(&self.resident, self.sections.terms + nth * TERM_BYTES + 16)?;
            Some((self.term(nth)?, passages))
        })
    }

    fn find_term(&self, word: &str) -> Option<usize> {
        let (mut low, mut high) = (0, self.term_count());
        while low < high {
            let middle = low.midpoint(high);
            match self.term(middle)?.cmp(word) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => {
                    return Some(self.sections.terms + middle * TERM_BYTES);
                }
            }
        }
        None
    }

    fn term(&self, nth: usize) -> Option<&str> {
        let row = self.sections.terms + nth * TERM_BYTES;
        self.string(
            number(&self.resident, row)?,
            number(&self.resident, row + 4)?,
        )
    }

    fn string(&self, at: u32, len: u32) -> Option<&str> {
        let start = self.sections.strings + wide(at);
        std::str::from_utf8(self.resident.get(start..start + wide(len))?).ok()
    }

    fn passage_row(&self, passage: u32) -> usize {
        self.sections.passages + wide(passage) * PASSAGE_BYTES
    }

    fn read_addresses(&self) -> Option<Vec<Address>> {
        let rows: Vec<usize> = (self.sections.addresses..self.sections.passages)
            .step_by(ADDRESS_BYTES)
            .collect();
        let first = |row: usize| number(&self.resident, row + 12);
        let mut addresses = Vec::with_capacity(rows.len());
        for (nth, &row) in rows.iter().enumerate() {
            let field = |n: usize| number(&self.resident, row + n * 4);
            let end_passage = match rows.get(nth + 1) {
                Some(&next) => first(next)?,
                None => self.passage_count(),
            };
            if first(row)? > end_passage || end_passage > self.passage_count() {
                return None;
            }
            addresses.push(Address {
                year: field(0)?,
                speaker: self.string(field(1)?, field(2)?)?.to_owned(),
                first_passage: first(row)?,
                end_passage,
                words: field(4)?,
            });
        }
        Some(addresses)
    }

    fn read_postings(&self, row: usize) -> Option<Places> {
        let at = self.sections.postings + wide(number(&self.resident, row + 8)?);
        let len = wide(number(&self.resident, row + 12)?);
        let mut bytes = self.resident.get(at..at + len)?.iter();
        let mut found = Places::new();
        let mut passage: u32 = 0;
        while !bytes.as_slice().is_empty() {
            passage = passage.checked_add(take_number(&mut bytes)?)?;
            if passage >= self.passage_count() {
                return None;
            }
            let mut places = Vec::new();
            let mut place: u32 = 0;
            for _ in 0..take_number(&mut bytes)? {
                place = place.checked_add(take_number(&mut bytes)?)?;
                places.push(place);
            }
            found.push((passage, places));
        }
        Some(found)
    }
}

fn take_number(bytes: &mut std::slice::Iter<'_, u8>) -> Option<u32> {
    let mut value = 0;
    for shift in (0..32).step_by(7) {
        let byte = *bytes.next()?;
        value |= u32::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(value);
        }
    }
    None
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn wide(number: u32) -> usize {
    number as usize
}

fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn damaged(why: &str) -> io::Error {
    io::Error::new(
        io::ErrorKind::InvalidData,
        format!("not an index of this version: {why}"),
    )
}
