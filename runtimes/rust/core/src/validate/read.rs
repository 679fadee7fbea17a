//! Readers of the contract language's forms: JSON value in, native value out, a report where it does not fit.

use alloc::boxed::Box;
use alloc::string::{String, ToString};

use super::{Bounds, Decode, Errors, Path, Rule, Text, Value};
use crate::error_table::SAFE_INTEGER_MAX;
use crate::errors::shown;
use crate::formats::Formatted;

mod list;
mod object;
mod union;

pub use list::{Tuple, array, unique};
pub use object::{Object, map};
pub use union::{no_arm, open_tag, tag, unknown_tag};

/// `type: string` with `min` to `max` code points.
pub fn string(
    value: &Value<'_>,
    at: &Path<'_>,
    errors: &mut Errors,
    rule: Rule,
    min: usize,
    max: usize,
) -> Option<String> {
    let Value::String(string) = value else {
        errors.wrong_type(value, at, rule, "string");
        return None;
    };
    errors
        .measured(string, at, rule, min, max)
        .then(|| String::from(string.as_ref()))
}

/// `type: string` with a pattern, or a format whose values are texts.
pub fn text(
    value: &Value<'_>,
    at: &Path<'_>,
    errors: &mut Errors,
    keywords: &Text,
) -> Option<String> {
    let Value::String(string) = value else {
        errors.wrong_type(value, at, keywords.rule, "string");
        return None;
    };
    let Text { rule, min, max, .. } = *keywords;
    let is_sound = errors.measured(string, at, rule, min, max)
        & errors.matched(string, at, rule, keywords.pattern)
        & errors.formatted(string, at, rule, keywords.format);
    is_sound.then(|| String::from(string.as_ref()))
}

/// `type: string` with a format or encoding that has a native type.
pub fn formatted<T: Formatted>(
    value: &Value<'_>,
    at: &Path<'_>,
    errors: &mut Errors,
    keywords: &Text,
) -> Option<T> {
    let Value::String(string) = value else {
        errors.wrong_type(value, at, keywords.rule, "string");
        return None;
    };
    let Text { rule, min, max, .. } = *keywords;
    let is_sound = errors.measured(string, at, rule, min, max)
        & errors.matched(string, at, rule, keywords.pattern);
    let native = T::read(string);
    if native.is_none() {
        errors.no_format(string, at, rule, T::FORMAT);
    }
    native.filter(|_| is_sound)
}

/// `type: integer`: a double that is integral and safe.
pub fn integer(
    value: &Value<'_>,
    at: &Path<'_>,
    errors: &mut Errors,
    rule: Rule,
    bounds: &Bounds,
) -> Option<i64> {
    let Value::Number(number) = value else {
        errors.wrong_type(value, at, rule, "integer");
        return None;
    };
    let integer = *number as i64;
    if number.abs() > SAFE_INTEGER_MAX as f64 {
        // Every double beyond 2^53 is integral.
        let expected = rule.type_text("integer");
        errors.report(("PC1421", "type"), at, rule, expected, shown(value));
        return None;
    }
    if integer as f64 != *number {
        errors.wrong_type(value, at, rule, "integer");
        return None;
    }
    errors.bounded(*number, at, rule, bounds).then_some(integer)
}

/// `type: number`.
pub fn number(
    value: &Value<'_>,
    at: &Path<'_>,
    errors: &mut Errors,
    rule: Rule,
    bounds: &Bounds,
) -> Option<f64> {
    let Value::Number(number) = value else {
        errors.wrong_type(value, at, rule, "number");
        return None;
    };
    errors.bounded(*number, at, rule, bounds).then_some(*number)
}

/// `type: boolean`.
pub fn boolean(value: &Value<'_>, at: &Path<'_>, errors: &mut Errors, rule: Rule) -> Option<bool> {
    let Value::Bool(boolean) = value else {
        errors.wrong_type(value, at, rule, "boolean");
        return None;
    };
    Some(*boolean)
}

/// `enum` of strings, or `const` as an enum of one: the place of the value among `texts`.
pub fn text_of(
    value: &Value<'_>,
    at: &Path<'_>,
    errors: &mut Errors,
    (rule, keyword): (Rule, &str),
    texts: &[&str],
    expected: &str,
) -> Option<usize> {
    let place = match value {
        Value::String(string) => texts.iter().position(|text| text == string),
        _ => None,
    };
    if place.is_none() {
        let is_kind = matches!(value, Value::String(_));
        no_member(value, at, errors, (rule, keyword), is_kind, expected);
    }
    place
}

/// `enum` of integers, or `const` as an enum of one: the place of the value among `numbers`.
pub fn number_of(
    value: &Value<'_>,
    at: &Path<'_>,
    errors: &mut Errors,
    (rule, keyword): (Rule, &str),
    numbers: &[i64],
    expected: &str,
) -> Option<usize> {
    let place = match value {
        Value::Number(number) => numbers.iter().position(|known| *known as f64 == *number),
        _ => None,
    };
    if place.is_none() {
        let is_kind = matches!(value, Value::Number(_));
        no_member(value, at, errors, (rule, keyword), is_kind, expected);
    }
    place
}

#[cold]
fn no_member(
    value: &Value<'_>,
    at: &Path<'_>,
    errors: &mut Errors,
    (rule, keyword): (Rule, &str),
    is_kind: bool,
    expected: &str,
) {
    let code = if is_kind { "PC1404" } else { "PC1401" };
    let expected = expected.to_string();
    errors.report((code, keyword), at, rule, expected, shown(value));
}

/// The unknown member of an open `enum` of strings, which a tolerant reader keeps.
pub fn unknown_text(value: &Value<'_>, errors: &Errors, texts: &[&str]) -> Option<String> {
    match value {
        Value::String(string) if errors.is_tolerant() && !texts.contains(&string.as_ref()) => {
            Some(String::from(string.as_ref()))
        }
        _ => None,
    }
}

/// The unknown member of an open `enum` of integers, which a tolerant reader keeps.
pub fn unknown_number(value: &Value<'_>, errors: &Errors, numbers: &[i64]) -> Option<i64> {
    let Value::Number(number) = value else {
        return None;
    };
    let integer = *number as i64;
    let is_safe = number.abs() <= SAFE_INTEGER_MAX as f64 && integer as f64 == *number;
    (errors.is_tolerant() && is_safe && !numbers.contains(&integer)).then_some(integer)
}

/// A shape that takes null.
pub fn nullable<T>(
    value: &Value<'_>,
    at: &Path<'_>,
    errors: &mut Errors,
    shape: Decode<T>,
) -> Option<Option<T>> {
    match value {
        Value::Null => Some(None),
        value => shape(value, at, errors).map(Some),
    }
}

/// A shape behind a pointer, because it holds itself.
pub fn boxed<T>(
    value: &Value<'_>,
    at: &Path<'_>,
    errors: &mut Errors,
    shape: Decode<T>,
) -> Option<Box<T>> {
    shape(value, at, errors).map(Box::new)
}

/// A shape with a label: no violation at or below it shows a value.
pub fn hidden<T>(
    value: &Value<'_>,
    at: &Path<'_>,
    errors: &mut Errors,
    shape: Decode<T>,
) -> Option<T> {
    errors.hide();
    let read = shape(value, at, errors);
    errors.show();
    read
}

/// One arm of a union, or what a newtype holds, as the value of the whole.
pub fn arm<T, U>(
    value: &Value<'_>,
    at: &Path<'_>,
    errors: &mut Errors,
    shape: Decode<T>,
    whole: fn(T) -> U,
) -> Option<U> {
    shape(value, at, errors).map(whole)
}
