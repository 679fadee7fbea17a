//! How a value is shown in a violation: bounded, so that an error never carries a whole document.

use alloc::string::{String, ToString};

use crate::canonical::{push_number, push_string};
use crate::error_table::VIOLATION_TEXT_MAX;
use crate::json_text::Value;

const MAX: usize = VIOLATION_TEXT_MAX as usize;

/// How a value is shown in a violation: RFC 8785 text of a scalar, `object(n)`, `array(n)`, bounded.
#[must_use]
pub fn shown(value: &Value<'_>) -> String {
    match value {
        Value::Null => "null".into(),
        Value::Bool(value) => value.to_string(),
        Value::Number(number) => shown_number(*number),
        Value::String(string) => shown_string(string),
        Value::Array(items) => alloc::format!("array({})", items.len()),
        Value::Object(members) => alloc::format!("object({})", members.len()),
    }
}

/// A finite number as a violation shows it.
#[must_use]
pub fn shown_number(number: f64) -> String {
    let mut out = String::new();
    push_number(number, &mut out);
    out
}

/// A string as a violation shows it: quoted, bounded.
#[must_use]
pub fn shown_string(string: &str) -> String {
    // What lies behind is never looked at, so that a long string costs nothing.
    let head = string
        .char_indices()
        .nth(MAX)
        .map_or(string, |(end, _)| &string[..end]);
    let mut out = String::new();
    push_string(head, &mut out);
    shown_name(&out)
}

/// A member's name as a violation shows it: bare, over 64 code points the first 61 and `...`.
#[must_use]
pub fn shown_name(name: &str) -> String {
    match name.char_indices().nth(MAX) {
        None => name.into(),
        Some(_) => name.chars().take(MAX - 3).chain("...".chars()).collect(),
    }
}
