//! Outgoing: what carries a call's bytes to a peer and its answer back.

use peercontract_core::errors::PeerError;

pub mod invoke;
pub mod memory;
pub mod sigv4;

mod credentials;
mod http;
mod tls;

/// What came back from an invocation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The body.
    pub payload: Vec<u8>,
    /// `X-Amz-Function-Error`, when the function failed.
    pub function_error: Option<String>,
    /// The platform's id of the invocation.
    pub request_id: String,
}

/// Sends bytes to an agent and waits for its answer.
pub trait Bridge: Send + Sync {
    /// Sends `payload` to `agent` and waits until `deadline_ms` (ms since 1970).
    ///
    /// # Errors
    /// PC2103 at the deadline, PC3005 for a payload over the carrier's limit, PC3006 when the peer
    /// cannot be reached.
    fn send(&self, agent: &str, payload: &[u8], deadline_ms: u64) -> Result<Answer, PeerError>;
}
