//! Both ways of one type, from text to native value and back.

use alloc::string::String;

use super::write::Writer;
use super::{Direction, Errors, Mode, Path, PeerError, Value};
use crate::error_table::INVOKE_REQUEST_BYTES_MAX;
use crate::json_text::parse;

/// Reads one shape out of a JSON value; `None` exactly when something was reported.
pub type Decode<T> = fn(&Value<'_>, &Path<'_>, &mut Errors) -> Option<T>;

/// Writes one shape as JSON text, reporting what breaks the contract.
pub type Encode<T> = fn(&T, &Path<'_>, &mut Writer);

/// Both ways of one type.
#[derive(Debug)]
pub struct Codec<T> {
    /// JSON value to native value.
    pub decode: Decode<T>,
    /// Native value to JSON text.
    pub encode: Encode<T>,
}

/// What a text may have where no operation sets a limit.
const TEXT_MAX: usize = INVOKE_REQUEST_BYTES_MAX as usize;

impl<T> Codec<T> {
    /// Reads `text`, at most `max_bytes` of it, in exact mode, and reports up to `limit` violations.
    ///
    /// # Errors
    /// PC11xx and PC1205 for the text, PC14xx for the value.
    pub fn read(
        &self,
        text: &[u8],
        max_bytes: usize,
        direction: Direction,
        limit: usize,
    ) -> Result<T, PeerError> {
        let errors = Errors::new(limit, direction, Mode::Exact);
        self.decoded(text, max_bytes, direction, errors)
            .map(|(value, _)| value)
    }

    /// The same in tolerant mode, and how many members were dropped.
    ///
    /// # Errors
    /// As [`Codec::read`].
    pub fn read_tolerant(
        &self,
        text: &[u8],
        max_bytes: usize,
        direction: Direction,
        limit: usize,
    ) -> Result<(T, u64), PeerError> {
        let errors = Errors::new(limit, direction, Mode::Tolerant);
        self.decoded(text, max_bytes, direction, errors)
    }

    fn decoded(
        &self,
        text: &[u8],
        max_bytes: usize,
        direction: Direction,
        mut errors: Errors,
    ) -> Result<(T, u64), PeerError> {
        let value = parse(text, max_bytes).map_err(|it| PeerError::from_fault(it, direction))?;
        let decoded = (self.decode)(&value, &Path::Root, &mut errors);
        let dropped = errors.dropped();
        errors.into_result()?;
        // A decoder that gives nothing has reported; the fallback keeps this total.
        let decoded = decoded.ok_or_else(|| PeerError::directed("PC1401", direction))?;
        Ok((decoded, dropped))
    }

    /// Writes `value` as JSON text of at most `max_bytes`, and reports up to `limit` violations.
    ///
    /// # Errors
    /// PC14xx, PC1102, PC1105, PC1205 for the value, PC1107 for it or the text.
    pub fn write(
        &self,
        value: &T,
        max_bytes: usize,
        direction: Direction,
        limit: usize,
    ) -> Result<String, PeerError> {
        let mut writer = Writer::new(limit, direction);
        (self.encode)(value, &Path::Root, &mut writer);
        writer.into_text(max_bytes, direction)
    }

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

    /// Reads `text` and writes what it says, up to `limit` violations each way.
    ///
    /// # Errors
    /// As [`Codec::read`]; what the writer refuses is in [`Trip::written`].
    pub fn round_trip(
        &self,
        text: &[u8],
        direction: Direction,
        limit: usize,
        mode: Mode,
    ) -> Result<Trip, PeerError> {
        let errors = Errors::new(limit, direction, mode);
        let (value, dropped) = self.decoded(text, TEXT_MAX, direction, errors)?;
        let written = self.write(&value, TEXT_MAX, direction, limit);
        Ok(Trip { written, dropped })
    }
}

/// Reads a text of a type and writes it again: [`Codec::round_trip`] of one type.
pub type RoundTrip = fn(&[u8], Direction, usize, Mode) -> Result<Trip, PeerError>;

/// What became of a value that was read.
#[derive(Debug)]
pub struct Trip {
    /// The text that was written; an unknown value of a tolerant reader is refused.
    pub written: Result<String, PeerError>,
    /// How many members the reader dropped.
    pub dropped: u64,
}
