//! Peer Contract's rules without IO: strict JSON, canonical form, validation, envelope, guards.
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

pub mod canonical;
pub mod contract;
pub mod envelope;
pub mod error_table;
pub mod errors;
pub mod formats;
pub mod guards;
pub mod json_text;
pub mod machine;
pub mod pattern;
pub mod trace;
pub mod validate;
