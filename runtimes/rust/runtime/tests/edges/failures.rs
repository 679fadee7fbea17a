//! What an agent's failure becomes for its caller (spec/wire.md#errors).

use peercontract::core::envelope::{self, Status};
use peercontract::core::errors::to_wire;
use peercontract::stub::{Agent, Codec, Contract, Outcome, Serve, Work};
use peercontract::{Bridge, FunctionError, Handler, Hosted, Invocation, Memory, PeerError};

use crate::agents::mesh;
use crate::calls::sound_event;
use crate::golden::types::{Busy, Node, NotFound, RsLevelInput};
use crate::golden::{CONTRACT, js, rs};
use crate::invoke::soon;

fn level(of: &str) -> rs::Error {
    rs::client(mesh())
        .level(&RsLevelInput::new(of))
        .unwrap_err()
}

fn find(name: &str) -> PeerError {
    js::client(mesh())
        .find(&name.to_string())
        .unwrap_err()
        .into()
}

fn walk(value: i64) -> PeerError {
    js::client(mesh())
        .walk(&Node::new(value))
        .unwrap_err()
        .into()
}

/// (agent, op, code, at, declared error) of what stopped the callee.
fn cause(error: &PeerError) -> (&str, &str, &str, &str, Option<&str>) {
    let cause = error.cause.as_ref().unwrap();
    (
        &cause.agent,
        &cause.op,
        &cause.code,
        &cause.at,
        cause.declared.as_deref(),
    )
}

#[test]
fn a_declared_error_reaches_the_caller_as_its_record() {
    assert_eq!(level("busy"), rs::Error::Busy(Busy::new()));
    let error = js::client(mesh()).find(&"nowhere".to_string()).unwrap_err();
    let js::Error::NotFound(record) = error else {
        panic!("{error:?}")
    };
    assert_eq!(record, NotFound::new("it").with_left(None));
}

#[test]
fn a_declared_error_says_which_operation_answered_with_it() {
    let error = PeerError::from(level("busy"));
    assert_eq!(
        (&*error.code, &*error.agent, &*error.op),
        ("PC2101", "rs", "level")
    );
    assert_eq!(error.class(), "DeclaredError");
}

#[test]
fn a_peers_declared_error_that_is_not_ours_becomes_the_cause() {
    let error = find("busy");
    assert_eq!(
        (&*error.code, &*error.agent, &*error.op),
        ("PC2102", "js", "find")
    );
    assert_eq!(cause(&error), ("rs", "level", "PC2101", "", Some("Busy")));
}

#[test]
fn a_declared_error_of_another_operation_becomes_the_cause() {
    assert_eq!(
        cause(&walk(1)),
        ("js", "walk", "PC2101", "", Some("NotFound"))
    );
}

#[test]
fn a_refused_input_of_a_peer_becomes_the_cause() {
    assert_eq!(cause(&walk(2)), ("rs", "level", "PC1409", "/of", None));
}

#[test]
fn a_panic_is_the_callees_failure_and_the_agent_goes_on() {
    let error = PeerError::from(level("panic"));
    assert_eq!(
        (&*error.code, error.error_type.as_deref()),
        ("PC2102", Some("panic"))
    );
    assert_eq!(cause(&find("panic")), ("rs", "level", "PC2102", "", None));
}

#[test]
fn a_failure_of_the_agents_own_is_known_by_its_type_only() {
    let error = PeerError::from(level("own"));
    assert_eq!(error.error_type.as_deref(), Some("std::io::error::Error"));
    assert_eq!((error.cause.is_none(), &*error.agent), (true, "rs"));
    assert!(
        !error.message.contains("disk full"),
        "its text stays in its own log"
    );
}

