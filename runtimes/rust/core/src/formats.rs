//! Texts that stand for something else: the formats of spec/contract.md#formats.
//!
//! [`matches`] judges a text; [`Formatted`] is for those that have a native value of their own.

use alloc::borrow::Cow;
use alloc::string::ToString;
use alloc::vec::Vec;

mod addresses;
mod base64;
mod dates;
mod texts;

pub use base64::{base64, base64_text};
pub use texts::{Date, DateTime, Decimal, FormatError, Time, Uuid};

/// What a text says beyond being one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// `date`: RFC 3339 `full-date`.
    Date,
    /// `time`: RFC 3339 `full-time` without leap seconds.
    Time,
    /// `date-time`: a date, `T`, a time.
    DateTime,
    /// `uuid`
    Uuid,
    /// `int64`: an integer of 64 bits.
    Int64,
    /// `uint64`: an integer of 64 bits from 0.
    Uint64,
    /// `decimal`: an exact number of at most 40 digits.
    Decimal,
    /// `uri`: RFC 3986 with a scheme.
    Uri,
    /// `email`: a dot-atom at a hostname.
    Email,
    /// `hostname`
    Hostname,
    /// `ipv4`
    Ipv4,
    /// `ipv6`
    Ipv6,
    /// `base64`, which is written as `contentEncoding`.
    Base64,
}

impl Format {
    /// Its name in a contract.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Format::Date => "date",
            Format::Time => "time",
            Format::DateTime => "date-time",
            Format::Uuid => "uuid",
            Format::Int64 => "int64",
            Format::Uint64 => "uint64",
            Format::Decimal => "decimal",
            Format::Uri => "uri",
            Format::Email => "email",
            Format::Hostname => "hostname",
            Format::Ipv4 => "ipv4",
            Format::Ipv6 => "ipv6",
            Format::Base64 => "base64",
        }
    }
}

/// Whether `text` is one of the format.
#[must_use]
pub fn matches(format: Format, text: &str) -> bool {
    match format {
        Format::Date => dates::is_date(text.as_bytes()),
        Format::Time => dates::is_time(text.as_bytes()),
        Format::DateTime => dates::is_date_time(text.as_bytes()),
        Format::Uuid => texts::uuid_bytes(text).is_some(),
        Format::Int64 => int64(text).is_some(),
        Format::Uint64 => uint64(text).is_some(),
        Format::Decimal => is_decimal(text),
        Format::Uri => addresses::is_uri(text),
        Format::Email => addresses::is_email(text),
        Format::Hostname => addresses::is_hostname(text),
        Format::Ipv4 => addresses::is_ipv4(text),
        Format::Ipv6 => addresses::is_ipv6(text),
        Format::Base64 => base64(text).is_some(),
    }
}

/// A native value that travels as a text of one format.
pub trait Formatted: Sized {
    /// The format of its texts.
    const FORMAT: Format;

    /// The value of a text; `None` where the text is not one of the format.
    fn read(text: &str) -> Option<Self>;

    /// The text that stands for it.
    fn text(&self) -> Cow<'_, str>;
}

impl Formatted for i64 {
    const FORMAT: Format = Format::Int64;

    fn read(text: &str) -> Option<Self> {
        int64(text)
    }

    fn text(&self) -> Cow<'_, str> {
        Cow::Owned(self.to_string())
    }
}

impl Formatted for u64 {
    const FORMAT: Format = Format::Uint64;

    fn read(text: &str) -> Option<Self> {
        uint64(text)
    }

    fn text(&self) -> Cow<'_, str> {
        Cow::Owned(self.to_string())
    }
}

impl Formatted for Vec<u8> {
    const FORMAT: Format = Format::Base64;

    fn read(text: &str) -> Option<Self> {
        base64(text)
    }

    fn text(&self) -> Cow<'_, str> {
        Cow::Owned(base64_text(self))
    }
}

/// The integer of `-?(0|[1-9][0-9]*)` within 64 bits, not `-0`.
#[must_use]
pub fn int64(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if !is_whole(digits) || text == "-0" {
        return None;
    }
    text.parse().ok()
}

/// The integer of `0|[1-9][0-9]*` within 64 bits.
#[must_use]
pub fn uint64(text: &str) -> Option<u64> {
    if is_whole(text) {
        text.parse().ok()
    } else {
        None
    }
}

const DECIMAL_DIGITS_MAX: usize = 40;

/// `-?(0|[1-9][0-9]*)(\.[0-9]+)?`, at most 40 digits, not a negative zero.
fn is_decimal(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = match digits.split_once('.') {
        Some((_, "")) => return false,
        Some(parts) => parts,
        None => (digits, ""),
    };
    is_whole(whole)
        && are_digits(fraction.as_bytes())
        && whole.len() + fraction.len() <= DECIMAL_DIGITS_MAX
        && (digits.len() == text.len() || digits.bytes().any(|byte| matches!(byte, b'1'..=b'9')))
}

/// `0`, or digits that do not begin with one.
fn is_whole(text: &str) -> bool {
    are_digits(text.as_bytes()) && (text == "0" || !text.starts_with('0')) && !text.is_empty()
}

/// Nothing but ASCII digits, maybe none.
fn are_digits(text: &[u8]) -> bool {
    text.iter().all(u8::is_ascii_digit)
}

/// The value of a text that the compiler has judged already: a default of a contract.
///
/// # Panics
/// Where the text is not one of the type's format after all.
#[must_use]
pub fn trusted<T: Formatted>(text: &str) -> T {
    match T::read(text) {
        Some(value) => value,
        None => panic!("{text:?} is no {}", T::FORMAT.name()),
    }
}
