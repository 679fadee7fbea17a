//! Readers of unions: the JSON kind selects the arm, or the tag among tagged records.

use alloc::string::{String, ToString};

use crate::errors::{shown, shown_name};
use crate::validate::{Errors, Path, Rule, Value};

/// The tag of an object; `None` where it is missing or no string.
pub fn tag<'v>(
    value: &'v Value<'_>,
    at: &Path<'_>,
    errors: &mut Errors,
    rule: Rule,
    name: &str,
) -> Option<&'v str> {
    let members = match value {
        Value::Object(members) => members.as_slice(),
        _ => &[],
    };
    match members.iter().find(|(known, _)| known == name) {
        Some((_, Value::String(tag))) => return Some(tag),
        Some((_, other)) => {
            let at = Path::Member(at, name);
            let expected = "\"string\"".to_string();
            errors.report(("PC1401", "oneOf"), &at, rule, expected, shown(other));
        }
        None => {
            let expected = shown_name(name);
            errors.report(("PC1402", "oneOf"), at, rule, expected, shown(value));
        }
    }
    None
}

/// A tag that no arm has; `expected` shows those that they have.
pub fn unknown_tag<T>(
    tag: &str,
    at: &Path<'_>,
    errors: &mut Errors,
    (rule, name): (Rule, &str),
    expected: &str,
) -> Option<T> {
    errors.no_tag(tag, at, rule, name, expected);
    None
}

/// A tag that no arm of an open union has: a tolerant reader keeps it.
pub fn open_tag(
    tag: &str,
    at: &Path<'_>,
    errors: &mut Errors,
    (rule, name): (Rule, &str),
    expected: &str,
) -> Option<String> {
    if errors.is_tolerant() {
        return Some(tag.into());
    }
    unknown_tag(tag, at, errors, (rule, name), expected)
}

/// A value of a kind that no arm holds.
pub fn no_arm<T>(
    value: &Value<'_>,
    at: &Path<'_>,
    errors: &mut Errors,
    rule: Rule,
    expected: &str,
) -> Option<T> {
    let keyword = ("PC1401", "oneOf");
    errors.report(keyword, at, rule, expected.to_string(), shown(value));
    None
}
