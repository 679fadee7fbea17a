// Makes the visits, tells how they ended; `contract` and `me` are its includer's.
use contract::types::{Plan, Query, Seen, Task, Told, Visit, VisitAgent, VisitOp};
use peercontract::{PeerError, Run};

struct Caller;

macro_rules! visit {
    ($peer:expr, $visit:ident, $task:ident) => {
        match $visit.op {
            VisitOp::Look => $peer
                .look(&Query::new($task.mark.clone()))
                .map(|_| 0)
                .map_err(PeerError::from),
            VisitOp::Step => $peer.step(&$task).map(|done| done.dropped).map_err(PeerError::from),
            VisitOp::Turn => $peer.turn(&$task).map(|done| done.dropped).map_err(PeerError::from),
        }
    };
}

fn visited(visit: &Visit, plan: &Plan, peers: &me::Peers, run: &Run) -> Seen {
    let mut task = Task::new(plan.mark.clone());
    task.slow = visit.slow;
    task.fails = visit.fails;
    let ended = match visit.agent {
        VisitAgent::Py => visit!(peers.py, visit, task),
        VisitAgent::Js => visit!(peers.js, visit, task),
        VisitAgent::Rs => visit!(peers.rs, visit, task),
    };
    let (code, there) = match ended {
        Ok(dropped) => (String::new(), dropped),
        Err(error) => (error.code.to_string(), 0),
    };
    let here = i64::try_from(run.dropped_members()).unwrap();
    Seen::new(code, here, run.state().unwrap_or_default(), there)
}

impl me::Agent for Caller {
    fn tour(&self, plan: Plan, peers: &me::Peers, run: &Run) -> Result<Told, me::Error> {
        let visit = |one| visited(one, &plan, peers, run);
        if plan.at_once != Some(true) {
            return Ok(Told::new(plan.visits.iter().map(visit).collect()));
        }
        let seen = std::thread::scope(|scope| {
            let threads: Vec<_> = plan.visits.iter().map(|one| scope.spawn(move || visit(one))).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        Ok(Told::new(seen))
    }
}

fn main() -> peercontract::Exit {
    me::serve(Caller)
}
