//! The strict reader: JSONTestSuite, and no input that makes it panic or read beyond the text.

use peercontract_core::canonical::canonical;
use peercontract_core::json_text::{Fault, Value, parse};

use crate::oracle::{files, name};

const MAX: usize = 6_291_456;

fn fault(text: &str) -> (&'static str, String) {
    let Fault { code, at } = parse(text.as_bytes(), MAX).unwrap_err();
    (code, at)
}

#[test]
fn json_test_suite_is_judged_as_its_names_say() {
    let strict = [
        "y_object_duplicated_key.json",
        "y_object_duplicated_key_and_value.json",
    ];
    for file in files("json/JSONTestSuite/test_parsing") {
        let (name, text) = (name(&file), std::fs::read(&file).unwrap());
        let accepted = parse(&text, MAX).is_ok();
        match name.split('_').next() {
            Some("y") => assert_eq!(accepted, !strict.contains(&name), "{name}"),
            Some("n") => assert!(!accepted, "{name}"),
            _ => {} // may be either; the vectors of conformance hold the three languages together
        }
    }
}

#[test]
fn every_prefix_of_a_text_is_refused_or_read_without_a_panic() {
    let text = r#"{"a":[1,-0.5e+3,"\u00e9\ud834\udd1e\n",null,true,{"b~/":false}],"c":"é𝄞"}"#;
    for end in 0..text.len() {
        assert!(parse(&text.as_bytes()[..end], MAX).is_err(), "{end}");
    }
    let written = canonical(&parse(text.as_bytes(), MAX).unwrap()).unwrap();
    assert_eq!(parse(written.as_bytes(), MAX), parse(text.as_bytes(), MAX));
}

#[test]
fn every_byte_changed_to_every_other_is_judged_without_a_panic() {
    let text = br#"{"a":[1,-0.5e+3,"\u00e9\ud834\udd1e"],"b":{"c":null}}"#;
    for place in 0..text.len() {
        for byte in 0..=u8::MAX {
            let mut changed = *text;
            changed[place] = byte;
            let _ = parse(&changed, MAX);
        }
    }
}

#[test]
fn a_hostile_text_is_refused_in_bounded_stack_and_time() {
    assert_eq!(fault(&"[".repeat(60_000)).0, "PC1105");
    assert_eq!(fault(&"[".repeat(100_000)), ("PC1108", String::new()));
    let keys: Vec<String> = (0..1024).map(|n| format!("\"{n}\":0")).collect();
    assert!(parse(format!("{{{}}}", keys.join(",")).as_bytes(), MAX).is_ok());
    assert_eq!(
        fault(&format!("{{{},\"0\":0}}", keys.join(","))).0,
        "PC1107"
    );
    let twice = format!("{{{},\"500\":0}}", keys[..1000].join(","));
    assert_eq!(fault(&twice).0, "PC1106");
}

#[test]
fn a_string_without_escapes_is_borrowed() {
    let Value::String(text) = parse(br#""plain""#, MAX).unwrap() else {
        panic!("no string")
    };
    assert!(matches!(text, std::borrow::Cow::Borrowed("plain")));
}