#[test]
fn a_peer_error_that_no_call_gave_is_the_agents_own_failure() {
    for (of, error_type) in [("coded", "CallError"), ("parsed", "ContractError")] {
        let error = PeerError::from(level(of));
        assert_eq!(
            (&*error.code, error.error_type.as_deref(), &error.cause),
            ("PC2102", Some(error_type), &None)
        );
        assert_eq!(cause(&find(of)), ("rs", "level", "PC2102", "", None));
    }
}

/// Answers `rs.level` with a declared error whose data is not of its type.
struct Malformed;

impl Handler for Malformed {
    fn handle(&self, event: &[u8], _: &Invocation) -> Result<String, FunctionError> {
        let (env, _) = envelope::open_reply(event).unwrap();
        let hop_id = envelope::parse_request(&env).unwrap().hop_id;
        let error = PeerError::from_declared("Busy", r#"{"more":1}"#.into());
        let error = to_wire(&error.located("rs", "level"));
        let env = envelope::build_reply(CONTRACT.id, &hop_id, Status::Failed, None);
        Ok(envelope::pack(&env, &error))
    }
}

#[test]
fn a_peers_malformed_declared_error_becomes_the_cause() {
    let mesh = mesh();
    mesh.add("rs", Malformed);
    let error = PeerError::from(js::client(mesh).find(&"busy".to_string()).unwrap_err());
    assert_eq!(cause(&error), ("rs", "level", "PC3007", "", None));
}

/// Answers every operation of `rs` with a declared error that no carrier takes.
struct Huge;

impl Serve for Huge {
    fn tables(&self) -> (&'static Contract, &'static Agent) {
        (&CONTRACT, CONTRACT.agent("rs").unwrap())
    }

    fn dispatch(&self, work: Work<'_>) -> Outcome {
        let codec = Codec::<()> {
            decode: |_, _, _| Some(()),
            encode: |(), _, _| {},
        };
        work.run(&codec, &codec, |(), _, _| {
            // Its quotes double on the way.
            let data = format!("{{\"x\":[{}\"\"]}}", "\"\",".repeat(1_300_000));
            Err::<(), _>(PeerError::from_declared("Busy", data))
        })
    }
}

#[test]
fn an_error_that_no_carrier_takes_says_where_it_was_to_come_from() {
    let memory = Memory::new();
    memory.add("rs", Hosted::new(Huge));
    let event = br#"{"op":"level","input":1}"#;
    let answer = memory.send("rs", event, soon(5000)).unwrap();
    let raised = String::from_utf8(answer.payload).unwrap();
    assert!(raised.ends_with(r#""errorType":"PC3005"}"#));
    assert!(raised.contains(r#"\"agent\":\"rs\""#) && raised.contains(r#"\"op\":\"level\""#));
    let request = rs::client(memory).level(&RsLevelInput::new("x"));
    let error = PeerError::from(request.unwrap_err());
    assert_eq!(
        (&*error.code, &*error.agent, &*error.op),
        ("PC3005", "rs", "level")
    );
}

#[test]
fn the_reply_itself_says_where_it_was_to_come_from() {
    let invocation = Invocation {
        request_id: String::new(),
        deadline_ms: soon(10_000),
    };
    let reply = Hosted::new(Huge)
        .handle(&sound_event(), &invocation)
        .unwrap();
    assert!(reply.contains(r#"\"agent\":\"rs\""#) && reply.contains(r#"\"op\":\"level\""#));
}

#[test]
fn an_output_that_breaks_the_contract_is_the_callees_fault() {
    let error = find("many");
    assert_eq!(
        (&*error.code, &*error.fault, &*error.at),
        ("PC1414", "callee", "")
    );
    let violation = &error.violations[0];
    assert_eq!(
        (&*violation.direction, &*violation.actual),
        ("output", "array(5)")
    );
    assert_eq!(violation.rule, "/types/Names/maxItems");
}

#[test]
fn a_declared_error_that_breaks_the_contract_is_that_violation() {
    let error = find("long");
    assert_eq!(
        (&*error.code, &*error.fault, &*error.at),
        ("PC1410", "callee", "/subject")
    );
}
