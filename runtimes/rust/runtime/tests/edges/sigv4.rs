//! Signatures are botocore's, byte for byte: on recorded answers here, on thousands by `sigv4_check`.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use peercontract::Keys;
use peercontract::bridge::sigv4::{Signable, Signer, escape_segment, timestamp};

#[test]
fn botocore_gives_the_same_signature() {
    let keys = Keys {
        access_key: "AKIDEXAMPLE".into(),
        secret_key: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY".into(),
        token: None,
    };
    let path = format!(
        "/2015-03-31/functions/{}/invocations",
        escape_segment("f:$LATEST é")
    );
    let headers = [
        ("x-amz-date", "20150830T235959Z"),
        ("host", "lambda.us-east-1.amazonaws.com"),
        ("content-type", "application/json"),
        ("x-amz-invocation-type", "RequestResponse"),
    ];
    let request = Signable {
        method: "POST",
        path: &path,
        headers: &headers,
        body: b"{}",
        region: "us-east-1",
        service: "lambda",
        timestamp: "20150830T235959Z",
    };
    let signer = Signer::default();
    let first = signer.authorization(&request, &keys);
    assert!(first.ends_with(RECORDED), "{first}");
    assert_eq!(
        signer.authorization(&request, &keys),
        first,
        "the day's key is remembered"
    );
    let next_day = Signable {
        timestamp: "20150831T000000Z",
        ..request
    };
    assert_ne!(
        signer.authorization(&next_day, &keys),
        first,
        "but not for another day"
    );
}

/// botocore 1.44.5, `SigV4Auth`, for the request above.
const RECORDED: &str = "Signature=8e9063cd60030f83df904acf6bc0fe1bed25466897e72f4b6d7770b83d23c395";

#[test]
fn thousands_of_botocores_requests_are_signed_as_botocore_signs_them() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..");
    let python = root.join(".venv/bin/python");
    if !python.exists() {
        let note = format!(
            "note: {} is absent, so botocore was not asked",
            python.display()
        );
        let mut log = std::io::stderr(); // past the capture of test output
        writeln!(log, "{note}").unwrap();
        return;
    }
    let seed = std::process::id().to_string();
    let mut generate = Command::new(python);
    generate.arg(root.join("conformance/sigv4/generate.py"));
    let generated = generate
        .args(["--count", "10000", "--seed", &seed])
        .output()
        .unwrap();
    assert!(
        generated.status.success(),
        "{}",
        String::from_utf8_lossy(&generated.stderr)
    );
    let file = std::env::temp_dir().join(format!("peercontract-sigv4-{seed}.ndjson"));
    std::fs::write(&file, generated.stdout).unwrap();
    let example = std::env::current_exe().unwrap();
    let example = example
        .parent()
        .and_then(Path::parent)
        .unwrap()
        .join("examples/sigv4_check");
    let input = Stdio::from(std::fs::File::open(&file).unwrap());
    let checked = Command::new(example).stdin(input).output().unwrap();
    std::fs::remove_file(file).unwrap();
    let said = String::from_utf8_lossy(&checked.stdout).into_owned();
    assert!(checked.status.success(), "seed {seed}: {said}");
    assert!(said.contains("10000"), "{said}");
}

#[test]
fn timestamps_are_those_of_the_calendar() {
    for (now_ms, expected) in [
        (0, "19700101T000000Z"),
        (951_782_399_999, "20000228T235959Z"),
        (951_868_800_000, "20000301T000000Z"),
        (1_709_164_800_000, "20240229T000000Z"),
        (4_102_444_799_000, "20991231T235959Z"),
        (4_107_542_400_000, "21000301T000000Z"),
    ] {
        assert_eq!(timestamp(now_ms), expected);
    }
}
