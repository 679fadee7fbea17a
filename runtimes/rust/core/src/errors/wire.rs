//! The text of an error on its way between agents: written by RFC 8785, read strictly.

use alloc::borrow::Cow;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::{Cause, Declared, PeerError, Violation};
use crate::canonical::{canonical, push_string};
use crate::error_table::{ERROR_MESSAGE_MAX, INVOKE_RESPONSE_BYTES_MAX, VIOLATIONS_MAX};
use crate::json_text::{Value, parse};

const FAULTS: [&str; 5] = ["author", "caller", "callee", "peer", "platform"];
const RETRIES: [&str; 3] = ["never", "same", "later"];

/// The text of an error on the wire: RFC 8785.
#[must_use]
pub fn to_wire(error: &PeerError) -> String {
    let mut out = Members(String::from("{"));
    out.string("agent", &error.agent);
    out.string("at", &error.at);
    if let Some(cause) = &error.cause {
        out.raw("cause", &cause_text(cause));
    }
    out.string("code", &error.code);
    if let Some(declared) = &error.declared {
        out.raw("data", &declared.data);
    }
    if let Some(error_type) = &error.error_type {
        out.string("error_type", error_type);
    }
    out.string("fault", &error.fault);
    out.string("message", &error.message);
    out.string("op", &error.op);
    if let Some(request_id) = &error.request_id {
        out.string("request_id", request_id);
    }
    out.string("retry", &error.retry);
    if let Some(declared) = &error.declared {
        out.string("type", &declared.name);
    }
    if !error.violations.is_empty() {
        let texts: Vec<String> = error.violations.iter().map(violation_text).collect();
        out.raw("violations", &alloc::format!("[{}]", texts.join(",")));
    }
    out.end()
}

/// Writes an object whose members come in their canonical order.
struct Members(String);

impl Members {
    fn raw(&mut self, name: &str, text: &str) {
        if self.0.len() > 1 {
            self.0.push(',');
        }
        push_string(name, &mut self.0);
        self.0.push(':');
        self.0.push_str(text);
    }

    fn string(&mut self, name: &str, value: &str) {
        self.raw(name, "");
        push_string(value, &mut self.0);
    }

    fn end(mut self) -> String {
        self.0.push('}');
        self.0
    }
}

fn cause_text(cause: &Cause) -> String {
    let mut out = Members(String::from("{"));
    out.string("agent", &cause.agent);
    out.string("at", &cause.at);
    out.string("code", &cause.code);
    out.string("op", &cause.op);
    if let Some(declared) = &cause.declared {
        out.string("type", declared);
    }
    out.end()
}

fn violation_text(violation: &Violation) -> String {
    let mut out = Members(String::from("{"));
    out.string("actual", &violation.actual);
    out.string("at", &violation.at);
    out.string("code", &violation.code);
    out.string("direction", &violation.direction);
    out.string("expected", &violation.expected);
    out.string("rule", &violation.rule);
    out.end()
}

/// Reads an error text.
///
/// # Errors
/// PC3007 for anything but a known shape.
pub fn from_wire(text: &[u8]) -> Result<PeerError, PeerError> {
    let malformed = || PeerError::new("PC3007");
    let value = parse(text, INVOKE_RESPONSE_BYTES_MAX as usize).map_err(|_| malformed())?;
    read_error(&value).ok_or_else(malformed)
}

fn read_error(value: &Value<'_>) -> Option<PeerError> {
    let mut members = Taken::of(value)?;
    let code = members.string("code").filter(|code| is_code(code))?;
    let mut error = PeerError::new(code);
    error.at = members.string("at")?;
    error.fault = members.one_of("fault", &FAULTS)?.into();
    error.retry = members.one_of("retry", &RETRIES)?.into();
    error.message = members.string("message")?;
    if error.message.chars().count() as u64 > ERROR_MESSAGE_MAX {
        return None;
    }
    error.agent = members.string("agent")?;
    error.op = members.string("op")?;
    if error.code.starts_with("PC14") {
        error.violations = read_violations(members.take("violations")?)?;
        let first = error.violations.first()?;
        if first.code != error.code || first.at != error.at {
            return None;
        }
    } else if error.code == "PC2101" {
        let data = members
            .take("data")
            .filter(|data| matches!(data, Value::Object(_)))?;
        let data = canonical(data).ok()?;
        error.declared = Some(Declared {
            name: members.string("type")?,
            data,
        });
    } else if error.code == "PC2102" {
        error.error_type = members.optional("error_type")?;
        error.request_id = members.optional("request_id")?;
        error.cause = match members.take("cause") {
            Some(cause) => Some(read_cause(cause)?),
            None => None,
        };
    }
    members.is_done().then_some(error)
}

