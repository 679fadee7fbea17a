//! The same caller, built from before.yaml.
#[path = "old/mod.rs"]
mod contract;
use contract::rs_old as me;
include!("tour.rs");
