//! Run time of Peer Contract: typed, validating calls between agents on AWS Lambda.
//!
//! Generated stubs call into [`stub`]; a user meets [`Run`], [`PeerError`], [`Exit`] and the bridges.

pub use peercontract_core as core;
pub use peercontract_core::errors::{Cause, Declared, Detail, Direction, PeerError, Violation};
pub use peercontract_core::formats::{Date, DateTime, Decimal, FormatError, Time, Uuid};

pub use bridge::invoke::Invoke;
pub use bridge::memory::Memory;
pub use bridge::sigv4::Keys;
pub use bridge::{Answer, Bridge};
pub use runtime::agent::{FunctionError, Handler, Hosted, Invocation};
pub use runtime::exit::Exit;
pub use runtime::run::Run;

pub mod bridge;
mod runtime;

/// What generated stubs are made of; not for use by hand.
pub mod stub {
    pub use peercontract_core::contract::{Agent, Contract, Op};
    pub use peercontract_core::formats::trusted;
    pub use peercontract_core::machine::{Machine, State};
    pub use peercontract_core::validate::{
        Bounds, Codec, Count, Decode, Direction, Encode, Errors, Format, Mode, Path, Pattern,
        PeerError, RoundTrip, Rule, Text, Trip, Unique, Value, read, write, write::Writer,
    };

    pub use crate::runtime::agent::{Moves, Outcome, Serve, Work};
    pub use crate::runtime::caller::Caller;
    pub use crate::runtime::origin::{Origin, read_declared, write_declared};
    pub use crate::runtime::serve::serve;
}
