//! Writers of the contract language's forms: native value in, JSON text out, a report where it does not fit.

use alloc::boxed::Box;
use alloc::string::{String, ToString};

use super::{Bounds, Encode, Errors, Mode, Path, Rule, Text};
use crate::canonical::{push_number, push_string};
use crate::error_table::{JSON_DEPTH_MAX, SAFE_INTEGER_MAX};
use crate::errors::{Direction, PeerError, shown_number, shown_string};
use crate::formats::Formatted;

mod list;
mod object;

pub use list::{Tuple, array, unique};
pub use object::{Object, map};

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
            errors: Errors::new(limit, direction, Mode::Exact),
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

/// `type: string` with a pattern, or a format whose values are texts.
pub fn text(string: &str, at: &Path<'_>, writer: &mut Writer, keywords: &Text) {
    let Text { rule, min, max, .. } = *keywords;
    let errors = &mut writer.errors;
    let is_sound = errors.measured(string, at, rule, min, max)
        & errors.matched(string, at, rule, keywords.pattern)
        & errors.formatted(string, at, rule, keywords.format);
    if is_sound {
        push_string(string, &mut writer.text);
    }
}

/// `type: string` with a format or encoding that has a native type.
pub fn formatted<T: Formatted>(value: &T, at: &Path<'_>, writer: &mut Writer, keywords: &Text) {
    text(&value.text(), at, writer, keywords);
}

/// `type: integer`.
pub fn integer(integer: i64, at: &Path<'_>, writer: &mut Writer, rule: Rule, bounds: &Bounds) {
    if integer.unsigned_abs() > SAFE_INTEGER_MAX {
        let (expected, actual) = (rule.type_text("integer"), shown_number(integer as f64));
        let keyword = ("PC1421", "type");
        writer.errors.report(keyword, at, rule, expected, actual);
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
pub fn literal(text: &str, writer: &mut Writer) {
    push_string(text, &mut writer.text);
}

/// A member of an `enum` of integers, or a `const`.
pub fn literal_integer(integer: i64, writer: &mut Writer) {
    push_number(integer as f64, &mut writer.text);
}

/// A member of an open `enum` of strings: nobody may write an unknown one.
pub fn known_text(
    text: &str,
    at: &Path<'_>,
    writer: &mut Writer,
    rule: Rule,
    texts: &[&str],
    expected: &str,
) {
    if texts.contains(&text) {
        literal(text, writer);
    } else {
        let (keyword, actual) = (("PC1404", "enum"), shown_string(text));
        let expected = expected.to_string();
        writer.errors.report(keyword, at, rule, expected, actual);
    }
}

/// A member of an open `enum` of integers: nobody may write an unknown one.
pub fn known_integer(
    integer: i64,
    at: &Path<'_>,
    writer: &mut Writer,
    rule: Rule,
    numbers: &[i64],
    expected: &str,
) {
    if numbers.contains(&integer) {
        literal_integer(integer, writer);
    } else {
        let (keyword, actual) = (("PC1404", "enum"), shown_number(integer as f64));
        let expected = expected.to_string();
        writer.errors.report(keyword, at, rule, expected, actual);
    }
}

/// The unknown arm of an open union: nobody may write it.
pub fn unknown_tag(
    tag: &str,
    at: &Path<'_>,
    writer: &mut Writer,
    (rule, name): (Rule, &str),
    expected: &str,
) {
    writer.errors.no_tag(tag, at, rule, name, expected);
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

/// A shape with a label: no violation at or below it shows a value.
pub fn hidden<T>(value: &T, at: &Path<'_>, writer: &mut Writer, shape: Encode<T>) {
    writer.errors.hide();
    shape(value, at, writer);
    writer.errors.show();
}

/// One arm of a union, or what a newtype holds.
pub fn arm<T>(value: &T, at: &Path<'_>, writer: &mut Writer, shape: Encode<T>) {
    shape(value, at, writer);
}
