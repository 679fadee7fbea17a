//! What an agent's own failure becomes for its caller (spec/wire.md#errors).

use peercontract_core::contract::Op;
use peercontract_core::errors::{Cause, PeerError};

/// Errors of a peer call that keep their code and place on their way up.
const UNCHANGED: [&str; 4] = ["PC2103", "PC8003", "PC8004", "PC8005"];

/// The error with which `agent.op` answers when its code gave `error`.
pub(crate) fn outcome_of(error: PeerError, agent: &str, op: &Op) -> PeerError {
    if let Some(declared) = &error.declared {
        if op.errors.contains(&declared.name.as_str()) {
            return claimed(error, agent, op);
        }
    } else if error.is_own {
        return claimed(error, agent, op);
    } else if !error.is_of_call() {
        let failure = PeerError::own_failure(error.class(), &error.to_string());
        return claimed(failure, agent, op);
    }
    let error = error.located(agent, op.name);
    if UNCHANGED.contains(&error.code.as_ref()) {
        return error;
    }
    let (peer, code, place) = (&error.agent, &error.code, &error.op);
    let message = format!("the peer failed: {code} of {peer}.{place}");
    let mut failed = PeerError::new("PC2102").with_message(&message);
    failed.cause = Some(Cause {
        agent: error.agent.clone(),
        op: error.op.clone(),
        code: error.code.clone().into_owned(),
        at: error.at.clone(),
        declared: error
            .declared
            .as_ref()
            .map(|declared| declared.name.clone()),
    });
    claimed(failed, agent, op)
}

fn claimed(mut error: PeerError, agent: &str, op: &Op) -> PeerError {
    error.agent = agent.into();
    error.op = op.name.into();
    error
}
