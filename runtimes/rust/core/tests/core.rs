//! The rules without IO against oracles and hostile input; the vectors of `conformance/` come on top.
#![allow(missing_docs, reason = "tests say in their names what they promise")]
#![allow(
    clippy::unwrap_used,
    reason = "a failed unwrap is a failed test; clippy spares #[test] only"
)]

#[path = "core/canonical.rs"]
mod canonical;
#[path = "core/envelope.rs"]
mod envelope;
#[path = "core/errors.rs"]
mod errors;
#[path = "core/json_text.rs"]
mod json_text;
#[path = "core/oracle.rs"]
mod oracle;
