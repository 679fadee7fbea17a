//! The mesh's callee in Rust: answers, or misbehaves in the way the task names.
#[path = "../contract/mod.rs"]
mod contract;

use contract::rs_callee::{self, Error, Peers};
use contract::types::{Answer, Refused, Seen, Task, TaskKind};
use peercontract::Run;

struct Callee;

impl rs_callee::Agent for Callee {
    fn act(&self, task: Task, _peers: &Peers, run: &Run) -> Result<Answer, Error> {
        match task.kind {
            TaskKind::Declared => {
                return Err(Error::Refused(Refused::new(task.count, task.text)));
            }
            TaskKind::Fail => panic!("the callee's own fault"),
            TaskKind::Sleep => {
                std::thread::sleep(std::time::Duration::from_millis(task.count.unsigned_abs()));
            }
            _ => {}
        }
        let ratio = if matches!(task.kind, TaskKind::BadOutput) {
            1.5
        } else {
            0.5
        };
        let seen = Seen::new(
            i64::try_from(run.deadline_ms).unwrap_or(i64::MAX),
            i64::try_from(run.hops_left).unwrap_or(i64::MAX),
            run.id.clone(),
            run.traceparent.clone(),
        );
        let tags = vec!["rust".to_owned(), "é𝄞".to_owned()];
        let mut answer = Answer::new(task.count, ratio, seen, tags, task.text);
        answer.note = task.note;
        Ok(answer)
    }
}

fn main() -> peercontract::Exit {
    rs_callee::serve(Callee)
}
