//! The tables that generated code holds: what a contract's agents offer, to whom, within which limits.

use crate::machine::Machine;

/// A contract as its agents need it at run time; the types are functions of the generated code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contract {
    /// Its name; functions are called `<name>-<agent>` unless `PEER_PREFIX` says otherwise.
    pub name: &'static str,
    /// Its hash, `pc1-` and 52 characters.
    pub id: &'static str,
    /// How many calls deep a run may go.
    pub hops: u64,
    /// How long a run may take, in ms.
    pub deadline_ms: u64,
    /// All agents, sorted by name.
    pub agents: &'static [Agent],
    /// The states of its `run`, where it has one.
    pub machine: Option<&'static Machine>,
    /// Older contracts whose callers are read in tolerant mode.
    pub accepts: &'static [&'static str],
}

/// One agent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Agent {
    /// Name on the wire.
    pub name: &'static str,
    /// What it offers, sorted by name.
    pub ops: &'static [Op],
    /// What it may call: (agent, op).
    pub calls: &'static [(&'static str, &'static str)],
}

/// One operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Op {
    /// Name on the wire.
    pub name: &'static str,
    /// `read`, `idempotent`, `once` or `destructive`.
    pub effect: &'static str,
    /// How long a call may take, in ms.
    pub timeout_ms: u64,
    /// Bytes of the input's text.
    pub max_input_bytes: usize,
    /// Bytes of the output's text.
    pub max_output_bytes: usize,
    /// Names of the declared errors.
    pub errors: &'static [&'static str],
    /// Hash of what it looks like on the wire, `pi1-` and 52 characters.
    pub interface_id: &'static str,
}

impl Contract {
    /// The agent called `name`.
    #[must_use]
    pub fn agent(&self, name: &str) -> Option<&'static Agent> {
        self.agents.iter().find(|agent| agent.name == name)
    }

    /// True when `from` may call `agent.op`.
    #[must_use]
    pub fn allows(&self, from: &str, agent: &str, op: &str) -> bool {
        self.agent(from)
            .is_some_and(|caller| caller.calls.contains(&(agent, op)))
    }
}

impl Agent {
    /// The operation called `name`.
    #[must_use]
    pub fn op(&self, name: &str) -> Option<&'static Op> {
        self.ops.iter().find(|op| op.name == name)
    }
}
