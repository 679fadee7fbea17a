//! The edges of the run time as a user meets them: stubs, bridges, the Runtime API.
#![allow(missing_docs, reason = "tests say in their names what they promise")]
#![allow(
    clippy::unwrap_used,
    reason = "a failed unwrap is a failed test; clippy spares #[test] only"
)]

#[path = "edges/agents.rs"]
mod agents;
#[path = "edges/calls.rs"]
mod calls;
#[path = "edges/environment.rs"]
mod environment;
#[path = "edges/failures.rs"]
mod failures;
#[path = "../../../../toolchain/tests/golden/stubs/rust/mod.rs"]
mod golden;
#[path = "edges/https.rs"]
mod https;
#[path = "edges/invoke.rs"]
mod invoke;
#[path = "edges/serve.rs"]
mod serve;
#[path = "edges/server.rs"]
mod server;
#[path = "edges/sigv4.rs"]
mod sigv4;
#[path = "edges/stubs.rs"]
mod stubs;
