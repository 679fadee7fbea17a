//! The mesh's caller in Rust: asks the callee the task names and reports the answer or the error as data.
#[path = "../contract/mod.rs"]
mod contract;

use contract::rs_caller::{self, Error, Peers};
use contract::types::{Answer, Caught, Refused, Relayed, Seen, Task, TaskKind, TaskTarget};
use contract::{js_callee, py_callee, rs_callee};
use peercontract::{PeerError, Run};

struct Caller;

/// What a callee of any language may answer instead of an output.
enum Failure {
    Refused(Refused),
    Peer(PeerError),
}

macro_rules! failure_of {
    ($($agent:ident),*) => {$(
        impl From<$agent::Error> for Failure {
            fn from(error: $agent::Error) -> Self {
                match error {
                    $agent::Error::Refused(refused) => Failure::Refused(refused),
                    $agent::Error::Peer(error) => Failure::Peer(error),
                }
            }
        }
    )*};
}
failure_of!(py_callee, js_callee, rs_callee);

fn ask(task: &Task, peers: &Peers) -> Result<Answer, Failure> {
    let mut sent = task.clone();
    if matches!(task.kind, TaskKind::BadInput) {
        // Breaks the contract here, in the caller's own stub.
        sent.text = "x".repeat(41);
    }
    Ok(match task.target {
        TaskTarget::Python => peers.py_callee.act(&sent)?,
        TaskTarget::Javascript => peers.js_callee.act(&sent)?,
        TaskTarget::Rust => peers.rs_callee.act(&sent)?,
    })
}

fn seen(run: &Run) -> Seen {
    Seen::new(
        i64::try_from(run.deadline_ms).unwrap_or(i64::MAX),
        i64::try_from(run.hops_left).unwrap_or(i64::MAX),
        run.id.clone(),
        run.traceparent.clone(),
    )
}

fn caught(failure: Failure) -> Caught {
    match failure {
        Failure::Refused(refused) => Caught::new(
            String::new(),
            String::new(),
            "PC2101".to_owned(),
            "callee".to_owned(),
            true,
            String::new(),
        )
        .with_reason(refused.reason)
        .with_left(refused.left),
        Failure::Peer(error) => Caught::new(
            error.agent.clone(),
            error.at.clone(),
            error.code.to_string(),
            error.fault.to_string(),
            false,
            error.op.clone(),
        ),
    }
}

impl rs_caller::Agent for Caller {
    fn relay(&self, task: Task, peers: &Peers, run: &Run) -> Result<Relayed, Error> {
        let relayed = Relayed::new(seen(run));
        Ok(match ask(&task, peers) {
            Ok(answer) => relayed.with_answer(answer),
            Err(failure) => relayed.with_caught(caught(failure)),
        })
    }

    fn pass_on(&self, task: Task, peers: &Peers, _run: &Run) -> Result<Answer, Error> {
        if matches!(task.kind, TaskKind::Declared) && matches!(task.target, TaskTarget::Rust) {
            return Err(Error::Refused(Refused::new(task.count, task.text)));
        }
        Ok(peers.py_callee.act(&task)?)
    }
}

fn main() -> peercontract::Exit {
    rs_caller::serve(Caller)
}
