//! Calls between agents in one process: admission, runs, bare events.

use peercontract::core::envelope::{self, Request, Status, build_request, pack};
use peercontract::{Bridge, Memory, PeerError};

use crate::agents::{everything, mesh};
use crate::golden::types::{Maybe, RsLevelInput};
use crate::golden::{CONTRACT, py, rs};

const SOON_MS: u64 = 9_000_000_000_000;

/// A request to `rs.level`, sound in every way.
fn request() -> Request {
    Request {
        contract: CONTRACT.id.into(),
        deadline_ms: SOON_MS,
        from: "js".into(),
        hop_id: "00f067aa0ba902b7".into(),
        hops_left: 3,
        idempotency_key: None,
        interface: None,
        left_ms: 5000,
        run: format!("r_{}", "4".repeat(32)),
        state: None,
        to: "rs.level".into(),
        traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01".into(),
        tracestate: None,
    }
}

/// An event that `rs` takes.
pub(crate) fn sound_event() -> Vec<u8> {
    pack(&build_request(&request()), r#"{"of":"low"}"#).into_bytes()
}

/// Sends an event as it is; gives the reply's status, hop and error or body.
fn send(
    memory: &Memory,
    agent: &str,
    env: &str,
    body: &str,
) -> (Status, Result<String, PeerError>) {
    let answer = memory
        .send(agent, pack(env, body).as_bytes(), SOON_MS)
        .unwrap();
    assert_eq!(answer.function_error, None);
    let (env, body) = envelope::open_reply(&answer.payload).unwrap();
    let reply = envelope::parse_reply(&env, &body, "00f067aa0ba902b7").unwrap();
    assert_eq!(reply.contract, CONTRACT.id);
    let body = String::from_utf8(body.into_owned()).unwrap();
    (reply.status, reply.error.map_or(Ok(body), Err))
}

fn refused(agent: &str, request: &Request, body: &str) -> PeerError {
    match send(&mesh(), agent, &build_request(request), body) {
        (Status::Refused, Err(error)) => error,
        answer => panic!("not refused: {answer:?}"),
    }
}

#[test]
fn a_call_goes_through_three_agents_and_comes_back_typed() {
    let mut all = py::client(mesh()).all(&everything("low")).unwrap();
    assert!(
        all.free.as_deref().unwrap().starts_with("low! r_"),
        "{all:?}"
    );
    all.free = None;
    assert_eq!(all, everything("low"));
}

#[test]
fn null_is_a_value_where_the_contract_takes_it() {
    let client = py::client(mesh());
    assert_eq!(client.maybe(&None).unwrap(), None);
    let deep = Some(Maybe::new().with_maybe(Some(Maybe::new())));
    assert_eq!(client.maybe(&deep).unwrap(), deep);
}

#[test]
fn a_sound_request_is_answered() {
    let answer = send(&mesh(), "rs", &build_request(&request()), r#"{"of":"low"}"#);
    assert_eq!(answer, (Status::Done, Ok(r#""low""#.to_string())));
}

#[test]
fn run_and_trace_go_along_with_every_call() {
    let request = Request {
        to: "py.all".into(),
        from: String::new(),
        ..request()
    };
    let body = everything("low").to_json().unwrap();
    let (status, body) = send(&mesh(), "py", &build_request(&request), &body);
    assert_eq!(status, Status::Done);
    let body = body.unwrap();
    assert!(body.contains(&request.run) && body.contains("4bf92f3577b34da6a3ce929d0e0e4736"));
}

#[test]
fn a_stale_contract_hash_is_refused() {
    let stale = Request {
        contract: format!("pc1-{}", "a".repeat(52)),
        ..request()
    };
    assert_eq!(refused("rs", &stale, "{}").code, "PC3003");
}

#[test]
fn a_call_for_another_agent_or_op_is_refused() {
    assert_eq!(refused("js", &request(), "{}").code, "PC3004");
    let unknown = Request {
        to: "rs.nothing".into(),
        ..request()
    };
    assert_eq!(refused("rs", &unknown, "{}").code, "PC3004");
}

#[test]
fn a_forged_edge_is_refused_before_the_body_is_read() {
    for from in ["rs", "nobody"] {
        let forged = Request {
            from: from.into(),
            ..request()
        };
        let error = refused("rs", &forged, "not JSON");
        assert_eq!(
            (&*error.code, &*error.agent, &*error.op),
            ("PC8001", "rs", "level")
        );
    }
}

#[test]
fn a_call_without_enough_time_is_refused() {
    let passed = Request {
        deadline_ms: 1,
        ..request()
    };
    assert_eq!(refused("rs", &passed, "{}").code, "PC8004");
    let short = Request {
        left_ms: 99,
        ..request()
    };
    assert_eq!(refused("rs", &short, "{}").code, "PC8005");
}

#[test]
fn the_last_hop_cannot_call_on() {
    let last = Request {
        to: "js.find".into(),
        from: "py".into(),
        hops_left: 0,
        ..request()
    };
    let (status, error) = send(&mesh(), "js", &build_request(&last), r#""low""#);
    let error = error.unwrap_err();
    assert_eq!((status, &*error.code), (Status::Failed, "PC8003"));
    assert_eq!(
        (&*error.agent, &*error.op),
        ("rs", "level"),
        "it still says where"
    );
}

#[test]
fn a_violation_is_the_same_at_the_caller_and_at_the_callee() {
    let long = RsLevelInput::new("123456789");
    let Err(rs::Error::Peer(ours)) = rs::client(mesh()).level(&long) else {
        panic!("accepted")
    };
    let theirs = refused("rs", &request(), r#"{"of":"123456789"}"#);
    assert_eq!(
        (&*ours.code, &*ours.at, &*ours.fault),
        ("PC1410", "/of", "caller")
    );
    assert_eq!(ours, theirs);
}

#[test]
fn an_envelope_that_cannot_be_read_is_refused_with_its_hop() {
    let version = build_request(&request()).replace(r#""peer":1"#, r#""peer":2"#);
    let extra = build_request(&request()).replace(r#""peer":1"#, r#""peer":1,"pequod":1"#);
    for (env, code) in [
        (version, "PC3002"),
        (extra, "PC3001"),
        ("{}".into(), "PC3001"),
    ] {
        let (status, error) = send(&mesh(), "rs", &env, r#"{"of":"low"}"#);
        assert_eq!(
            (status, &*error.unwrap_err().code),
            (Status::Refused, code),
            "{env}"
        );
    }
}

#[test]
fn half_a_surrogate_pair_in_the_body_is_not_utf8() {
    let env = build_request(&request()).replace('"', "\\\"");
    let event = format!(r#"{{"env":"{env}","body":"\"\ud800\""}}"#);
    let answer = mesh().send("rs", event.as_bytes(), SOON_MS).unwrap();
    let (env, body) = envelope::open_reply(&answer.payload).unwrap();
    let reply = envelope::parse_reply(&env, &body, "00f067aa0ba902b7").unwrap();
    assert_eq!(reply.error.unwrap().code, "PC1104");
}

#[test]
fn a_bare_event_gets_the_bare_output() {
    let event = br#" { "input" : {"of": "low"} , "op" : "l\u0065vel" } "#;
    let answer = mesh().send("rs", event, SOON_MS).unwrap();
    assert_eq!(
        (answer.payload.as_slice(), answer.function_error),
        (&br#""low""#[..], None)
    );
}

#[test]
fn the_white_space_of_a_bare_event_does_not_count() {
    let space = " \n".repeat(3_000_000);
    let event = format!(r#"{{"op":"level","input":{{{space}"of":{space}"low"}}}}"#);
    let answer = mesh().send("rs", event.as_bytes(), SOON_MS).unwrap();
    assert_eq!(answer.payload, br#""low""#);
}

#[test]
fn an_error_of_a_bare_event_is_raised() {
    let cases = [
        (r#"{"op":"level","input":{"of":"busy"}}"#, "Busy"),
        (r#"{"op":"level","input":{"of":""}}"#, "PC1409"),
        (r#"{"op":"level","input":{"of":"a","of":"b"}}"#, "PC1106"),
        (r#"{"op":"nothing","input":{}}"#, "PC3004"),
        (r#"{"op":"level"}"#, "PC3001"),
        (r#"{"op":"level","input":1,"more":2}"#, "PC3001"),
        ("[]", "PC3001"),
    ];
    for (event, error_type) in cases {
        let answer = mesh().send("rs", event.as_bytes(), SOON_MS).unwrap();
        assert_eq!(answer.function_error.as_deref(), Some("Unhandled"));
        let payload = String::from_utf8(answer.payload).unwrap();
        assert!(
            payload.ends_with(&format!(r#""errorType":"{error_type}"}}"#)),
            "{payload}"
        );
    }
}

#[test]
fn an_agent_that_is_not_there_cannot_be_reached() {
    let call = rs::client(Memory::new()).level(&RsLevelInput::new("low"));
    let Err(rs::Error::Peer(error)) = call else {
        panic!("{call:?}")
    };
    assert_eq!(
        (&*error.code, &*error.agent, &*error.op),
        ("PC3006", "rs", "level")
    );
}
