//! Writers of records and maps.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use super::Writer;
use crate::canonical::{push_string, utf16_order};
use crate::error_table::JSON_KEYS_MAX;
use crate::pattern::Pattern;
use crate::validate::{Count, Encode, Path};

/// An object while its members are written, in name order.
#[derive(Debug)]
pub struct Object<'w> {
    writer: &'w mut Writer,
    at: &'w Path<'w>,
    is_first: bool,
}

impl<'w> Object<'w> {
    /// Starts the object.
    pub fn open(at: &'w Path<'w>, writer: &'w mut Writer) -> Self {
        writer.enter(at, '{');
        Object {
            writer,
            at,
            is_first: true,
        }
    }

    /// A member that is always there.
    pub fn required<T>(&mut self, name: &str, value: &T, shape: Encode<T>) {
        if self.writer.errors.is_full() {
            return;
        }
        if !self.is_first {
            self.writer.text.push(',');
        }
        self.is_first = false;
        push_string(name, &mut self.writer.text);
        self.writer.text.push(':');
        shape(value, &Path::Member(self.at, name), self.writer);
    }

    /// A member that may be absent.
    pub fn optional<T>(&mut self, name: &str, value: &Option<T>, shape: Encode<T>) {
        if let Some(value) = value {
            self.required(name, value, shape);
        }
    }

    /// Ends the object.
    pub fn close(self) {
        self.writer.leave('}');
    }
}

/// `type: object` with any names, and one shape of values.
pub fn map<T>(
    map: &BTreeMap<String, T>,
    at: &Path<'_>,
    writer: &mut Writer,
    (count, names): (Count, Option<&Pattern>),
    item: Encode<T>,
) {
    writer.errors.populated(map.len(), at, &count);
    if map.contains_key("__proto__") {
        writer.errors.fault("PC1205", at); // no reader takes it
    } else if map.len() as u64 > JSON_KEYS_MAX {
        writer.errors.fault("PC1107", at);
    }
    let mut sorted: Vec<_> = map.iter().collect();
    sorted.sort_by(|(a, _), (b, _)| utf16_order(a, b));
    let mut object = Object::open(at, writer);
    for (name, value) in sorted {
        object.writer.errors.named(name, at, count.rule, names);
        object.required(name, value, item);
    }
    object.close();
}
