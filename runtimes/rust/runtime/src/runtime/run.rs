//! The piece of work that a call belongs to, as the agent's code sees it.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use peercontract_core::errors::PeerError;
use peercontract_core::machine::merge;
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
    shared: Shared,
}

/// What calls to peers change; the run's clones share it.
#[derive(Clone, Debug, Default)]
struct Shared(Arc<Changing>);

#[derive(Debug, Default)]
struct Changing {
    state: Mutex<Option<String>>,
    dropped_members: AtomicU64,
}

impl PartialEq for Shared {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Shared {}

impl Run {
    /// What is left until the deadline, in ms; 0 when it has passed.
    #[must_use]
    pub fn remaining_ms(&self) -> u64 {
        self.deadline_ms.saturating_sub(now_ms())
    }

    /// Where the run stands; `None` where the contract has no `run`. Calls to peers move it.
    #[must_use]
    pub fn state(&self) -> Option<String> {
        self.locked(|state| state.clone())
    }

    /// How many members of values from other versions of the contract were not known here, and left
    /// out.
    #[must_use]
    pub fn dropped_members(&self) -> u64 {
        self.shared.0.dropped_members.load(Ordering::Relaxed)
    }

    /// Counts what a tolerant reader left out.
    pub(crate) fn drop_members(&self, count: u64) {
        let dropped = &self.shared.0.dropped_members;
        dropped.fetch_add(count, Ordering::Relaxed);
    }

    /// The same run, standing in `state`.
    #[must_use]
    pub(crate) fn in_state(self, state: Option<String>) -> Self {
        self.locked(|own| *own = state);
        self
    }

    /// Takes the state of a reply to a call that was made in `sent`.
    ///
    /// # Errors
    /// PC2004.
    pub(crate) fn take_state(&self, sent: &str, replied: &str) -> Result<(), PeerError> {
        self.locked(|own| {
            if let Some(stands) = own {
                *own = Some(merge(sent, stands, replied)?.into());
            }
            Ok(())
        })
    }

    fn locked<T>(&self, change: impl FnOnce(&mut Option<String>) -> T) -> T {
        let state = self.shared.0.state.lock();
        change(&mut state.unwrap_or_else(PoisonError::into_inner))
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
            shared: Shared::default(),
        }
    }
}
