//! Types of their own for texts that a program should not mix up: they hold nothing unchecked.

use alloc::borrow::Cow;
use alloc::string::{String, ToString};
use core::fmt;
use core::str::FromStr;

use super::{Format, Formatted, matches};
use crate::canonical::hex;

/// A text is not one of a format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FormatError {
    /// The format that it should have.
    pub format: Format,
}

impl fmt::Display for FormatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the text is no {}", self.format.name())
    }
}

impl core::error::Error for FormatError {}

/// What a type gets from having a format.
macro_rules! conversions {
    ($name:ident) => {
        impl FromStr for $name {
            type Err = FormatError;

            fn from_str(text: &str) -> Result<Self, FormatError> {
                let format = Self::FORMAT;
                Self::read(text).ok_or(FormatError { format })
            }
        }

        impl TryFrom<&str> for $name {
            type Error = FormatError;

            fn try_from(text: &str) -> Result<Self, FormatError> {
                text.parse()
            }
        }
    };
}

/// A newtype of a text of one format.
macro_rules! text_type {
    ($(#[$doc:meta])* $name:ident, $format:expr) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash)]
        pub struct $name(String);

        impl $name {
            /// The text, as it was written.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl Formatted for $name {
            const FORMAT: Format = $format;

            fn read(text: &str) -> Option<Self> {
                matches($format, text).then(|| $name(text.into()))
            }

            fn text(&self) -> Cow<'_, str> {
                Cow::Borrowed(&self.0)
            }
        }

        conversions!($name);

        impl TryFrom<String> for $name {
            type Error = FormatError;

            fn try_from(text: String) -> Result<Self, FormatError> {
                if matches($format, &text) {
                    Ok($name(text))
                } else {
                    Err(FormatError { format: $format })
                }
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> String {
                value.0
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_tuple(stringify!($name)).field(&self.0).finish()
            }
        }
    };
}

text_type! {
    /// An exact number as text: `0.10` and `0.1` are two of them.
    Decimal, Format::Decimal
}
text_type! {
    /// A day: RFC 3339 `full-date`.
    Date, Format::Date
}
text_type! {
    /// A time of day with its offset: RFC 3339 `full-time`, no leap second.
    Time, Format::Time
}
text_type! {
    /// A point in time with its offset: RFC 3339 `date-time`, no leap second.
    DateTime, Format::DateTime
}

/// A UUID; its text is lower case, whatever case it was read in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Uuid([u8; 16]);

impl Uuid {
    /// The UUID of these bytes, most significant first.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Uuid(bytes)
    }

    /// Its bytes, most significant first.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl Formatted for Uuid {
    const FORMAT: Format = Format::Uuid;

    fn read(text: &str) -> Option<Self> {
        uuid_bytes(text).map(Uuid)
    }

    fn text(&self) -> Cow<'_, str> {
        Cow::Owned(self.to_string())
    }
}

conversions!(Uuid);

impl fmt::Display for Uuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = hex(&self.0);
        for place in [8, 13, 18, 23] {
            text.insert(place, '-');
        }
        f.pad(&text)
    }
}

impl fmt::Debug for Uuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Uuid({self})")
    }
}

/// The bytes of 8-4-4-4-12 hex digits, either case.
pub(super) fn uuid_bytes(text: &str) -> Option<[u8; 16]> {
    let text = text.as_bytes();
    if text.len() != 36 || [8, 13, 18, 23].iter().any(|place| text[*place] != b'-') {
        return None;
    }
    let mut digits = text
        .iter()
        .enumerate()
        .filter(|(at, _)| ![8, 13, 18, 23].contains(at));
    let mut bytes = [0; 16];
    for byte in &mut bytes {
        for _ in 0..2 {
            let (_, digit) = digits.next()?;
            *byte = *byte << 4 | char::from(*digit).to_digit(16)? as u8;
        }
    }
    Some(bytes)
}