fn read_violations(value: &Value<'_>) -> Option<Vec<Violation>> {
    let Value::Array(items) = value else {
        return None;
    };
    if items.is_empty() || items.len() as u64 > VIOLATIONS_MAX {
        return None;
    }
    items.iter().map(read_violation).collect()
}

fn read_violation(value: &Value<'_>) -> Option<Violation> {
    let mut members = Taken::of(value)?;
    let violation = Violation {
        code: members
            .string("code")
            .filter(|code| is_value_code(code))?
            .into(),
        at: members.string("at")?,
        rule: members.string("rule")?,
        expected: members.string("expected")?,
        actual: members.string("actual")?,
        direction: members
            .string("direction")
            .filter(|d| d == "input" || d == "output")?
            .into(),
    };
    members.is_done().then_some(violation)
}

fn read_cause(value: &Value<'_>) -> Option<Cause> {
    let mut members = Taken::of(value)?;
    let cause = Cause {
        agent: members.string("agent")?,
        op: members.string("op")?,
        code: members.string("code").filter(|code| is_code(code))?,
        at: members.string("at")?,
        declared: members.optional("type")?,
    };
    let is_named = cause.declared.is_some() == (cause.code == "PC2101");
    (is_named && members.is_done()).then_some(cause)
}

fn is_code(code: &str) -> bool {
    matches!(code.as_bytes(), [b'P', b'C', b'1'..=b'8', rest @ ..]
        if rest.len() == 3 && rest.iter().all(u8::is_ascii_digit))
}

fn is_value_code(code: &str) -> bool {
    is_code(code) && code.starts_with("PC14")
}

/// The members of an object, of which each must be asked for.
struct Taken<'v> {
    members: &'v [(Cow<'v, str>, Value<'v>)],
    taken: usize,
}

impl<'v> Taken<'v> {
    fn of(value: &'v Value<'v>) -> Option<Self> {
        match value {
            Value::Object(members) => Some(Taken { members, taken: 0 }),
            _ => None,
        }
    }

    fn take(&mut self, name: &str) -> Option<&'v Value<'v>> {
        let (_, value) = self.members.iter().find(|(known, _)| known == name)?;
        self.taken += 1;
        Some(value)
    }

    fn string(&mut self, name: &str) -> Option<String> {
        match self.take(name)? {
            Value::String(string) => Some(string.to_string()),
            _ => None,
        }
    }

    fn one_of(&mut self, name: &str, allowed: &[&str]) -> Option<String> {
        self.string(name)
            .filter(|found| allowed.contains(&found.as_str()))
    }

    /// `None` = there, but not a string; `Some(None)` = absent.
    fn optional(&mut self, name: &str) -> Option<Option<String>> {
        match self.take(name) {
            None => Some(None),
            Some(Value::String(string)) => Some(Some(string.to_string())),
            Some(_) => None,
        }
    }

    fn is_done(&self) -> bool {
        self.taken == self.members.len()
    }
}

/// What a function error of the platform means to the caller (spec/wire.md#reply).
///
/// `payload` is the body of an invocation with `X-Amz-Function-Error`.
#[must_use]
pub fn from_function_error(payload: &[u8], request_id: &str) -> PeerError {
    let value = parse(payload, INVOKE_RESPONSE_BYTES_MAX as usize).unwrap_or(Value::Null);
    let text = |name: &str| match &value {
        Value::Object(members) => members.iter().find_map(|(known, value)| match value {
            Value::String(string) if known == name => Some(string.as_ref()),
            _ => None,
        }),
        _ => None,
    };
    let error_type = text("errorType").unwrap_or("");
    let message = text("errorMessage").unwrap_or("");
    if error_type == "Sandbox.Timedout" || message.contains("Task timed out") {
        return PeerError::new("PC2103");
    }
    let mut error = PeerError::new("PC2102");
    error.error_type = Some(error_type.into());
    error.request_id = Some(request_id.into());
    error
}
