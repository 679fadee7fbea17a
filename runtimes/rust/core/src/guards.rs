//! Who may call whom, how deep and until when: admission at the callee, sending at the caller.
//!
//! Times are ms since 1970; the order of the checks is that of spec/wire.md#admission.

use alloc::format;

use crate::contract::{Agent, Contract, Op};
use crate::envelope::Request;
use crate::error_table::{DEADLINE_RESERVE_MS, RUNTIME_MIN_MS};
use crate::errors::PeerError;
use crate::validate::Mode;

/// A call that the agent takes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Admitted {
    /// What is asked for.
    pub op: &'static Op,
    /// What the agent may still spend.
    pub hops_left: u64,
    /// Its effective deadline.
    pub deadline_ms: u64,
    /// Where a run begins, if it begins here; else it stands where the envelope says.
    pub initial: Option<&'static str>,
    /// How the input is read.
    pub mode: Mode,
}

/// The times that bound a call at the callee.
#[derive(Clone, Copy, Debug)]
pub struct Times {
    /// Now.
    pub now_ms: u64,
    /// When the event came in.
    pub received_ms: u64,
    /// When the platform stops the invocation.
    pub platform_deadline_ms: u64,
}

impl Times {
    /// The three, in this order: now, received, the platform's deadline.
    #[must_use]
    pub fn new(now_ms: u64, received_ms: u64, platform_deadline_ms: u64) -> Self {
        Times {
            now_ms,
            received_ms,
            platform_deadline_ms,
        }
    }
}

/// Judges an envelope by checks 1 to 6 of the admission; the body is the caller's business.
///
/// # Errors
/// PC3003, PC3004, PC8001, PC8004, PC8005, PC2003.
pub fn admit(
    contract: &Contract,
    agent: &Agent,
    request: &Request,
    times: Times,
) -> Result<Admitted, PeerError> {
    let (to, op) = request.target();
    let op = agent.op(op).filter(|_| to == agent.name);
    let mode = mode(contract, op, request).ok_or_else(|| PeerError::new("PC3003"))?;
    let op = op.ok_or_else(|| PeerError::new("PC3004"))?;
    if !request.from.is_empty() && !contract.allows(&request.from, to, op.name) {
        return Err(PeerError::new("PC8001"));
    }
    let deadline_ms = request
        .deadline_ms
        .min(times.received_ms.saturating_add(request.left_ms))
        .min(times.received_ms.saturating_add(op.timeout_ms))
        .min(
            times
                .platform_deadline_ms
                .saturating_sub(DEADLINE_RESERVE_MS),
        );
    has_time(deadline_ms, times.now_ms)?;
    let state = request.state.as_deref();
    let initial = admit_state(contract, state, &request.to)?;
    Ok(Admitted {
        op,
        hops_left: request.hops_left.min(contract.hops),
        deadline_ms,
        initial: initial.filter(|_| state.is_none()),
        mode,
    })
}

/// Judges a bare event, which starts a run.
///
/// # Errors
/// PC3004, PC8004, PC8005, PC2003.
pub fn enter(
    contract: &Contract,
    agent: &Agent,
    op: &str,
    times: Times,
) -> Result<Admitted, PeerError> {
    let op = agent.op(op).ok_or_else(|| PeerError::new("PC3004"))?;
    let deadline_ms = times
        .now_ms
        .saturating_add(contract.deadline_ms.min(op.timeout_ms))
        .min(
            times
                .platform_deadline_ms
                .saturating_sub(DEADLINE_RESERVE_MS),
        );
    has_time(deadline_ms, times.now_ms)?;
    Ok(Admitted {
        op,
        hops_left: contract.hops,
        deadline_ms,
        initial: admit_state(contract, None, &format!("{}.{}", agent.name, op.name))?,
        mode: Mode::Exact,
    })
}

/// How the caller's input is read; `None` when it is not understood.
fn mode(contract: &Contract, op: Option<&Op>, request: &Request) -> Option<Mode> {
    let is_own = |op: &Op| {
        !op.interface_id.is_empty() && request.interface.as_deref() == Some(op.interface_id)
    };
    if request.contract == contract.id || op.is_some_and(is_own) {
        return Some(Mode::Exact);
    }
    let is_accepted = contract.accepts.contains(&request.contract.as_str());
    is_accepted.then_some(Mode::Tolerant)
}

/// Judges a call of `to` in a state, the initial one where none is told; gives the initial one.
fn admit_state(
    contract: &Contract,
    state: Option<&str>,
    to: &str,
) -> Result<Option<&'static str>, PeerError> {
    let Some(machine) = contract.machine else {
        return Ok(None);
    };
    machine.admit(state.unwrap_or(machine.initial), to)?;
    Ok(Some(machine.initial))
}

/// What a call down the chain may spend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Child {
    /// What the callee may still spend.
    pub hops_left: u64,
    /// Its deadline.
    pub deadline_ms: u64,
    /// What is left until then.
    pub left_ms: u64,
}

/// Judges a call that `from` is about to make; `""` is a caller outside the contract.
///
/// # Errors
/// PC8001, PC8003, PC8004, PC8005.
pub fn child(
    contract: &Contract,
    from: &str,
    (agent, op): (&str, &str),
    hops_left: u64,
    deadline_ms: u64,
    now_ms: u64,
) -> Result<Child, PeerError> {
    let target = contract.agent(agent).and_then(|agent| agent.op(op));
    let is_allowed = from.is_empty() || contract.allows(from, agent, op);
    let Some(target) = target.filter(|_| is_allowed) else {
        return Err(PeerError::new("PC8001"));
    };
    if hops_left < 1 {
        return Err(PeerError::new("PC8003"));
    }
    has_time(deadline_ms, now_ms)?;
    let deadline_ms = deadline_ms.min(now_ms.saturating_add(target.timeout_ms));
    Ok(Child {
        hops_left: hops_left - 1,
        deadline_ms,
        left_ms: deadline_ms - now_ms,
    })
}

fn has_time(deadline_ms: u64, now_ms: u64) -> Result<(), PeerError> {
    if deadline_ms <= now_ms {
        return Err(PeerError::new("PC8004"));
    }
    if deadline_ms - now_ms < RUNTIME_MIN_MS {
        return Err(PeerError::new("PC8005"));
    }
    Ok(())
}
