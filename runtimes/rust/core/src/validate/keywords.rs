//! The keywords of a shape as generated code hands them over.

use super::{Format, Pattern, Rule};

/// How many items or members a shape holds.
#[derive(Clone, Copy, Debug)]
pub struct Count {
    /// Where the shape stands.
    pub rule: Rule,
    /// `minItems` or `minProperties`
    pub min: usize,
    /// `maxItems` or `maxProperties`; `usize::MAX` where there is none.
    pub max: usize,
}

/// How `uniqueItems` is judged.
#[derive(Clone, Copy, Debug)]
pub struct Unique {
    /// The items are UUIDs: their case says nothing.
    pub folds_case: bool,
    /// The items have a label: the one that repeats is not shown.
    pub is_labelled: bool,
}

/// What a string keeps besides being one.
#[derive(Clone, Copy, Debug)]
pub struct Text {
    /// Where the shape stands.
    pub rule: Rule,
    /// `minLength`, code points.
    pub min: usize,
    /// `maxLength`, code points; `usize::MAX` where there is none.
    pub max: usize,
    /// `pattern`
    pub pattern: Option<&'static Pattern>,
    /// `format`, where the native value is the text itself.
    pub format: Option<Format>,
}

/// The bounds of an `integer` or a `number`; safe integers are exact as doubles.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// `minimum`
    pub minimum: Option<f64>,
    /// `exclusiveMinimum`
    pub exclusive_minimum: Option<f64>,
    /// `maximum`
    pub maximum: Option<f64>,
    /// `exclusiveMaximum`
    pub exclusive_maximum: Option<f64>,
    /// `multipleOf` of an integer.
    pub multiple_of: Option<i64>,
}

impl Bounds {
    /// No bounds.
    pub const NONE: Self = Bounds {
        minimum: None,
        exclusive_minimum: None,
        maximum: None,
        exclusive_maximum: None,
        multiple_of: None,
    };
}
