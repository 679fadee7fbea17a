//! Readers of arrays and tuples.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use crate::errors::shown;
use crate::validate::errors::first_repeat;
use crate::validate::{Count, Decode, Errors, Path, Rule, Unique, Value};

/// `type: array` with so many items.
pub fn array<T>(
    value: &Value<'_>,
    at: &Path<'_>,
    errors: &mut Errors,
    count: Count,
    item: Decode<T>,
) -> Option<Vec<T>> {
    let Value::Array(values) = value else {
        errors.wrong_type(value, at, count.rule, "array");
        return None;
    };
    let is_sized = errors.sized(values.len(), at, &count);
    items(values, at, errors, item).filter(|_| is_sized)
}

/// The items; `None` where one of them was reported, or was not looked at.
fn items<T>(
    values: &[Value<'_>],
    at: &Path<'_>,
    errors: &mut Errors,
    item: Decode<T>,
) -> Option<Vec<T>> {
    let mut is_sound = true;
    let mut items = Vec::with_capacity(values.len());
    for (index, value) in values.iter().enumerate() {
        if errors.is_full() {
            return None;
        }
        match item(value, &Path::Item(at, index), errors) {
            Some(item) => items.push(item),
            None => is_sound = false,
        }
    }
    is_sound.then_some(items)
}

/// `type: array` with `uniqueItems` too, which is not judged when an item has a violation.
pub fn unique<T>(
    value: &Value<'_>,
    at: &Path<'_>,
    errors: &mut Errors,
    (count, unique): (Count, Unique),
    item: Decode<T>,
) -> Option<Vec<T>> {
    let Value::Array(values) = value else {
        errors.wrong_type(value, at, count.rule, "array");
        return None;
    };
    let is_sized = errors.sized(values.len(), at, &count);
    let items = items(values, at, errors, item)?;
    let keys: Vec<Key<'_>> = values.iter().map(|item| Key::of(item, unique)).collect();
    if let Some(index) = first_repeat(&keys) {
        let actual = shown(&values[index]);
        errors.repeated(index, actual, at, count.rule, unique);
        return None;
    }
    is_sized.then_some(items)
}

/// What makes two sound items the same.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Key<'a> {
    Number(u64),
    Text(Cow<'a, str>),
}

impl<'a> Key<'a> {
    fn of(item: &'a Value<'_>, unique: Unique) -> Self {
        match item {
            Value::String(text) if unique.folds_case => Key::Text(text.to_ascii_lowercase().into()),
            Value::String(text) => Key::Text(Cow::Borrowed(text)),
            // Whether they are in order does not matter; -0 and 0 must be one.
            Value::Number(number) => Key::Number((number + 0.0).to_bits()),
            _ => Key::Text(Cow::Borrowed("")),
        }
    }
}

/// A tuple while its places are asked for, in order.
#[derive(Debug)]
pub struct Tuple<'v> {
    items: &'v [Value<'v>],
    at: &'v Path<'v>,
    next: usize,
    is_sound: bool,
}

impl<'v> Tuple<'v> {
    /// `type: array` of exactly `count` items.
    pub fn open(
        value: &'v Value<'v>,
        at: &'v Path<'v>,
        errors: &mut Errors,
        rule: Rule,
        count: usize,
    ) -> Option<Self> {
        let Value::Array(items) = value else {
            errors.wrong_type(value, at, rule, "array");
            return None;
        };
        let is_sound = items.len() == count;
        if !is_sound {
            errors.miscounted(items.len(), at, rule, count);
        }
        Some(Tuple {
            items,
            at,
            next: 0,
            is_sound,
        })
    }

    /// The next item; `None` where it is not there, or was reported.
    pub fn item<T>(&mut self, errors: &mut Errors, shape: Decode<T>) -> Option<T> {
        let index = self.next;
        self.next += 1;
        let value = self.items.get(index).filter(|_| !errors.is_full())?;
        shape(value, &Path::Item(self.at, index), errors)
    }

    /// `None` where the length was reported.
    pub fn close(self) -> Option<()> {
        self.is_sound.then_some(())
    }
}
