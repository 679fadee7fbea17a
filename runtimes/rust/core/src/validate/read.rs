//! Decoders of the contract language's forms: JSON value in, native value out, a report where it does not fit.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::{Bounds, Decode, Errors, Path, Rule, Value};
use crate::error_table::SAFE_INTEGER_MAX;
use crate::errors::{shown, shown_name};

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
    let code = match value {
        Value::String(string) => match texts.iter().position(|text| text == string) {
            Some(place) => return Some(place),
            None => "PC1404",
        },
        _ => "PC1401",
    };
    errors.report(
        (code, keyword),
        at,
        rule,
        expected.to_string(),
        shown(value),
    );
    None
}

/// `enum` of integers: the place of the value among `numbers`.
pub fn number_of(
    value: &Value<'_>,
    at: &Path<'_>,
    errors: &mut Errors,
    rule: Rule,
    numbers: &[i64],
    expected: &str,
) -> Option<usize> {
    let code = match value {
        Value::Number(number) => match numbers.iter().position(|known| *known as f64 == *number) {
            Some(place) => return Some(place),
            None => "PC1404",
        },
        _ => "PC1401",
    };
    errors.report((code, "enum"), at, rule, expected.to_string(), shown(value));
    None
}

/// `type: array` with `min` to `max` items.
pub fn array<T>(
    value: &Value<'_>,
    at: &Path<'_>,
    errors: &mut Errors,
    (rule, min, max): (Rule, usize, usize),
    item: Decode<T>,
) -> Option<Vec<T>> {
    let Value::Array(values) = value else {
        errors.wrong_type(value, at, rule, "array");
        return None;
    };
    let mut sound = errors.sized(values.len(), at, rule, min, max);
    let mut items = Vec::with_capacity(values.len());
    for (index, value) in values.iter().enumerate() {
        if errors.is_full() {
            return None;
        }
        match item(value, &Path::Item(at, index), errors) {
            Some(item) => items.push(item),
            None => sound = false,
        }
    }
    sound.then_some(items)
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

/// A closed object while its members are asked for, in name order.
#[derive(Debug)]
pub struct Object<'v> {
    members: &'v [(Cow<'v, str>, Value<'v>)],
    at: &'v Path<'v>,
    rule: Rule,
    next: usize,
    taken: usize,
}

impl<'v> Object<'v> {
    /// `type: object`.
    pub fn open(
        value: &'v Value<'v>,
        at: &'v Path<'v>,
        errors: &mut Errors,
        rule: Rule,
    ) -> Option<Self> {
        let Value::Object(members) = value else {
            errors.wrong_type(value, at, rule, "object");
            return None;
        };
        Some(Object {
            members,
            at,
            rule,
            next: 0,
            taken: 0,
        })
    }

    fn find(&mut self, name: &str) -> Option<&'v Value<'v>> {
        // Our own writers send members in name order: then the next one is it.
        let place = match self.members.get(self.next) {
            Some((known, _)) if known == name => self.next,
            _ => self.members.iter().position(|(known, _)| known == name)?,
        };
        self.next = place + 1;
        self.taken += 1;
        Some(&self.members[place].1)
    }

    /// A member that must be there.
    pub fn required<T>(&mut self, name: &str, errors: &mut Errors, shape: Decode<T>) -> Option<T> {
        if errors.is_full() {
            return None;
        }
        match self.find(name) {
            Some(value) => shape(value, &Path::Member(self.at, name), errors),
            None => {
                let actual = alloc::format!("object({})", self.members.len());
                let expected = shown_name(name);
                errors.report(("PC1402", "required"), self.at, self.rule, expected, actual);
                None
            }
        }
    }

    /// A member that may be absent: `Some(None)` then.
    pub fn optional<T>(
        &mut self,
        name: &str,
        errors: &mut Errors,
        shape: Decode<T>,
    ) -> Option<Option<T>> {
        if errors.is_full() {
            return None;
        }
        match self.find(name) {
            Some(value) => shape(value, &Path::Member(self.at, name), errors).map(Some),
            None => Some(None),
        }
    }

    /// Refuses every member that was not asked for; `names` are all that the record declares.
    pub fn close(self, names: &[&str], errors: &mut Errors) -> Option<()> {
        if self.taken == self.members.len() {
            return Some(());
        }
        let mut unknown: Vec<&str> = self.members.iter().map(|(name, _)| name.as_ref()).collect();
        unknown.retain(|name| !names.contains(name));
        unknown.sort_by(|a, b| a.encode_utf16().cmp(b.encode_utf16()));
        for name in unknown {
            let (expected, actual) = ("false".to_string(), shown_name(name));
            let rule = ("PC1403", "additionalProperties");
            errors.report(rule, self.at, self.rule, expected, actual);
        }
        None
    }
}
