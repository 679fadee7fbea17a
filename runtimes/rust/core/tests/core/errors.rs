//! Errors as a user meets them: texts are bounded, unknown codes keep their class, stacks never travel.

use peercontract_core::errors::{PeerError, from_wire, to_wire};

#[test]
fn an_error_survives_the_wire() {
    let mut error = PeerError::own_failure("panic", "a secret").located("crunch", "search");
    let read = from_wire(to_wire(&error).as_bytes()).unwrap();
    assert!(!read.is_own && !to_wire(&error).contains("secret"));
    (error.is_own, error.log) = (false, String::new());
    assert_eq!(read, error);
}

#[test]
fn a_message_has_at_most_256_code_points() {
    let error = PeerError::new("PC3006").with_message(&"𝄞".repeat(300));
    assert_eq!(error.message.chars().count(), 256);
    assert!(from_wire(to_wire(&error).as_bytes()).is_ok());
}

#[test]
fn an_unknown_code_keeps_its_class_by_range() {
    for (code, class) in [
        ("PC1999", "ContractError"),
        ("PC3999", "WireError"),
        ("PC8999", "CallError"),
    ] {
        assert_eq!(PeerError::new(code).class(), class);
    }
}

#[test]
fn an_error_is_small_enough_to_be_returned_everywhere() {
    assert_eq!(size_of::<PeerError>(), size_of::<usize>());
}
