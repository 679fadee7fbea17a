//! Incoming: what takes an event to the agent's code and its answer back.

pub(crate) mod agent;
pub(crate) mod answer;
pub(crate) mod caller;
pub(crate) mod exit;
pub(crate) mod fresh;
pub(crate) mod origin;
pub(crate) mod run;
pub(crate) mod serve;
