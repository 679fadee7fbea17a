//! What goes wrong between agents, and its form on the wire (spec/wire.md#errors).

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::ops::{Deref, DerefMut};

use crate::error_table::{ERROR_MESSAGE_MAX, entry};
use crate::json_text::Fault;

mod shown;
mod wire;

pub use shown::{shown, shown_name, shown_number, shown_string};
pub use wire::{from_function_error, from_wire, to_wire};

/// Which way a value travels: to the operation or back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// What an operation is given; the caller answers for it.
    Input,
    /// What an operation gives; the callee answers for it.
    Output,
}

impl Direction {
    /// `input` or `output`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Direction::Input => "input",
            Direction::Output => "output",
        }
    }

    fn fault(self) -> &'static str {
        match self {
            Direction::Input => "caller",
            Direction::Output => "callee",
        }
    }
}

/// One rule of the contract that a value breaks; texts as in spec/wire.md#violations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// A PC14xx code.
    pub code: Cow<'static, str>,
    /// JSON Pointer into the value.
    pub at: String,
    /// JSON Pointer into the contract form, ending in the keyword.
    pub rule: String,
    /// The keyword's value.
    pub expected: String,
    /// What was found.
    pub actual: String,
    /// `input` or `output`.
    pub direction: Cow<'static, str>,
}

/// What stopped a callee that failed because of one of its own peers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// The agent that reported it.
    pub agent: String,
    /// Its operation.
    pub op: String,
    /// The code.
    pub code: String,
    /// JSON Pointer into the value.
    pub at: String,
    /// The declared error's name, for PC2101.
    pub declared: Option<String>,
}

/// A declared error as it travels: the record's name and its JSON text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declared {
    /// Wire name of the record.
    pub name: String,
    /// Its value as canonical JSON.
    pub data: String,
}

/// A call that did not give its output; what it says is in [`Detail`].
///
/// Two errors are equal when what they say is, whoever gave them.
#[derive(Clone, Debug)]
pub struct PeerError(Box<Noted>);

/// What an error says, and a note that it does not show.
#[derive(Clone, Debug)]
struct Noted {
    detail: Detail,
    /// True when a peer call gave it.
    is_of_call: bool,
}

/// The members of a [`PeerError`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Detail {
    /// `PC` and four digits.
    pub code: Cow<'static, str>,
    /// JSON Pointer into the value; `""` where there is none.
    pub at: String,
    /// Who can fix it: `caller`, `callee`, `peer`, `author`, `platform`.
    pub fault: Cow<'static, str>,
    /// Whether a repeat may help: `never`, `later`.
    pub retry: Cow<'static, str>,
    /// For people; at most 256 code points.
    pub message: String,
    /// The agent that reported it, or `""`.
    pub agent: String,
    /// Its operation, or `""`.
    pub op: String,
    /// The broken rules, for PC14xx.
    pub violations: Vec<Violation>,
    /// The declared error, for PC2101.
    pub declared: Option<Declared>,
    /// Name of what the callee raised, for PC2102.
    pub error_type: Option<String>,
    /// The platform's id of the failed invocation, for PC2102.
    pub request_id: Option<String>,
    /// What stopped the callee, for PC2102.
    pub cause: Option<Cause>,
    /// True for an agent's own failure, which no peer gave it.
    pub is_own: bool,
    /// What the agent's own failure said: for its log, never for the wire.
    pub log: String,
}

impl Deref for PeerError {
    type Target = Detail;

    fn deref(&self) -> &Detail {
        &self.0.detail
    }
}

impl DerefMut for PeerError {
    fn deref_mut(&mut self) -> &mut Detail {
        &mut self.0.detail
    }
}

impl PartialEq for PeerError {
    fn eq(&self, other: &Self) -> bool {
        self.0.detail == other.0.detail
    }
}

impl Eq for PeerError {}

impl PeerError {
    /// A fresh error of `code`, with what the table says about it.
    #[must_use]
    pub fn new(code: impl Into<Cow<'static, str>>) -> Self {
        let code = code.into();
        let (fault, retry, text) = entry(&code).map_or(("peer", "never", ""), |known| {
            (known.fault, known.retry, known.text)
        });
        let detail = Detail {
            code,
            at: String::new(),
            fault: fault.into(),
            retry: retry.into(),
            message: bounded_message(text),
            agent: String::new(),
            op: String::new(),
            violations: Vec::new(),
            declared: None,
            error_type: None,
            request_id: None,
            cause: None,
            is_own: false,
            log: String::new(),
        };
        PeerError(Box::new(Noted {
            detail,
            is_of_call: false,
        }))
    }

