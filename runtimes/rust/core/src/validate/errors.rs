//! The collector of violations, and the checks that readers and writers share.

use alloc::borrow::Cow;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::{
    Bounds, Count, Direction, Format, Path, Pattern, PeerError, Rule, Unique, Value, Violation,
};
use crate::error_table::VIOLATIONS_MAX;
use crate::errors::{shown, shown_name, shown_number, shown_string};
use crate::formats;
use crate::json_text::Fault;

/// How a value is read (spec/wire.md#modes).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// What the contract does not say is refused.
    Exact,
    /// Unknown members are dropped, unknown members of open enums and tags of open unions kept.
    Tolerant,
}

/// Collects violations up to a limit; one PC11xx fault stands alone.
#[derive(Debug)]
pub struct Errors {
    limit: usize,
    direction: Direction,
    mode: Mode,
    found: Vec<Violation>,
    fault: Option<Fault>,
    /// Nothing more is looked at.
    is_stopped: bool,
    /// How many labelled shapes are open: while there is one, no value is shown.
    hidden: usize,
    dropped: u64,
}

impl Errors {
    /// A collector of `limit` violations, 1 to 64.
    #[must_use]
    pub fn new(limit: usize, direction: Direction, mode: Mode) -> Self {
        Errors {
            limit: limit.clamp(1, VIOLATIONS_MAX as usize),
            direction,
            mode,
            found: Vec::new(),
            fault: None,
            is_stopped: false,
            hidden: 0,
            dropped: 0,
        }
    }

