//! How an agent's process ends: the value of its `main`.

use std::io::Write;
use std::process::{ExitCode, Termination};

use peercontract_core::errors::PeerError;

/// What `main` gives back: nothing to say, or why the agent could not be served.
#[derive(Debug)]
#[must_use]
pub struct Exit(Result<(), PeerError>);

impl Exit {
    pub(crate) fn new(result: Result<(), PeerError>) -> Self {
        Exit(result)
    }
}

impl Termination for Exit {
    fn report(self) -> ExitCode {
        match self.0 {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                // Nothing is left to tell when the log is gone.
                let _ = writeln!(std::io::stderr(), "error: {error}");
                ExitCode::FAILURE
            }
        }
    }
}
