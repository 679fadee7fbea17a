//! What travels around a value: events, request envelopes and replies (spec/wire.md).

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::canonical::{canonical, push_string};
use crate::error_table::{ENVELOPE_BYTES_MAX, HOPS_MAX, SAFE_INTEGER_MAX};
use crate::errors::{PeerError, from_wire};
use crate::json_text::{Value, parse};
use crate::trace::{self, is_hex, is_id};

mod event;

pub use event::{Event, Parts, classify, compact, is_enveloped, open_reply, pack};

/// The members of a request envelope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Hash of the contract that the sender was built from.
    pub contract: String,
    /// Absolute deadline, ms since 1970.
    pub deadline_ms: u64,
    /// The calling agent, `""` for a caller outside the contract.
    pub from: String,
    /// This call's span: 16 hex digits.
    pub hop_id: String,
    /// What the callee may still spend.
    pub hops_left: u64,
    /// Passed on to retries of this call.
    pub idempotency_key: Option<String>,
    /// Hash of the operation as the sender knows it.
    pub interface: Option<String>,
    /// What was left of the deadline when it was sent, in ms.
    pub left_ms: u64,
    /// The piece of work, `r_` and 32 hex digits.
    pub run: String,
    /// Where the run stands.
    pub state: Option<String>,
    /// `agent.op`
    pub to: String,
    /// W3C Trace Context; its parent is `hop_id`.
    pub traceparent: String,
    /// Passed on unchanged.
    pub tracestate: Option<String>,
}

impl Request {
    /// The two parts of `to`.
    #[must_use]
    pub fn target(&self) -> (&str, &str) {
        self.to.split_once('.').unwrap_or((&self.to, ""))
    }
}

/// How a call ended at the callee.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// With an output.
    Done,
    /// With an error, after the agent's code ran.
    Failed,
    /// With an error; the agent's code did not run.
    Refused,
}

impl Status {
    /// The word on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Done => "done",
            Status::Failed => "failed",
            Status::Refused => "refused",
        }
    }
}

/// A reply whose envelope is in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// How the call ended.
    pub status: Status,
    /// Hash of the callee's contract.
    pub contract: String,
    /// The error, unless it is done.
    pub error: Option<PeerError>,
    /// Where the callee left the run; its contract has a `run` then.
    pub state: Option<String>,
}

/// Bytes of a state's name: two names and a dot.
const STATE_NAME_MAX: usize = 127;

/// The hop id of a reply to a request whose own could not be read.
pub const NO_HOP: &str = "0000000000000000";

/// Reads the text of a request envelope.
///
/// # Errors
/// PC3001, and PC3002 for a version that is not known.
pub fn parse_request(env: &[u8]) -> Result<Request, PeerError> {
    let malformed = || PeerError::new("PC3001");
    let mut members = Control::read(env).ok_or_else(malformed)?;
    match members.integer("peer") {
        Some(1) => {}
        Some(_) => return Err(PeerError::new("PC3002")),
        None => return Err(malformed()),
    }
    read_request(&mut members).ok_or_else(malformed)
}

fn read_request(members: &mut Control) -> Option<Request> {
    let request = Request {
        contract: members.string("contract").filter(|id| is_contract_id(id))?,
        deadline_ms: members.count("deadline_ms", SAFE_INTEGER_MAX)?,
        from: members
            .string("from")
            .filter(|from| from.is_empty() || is_agent_name(from))?,
        hop_id: members.string("hop_id").filter(|id| is_id(id, 16))?,
        hops_left: members.count("hops_left", HOPS_MAX)?,
        idempotency_key: members.optional("idempotency_key", 128)?,
        interface: members.formed("interface", |id| is_hash(id, "pi1-"))?,
        left_ms: members.count("left_ms", SAFE_INTEGER_MAX)?,
        run: members.string("run").filter(|run| is_run_id(run))?,
        state: members.formed("state", is_state_name)?,
        to: members.string("to").filter(|to| is_target(to))?,
        traceparent: members.string("traceparent")?,
        tracestate: members.optional("tracestate", 512)?,
    };
    let parent = trace::parse(&request.traceparent)?.parent_id;
    (members.is_done() && parent == request.hop_id).then_some(request)
}

