//! Events as they come from a platform: no bytes make the reader panic, and text survives the carrier.

use peercontract_core::envelope::{Event, classify, compact, is_enveloped, open_reply, pack};

#[test]
fn what_is_packed_is_opened_as_it_was() {
    let body = "{\"a\":\"\\u0000 \\\\ é𝄞 \u{2028} \\\" \u{1}\"}";
    let packed = pack("{\"peer\":1}", body);
    let (env, opened) = open_reply(packed.as_bytes()).unwrap();
    assert_eq!((&*env, &*opened), (&br#"{"peer":1}"#[..], body.as_bytes()));
}

#[test]
fn every_prefix_and_every_changed_byte_of_an_event_is_judged_without_a_panic() {
    let event = pack("{\"a\":1}", "\"\\ud834\\udd1e\\n\"");
    let event = event.as_bytes();
    for end in 0..event.len() {
        assert!(classify(&event[..end]).is_err(), "{end}");
    }
    for place in 0..event.len() {
        for byte in 0..=u8::MAX {
            let mut changed = event.to_vec();
            changed[place] = byte;
            let _ = (classify(&changed), is_enveloped(&changed));
        }
    }
}

#[test]
fn the_last_of_two_equal_names_counts_as_it_does_for_the_platforms_clients() {
    let event = br#"{"op":"a","input":1,"op":"b","input":{"x":[2,"]}"]}}"#;
    let Event::Bare { op, input } = classify(event).unwrap() else {
        panic!("not bare")
    };
    assert_eq!((&*op, input), ("b", &br#"{"x":[2,"]}"]}"#[..]));
}

#[test]
fn white_space_goes_where_a_json_text_may_have_it_and_nowhere_else() {
    for (text, expected) in [
        (
            r#" { "a b" : [ 1 , -0.0 ] , "\" " : null } "#,
            r#"{"a b":[1,-0.0],"\" ":null}"#,
        ),
        ("[1 2]", "[1 2]"),
        (r#"["a"  "b" , nu ll]"#, r#"["a"  "b",nu ll]"#),
        (r#"[ "a "#, r#"[ "a "#),
    ] {
        let compacted = compact(text.trim().as_bytes());
        assert_eq!(String::from_utf8(compacted).unwrap(), expected.trim());
    }
}

#[test]
fn a_refused_event_with_env_or_body_was_meant_as_an_envelope() {
    assert!(is_enveloped(br#"{"env":1}"#) && is_enveloped(br#"{"b\u006fdy":"","x":[1]}"#));
    assert!(!is_enveloped(br#"{"op":"env"}"#) && !is_enveloped(b"[]") && !is_enveloped(b"{"));
}
