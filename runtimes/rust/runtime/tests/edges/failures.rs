//! What an agent's failure becomes for its caller (spec/wire.md#errors).

use peercontract::PeerError;

use crate::agents::mesh;
use crate::golden::types::{Busy, Node, NotFound, RsLevelInput};
use crate::golden::{js, rs};

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
fn spent_hops_pass_through_unchanged() {
    let error = find("hops");
    assert_eq!(
        (&*error.code, &*error.agent, &*error.op),
        ("PC8003", "rs", "level")
    );
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