    /// A fresh error about a value that travels this way: PC11xx and PC14xx blame by direction.
    #[must_use]
    pub fn directed(code: impl Into<Cow<'static, str>>, direction: Direction) -> Self {
        let mut error = PeerError::new(code);
        if error.code.starts_with("PC11") || error.code.starts_with("PC14") {
            error.fault = direction.fault().into();
        }
        error
    }

    /// A refused text.
    #[must_use]
    pub fn from_fault(fault: Fault, direction: Direction) -> Self {
        let mut error = PeerError::directed(fault.code, direction);
        error.at = fault.at;
        error
    }

    /// Broken rules, at least one; code and place are those of the first.
    #[must_use]
    pub fn from_violations(violations: Vec<Violation>, direction: Direction) -> Self {
        let Some(first) = violations.first() else {
            return PeerError::directed("PC1401", direction);
        };
        let mut error = PeerError::directed(first.code.clone(), direction);
        error.at.clone_from(&first.at);
        let detail = alloc::format!("{}: {} is {}", error.message, first.rule, first.expected);
        error.message = bounded_message(&alloc::format!("{detail}, found {}", first.actual));
        error.violations = violations;
        error
    }

    /// A declared error: the record's wire name and its JSON text.
    #[must_use]
    pub fn from_declared(name: &str, data: String) -> Self {
        let mut error = PeerError::new("PC2101");
        error.message = bounded_message(&alloc::format!("{}: {name}", error.message));
        error.declared = Some(Declared {
            name: name.into(),
            data,
        });
        error
    }

    /// A failure of the agent's own code, which no peer gave it: `error_type` names its class, which
    /// is all that its caller learns; `message` is for the log.
    #[must_use]
    pub fn own_failure(error_type: &str, message: &str) -> Self {
        let mut error = PeerError::new("PC2102");
        error.message = bounded_message(&alloc::format!("{}: {error_type}", error.message));
        error.log = message.into();
        error.error_type = Some(error_type.into());
        error.is_own = true;
        error
    }

    /// The same error with `message` in place of the table's text, cut to 256 code points.
    #[must_use]
    pub fn with_message(mut self, message: &str) -> Self {
        self.message = bounded_message(message);
        self
    }

    /// The same error, said to come from `agent.op`, unless it says already where it comes from.
    #[must_use]
    pub fn located(mut self, agent: &str, op: &str) -> Self {
        if self.agent.is_empty() && self.op.is_empty() {
            self.agent = agent.into();
            self.op = op.into();
        }
        self
    }

    /// The same error, noted to be what a peer call gave: only such an error passes on as it is.
    #[must_use]
    pub fn of_call(mut self) -> Self {
        self.0.is_of_call = true;
        self
    }

    /// True when a peer call gave it.
    #[must_use]
    pub fn is_of_call(&self) -> bool {
        self.0.is_of_call
    }

    /// Its members, to take them apart.
    #[must_use]
    pub fn into_detail(self) -> Detail {
        self.0.detail
    }

    /// The class: from the table, or for an unknown code from its range.
    #[must_use]
    pub fn class(&self) -> &'static str {
        if self.code == "PC2101" {
            return "DeclaredError";
        }
        class_of(&self.code)
    }

    /// What to do about it; `""` where nothing is known.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        entry(&self.code).map_or("", |known| known.hint)
    }
}

fn class_of(code: &str) -> &'static str {
    match (entry(code), code.as_bytes().get(2)) {
        (Some(known), _) => known.class,
        (None, Some(b'1')) => "ContractError",
        (None, Some(b'3')) => "WireError",
        (None, Some(b'4')) => "DirectoryError",
        (None, Some(b'5')) => "StoreError",
        (None, Some(b'6')) => "DeployError",
        (None, Some(b'7')) => "UsageError",
        (None, _) => "CallError",
    }
}

impl fmt::Display for PeerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.code)?;
        if !self.agent.is_empty() {
            write!(f, " from {}.{}", self.agent, self.op)?;
        }
        if !self.at.is_empty() {
            write!(f, " at {}", self.at)?;
        }
        write!(f, ": {}", self.message)?;
        if !self.hint().is_empty() {
            write!(f, " ({})", self.hint())?;
        }
        Ok(())
    }
}

impl core::error::Error for PeerError {}

fn bounded_message(text: &str) -> String {
    text.chars().take(ERROR_MESSAGE_MAX as usize).collect()
}
