//! Judges values against a contract: what generated readers and writers are made of.
//!
//! Order, texts and codes are those of spec/wire.md#violations. A reader goes from a JSON value to a
//! native one, a writer from a native value to JSON text; both report to [`Errors`].

pub use crate::errors::{Direction, PeerError, Violation};
pub use crate::formats::Format;
pub use crate::json_text::Value;
pub use crate::pattern::Pattern;

pub use codec::{Codec, Decode, Encode, RoundTrip, Trip};
pub use errors::{Errors, Mode};
pub use keywords::{Bounds, Count, Text, Unique};
pub use place::{Path, Rule};

mod codec;
mod errors;
mod keywords;
mod place;
pub mod read;
pub mod write;
