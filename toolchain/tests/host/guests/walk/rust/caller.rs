//! A caller in Rust, built from the contract.
#[path = "new/mod.rs"]
mod contract;
use contract::rs_new as me;
include!("tour.rs");
