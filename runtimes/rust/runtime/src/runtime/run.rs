//! The piece of work that a call belongs to, as the agent's code sees it.

use peercontract_core::trace::{self, Trace};

use super::fresh::{long_id, now_ms, span_id};

/// The run that an operation works for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Run {
    /// `r_` and 32 hex digits.
    pub id: String,
    /// How many calls deep it may still go.
    pub hops_left: u64,
    /// When this call must be done, in ms since 1970.
    pub deadline_ms: u64,
    /// W3C Trace Context of this call.
    pub traceparent: String,
    pub(crate) trace: Trace,
    pub(crate) tracestate: Option<String>,
}

impl Run {
    /// What is left until the deadline, in ms; 0 when it has passed.
    #[must_use]
    pub fn remaining_ms(&self) -> u64 {
        self.deadline_ms.saturating_sub(now_ms())
    }

    /// A run that starts here.
    pub(crate) fn start(hops_left: u64, deadline_ms: u64) -> Self {
        let traceparent = trace::start(&long_id(), &span_id());
        Run::of(
            format!("r_{}", long_id()),
            hops_left,
            deadline_ms,
            traceparent,
            None,
        )
    }

    /// A run that goes on here; `traceparent` is sound.
    pub(crate) fn of(
        id: String,
        hops_left: u64,
        deadline_ms: u64,
        traceparent: String,
        tracestate: Option<String>,
    ) -> Self {
        let trace = trace::parse(&traceparent).unwrap_or_else(|| Trace {
            trace_id: long_id(),
            parent_id: span_id(),
            flags: "01".into(),
        });
        Run {
            id,
            hops_left,
            deadline_ms,
            traceparent,
            trace,
            tracestate,
        }
    }
}
