//! The signed Invoke client against a scripted endpoint: what it sends, what it makes of answers.

use std::net::TcpListener;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use peercontract::core::errors::from_function_error;
use peercontract::{Answer, Bridge, Invoke, Keys, PeerError};

use crate::server::{Reply, Server, TOO_LONG, response};

pub(crate) fn keys() -> Keys {
    let token = Some("session/token==".to_string());
    Keys {
        access_key: "AKIDEXAMPLE".into(),
        secret_key: "secret".into(),
        token,
    }
}

pub(crate) fn soon(ms: u64) -> u64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    u64::try_from(now.as_millis()).unwrap() + ms
}

fn invoke(server: &Server) -> Invoke {
    Invoke::new(&server.url(), "eu-central-1", "golden-", keys()).unwrap()
}

fn send(server: &Server) -> Result<Answer, PeerError> {
    invoke(server).send("rs", br#"{"a":1}"#, soon(5000))
}

fn code(result: Result<Answer, PeerError>) -> String {
    result.unwrap_err().into_detail().code.into_owned()
}

fn ok(body: &str) -> Reply {
    Reply::Bytes(response("200 OK", "x-amzn-requestid: r-1\r\n", body))
}

#[test]
fn a_request_has_the_form_that_lambda_wants() {
    let server = Server::plain(|_, _| ok("42"));
    let answer = send(&server).unwrap();
    let expected = Answer {
        payload: b"42".to_vec(),
        function_error: None,
        request_id: "r-1".into(),
    };
    assert_eq!(answer, expected);
    let seen = &server.seen()[0];
    assert!(
        seen.head
            .starts_with("POST /2015-03-31/functions/golden-rs/invocations HTTP/1.1\r\n")
    );
    assert_eq!(seen.body, br#"{"a":1}"#);
    let host = server.address.to_string();
    for (name, value) in [
        ("host", host.as_str()),
        ("content-type", "application/json"),
        ("x-amz-invocation-type", "RequestResponse"),
        ("x-amz-security-token", "session/token=="),
    ] {
        assert_eq!(seen.header(name), Some(value));
    }
    let signature = seen.header("authorization").unwrap();
    let names = "content-type;host;x-amz-date;x-amz-invocation-type;x-amz-security-token";
    assert!(
        signature.contains(&format!("SignedHeaders={names}, Signature=")),
        "{signature}"
    );
    assert!(
        signature.contains("/eu-central-1/lambda/aws4_request"),
        "{signature}"
    );
}

#[test]
fn a_connection_is_used_again() {
    let server = Server::plain(|_, _| ok("1"));
    let bridge = invoke(&server);
    for _ in 0..3 {
        bridge.send("rs", b"{}", soon(5000)).unwrap();
    }
    assert!(server.seen().iter().all(|seen| seen.connection == 0));
}

#[test]
fn a_connection_that_was_closed_while_idle_is_not_used_again() {
    let server = Server::plain(|_, _| Reply::BytesThenClose(response("200 OK", "", "1")));
    let bridge = invoke(&server);
    for _ in 0..3 {
        bridge.send("rs", b"{}", soon(5000)).unwrap();
        std::thread::sleep(Duration::from_millis(20));
    }
    let connections: Vec<usize> = server.seen().iter().map(|seen| seen.connection).collect();
    assert_eq!(connections, [0, 1, 2]);
}

#[test]
fn a_chunked_answer_is_joined() {
    let chunks = "4;x=y\r\n\"one\r\n4\r\n-two\r\n1\r\n\"\r\n0\r\ntrailer: t\r\n\r\n";
    let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    let server = Server::plain(move |_, _| Reply::Bytes(format!("{head}{chunks}").into_bytes()));
    let bridge = invoke(&server);
    for _ in 0..2 {
        let answer = bridge.send("rs", b"{}", soon(5000)).unwrap();
        assert_eq!(answer.payload, br#""one-two""#);
    }
    assert_eq!(
        server.seen()[1].connection,
        0,
        "the connection is in order afterwards"
    );
}

#[test]
fn an_answer_without_a_length_ends_with_its_connection() {
    let bytes = b"HTTP/1.1 200 OK\r\n\r\n\"until the end\"".to_vec();
    let server = Server::plain(move |_, _| Reply::BytesThenClose(bytes.clone()));
    assert_eq!(send(&server).unwrap().payload, br#""until the end""#);
}

#[test]
fn an_answer_that_is_cut_anywhere_is_a_lost_peer_and_is_not_sent_again() {
    let whole = response("200 OK", "x-amzn-requestid: r-1\r\n", "\"0123456789\"");
    for end in 0..whole.len() {
        let part = whole[..end].to_vec();
        let server = Server::plain(move |_, _| Reply::BytesThenClose(part.clone()));
        assert_eq!(code(send(&server)), "PC3006", "cut after {end} bytes");
        assert_eq!(server.seen().len(), 1, "cut after {end} bytes");
    }
}

#[test]
fn statuses_become_codes_and_are_not_retried() {
    for (status, expected) in [
        ("201 Created", "PC3006"),
        ("202 Accepted", "PC3006"),
        ("204 No Content", "PC3006"),
        ("403 Forbidden", "PC3006"),
        ("404 Not Found", "PC3006"),
        ("413 Too Large", "PC3005"),
        ("500 Error", "PC3006"),
        ("503 Unavailable", "PC3006"),
    ] {
        let server = Server::plain(move |_, _| Reply::Bytes(response(status, "", "{}")));
        assert_eq!(code(send(&server)), expected, "{status}");
        assert_eq!(server.seen().len(), 1, "{status}");
    }
}

#[test]
fn a_refusal_is_told_by_its_status_and_type_without_its_body() {
    let kind = "x-amzn-errortype: InvalidSignatureException:http://x/\r\n";
    let body = r#"{"message":"x-amz-security-token:session/token=="}"#;
    let server = Server::plain(move |_, _| Reply::Bytes(response("403 Forbidden", kind, body)));
    let error = send(&server).unwrap_err();
    assert_eq!(error.message, "HTTP 403 InvalidSignatureException");
}

#[test]
fn an_answer_that_comes_before_the_request_is_out_counts() {
    let server = Server::plain(|_, _| Reply::Bytes(response("413 Too Large", "", "{}")));
    for _ in 0..20 {
        let result = invoke(&server).send("rs", &vec![b'1'; TOO_LONG], soon(5000));
        assert_eq!(code(result), "PC3005");
    }
}

#[test]
fn a_throttled_call_is_tried_again() {
    let server = Server::plain(|number, _| match number {
        0 | 1 => Reply::Bytes(response("429 Too Many", "", "{}")),
        _ => ok("7"),
    });
    assert_eq!(send(&server).unwrap().payload, b"7");
    assert_eq!(server.seen().len(), 3);
}

#[test]
fn a_call_is_tried_four_times_at_most() {
    let server = Server::plain(|_, _| Reply::Bytes(response("429 Too Many", "", "{}")));
    assert_eq!(code(send(&server)), "PC3006");
    assert_eq!(server.seen().len(), 4);
}

#[test]
fn nobody_listening_is_an_unreachable_peer() {
    let address = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let bridge = Invoke::new(&format!("http://{address}"), "r", "", keys()).unwrap();
    assert_eq!(code(bridge.send("rs", b"{}", soon(5000))), "PC3006");
}

#[test]
fn the_sender_stops_waiting_at_the_deadline() {
    let server = Server::plain(|_, _| Reply::Hang);
    let started = Instant::now();
    assert_eq!(code(invoke(&server).send("rs", b"{}", soon(300))), "PC2103");
    let waited = started.elapsed();
    assert!((250..1500).contains(&waited.as_millis()), "{waited:?}");
}

#[test]
fn a_function_error_is_handed_on_with_its_name() {
    let body = r#"{"errorMessage":"boom","errorType":"Runtime.ExitError"}"#;
    let header = "X-Amz-Function-Error: Unhandled\r\nx-amzn-RequestId: r-9\r\n";
    let server = Server::plain(move |_, _| Reply::Bytes(response("200 OK", header, body)));
    let answer = send(&server).unwrap();
    assert_eq!(answer.function_error.as_deref(), Some("Unhandled"));
    let error = from_function_error(&answer.payload, &answer.request_id);
    assert_eq!(error.error_type.as_deref(), Some("Runtime.ExitError"));
    assert_eq!(error.request_id.as_deref(), Some("r-9"));
}

#[test]
fn an_endpoint_must_be_http_or_https() {
    for url in ["ftp://x", "127.0.0.1:1", "http://", "http://x:y"] {
        let refused = Invoke::new(url, "r", "", keys()).map(|_| ()).unwrap_err();
        assert_eq!(refused.code, "PC7004", "{url}");
    }
}