    /// True when nothing more is wanted.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.is_stopped
    }

    /// How many unknown members were dropped.
    #[must_use]
    pub fn dropped(&self) -> u64 {
        self.dropped
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

    pub(super) fn is_tolerant(&self) -> bool {
        self.mode == Mode::Tolerant
    }

    pub(super) fn count(&self) -> usize {
        self.found.len()
    }

    pub(super) fn drop_members(&mut self, count: usize) {
        self.dropped += count as u64;
    }

    pub(super) fn hide(&mut self) {
        self.hidden += 1;
    }

    pub(super) fn show(&mut self) {
        self.hidden -= 1;
    }

    #[cold]
    pub(super) fn report(
        &mut self,
        (code, keyword): (&'static str, &str),
        at: &Path<'_>,
        rule: Rule,
        expected: String,
        actual: String,
    ) {
        if self.is_stopped {
            return;
        }
        self.found.push(Violation {
            code: Cow::Borrowed(code),
            at: at.to_text(),
            rule: alloc::format!("{}/{keyword}", rule.pointer),
            expected,
            actual: if self.hidden > 0 {
                "<redacted>".into()
            } else {
                actual
            },
            direction: Cow::Borrowed(self.direction.as_str()),
        });
        self.is_stopped = self.found.len() >= self.limit;
    }

    #[cold]
    pub(super) fn wrong_type(&mut self, value: &Value<'_>, at: &Path<'_>, rule: Rule, word: &str) {
        let expected = rule.type_text(word);
        self.report(("PC1401", "type"), at, rule, expected, shown(value));
    }

    /// A value that no JSON text can carry; a violation found before it stays the first fault.
    #[cold]
    pub(super) fn fault(&mut self, code: &'static str, at: &Path<'_>) {
        if !self.is_stopped && self.found.is_empty() {
            self.fault = Some(Fault {
                code,
                at: at.to_text(),
            });
        }
        self.is_stopped = true;
    }

    /// True when `number` keeps its bounds.
    #[inline]
    pub(super) fn bounded(
        &mut self,
        number: f64,
        at: &Path<'_>,
        rule: Rule,
        bounds: &Bounds,
    ) -> bool {
        let fits = bounds.minimum.is_none_or(|bound| number >= bound)
            && bounds.exclusive_minimum.is_none_or(|bound| number > bound)
            && bounds.maximum.is_none_or(|bound| number <= bound)
            && bounds.exclusive_maximum.is_none_or(|bound| number < bound)
            && bounds
                .multiple_of
                .is_none_or(|step| number as i64 % step == 0);
        if !fits {
            self.explain_bounds(number, at, rule, bounds);
        }
        fits
    }

    #[cold]
    fn explain_bounds(&mut self, number: f64, at: &Path<'_>, rule: Rule, bounds: &Bounds) {
        let step = bounds.multiple_of.filter(|step| number as i64 % step != 0);
        let checks = [
            (
                "PC1406",
                "minimum",
                bounds.minimum.filter(|bound| number < *bound),
            ),
            (
                "PC1406",
                "exclusiveMinimum",
                bounds.exclusive_minimum.filter(|bound| number <= *bound),
            ),
            (
                "PC1407",
                "maximum",
                bounds.maximum.filter(|bound| number > *bound),
            ),
            (
                "PC1407",
                "exclusiveMaximum",
                bounds.exclusive_maximum.filter(|bound| number >= *bound),
            ),
            ("PC1408", "multipleOf", step.map(|step| step as f64)),
        ];
        for (code, keyword, broken) in checks {
            if let Some(bound) = broken {
                let (bound, actual) = (shown_number(bound), shown_number(number));
                self.report((code, keyword), at, rule, bound, actual);
            }
        }
    }

    /// True when `string` has `min` to `max` code points; bytes are counted where they decide.
    #[inline]
    pub(super) fn measured(
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

    /// True when `string` matches, or there is nothing to match.
    pub(super) fn matched(
        &mut self,
        string: &str,
        at: &Path<'_>,
        rule: Rule,
        pattern: Option<&Pattern>,
    ) -> bool {
        let Some(pattern) = pattern.filter(|pattern| !pattern.matches(string)) else {
            return true;
        };
        let (expected, actual) = (shown_string(pattern.text), shown_string(string));
        self.report(("PC1411", "pattern"), at, rule, expected, actual);
        false
    }

    /// True when `string` has the format, or none is wanted.
    pub(super) fn formatted(
        &mut self,
        string: &str,
        at: &Path<'_>,
        rule: Rule,
        format: Option<Format>,
    ) -> bool {
        match format {
            Some(format) if !formats::matches(format, string) => {
                self.no_format(string, at, rule, format);
                false
            }
            _ => true,
        }
    }

    #[cold]
    pub(super) fn no_format(&mut self, string: &str, at: &Path<'_>, rule: Rule, format: Format) {
        let keyword = match format {
            Format::Base64 => "contentEncoding",
            _ => "format",
        };
        let expected = shown_string(format.name());
        let actual = shown_string(string);
        self.report(("PC1412", keyword), at, rule, expected, actual);
    }

    /// True when an array of `count` items keeps its bounds.
    #[inline]
    pub(super) fn sized(&mut self, count: usize, at: &Path<'_>, bounds: &Count) -> bool {
        const CODES: [(&str, &str); 2] = [("PC1413", "minItems"), ("PC1414", "maxItems")];
        let fits = (bounds.min..=bounds.max).contains(&count);
        if !fits {
            let actual = alloc::format!("array({count})");
            self.explain_count(CODES, count, actual, at, bounds);
        }
        fits
    }

    /// True when a map of `count` members keeps its bounds.
    pub(super) fn populated(&mut self, count: usize, at: &Path<'_>, bounds: &Count) -> bool {
        const CODES: [(&str, &str); 2] = [("PC1417", "minProperties"), ("PC1418", "maxProperties")];
        let fits = (bounds.min..=bounds.max).contains(&count);
        if !fits {
            let actual = alloc::format!("object({count})");
            self.explain_count(CODES, count, actual, at, bounds);
        }
        fits
    }

    #[cold]
    fn explain_count(
        &mut self,
        [few, many]: [(&'static str, &str); 2],
        count: usize,
        actual: String,
        at: &Path<'_>,
        bounds: &Count,
    ) {
        let (min, max) = (bounds.min.to_string(), bounds.max.to_string());
        if count < bounds.min {
            self.report(few, at, bounds.rule, min, actual);
        } else if count > bounds.max {
            self.report(many, at, bounds.rule, max, actual);
        }
    }

    /// True when a map may have a member of this name.
    pub(super) fn named(
        &mut self,
        name: &str,
        at: &Path<'_>,
        rule: Rule,
        pattern: Option<&Pattern>,
    ) -> bool {
        let Some(pattern) = pattern.filter(|pattern| !pattern.matches(name)) else {
            return true;
        };
        let (expected, actual) = (shown_string(pattern.text), shown_name(name));
        let keyword = ("PC1419", "propertyNames/pattern");
        self.report(keyword, at, rule, expected, actual);
        false
    }

    /// The item at `index` repeats one before it.
    #[cold]
    pub(super) fn repeated(
        &mut self,
        index: usize,
        actual: String,
        at: &Path<'_>,
        rule: Rule,
        unique: Unique,
    ) {
        self.hidden += usize::from(unique.is_labelled);
        let at = Path::Item(at, index);
        self.report(("PC1415", "uniqueItems"), &at, rule, "true".into(), actual);
        self.hidden -= usize::from(unique.is_labelled);
    }

    /// A tuple of `found` items in place of `count`.
    #[cold]
    pub(super) fn miscounted(&mut self, found: usize, at: &Path<'_>, rule: Rule, count: usize) {
        let keyword = if found < count {
            "minItems"
        } else {
            "maxItems"
        };
        let actual = alloc::format!("array({found})");
        self.report(("PC1416", keyword), at, rule, count.to_string(), actual);
    }

    /// A tag that no arm has.
    #[cold]
    pub(super) fn no_tag(
        &mut self,
        tag: &str,
        at: &Path<'_>,
        rule: Rule,
        name: &str,
        expected: &str,
    ) {
        let at = Path::Member(at, name);
        let actual = shown_string(tag);
        self.report(("PC1405", "oneOf"), &at, rule, expected.into(), actual);
    }
}

/// The first index whose item equals one before it.
pub(super) fn first_repeat<K: Ord>(keys: &[K]) -> Option<usize> {
    let mut order: Vec<usize> = (0..keys.len()).collect();
    order.sort_by(|a, b| keys[*a].cmp(&keys[*b])); // stable: equal items stay in order
    let pairs = order
        .windows(2)
        .filter(|pair| keys[pair[0]] == keys[pair[1]]);
    pairs.map(|pair| pair[1]).min()
}
