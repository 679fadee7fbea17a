//! Readers of records and maps.

use alloc::borrow::Cow;
use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::canonical::utf16_order;
use crate::errors::shown_name;
use crate::pattern::Pattern;
use crate::validate::{Count, Decode, Errors, Path, Rule, Value};

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

    /// A member that has its default where it is absent.
    pub fn defaulted<T>(
        &mut self,
        name: &str,
        errors: &mut Errors,
        shape: Decode<T>,
        default: fn() -> T,
    ) -> Option<T> {
        let read = self.optional(name, errors, shape)?;
        Some(read.unwrap_or_else(default))
    }

    /// Refuses or drops every member that was not asked for; `names` are all that are declared.
    pub fn close(self, names: &[&str], errors: &mut Errors) -> Option<()> {
        if self.taken == self.members.len() {
            return Some(());
        }
        if errors.is_full() {
            return None;
        }
        let mut unknown: Vec<&str> = self.members.iter().map(|(name, _)| name.as_ref()).collect();
        unknown.retain(|name| !names.contains(name));
        if errors.is_tolerant() {
            errors.drop_members(unknown.len());
            return Some(());
        }
        unknown.sort_by(|a, b| utf16_order(a, b));
        for name in unknown {
            let (expected, actual) = ("false".to_string(), shown_name(name));
            let rule = ("PC1403", "additionalProperties");
            errors.report(rule, self.at, self.rule, expected, actual);
        }
        None
    }
}

/// `type: object` with any names, and one shape of values.
pub fn map<T>(
    value: &Value<'_>,
    at: &Path<'_>,
    errors: &mut Errors,
    (count, names): (Count, Option<&Pattern>),
    item: Decode<T>,
) -> Option<BTreeMap<String, T>> {
    let Value::Object(members) = value else {
        errors.wrong_type(value, at, count.rule, "object");
        return None;
    };
    let mut is_sound = errors.populated(members.len(), at, &count);
    let mut sorted: Vec<_> = members.iter().collect();
    sorted.sort_by(|(a, _), (b, _)| utf16_order(a, b));
    let mut map = BTreeMap::new();
    for (name, value) in sorted {
        if errors.is_full() {
            return None;
        }
        is_sound &= errors.named(name, at, count.rule, names);
        if errors.is_full() {
            return None;
        }
        match item(value, &Path::Member(at, name), errors) {
            Some(value) => drop(map.insert(String::from(name.as_ref()), value)),
            None => is_sound = false,
        }
    }
    is_sound.then_some(map)
}
