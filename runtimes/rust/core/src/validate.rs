//! Judges values against a contract: the collector, the path and the codecs that generated code is made of.
//!
//! Order, texts and codes are those of spec/wire.md#violations.

use alloc::borrow::Cow;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::error_table::{INVOKE_REQUEST_BYTES_MAX, VIOLATIONS_MAX};
pub use crate::errors::{Direction, PeerError, Violation};
use crate::errors::{shown, shown_string};
pub use crate::json_text::Value;
use crate::json_text::{Fault, parse, push_step};

pub mod read;
pub mod write;

/// Where in a value a check stands: links on the stack, text only when something is reported.
#[derive(Clone, Copy, Debug)]
pub enum Path<'a> {
    /// The whole value.
    Root,
    /// A member of the object at the path.
    Member(&'a Path<'a>, &'a str),
    /// An item of the array at the path.
    Item(&'a Path<'a>, usize),
}

impl Path<'_> {
    /// The RFC 6901 pointer.
    #[must_use]
    pub fn to_text(&self) -> String {
        match self {
            Path::Root => String::new(),
            Path::Member(above, name) => {
                let mut text = above.to_text();
                push_step(&mut text, name);
                text
            }
            Path::Item(above, index) => {
                let mut text = above.to_text();
                push_step(&mut text, &index.to_string());
                text
            }
        }
    }
}

/// The place of a shape in the contract form, and whether it takes null.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    pointer: &'static str,
    nullable: bool,
}

impl Rule {
    /// A shape that does not take null.
    #[must_use]
    pub const fn at(pointer: &'static str) -> Self {
        Rule {
            pointer,
            nullable: false,
        }
    }

    /// A shape that takes null.
    #[must_use]
    pub const fn or_null(pointer: &'static str) -> Self {
        Rule {
            pointer,
            nullable: true,
        }
    }

    fn type_text(self, word: &str) -> String {
        if self.nullable {
            alloc::format!("[\"{word}\",\"null\"]")
        } else {
            alloc::format!("\"{word}\"")
        }
    }
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
}

impl Bounds {
    /// No bounds.
    pub const NONE: Self = Bounds {
        minimum: None,
        exclusive_minimum: None,
        maximum: None,
        exclusive_maximum: None,
    };
}

/// Collects violations up to a limit; one PC11xx fault stands alone.
#[derive(Debug)]
pub struct Errors {
    limit: usize,
    direction: Direction,
    found: Vec<Violation>,
    fault: Option<Fault>,
}

impl Errors {
    /// A collector of `limit` violations, 1 to 64.
    #[must_use]
    pub fn new(limit: usize, direction: Direction) -> Self {
        let limit = limit.clamp(1, VIOLATIONS_MAX as usize);
        Errors {
            limit,
            direction,
            found: Vec::new(),
            fault: None,
        }
    }

    /// True when nothing more is wanted.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.found.len() >= self.limit || self.fault.is_some()
    }

    /// What was collected, as the error it amounts to.
    ///
    /// # Errors
    /// The fault if there is one, else the violations.
    pub fn into_result(self) -> Result<(), PeerError> {
        if let Some(fault) = self.fault {
            return Err(PeerError::from_fault(fault, self.direction));
        }
        if self.found.is_empty() {
            return Ok(());
        }
        Err(PeerError::from_violations(self.found, self.direction))
    }

    #[cold]
    fn report(
        &mut self,
        (code, keyword): (&'static str, &str),
        at: &Path<'_>,
        rule: Rule,
        expected: String,
        actual: String,
    ) {
        if self.is_full() {
            return;
        }
        self.found.push(Violation {
            code: Cow::Borrowed(code),
            at: at.to_text(),
            rule: alloc::format!("{}/{keyword}", rule.pointer),
            expected,
            actual,
            direction: Cow::Borrowed(self.direction.as_str()),
        });
    }

    #[cold]
    fn wrong_type(&mut self, value: &Value<'_>, at: &Path<'_>, rule: Rule, word: &str) {
        self.report(
            ("PC1401", "type"),
            at,
            rule,
            rule.type_text(word),
            shown(value),
        );
    }

    #[cold]
    fn fault(&mut self, code: &'static str, at: &Path<'_>) {
        if !self.is_full() {
            self.fault = Some(Fault {
                code,
                at: at.to_text(),
            });
        }
    }

    /// True when `number` keeps its bounds.
    #[inline]
    fn bounded(&mut self, number: f64, at: &Path<'_>, rule: Rule, bounds: &Bounds) -> bool {
        let fits = bounds.minimum.is_none_or(|bound| number >= bound)
            && bounds.exclusive_minimum.is_none_or(|bound| number > bound)
            && bounds.maximum.is_none_or(|bound| number <= bound)
            && bounds.exclusive_maximum.is_none_or(|bound| number < bound);
        if !fits {
            self.explain_bounds(number, at, rule, bounds);
        }
        fits
    }

    #[cold]
    fn explain_bounds(&mut self, number: f64, at: &Path<'_>, rule: Rule, bounds: &Bounds) {
        let checks = [
            (
                "PC1406",
                "minimum",
                bounds.minimum.filter(|bound| number < *bound),
            ),
            (
                "PC1406",
                "exclusiveMinimum",
                bounds.exclusive_minimum.filter(|b| number <= *b),
            ),
            (
                "PC1407",
                "maximum",
                bounds.maximum.filter(|bound| number > *bound),
            ),
            (
                "PC1407",
                "exclusiveMaximum",
                bounds.exclusive_maximum.filter(|b| number >= *b),
            ),
        ];
        for (code, keyword, broken) in checks {
            if let Some(bound) = broken {
                let (bound, actual) = (Value::Number(bound), Value::Number(number));
                self.report((code, keyword), at, rule, shown(&bound), shown(&actual));
            }
        }
    }

    /// True when `string` has `min` to `max` code points; bytes are counted where they decide.
    #[inline]
    fn measured(
        &mut self,
        string: &str,
        at: &Path<'_>,
        rule: Rule,
        min: usize,
        max: usize,
    ) -> bool {
        let fits = string.len() <= max && string.len() / 4 >= min;
        fits || self.counted(string, at, rule, min, max)
    }

    fn counted(&mut self, string: &str, at: &Path<'_>, rule: Rule, min: usize, max: usize) -> bool {
        let count = string.chars().count();
        if count < min {
            let actual = shown_string(string);
            self.report(("PC1409", "minLength"), at, rule, min.to_string(), actual);
        }
        if count > max {
            let actual = shown_string(string);
            self.report(("PC1410", "maxLength"), at, rule, max.to_string(), actual);
        }
        (min..=max).contains(&count)
    }

    /// True when an array of `count` items keeps its bounds.
    #[inline]
    fn sized(&mut self, count: usize, at: &Path<'_>, rule: Rule, min: usize, max: usize) -> bool {
        let actual = || alloc::format!("array({count})");
        if count < min {
            self.report(("PC1413", "minItems"), at, rule, min.to_string(), actual());
        }
        if count > max {
            self.report(("PC1414", "maxItems"), at, rule, max.to_string(), actual());
        }
        (min..=max).contains(&count)
    }
}

