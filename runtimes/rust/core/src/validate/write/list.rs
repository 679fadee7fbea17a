//! Writers of arrays and tuples.

use alloc::vec::Vec;

use crate::errors::shown_name;
use crate::validate::errors::first_repeat;
use crate::validate::{Count, Encode, Path, Unique};

use super::Writer;

/// `type: array`.
pub fn array<T>(items: &[T], at: &Path<'_>, writer: &mut Writer, count: Count, item: Encode<T>) {
    writer.enter(at, '[');
    writer.errors.sized(items.len(), at, &count);
    for (index, value) in items.iter().enumerate() {
        if writer.errors.is_full() {
            break;
        }
        if index > 0 {
            writer.text.push(',');
        }
        item(value, &Path::Item(at, index), writer);
    }
    writer.leave(']');
}

/// `type: array` with `uniqueItems` too, which is not judged when an item has a violation.
pub fn unique<T>(
    items: &[T],
    at: &Path<'_>,
    writer: &mut Writer,
    (count, unique): (Count, Unique),
    item: Encode<T>,
) {
    writer.enter(at, '[');
    writer.errors.sized(items.len(), at, &count);
    let before = writer.errors.count();
    let mut ends = Vec::with_capacity(items.len());
    for (index, value) in items.iter().enumerate() {
        if writer.errors.is_full() {
            break;
        }
        if index > 0 {
            writer.text.push(',');
        }
        let start = writer.text.len();
        item(value, &Path::Item(at, index), writer);
        ends.push((start, writer.text.len()));
    }
    if writer.errors.count() == before && !writer.errors.is_full() {
        // One value has one text.
        let Writer { errors, text, .. } = writer;
        let texts: Vec<&str> = ends
            .iter()
            .map(|(start, end)| &text[*start..*end])
            .collect();
        if let Some(index) = first_repeat(&texts) {
            errors.repeated(index, shown_name(texts[index]), at, count.rule, unique);
        }
    }
    writer.leave(']');
}

/// A tuple while its places are written, in order.
#[derive(Debug)]
pub struct Tuple<'w> {
    writer: &'w mut Writer,
    at: &'w Path<'w>,
    next: usize,
}

impl<'w> Tuple<'w> {
    /// Starts the array.
    pub fn open(at: &'w Path<'w>, writer: &'w mut Writer) -> Self {
        writer.enter(at, '[');
        Tuple {
            writer,
            at,
            next: 0,
        }
    }

    /// The next item.
    pub fn item<T>(&mut self, value: &T, shape: Encode<T>) {
        if self.writer.errors.is_full() {
            return;
        }
        if self.next > 0 {
            self.writer.text.push(',');
        }
        shape(value, &Path::Item(self.at, self.next), self.writer);
        self.next += 1;
    }

    /// Ends the array.
    pub fn close(self) {
        self.writer.leave(']');
    }
}
