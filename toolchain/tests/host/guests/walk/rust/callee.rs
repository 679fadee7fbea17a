//! The callee in Rust: leaves a line in the file that the task names, so that it is seen to run.
#[path = "new/mod.rs"]
mod contract;

use std::fs::{OpenOptions, read_to_string};
use std::io::Write;
use std::time::Duration;

use contract::rs::{self, Error, Peers};
use contract::types::{Done, Note, Query, Task};
use peercontract::Run;

struct Callee;

fn done(task: &Task, run: &Run) -> Done {
    let mut file = OpenOptions::new().append(true).create(true).open(&task.mark).unwrap();
    writeln!(file, "rs").unwrap();
    if task.slow == Some(true) {
        std::thread::sleep(Duration::from_millis(400));
    }
    assert!(task.fails != Some(true), "as it was told to");
    let count = read_to_string(&task.mark).unwrap().lines().count();
    let dropped = i64::try_from(run.dropped_members()).unwrap();
    Done::new(i64::try_from(count).unwrap(), dropped, run.state().unwrap())
}

impl rs::Agent for Callee {
    fn step(&self, task: Task, _peers: &Peers, run: &Run) -> Result<Done, Error> {
        Ok(done(&task, run))
    }

    fn turn(&self, task: Task, _peers: &Peers, run: &Run) -> Result<Done, Error> {
        Ok(done(&task, run))
    }

    fn look(&self, _query: Query, _peers: &Peers, run: &Run) -> Result<Note, Error> {
        Ok(Note::new(format!("rs saw {:?}", run.state())))
    }
}

fn main() -> peercontract::Exit {
    rs::serve(Callee)
}
