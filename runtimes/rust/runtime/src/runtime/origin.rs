//! Where a declared error came from: a private note in the record, so that `?` does not lose it.

use peercontract_core::error_table::INVOKE_RESPONSE_BYTES_MAX;
use peercontract_core::errors::{Direction, PeerError};
use peercontract_core::validate::Codec;

/// The agent and operation that answered with a declared error; nothing when it is the agent's own.
///
/// Two records are equal wherever they come from.
#[derive(Clone, Debug, Default)]
pub struct Origin(Option<Box<(String, String)>>);

impl Origin {
    /// It came from `agent.op`.
    #[must_use]
    pub fn of(agent: &str, op: &str) -> Self {
        Origin(Some(Box::new((agent.into(), op.into()))))
    }

    /// Agent and operation, `""` where it came from nowhere else.
    #[must_use]
    pub fn parts(&self) -> (&str, &str) {
        self.0
            .as_ref()
            .map_or(("", ""), |parts| (&parts.0, &parts.1))
    }
}

impl PartialEq for Origin {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// The record of a declared error, and where it came from.
///
/// # Errors
/// PC3007 when the data is not of the declared type.
pub fn read_declared<T>(error: &PeerError, codec: &Codec<T>) -> Result<(T, Origin), PeerError> {
    let data = error
        .declared
        .as_ref()
        .map_or("", |declared| &declared.data);
    let max = INVOKE_RESPONSE_BYTES_MAX as usize;
    match codec.read(data.as_bytes(), max, Direction::Output, 1) {
        Ok(record) => Ok((record, Origin::of(&error.agent, &error.op))),
        Err(why) => {
            let malformed = PeerError::new("PC3007").with_message(&format!("`data`: {why}"));
            Err(malformed.located(&error.agent, &error.op).of_call())
        }
    }
}

/// A declared error on its way out; a record that breaks the contract becomes its violation.
pub fn write_declared<T>(name: &str, codec: &Codec<T>, record: &T, origin: &Origin) -> PeerError {
    let max = INVOKE_RESPONSE_BYTES_MAX as usize;
    match codec.write(record, max, Direction::Output, 1) {
        Ok(data) => {
            let (agent, op) = origin.parts();
            PeerError::from_declared(name, data).located(agent, op)
        }
        Err(mut error) => {
            error.is_own = true;
            error
        }
    }
}
