//! The golden contract's agents, each doing what a test asks of it.

use peercontract::{Memory, PeerError, Run};

use crate::golden::types::{
    Busy, Empty, Everything, Fixed, Level, Maybe, Name, Names, Node, NotFound,
};
use crate::golden::types::{Odd, RsLevelInput};
use crate::golden::{js, py, rs};

/// `rs` does what the name in its input says.
pub(crate) struct Rs;

impl rs::Agent for Rs {
    fn level(&self, input: RsLevelInput, _: &rs::Peers, _: &Run) -> Result<Level, rs::Error> {
        match input.of.as_str() {
            "low" => Ok(Level::Low),
            "busy" => Err(rs::Error::Busy(Busy::new())),
            "panic" => panic!("on purpose"),
            "own" => Err(rs::Error::failed(std::io::Error::other("disk full"))),
            "coded" => Err(PeerError::new("PC8004").into()),
            "parsed" => RsLevelInput::from_json("[]")
                .map(|_| Level::Low)
                .map_err(Into::into),
            _ => Ok(Level::High),
        }
    }

    fn fixed(&self, _: Empty, _: &rs::Peers, _: &Run) -> Result<Fixed, rs::Error> {
        Ok(Fixed)
    }
}

/// `js` asks `rs` and lets its errors pass; `walk` does what the node's value says.
pub(crate) struct Js;

impl js::Agent for Js {
    fn find(&self, input: Name, peers: &js::Peers, _: &Run) -> Result<Names, js::Error> {
        match input.as_str() {
            "nowhere" => Err(js::Error::NotFound(NotFound::new("it").with_left(None))),
            "long" => Err(js::Error::NotFound(NotFound::new("x".repeat(41)))),
            "many" => Ok(vec!["a".to_string(); 5]),
            _ => {
                let level = peers.rs.level(&RsLevelInput::new(input))?;
                Ok(vec![level.value().to_string() + "!"])
            }
        }
    }

    fn walk(&self, input: Node, peers: &js::Peers, _: &Run) -> Result<Node, js::Error> {
        match input.value {
            1 => Err(js::Error::NotFound(NotFound::new("not of this operation"))),
            2 => {
                peers.rs.level(&RsLevelInput::new(""))?;
                Ok(input)
            }
            _ => Ok(input),
        }
    }
}

/// `py` hands on what `js` answers.
pub(crate) struct Py;

impl py::Agent for Py {
    fn all(
        &self,
        input: Everything,
        peers: &py::Peers,
        run: &Run,
    ) -> Result<Everything, py::Error> {
        let names = peers.js.find(&input.text)?;
        let trace = run.traceparent.get(3..35).unwrap_or_default();
        let free = format!("{} {} {trace}", names.join(","), run.id);
        Ok(input.with_free(free))
    }

    fn odd(&self, input: Odd, _: &py::Peers, _: &Run) -> Result<Odd, py::Error> {
        Ok(input)
    }

    fn maybe(
        &self,
        input: Option<Maybe>,
        _: &py::Peers,
        _: &Run,
    ) -> Result<Option<Maybe>, py::Error> {
        Ok(input)
    }
}

/// All three in this process.
pub(crate) fn mesh() -> Memory {
    let memory = Memory::new();
    memory.add("rs", rs::handler(Rs).with_bridge(memory.clone()));
    memory.add("js", js::handler(Js).with_bridge(memory.clone()));
    memory.add("py", py::handler(Py).with_bridge(memory.clone()));
    memory
}

/// A value of the contract's largest record.
pub(crate) fn everything(text: &str) -> Everything {
    use crate::golden::types::{EverythingPlace, Size};
    let place = EverythingPlace::new("High Street");
    let (tags, grid) = (vec!["t".to_string()], vec![vec![0.5], vec![]]);
    Everything::new(
        3,
        true,
        grid,
        Level::Low,
        None,
        Node::new(1),
        place,
        0.25,
        Size::N42,
        tags,
        text,
    )
}
