//! Signs the requests of conformance/sigv4/generate.py and says where botocore signs otherwise.
//!
//! `python conformance/sigv4/generate.py | cargo run --example sigv4_check`

use std::io::{Error, Result, Write, stdin, stdout};
use std::process::ExitCode;

use peercontract::Keys;
use peercontract::bridge::sigv4::{Signable, Signer, escape_segment};
use peercontract::core::json_text::{Value, parse};

fn main() -> Result<ExitCode> {
    let signer = Signer::default();
    let (mut count, mut wrong) = (0, 0);
    for line in stdin().lines() {
        let line = line?;
        let request =
            parse(line.as_bytes(), usize::MAX).map_err(|fault| Error::other(fault.code))?;
        let ours = sign(&signer, &request);
        let theirs = (text(&request, "path"), text(&request, "authorization"));
        count += 1;
        if (&*ours.0, &*ours.1) != theirs {
            wrong += 1;
            writeln!(stdout(), "{line}\nours: {ours:?}")?;
        }
    }
    writeln!(
        stdout(),
        "{count} requests, {wrong} signed otherwise than by botocore"
    )?;
    Ok(if wrong == 0 && count > 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// The path on the wire and the `Authorization` header.
fn sign(signer: &Signer, request: &Value<'_>) -> (String, String) {
    let path = format!(
        "/2015-03-31/functions/{}/invocations",
        escape_segment(text(request, "name"))
    );
    let timestamp = text(request, "date");
    let mut headers = vec![
        ("content-type", "application/json"),
        ("host", text(request, "host")),
        ("x-amz-date", timestamp),
        ("x-amz-invocation-type", text(request, "invocation_type")),
    ];
    let token = Some(text(request, "token")).filter(|token| !token.is_empty());
    headers.extend(token.map(|token| ("x-amz-security-token", token)));
    let digits = text(request, "payload_hex").as_bytes();
    let digit = |digit: u8| char::from(digit).to_digit(16).unwrap_or(0) as u8;
    let body: Vec<u8> = digits
        .chunks(2)
        .map(|two| digit(two[0]) << 4 | digit(two[1]))
        .collect();
    let keys = Keys {
        access_key: text(request, "access_key").into(),
        secret_key: text(request, "secret_key").into(),
        token: token.map(Into::into),
    };
    let signable = Signable {
        method: "POST",
        path: &path,
        headers: &headers,
        body: &body,
        region: text(request, "region"),
        service: "lambda",
        timestamp,
    };
    let authorization = signer.authorization(&signable, &keys);
    (path, authorization)
}

fn text<'v>(value: &'v Value<'v>, name: &str) -> &'v str {
    let Value::Object(members) = value else {
        return "";
    };
    let found = members.iter().find(|(known, _)| known == name);
    if let Some((_, Value::String(text))) = found {
        text
    } else {
        ""
    }
}
