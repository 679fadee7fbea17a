//! Run states: which operation may follow which (spec/machine.md).
//!
//! The table says what a state admits; where an operation leads is a function of the generated code,
//! over its typed output.

use alloc::format;

use crate::errors::PeerError;

/// The states of a contract's `run`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Machine {
    /// Where a run begins.
    pub initial: &'static str,
    /// All states, sorted by name.
    pub states: &'static [State],
}

/// One state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct State {
    /// Its name; inner ones are called `outer.inner`.
    pub name: &'static str,
    /// What it admits of the governed operations, `agent.op`.
    pub events: &'static [&'static str],
}

impl Machine {
    /// Judges a call of `event`, `agent.op`, in `state`.
    ///
    /// # Errors
    /// PC2003 where the state does not admit it.
    pub fn admit(&self, state: &str, event: &str) -> Result<(), PeerError> {
        let Some(known) = self.states.iter().find(|known| known.name == state) else {
            let message = "the run is in a state that this contract does not have";
            return Err(PeerError::new("PC2003").with_message(message));
        };
        if known.events.contains(&event) || !self.governs(event) {
            return Ok(());
        }
        let message = format!("`{event}` is not admitted in the state `{state}`");
        Err(PeerError::new("PC2003").with_message(&message))
    }

    /// True for an operation that some state lists.
    #[must_use]
    pub fn governs(&self, event: &str) -> bool {
        self.states
            .iter()
            .any(|state| state.events.contains(&event))
    }
}

/// The caller's state once a reply is there: `sent` with the call, `own` by now.
///
/// # Errors
/// PC2004 when two calls at once moved the run to different states.
pub fn merge<'s>(sent: &str, own: &'s str, replied: &'s str) -> Result<&'s str, PeerError> {
    if replied == sent {
        return Ok(own);
    }
    if own == sent || own == replied {
        return Ok(replied);
    }
    let message = format!("one call moved the run to `{own}`, another to `{replied}`");
    Err(PeerError::new("PC2004").with_message(&message))
}
