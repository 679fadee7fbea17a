//! Generated types by themselves: building, reading, writing, violations in order.

use peercontract::core::validate::Mode;
use peercontract::{Direction, PeerError};

use crate::agents::everything;
use crate::golden::types::{
    Everything, EverythingMood, Maybe, Node, NotFound, Odd, ROUND_TRIPS, Size,
};

fn codes(result: Result<String, PeerError>) -> Vec<(String, String)> {
    let found = result.unwrap_err().into_detail().violations;
    found
        .into_iter()
        .map(|each| (each.code.into_owned(), each.at))
        .collect()
}

fn round_trip(name: &str, text: &str, limit: usize) -> Result<String, PeerError> {
    let (_, trip) = ROUND_TRIPS
        .iter()
        .find(|(known, _)| *known == name)
        .unwrap();
    trip(text.as_bytes(), Direction::Input, limit, Mode::Exact)?.written
}

#[test]
fn what_was_written_reads_back_as_it_was() {
    let mut full = everything("é𝄞")
        .with_any_number(-0.0)
        .with_mood(EverythingMood::Calm)
        .with_both(None)
        .with_either(None)
        .with_list_or_null(Some(vec![None, Some(true)]))
        .with_record_or_null(None);
    let leaf = Node::new(2).with_next(Node::new(3));
    full.node = Node::new(1).with_children(vec![leaf.clone(), leaf]);
    full.size = Size::Minus1;
    let text = full.to_json().unwrap();
    assert_eq!(Everything::from_json(&text).unwrap(), full);
}

#[test]
fn absent_and_null_stay_apart() {
    let read = |text| Maybe::from_json(text).unwrap();
    assert_eq!(read("{}").maybe, None);
    assert_eq!(read(r#"{"maybe":null}"#).maybe, Some(None));
    for text in ["{}", r#"{"maybe":null}"#, r#"{"maybe":{}}"#, "null"] {
        assert_eq!(round_trip("Maybe", text, 1).unwrap(), text);
    }
}

#[test]
fn wire_names_are_kept_whatever_the_identifiers() {
    let odd = Odd::new("r", 1, "c", "k").with_type_("t").with_a_b_c("x");
    let text = odd.to_json().unwrap();
    assert_eq!(
        text,
        r#"{"$ref":"r","a.b":1,"a/b~c":"x","class":"c","constructor":"k","type":"t"}"#
    );
}

#[test]
fn violations_come_in_the_order_of_the_names_then_the_unknown_members() {
    let text = r#"{"z":1,"subject":7,"near":["","toolongname",3],"a":2}"#;
    let expected = [
        ("PC1402", ""),
        ("PC1409", "/near/0"),
        ("PC1410", "/near/1"),
        ("PC1401", "/near/2"),
        ("PC1401", "/subject"),
        ("PC1403", ""),
        ("PC1403", ""),
    ];
    let expected: Vec<_> = expected.map(|(code, at)| (code.into(), at.into())).into();
    assert_eq!(codes(round_trip("NotFound", text, 64)), expected);
    assert_eq!(codes(round_trip("NotFound", text, 1)), expected[..1]);
    assert_eq!(codes(round_trip("NotFound", text, 3)), expected[..3]);
}

#[test]
fn a_value_that_json_cannot_carry_is_refused_before_it_is_sent() {
    let at = |value: Everything| {
        let error = value.to_json().unwrap_err();
        (
            error.code.clone().into_owned(),
            error.at.clone(),
            error.violations.len(),
        )
    };
    let fault = |code: &str, at: &str, violations| (code.to_string(), at.to_string(), violations);
    let nan = everything("x").with_any_number(f64::NAN);
    assert_eq!(at(nan), fault("PC1102", "/any_number", 0));
    let unsafe_integer = everything("x").with_any_integer(1 << 53);
    assert_eq!(at(unsafe_integer), fault("PC1421", "/any_integer", 1));
    let deep = (0..63).fold(Node::new(0), |node, value| Node::new(value).with_next(node));
    assert!(deep.to_json().is_ok(), "64 levels are fine");
    let deeper = Node::new(0).with_next(deep);
    let error = deeper.to_json().unwrap_err();
    assert_eq!(
        (&*error.code, error.at.matches("/next").count()),
        ("PC1105", 64)
    );
}

#[test]
fn every_named_type_is_listed_for_round_trips() {
    let names: Vec<&str> = ROUND_TRIPS.iter().map(|(name, _)| *name).collect();
    assert_eq!(names.len(), 14);
    assert!(names.is_sorted(), "{names:?}");
}

#[test]
fn an_error_tells_what_was_found_where_and_what_to_do() {
    let error = NotFound::from_json(r#"{"code":"gone","subject":""}"#).unwrap_err();
    let text = error.to_string();
    for part in [
        "PC1404",
        "/code",
        "/types/NotFound/properties/code/const",
        "not_found",
        "gone",
    ] {
        assert!(text.contains(part), "{part} is not in: {text}");
    }
    assert!(text.ends_with(&format!("({})", error.hint())), "{text}");
}
