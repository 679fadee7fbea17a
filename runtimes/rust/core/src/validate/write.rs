//! Encoders of the contract language's forms: native value in, JSON text out, a report where it does not fit.

use alloc::boxed::Box;
use alloc::string::{String, ToString};

use super::{Bounds, Encode, Errors, Path, Rule};
use crate::canonical::{push_number, push_string};
use crate::error_table::{JSON_DEPTH_MAX, SAFE_INTEGER_MAX};
use crate::errors::{Direction, PeerError};

/// The text so far and what was reported about it.
#[derive(Debug)]
pub struct Writer {
    errors: Errors,
    text: String,
    depth: u64,
}

impl Writer {
    pub(super) fn new(limit: usize, direction: Direction) -> Self {
        Writer {
            errors: Errors::new(limit, direction),
            text: String::new(),
            depth: 0,
        }
    }

    pub(super) fn into_text(self, max: usize, direction: Direction) -> Result<String, PeerError> {
        self.errors.into_result()?;
        if self.text.len() > max {
            return Err(PeerError::directed("PC1107", direction));
        }
        Ok(self.text)
    }

    fn enter(&mut self, at: &Path<'_>, bracket: char) {
        self.depth += 1;
        if self.depth > JSON_DEPTH_MAX {
            self.errors.fault("PC1105", at);
        }
        self.text.push(bracket);
    }

    fn leave(&mut self, bracket: char) {
        self.depth -= 1;
        self.text.push(bracket);
    }
}

/// `type: string`.
pub fn string(
    string: &str,
    at: &Path<'_>,
    writer: &mut Writer,
    rule: Rule,
    min: usize,
    max: usize,
) {
    if writer.errors.measured(string, at, rule, min, max) {
        push_string(string, &mut writer.text);
    }
}

/// `type: integer`.
pub fn integer(integer: i64, at: &Path<'_>, writer: &mut Writer, rule: Rule, bounds: &Bounds) {
    if integer.unsigned_abs() > SAFE_INTEGER_MAX {
        let expected = rule.type_text("integer");
        writer
            .errors
            .report(("PC1421", "type"), at, rule, expected, integer.to_string());
    } else if writer.errors.bounded(integer as f64, at, rule, bounds) {
        push_number(integer as f64, &mut writer.text);
    }
}

/// `type: number`.
pub fn number(number: f64, at: &Path<'_>, writer: &mut Writer, rule: Rule, bounds: &Bounds) {
    if !number.is_finite() {
        writer.errors.fault("PC1102", at);
    } else if writer.errors.bounded(number, at, rule, bounds) {
        push_number(number, &mut writer.text);
    }
}

/// `type: boolean`.
pub fn boolean(boolean: bool, _: &Path<'_>, writer: &mut Writer) {
    writer.text.push_str(if boolean { "true" } else { "false" });
}

/// A member of an `enum` of strings, or a `const`.
pub fn text(text: &str, writer: &mut Writer) {
    push_string(text, &mut writer.text);
}

/// A member of an `enum` of integers.
pub fn plain_integer(integer: i64, writer: &mut Writer) {
    push_number(integer as f64, &mut writer.text);
}

/// `type: array`.
pub fn array<T>(
    items: &[T],
    at: &Path<'_>,
    writer: &mut Writer,
    (rule, min, max): (Rule, usize, usize),
    item: Encode<T>,
) {
    writer.enter(at, '[');
    writer.errors.sized(items.len(), at, rule, min, max);
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

/// A shape that takes null.
pub fn nullable<T>(value: &Option<T>, at: &Path<'_>, writer: &mut Writer, shape: Encode<T>) {
    match value {
        None => writer.text.push_str("null"),
        Some(value) => shape(value, at, writer),
    }
}

/// A shape behind a pointer.
#[expect(
    clippy::borrowed_box,
    reason = "an Encode<Box<T>> is what generated code hands on"
)]
pub fn boxed<T>(value: &Box<T>, at: &Path<'_>, writer: &mut Writer, shape: Encode<T>) {
    shape(value, at, writer);
}

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
