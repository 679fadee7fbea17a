//! What the Invoke client takes from its environment; each test starts a process that has it.

use std::process::Command;
use std::time::Instant;

use peercontract::{Bridge, Invoke};

use crate::https::{certified, url};
use crate::invoke::soon;
use crate::server::{Reply, Server, response};

#[test]
#[ignore = "the process that the tests below start"]
fn a_process_that_calls_twice() {
    let bridge = Invoke::from_env("golden");
    for _ in 0..2 {
        assert_eq!(bridge.send("rs", b"{}", soon(5000)).unwrap().payload, b"1");
    }
}

#[test]
#[ignore = "the process that a test below starts"]
fn a_process_that_has_no_time_for_keys() {
    let (bridge, started) = (Invoke::from_env("golden"), Instant::now());
    let error = bridge.send("rs", b"{}", soon(300)).unwrap_err();
    assert_eq!(error.code, "PC2103");
    let waited = started.elapsed();
    assert!((250..1500).contains(&waited.as_millis()), "{waited:?}");
}

fn call_twice(variables: &[(&str, &str)]) -> String {
    run("environment::a_process_that_calls_twice", variables)
}

/// Runs a test above in an environment of these variables only.
fn run(test: &str, variables: &[(&str, &str)]) -> String {
    let child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", test, "--ignored"])
        .env_clear()
        .envs(variables.iter().copied())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&child.stdout).into_owned();
    if child.status.success() {
        String::new()
    } else {
        said
    }
}

#[test]
fn the_environment_says_where_the_endpoint_is_and_whom_to_trust() {
    let (ca, server) = certified("localhost");
    let said = call_twice(&[
        ("AWS_ENDPOINT_URL_LAMBDA", &url(&server)),
        ("AWS_ENDPOINT_URL", "http://127.0.0.1:1"),
        ("AWS_CA_BUNDLE", ca.to_str().unwrap()),
        ("AWS_REGION", "eu-west-1"),
        ("AWS_ACCESS_KEY_ID", "AKIDENV"),
        ("AWS_SECRET_ACCESS_KEY", "secret"),
        ("AWS_LAMBDA_FUNCTION_NAME", "golden-py"),
        ("_X_AMZN_TRACE_ID", "Root=1-2-3;Lineage=1:0"),
    ]);
    assert_eq!(said, "");
    let seen = &server.seen()[0];
    assert!(
        seen.head
            .starts_with("POST /2015-03-31/functions/golden-rs/invocations ")
    );
    let signature = seen.header("authorization").unwrap();
    assert!(signature.contains("Credential=AKIDENV/"), "{signature}");
    assert!(signature.contains("/eu-west-1/lambda/"), "{signature}");
    assert_eq!(
        seen.header("x-amzn-trace-id"),
        Some("Root=1-2-3;Lineage=1:0")
    );
    assert_eq!(seen.header("x-amz-security-token"), None);
    std::fs::remove_file(ca).unwrap();
}

#[test]
fn without_keys_the_containers_endpoint_is_asked_once_for_them() {
    let server = Server::plain(|_, seen| {
        let keys = concat!(
            r#"{"AccessKeyId":"ASIACONTAINER","SecretAccessKey":"s","Token":"t","#,
            r#""Expiration":"2999-01-01T00:00:00Z"}"#
        );
        let body = if seen.head.starts_with("GET ") {
            keys
        } else {
            "1"
        };
        Reply::Bytes(response("200 OK", "", body))
    });
    let said = call_twice(&[
        ("AWS_ENDPOINT_URL", &server.url()),
        ("AWS_DEFAULT_REGION", "eu-west-1"),
        ("PEER_PREFIX", "prod_"),
        (
            "AWS_CONTAINER_CREDENTIALS_FULL_URI",
            &format!("{}/keys?x=y", server.url()),
        ),
        ("AWS_CONTAINER_AUTHORIZATION_TOKEN", "let me in"),
        ("_X_AMZN_TRACE_ID", "not on Lambda"),
    ]);
    assert_eq!(said, "");
    let seen = server.seen();
    assert_eq!(seen.len(), 3, "one request for keys, two calls");
    assert!(
        seen[0].head.starts_with("GET /keys?x=y HTTP/1.1"),
        "{}",
        seen[0].head
    );
    assert_eq!(seen[0].header("authorization"), Some("let me in"));
    assert!(
        seen[2]
            .head
            .starts_with("POST /2015-03-31/functions/prod_rs/invocations ")
    );
    assert!(
        seen[2]
            .header("authorization")
            .unwrap()
            .contains("Credential=ASIACONTAINER/")
    );
    assert_eq!(seen[2].header("x-amz-security-token"), Some("t"));
    assert_eq!(seen[2].header("x-amzn-trace-id"), None);
}

#[test]
fn the_wait_for_keys_ends_at_the_calls_deadline() {
    let server = Server::plain(|_, _| Reply::Hang);
    let variables = [
        ("AWS_ENDPOINT_URL", &*server.url()),
        ("AWS_REGION", "eu-west-1"),
        ("AWS_CONTAINER_CREDENTIALS_FULL_URI", &*server.url()),
    ];
    let said = run(
        "environment::a_process_that_has_no_time_for_keys",
        &variables,
    );
    assert_eq!(said, "");
}

#[test]
fn a_missing_region_or_missing_keys_are_said_at_the_first_call() {
    for (variables, missing) in [
        (&[][..], "AWS_REGION"),
        (&[("AWS_REGION", "r")][..], "AWS_ACCESS_KEY_ID"),
    ] {
        let said = call_twice(variables);
        assert!(said.contains("PC7004") && said.contains(missing), "{said}");
    }
}
