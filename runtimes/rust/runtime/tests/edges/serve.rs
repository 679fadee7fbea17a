//! An agent's process on AWS's own client, against a scripted Runtime API.

use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use crate::agents::Rs;
use crate::golden::rs;
use crate::invoke::soon;
use crate::server::{Reply, Server, response};

/// Serves `events` one after another; gives (path, body) of what the agent posts.
fn runtime_api(events: Vec<&'static str>) -> (Server, Receiver<(String, String)>) {
    let (post, posted) = channel();
    let events = std::sync::Mutex::new(events.into_iter().enumerate());
    let server = Server::plain(move |_, seen| {
        if seen.head.starts_with("POST ") {
            let path = seen.head.split(' ').nth(1).unwrap_or_default().to_string();
            post.send((path, String::from_utf8_lossy(&seen.body).into_owned()))
                .unwrap();
            return Reply::Bytes(response("202 Accepted", "", ""));
        }
        let Some((number, event)) = events.lock().unwrap().next() else {
            return Reply::Hang;
        };
        let headers = [
            "content-type: application/json".to_string(),
            format!("lambda-runtime-aws-request-id: id-{number}"),
            format!("lambda-runtime-deadline-ms: {}", soon(10_000)),
            "lambda-runtime-invoked-function-arn: arn:aws:lambda:r:1:function:f".to_string(),
            "lambda-runtime-trace-id: Root=1-2-3".to_string(),
        ];
        Reply::Bytes(response("200 OK", &(headers.join("\r\n") + "\r\n"), event))
    });
    (server, posted)
}

fn agent(runtime_api: &str) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args([
            "--exact",
            "serve::the_agents_process",
            "--ignored",
            "--nocapture",
        ])
        .env_clear()
        .env("AWS_LAMBDA_RUNTIME_API", runtime_api)
        .env("AWS_LAMBDA_FUNCTION_NAME", "golden-rs")
        .env("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST")
        .stdin(Stdio::null());
    command
}

#[test]
#[ignore = "the process that the tests below start"]
fn the_agents_process() {
    let exit = rs::serve(Rs);
    let code = std::process::Termination::report(exit);
    assert_eq!(
        format!("{code:?}"),
        format!("{:?}", std::process::ExitCode::SUCCESS)
    );
}

#[test]
fn an_agent_answers_event_after_event() {
    let (server, posted) = runtime_api(vec![
        r#"{"op":"level","input":{"of":"low"}}"#,
        r#"{"op":"level","input":{"of":"busy"}}"#,
        r#"{"op":"level","input":{"of":"panic"}}"#,
        r#"{"op":"level","input":{"of":"a","of":"b"}}"#,
        r#"{"op":"level","input":{"of":"\ud800"}}"#,
        r#"{"env":"{}","body":"{}"}"#,
        r#"{"op":"level","input":{"of":"other"}}"#,
    ]);
    let mut command = agent(&server.address.to_string());
    let mut child = command
        .env("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128")
        .spawn()
        .unwrap();
    let expected = [
        ("0/response", r#""low""#),
        ("1/error", r#""errorType":"Busy""#),
        ("2/error", r#""errorType":"PC2102""#),
        ("3/error", r#""errorType":"PC1106""#),
        ("4/error", r#""errorType":"PC1103""#),
        ("5/response", r#"\"status\":\"refused\""#),
        ("6/response", r#""high""#),
    ];
    let answers: Vec<_> = expected
        .iter()
        .map(|_| posted.recv_timeout(Duration::from_secs(20)))
        .collect();
    child.kill().unwrap();
    child.wait().unwrap();
    for ((path, part), answer) in expected.into_iter().zip(answers) {
        let (posted_to, body) = answer.unwrap();
        assert_eq!(
            posted_to,
            format!("/2018-06-01/runtime/invocation/id-{path}"),
            "{body}"
        );
        assert!(body.contains(part), "{part} is not in {body}");
    }
}

#[test]
fn a_process_outside_the_platform_says_which_variable_is_missing() {
    let ended = agent("127.0.0.1:1").output().unwrap();
    assert!(!ended.status.success());
    let log = String::from_utf8_lossy(&ended.stderr).into_owned();
    for part in ["PC7004", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "peerc dev"] {
        assert!(log.contains(part), "{part} is not in: {log}");
    }
}
