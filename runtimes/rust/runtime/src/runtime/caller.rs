//! Outgoing: one typed call, from the native input to the native output (spec/wire.md#deadlines).

use std::fmt;
use std::sync::Arc;

use peercontract_core::contract::{Contract, Op};
use peercontract_core::envelope::{self, Request};
use peercontract_core::error_table::INVOKE_REQUEST_BYTES_MAX;
use peercontract_core::errors::{Direction, PeerError, from_function_error};
use peercontract_core::guards::{Child, child};
use peercontract_core::trace;
use peercontract_core::validate::Codec;

use super::fresh::{now_ms, span_id};
use super::run::Run;
use crate::bridge::Bridge;

/// Where a call comes from and what carries it; its clones share it.
#[derive(Clone)]
pub struct Caller(Arc<Source>);

struct Source {
    contract: &'static Contract,
    from: &'static str,
    bridge: Arc<dyn Bridge>,
    /// None for a caller outside the contract: each of its calls starts a run.
    run: Option<Run>,
}

impl fmt::Debug for Caller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Caller({} of {})", self.0.from, self.0.contract.name)
    }
}

impl Caller {
    /// A caller outside the contract.
    #[must_use]
    pub fn outside(contract: &'static Contract, bridge: impl Bridge + 'static) -> Self {
        Caller(Arc::new(Source {
            contract,
            from: "",
            bridge: Arc::new(bridge),
            run: None,
        }))
    }

    pub(crate) fn inside(
        contract: &'static Contract,
        from: &'static str,
        bridge: Arc<dyn Bridge>,
        run: Run,
    ) -> Self {
        Caller(Arc::new(Source {
            contract,
            from,
            bridge,
            run: Some(run),
        }))
    }

    /// Calls `agent.op` and waits for its output.
    ///
    /// # Errors
    /// Whatever keeps the output away: PC14xx, PC11xx, PC2xxx, PC3xxx, PC8xxx.
    pub fn call<I, O>(
        &self,
        (agent, op): (&str, &str),
        (codec, input): (&Codec<I>, &I),
        output: &Codec<O>,
    ) -> Result<O, PeerError> {
        let called = || -> Result<O, PeerError> {
            let known = self.0.contract.agent(agent).and_then(|agent| agent.op(op));
            let known = known.ok_or_else(|| PeerError::new("PC8001"))?;
            let body = codec.write(input, known.max_input_bytes, Direction::Input, 1)?;
            let started;
            let run = match &self.0.run {
                Some(run) => run,
                None => {
                    started = self.start();
                    &started
                }
            };
            let (text, is_own) = self.exchange(run, (agent, known), &body)?;
            if is_own {
                return output.read(&text, known.max_output_bytes, Direction::Output, 1);
            }
            let max = known.max_output_bytes;
            let (value, dropped) = output.read_tolerant(&text, max, Direction::Output, 1)?;
            run.drop_members(dropped);
            Ok(value)
        };
        called().map_err(|error| error.located(agent, op).of_call())
    }

    /// The run that a call from outside starts.
    fn start(&self) -> Run {
        let contract = self.0.contract;
        let deadline_ms = now_ms().saturating_add(contract.deadline_ms);
        let initial = contract.machine.map(|machine| machine.initial.into());
        Run::start(contract.hops, deadline_ms).in_state(initial)
    }

    /// Sends the input's text, gives the output's, and whether the callee has the same contract.
    fn exchange(
        &self,
        run: &Run,
        (agent, op): (&str, &Op),
        body: &str,
    ) -> Result<(Vec<u8>, bool), PeerError> {
        let Source {
            contract,
            from,
            bridge,
            ..
        } = &*self.0;
        let now_ms = now_ms();
        let target = (agent, op.name);
        let hops = run.hops_left;
        let child = child(contract, from, target, hops, run.deadline_ms, now_ms)?;
        let request = self.request(run, (agent, op), child);
        let payload = envelope::pack(&envelope::build_request(&request), body);
        if payload.len() as u64 > INVOKE_REQUEST_BYTES_MAX {
            return Err(PeerError::new("PC3005"));
        }
        let answer = bridge.send(agent, payload.as_bytes(), child.deadline_ms)?;
        if answer.function_error.is_some() {
            return Err(from_function_error(&answer.payload, &answer.request_id));
        }
        let (env, body) = envelope::open_reply(&answer.payload)?;
        let reply = envelope::parse_reply(&env, &body, &request.hop_id)?;
        if let Some(declared) = reply.error.as_ref().and_then(|it| it.declared.as_ref()) {
            if !op.errors.contains(&declared.name.as_str()) {
                let message = format!("the operation declares no error `{}`", declared.name);
                return Err(PeerError::new("PC3007").with_message(&message));
            }
        }
        let moved = match (&request.state, &reply.state) {
            (Some(sent), Some(replied)) => run.take_state(sent, replied),
            _ => Ok(()),
        };
        if let Some(error) = reply.error {
            return Err(error); // told first, where calls at once went apart too
        }
        moved?;
        Ok((body.into_owned(), reply.contract == contract.id))
    }

    fn request(&self, run: &Run, (agent, op): (&str, &Op), child: Child) -> Request {
        let hop_id = span_id();
        Request {
            contract: self.0.contract.id.into(),
            deadline_ms: child.deadline_ms,
            from: self.0.from.into(),
            hops_left: child.hops_left,
            idempotency_key: None,
            interface: Some(op.interface_id.into()).filter(|id: &String| !id.is_empty()),
            left_ms: child.left_ms,
            run: run.id.clone(),
            state: run.state(),
            to: format!("{agent}.{}", op.name),
            traceparent: trace::child(&run.trace, &hop_id),
            tracestate: run.tracestate.clone(),
            hop_id,
        }
    }
}