/// Reads one shape out of a JSON value; `None` exactly when something was reported.
pub type Decode<T> = fn(&Value<'_>, &Path<'_>, &mut Errors) -> Option<T>;

/// Writes one shape as JSON text, reporting what breaks the contract.
pub type Encode<T> = fn(&T, &Path<'_>, &mut write::Writer);

/// Both ways of one type.
#[derive(Debug)]
pub struct Codec<T> {
    /// JSON value to native value.
    pub decode: Decode<T>,
    /// Native value to JSON text.
    pub encode: Encode<T>,
}

impl<T> Codec<T> {
    /// Reads `text`, at most `max_bytes` of it, and reports up to `limit` violations.
    ///
    /// # Errors
    /// PC11xx for the text, PC14xx for the value.
    pub fn read(
        &self,
        text: &[u8],
        max_bytes: usize,
        direction: Direction,
        limit: usize,
    ) -> Result<T, PeerError> {
        let value = read_value(text, max_bytes, direction)?;
        let mut errors = Errors::new(limit, direction);
        let decoded = (self.decode)(&value, &Path::Root, &mut errors);
        errors.into_result()?;
        // A decoder that gives nothing has reported; the fallback keeps this total.
        decoded.ok_or_else(|| PeerError::directed("PC1401", direction))
    }

    /// Writes `value` as JSON text of at most `max_bytes`, and reports up to `limit` violations.
    ///
    /// # Errors
    /// PC14xx, PC1102, PC1105 for the value, PC1107 for the text.
    pub fn write(
        &self,
        value: &T,
        max_bytes: usize,
        direction: Direction,
        limit: usize,
    ) -> Result<String, PeerError> {
        let mut writer = write::Writer::new(limit, direction);
        (self.encode)(value, &Path::Root, &mut writer);
        writer.into_text(max_bytes, direction)
    }
}

/// Reads a text of a type and writes it again.
pub type RoundTrip = fn(&[u8], Direction, usize) -> Result<String, PeerError>;

impl<T> Codec<T> {
    /// Reads JSON text that comes from nobody in particular.
    ///
    /// # Errors
    /// As [`Codec::read`], for an input.
    pub fn from_json(&self, text: &str) -> Result<T, PeerError> {
        self.read(text.as_bytes(), TEXT_MAX, Direction::Input, 1)
    }

    /// Writes JSON text that goes to nobody in particular.
    ///
    /// # Errors
    /// As [`Codec::write`], for an input.
    pub fn to_json(&self, value: &T) -> Result<String, PeerError> {
        self.write(value, TEXT_MAX, Direction::Input, 1)
    }

    /// Reads `text` and writes what it says.
    ///
    /// # Errors
    /// As [`Codec::read`].
    pub fn round_trip(
        &self,
        text: &[u8],
        direction: Direction,
        limit: usize,
    ) -> Result<String, PeerError> {
        let value = self.read(text, TEXT_MAX, direction, limit)?;
        self.write(&value, TEXT_MAX, direction, limit)
    }
}

/// What a text may have where no operation sets a limit.
const TEXT_MAX: usize = INVOKE_REQUEST_BYTES_MAX as usize;

fn read_value(text: &[u8], max: usize, direction: Direction) -> Result<Value<'_>, PeerError> {
    parse(text, max).map_err(|fault| PeerError::from_fault(fault, direction))
}
