//! Agents in this process, called through the same bytes as over the network: for tests.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use peercontract_core::errors::PeerError;

use super::{Answer, Bridge};
use crate::runtime::agent::{Handler, Invocation};
use crate::runtime::fresh::{now_ms, span_id};

/// The longest that the platform lets a function run.
const PLATFORM_MS: u64 = 900_000;

/// A bridge to handlers; its clones share them.
#[derive(Clone, Default)]
pub struct Memory {
    handlers: Arc<RwLock<BTreeMap<String, Arc<dyn Handler>>>>,
}

impl std::fmt::Debug for Memory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Memory")
    }
}

impl Memory {
    /// A bridge that reaches nobody yet.
    #[must_use]
    pub fn new() -> Self {
        Memory::default()
    }

    /// Puts `handler` where calls to `agent` go.
    pub fn add(&self, agent: &str, handler: impl Handler + 'static) {
        let mut handlers = self
            .handlers
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        handlers.insert(agent.into(), Arc::new(handler));
    }
}

impl Bridge for Memory {
    fn send(&self, agent: &str, payload: &[u8], deadline_ms: u64) -> Result<Answer, PeerError> {
        let handlers = self.handlers.read().unwrap_or_else(PoisonError::into_inner);
        let handler = handlers.get(agent).cloned();
        drop(handlers); // the handler may call on
        let Some(handler) = handler else {
            let message = format!("no handler was added for `{agent}`");
            return Err(PeerError::new("PC3006").with_message(&message));
        };
        let request_id = span_id();
        let deadline = now_ms().saturating_add(PLATFORM_MS);
        let invocation = Invocation {
            request_id: request_id.clone(),
            deadline_ms: deadline,
        };
        let handled = handler.handle(payload, &invocation);
        if now_ms() > deadline_ms {
            return Err(PeerError::new("PC2103"));
        }
        Ok(match handled {
            Ok(text) => Answer {
                payload: text.into_bytes(),
                function_error: None,
                request_id,
            },
            Err(error) => Answer {
                payload: error.text().into_bytes(),
                function_error: Some("Unhandled".into()),
                request_id,
            },
        })
    }
}