/// The hop that a refused envelope names, as far as it can be read: the reply repeats it.
#[must_use]
pub fn hop_of(env: &[u8]) -> String {
    let hop = Control::read(env).and_then(|mut members| members.string("hop_id"));
    hop.filter(|id| is_id(id, 16))
        .unwrap_or_else(|| NO_HOP.into())
}

/// The text of a request envelope: RFC 8785.
#[must_use]
pub fn build_request(request: &Request) -> String {
    let mut out = String::from("{\"contract\":");
    push_string(&request.contract, &mut out);
    push_integer("deadline_ms", request.deadline_ms, &mut out);
    push_text("from", &request.from, &mut out);
    push_text("hop_id", &request.hop_id, &mut out);
    push_integer("hops_left", request.hops_left, &mut out);
    if let Some(key) = &request.idempotency_key {
        push_text("idempotency_key", key, &mut out);
    }
    if let Some(id) = &request.interface {
        push_text("interface", id, &mut out);
    }
    push_integer("left_ms", request.left_ms, &mut out);
    push_integer("peer", 1, &mut out);
    push_text("run", &request.run, &mut out);
    if let Some(state) = &request.state {
        push_text("state", state, &mut out);
    }
    push_text("to", &request.to, &mut out);
    push_text("traceparent", &request.traceparent, &mut out);
    if let Some(state) = &request.tracestate {
        push_text("tracestate", state, &mut out);
    }
    out.push('}');
    out
}

fn push_text(name: &str, value: &str, out: &mut String) {
    out.push(',');
    push_string(name, out);
    out.push(':');
    push_string(value, out);
}

fn push_integer(name: &str, value: u64, out: &mut String) {
    out.push(',');
    push_string(name, out);
    out.push(':');
    out.push_str(&value.to_string());
}

/// The text of a reply envelope: RFC 8785. A refused call moves nothing and has no `state`.
#[must_use]
pub fn build_reply(contract: &str, hop_id: &str, status: Status, state: Option<&str>) -> String {
    let mut out = String::from("{\"contract\":");
    push_string(contract, &mut out);
    push_text("hop_id", hop_id, &mut out);
    push_integer("peer", 1, &mut out);
    if let Some(state) = state {
        push_text("state", state, &mut out);
    }
    push_text("status", status.as_str(), &mut out);
    out.push('}');
    out
}

/// Reads a reply's envelope and, unless it is done, the error in its body. `hop_id` is the request's.
///
/// # Errors
/// PC3007 for whatever is not the answer to this request.
pub fn parse_reply(env: &[u8], body: &[u8], hop_id: &str) -> Result<Reply, PeerError> {
    let malformed = || PeerError::new("PC3007");
    let (mut reply, answered) = read_reply(env).ok_or_else(malformed)?;
    let status = reply.status;
    // A callee that could not read the envelope cannot repeat its hop: it refuses with zeros.
    let is_blind_refusal = status == Status::Refused && answered == NO_HOP;
    if answered != hop_id && !is_blind_refusal {
        return Err(malformed());
    }
    if status != Status::Done {
        reply.error = Some(from_wire(body)?);
    }
    Ok(reply)
}

/// A reply without its error, and the hop that it answers.
fn read_reply(env: &[u8]) -> Option<(Reply, String)> {
    let mut members = Control::read(env)?;
    let contract = members.string("contract").filter(|id| is_contract_id(id))?;
    let hop_id = members.string("hop_id").filter(|id| is_hex(id, 16))?;
    members.integer("peer").filter(|peer| *peer == 1)?;
    let status = match members.string("status")?.as_str() {
        "done" => Status::Done,
        "failed" => Status::Failed,
        "refused" => Status::Refused,
        _ => return None,
    };
    let reply = Reply {
        status,
        contract,
        error: None,
        state: members.formed("state", is_state_name)?,
    };
    members.is_done().then_some((reply, hop_id))
}

