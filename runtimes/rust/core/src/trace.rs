//! W3C Trace Context, version 00: the line that joins the spans of one run.

use alloc::format;
use alloc::string::String;

/// The parts of a `traceparent`, each in lower-case hex.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// 32 digits, not all zero.
    pub trace_id: String,
    /// 16 digits, not all zero.
    pub parent_id: String,
    /// 2 digits.
    pub flags: String,
}

/// Reads a `traceparent`; `None` when it is not of version 00 or ill-formed.
#[must_use]
pub fn parse(traceparent: &str) -> Option<Trace> {
    let mut parts = traceparent.split('-');
    let (version, trace_id, parent_id, flags) =
        (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let sound = version == "00"
        && is_id(trace_id, 32)
        && is_id(parent_id, 16)
        && is_hex(flags, 2)
        && parts.next().is_none();
    sound.then(|| Trace {
        trace_id: trace_id.into(),
        parent_id: parent_id.into(),
        flags: flags.into(),
    })
}

/// The `traceparent` of a span below this one: same trace and flags, parent `span_id`.
#[must_use]
pub fn child(parent: &Trace, span_id: &str) -> String {
    format!("00-{}-{}-{}", parent.trace_id, span_id, parent.flags)
}

/// The `traceparent` of a new trace; its flags say "sampled".
#[must_use]
pub fn start(trace_id: &str, span_id: &str) -> String {
    format!("00-{trace_id}-{span_id}-01")
}

/// `count` lower-case hex digits.
#[must_use]
pub fn is_hex(text: &str, count: usize) -> bool {
    text.len() == count && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

/// `count` lower-case hex digits, not all zero.
#[must_use]
pub fn is_id(text: &str, count: usize) -> bool {
    is_hex(text, count) && text.bytes().any(|b| b != b'0')
}