/// A control document (spec/canonical.md): integers and strings only, in canonical form.
struct Control {
    members: Vec<(String, Scalar)>,
}

enum Scalar {
    Integer(i64),
    Text(String),
}

impl Control {
    fn read(text: &[u8]) -> Option<Self> {
        let value = parse(text, ENVELOPE_BYTES_MAX as usize).ok()?;
        if canonical(&value).ok()?.as_bytes() != text {
            return None;
        }
        let Value::Object(members) = value else {
            return None;
        };
        let members = members.into_iter().map(|(name, value)| {
            let scalar = match value {
                Value::String(text) => Scalar::Text(text.into_owned()),
                Value::Number(n) if n.abs() <= SAFE_INTEGER_MAX as f64 && n as i64 as f64 == n => {
                    Scalar::Integer(n as i64)
                }
                _ => return None,
            };
            name.is_ascii().then(|| (name.into_owned(), scalar))
        });
        Some(Control {
            members: members.collect::<Option<_>>()?,
        })
    }

    fn take(&mut self, name: &str) -> Option<Scalar> {
        let place = self.members.iter().position(|(known, _)| known == name)?;
        Some(self.members.swap_remove(place).1)
    }

    fn integer(&mut self, name: &str) -> Option<i64> {
        match self.take(name)? {
            Scalar::Integer(integer) => Some(integer),
            Scalar::Text(_) => None,
        }
    }

    fn count(&mut self, name: &str, max: u64) -> Option<u64> {
        u64::try_from(self.integer(name)?)
            .ok()
            .filter(|count| *count <= max)
    }

    fn string(&mut self, name: &str) -> Option<String> {
        match self.take(name)? {
            Scalar::Text(text) => Some(text),
            Scalar::Integer(_) => None,
        }
    }

    /// Printable ASCII of 1 to `max` characters; `Some(None)` when absent.
    fn optional(&mut self, name: &str, max: usize) -> Option<Option<String>> {
        let Some(value) = self.take(name) else {
            return Some(None);
        };
        let Scalar::Text(text) = value else {
            return None;
        };
        let printable = text.bytes().all(|byte| (0x20..0x7f).contains(&byte));
        (printable && !text.is_empty() && text.len() <= max).then_some(Some(text))
    }

    /// A text of some form; `Some(None)` when absent.
    fn formed(&mut self, name: &str, is_formed: fn(&str) -> bool) -> Option<Option<String>> {
        match self.take(name) {
            None => Some(None),
            Some(Scalar::Text(text)) if is_formed(&text) => Some(Some(text)),
            Some(_) => None,
        }
    }

    fn is_done(&self) -> bool {
        self.members.is_empty()
    }
}

fn is_contract_id(text: &str) -> bool {
    is_hash(text, "pc1-")
}

fn is_state_name(text: &str) -> bool {
    let is_allowed = |b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'.');
    (1..=STATE_NAME_MAX).contains(&text.len()) && text.bytes().all(is_allowed)
}

fn is_hash(text: &str, mark: &str) -> bool {
    text.strip_prefix(mark).is_some_and(|digits| {
        digits.len() == 52
            && digits
                .bytes()
                .all(|b| matches!(b, b'a'..=b'z' | b'2'..=b'7'))
    })
}

fn is_run_id(text: &str) -> bool {
    text.strip_prefix("r_")
        .is_some_and(|digits| is_hex(digits, 32))
}

fn is_agent_name(text: &str) -> bool {
    is_name(text, |byte| byte == b'_' || byte == b'-')
}

fn is_target(text: &str) -> bool {
    text.split_once('.')
        .is_some_and(|(agent, op)| is_agent_name(agent) && is_name(op, |byte| byte == b'_'))
}

fn is_name(text: &str, extra: fn(u8) -> bool) -> bool {
    text.len() <= 63
        && text.as_bytes().first().is_some_and(u8::is_ascii_lowercase)
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || extra(b))
}
