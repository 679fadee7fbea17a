//! The agent's side of a call: event in, admission, the agent's code, reply out (spec/wire.md).

use std::any::Any;
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, OnceLock};

use peercontract_core::canonical::push_string;
use peercontract_core::contract::{Agent, Contract, Op};
use peercontract_core::envelope::{self, Event, NO_HOP, Request, Status};
use peercontract_core::error_table::INVOKE_RESPONSE_BYTES_MAX;
use peercontract_core::errors::{Direction, PeerError, to_wire};
use peercontract_core::guards::{Admitted, Times, admit, enter};
use peercontract_core::validate::{Codec, Mode};

use super::answer::outcome_of;
use super::caller::Caller;
use super::fresh::now_ms;
use super::run::Run;
use crate::bridge::Bridge;
use crate::bridge::invoke::Invoke;

/// Anything that answers an event, as a Lambda function does.
pub trait Handler: Send + Sync {
    /// Answers `event`, the bytes of a JSON document, with another.
    ///
    /// # Errors
    /// What the platform reports as a function error.
    fn handle(&self, event: &[u8], invocation: &Invocation) -> Result<String, FunctionError>;
}

/// What the platform says about one invocation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invocation {
    /// Its id.
    pub request_id: String,
    /// When the platform stops it, in ms since 1970.
    pub deadline_ms: u64,
}

/// An error that is raised: stock tools see it as `X-Amz-Function-Error`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FunctionError {
    /// The PC code, or the declared error's name.
    pub error_type: String,
    /// The error's text on the wire.
    pub message: String,
}

impl FunctionError {
    /// The document that the platform makes of it.
    pub(crate) fn text(&self) -> String {
        let mut text = String::from("{\"errorMessage\":");
        push_string(&self.message, &mut text);
        text.push_str(",\"errorType\":");
        push_string(&self.error_type, &mut text);
        text.push('}');
        text
    }
}

impl From<PeerError> for FunctionError {
    fn from(error: PeerError) -> Self {
        let error_type = match &error.declared {
            Some(declared) => declared.name.clone(),
            None => error.code.clone().into_owned(),
        };
        FunctionError {
            error_type,
            message: to_wire(&error),
        }
    }
}

/// What generated code tells about an agent, and how it reaches its operations.
pub trait Serve: Send + Sync + 'static {
    /// The contract and the agent's part of it.
    fn tables(&self) -> (&'static Contract, &'static Agent);

    /// Runs the operation that `work` is for.
    fn dispatch(&self, work: Work<'_>) -> Outcome;
}

/// One admitted call on its way into the agent's code.
#[derive(Debug)]
pub struct Work<'w> {
    /// The operation.
    pub op: &'static Op,
    body: &'w [u8],
    mode: Mode,
    agent: &'static str,
    caller: Caller,
    run: Run,
}

/// How it ended: the output's text and the state that it leads to, or the error and whether the
/// agent's code ran.
#[derive(Debug)]
pub struct Outcome(Result<Answer, (Status, PeerError)>);

/// An output's text, and the state that it leads to, where it leads to another.
type Answer = (String, Option<&'static str>);

/// Where a done operation leads from a state; `None`: the run stays where it is.
pub type Moves<O> = fn(&str, &O) -> Option<&'static str>;

impl Work<'_> {
    /// Reads the input, runs `code`, writes the output.
    pub fn run<I, O, E: Into<PeerError>>(
        self,
        input: &Codec<I>,
        output: &Codec<O>,
        code: impl FnOnce(I, Caller, &Run) -> Result<O, E>,
    ) -> Outcome {
        self.run_moving(input, output, |_, _| None, code)
    }

    /// The same for an operation that moves the run.
    pub fn run_moving<I, O, E: Into<PeerError>>(
        self,
        input: &Codec<I>,
        output: &Codec<O>,
        moves: Moves<O>,
        code: impl FnOnce(I, Caller, &Run) -> Result<O, E>,
    ) -> Outcome {
        let input = match self.read(input) {
            Ok(input) => input,
            Err(error) => return Outcome(Err((Status::Refused, error))),
        };
        let Work {
            op,
            agent,
            caller,
            run,
            ..
        } = self;
        let ran = catch_unwind(AssertUnwindSafe(|| code(input, caller, &run)));
        let result = match ran {
            Ok(Ok(value)) => output
                .write(&value, op.max_output_bytes, Direction::Output, 1)
                .map(|text| (text, run.state().and_then(|state| moves(&state, &value)))),
            Ok(Err(error)) => Err(outcome_of(error.into(), agent, op)),
            Err(panic) => Err(PeerError::own_failure("panic", panic_text(&panic))),
        };
        if let Err(error) = &result {
            log(agent, op.name, error);
        }
        Outcome(result.map_err(|error| (Status::Failed, error)))
    }

    /// The input, in the mode that the call was admitted in.
    fn read<I>(&self, input: &Codec<I>) -> Result<I, PeerError> {
        let max = self.op.max_input_bytes;
        match self.mode {
            Mode::Exact => input.read(self.body, max, Direction::Input, 1),
            Mode::Tolerant => {
                let read = input.read_tolerant(self.body, max, Direction::Input, 1);
                read.map(|(value, dropped)| {
                    self.run.drop_members(dropped);
                    value
                })
            }
        }
    }

    /// An operation that the contract names but the stub does not: they are of different makes.
    #[must_use]
    pub fn unknown(self) -> Outcome {
        Outcome(Err((Status::Refused, PeerError::new("PC3004"))))
    }
}

fn panic_text(panic: &Box<dyn Any + Send>) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("panic")
}

/// The callee's own log. A declared error is an answer, not a failure; a panic's place and stack are
/// there already, by the panic hook.
fn log(agent: &str, op: &str, error: &PeerError) {
    if error.code != "PC2101" {
        let text = if error.log.is_empty() {
            error.to_string()
        } else {
            error.log.clone()
        };
        // A log that cannot be written must not fail the call.
        let _ = writeln!(std::io::stderr(), "{agent}.{op} failed: {text}");
    }
}

/// An agent ready to answer events.
pub struct Hosted<S> {
    serve: S,
    bridge: OnceLock<Arc<dyn Bridge>>,
}

impl<S> std::fmt::Debug for Hosted<S> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Hosted")
    }
}

impl<S: Serve> Hosted<S> {
    /// Hosts an agent; its peers are reached as the environment says.
    pub fn new(serve: S) -> Self {
        Hosted {
            serve,
            bridge: OnceLock::new(),
        }
    }

    /// The same agent, its peers reached over `bridge`.
    #[must_use]
    pub fn with_bridge(self, bridge: impl Bridge + 'static) -> Self {
        Hosted {
            serve: self.serve,
            bridge: OnceLock::from(Arc::new(bridge) as Arc<dyn Bridge>),
        }
    }

    /// What carries calls to peers; made when first needed, so that an agent without calls pays nothing.
    fn bridge(&self, contract: &Contract) -> Arc<dyn Bridge> {
        self.bridge
            .get_or_init(|| Arc::new(Invoke::from_env(contract.name)))
            .clone()
    }

    fn work<'w>(&self, admitted: Admitted, body: &'w [u8], run: Run) -> Work<'w> {
        let (contract, agent) = self.serve.tables();
        let caller = Caller::inside(contract, agent.name, self.bridge(contract), run.clone());
        Work {
            op: admitted.op,
            body,
            mode: admitted.mode,
            agent: agent.name,
            caller,
            run,
        }
    }

    fn run(
        &self,
        admitted: Admitted,
        body: &[u8],
        run: Run,
    ) -> Result<Answer, (Status, PeerError)> {
        self.serve.dispatch(self.work(admitted, body, run)).0
    }

    fn answer(&self, request: &Request, body: &[u8], times: Times) -> String {
        let (contract, agent) = self.serve.tables();
        let op = agent.op(request.target().1).map_or("", |op| op.name);
        let place = (agent.name, op);
        let admitted = match admit(contract, agent, request, times) {
            Ok(admitted) => admitted,
            Err(error) => {
                let result = Err((Status::Refused, error));
                return reply(contract, &request.hop_id, place, None, result);
            }
        };
        let run = resume(contract, request, &admitted);
        let result = self.run(admitted, body, run.clone());
        reply(contract, &request.hop_id, place, run.state(), result)
    }

    fn refuse(&self, hop_id: &str, error: PeerError) -> String {
        let (contract, agent) = self.serve.tables();
        let result = Err((Status::Refused, error));
        reply(contract, hop_id, (agent.name, ""), None, result)
    }

    fn answer_bare(&self, op: &str, input: &[u8], times: Times) -> Result<String, FunctionError> {
        let (contract, agent) = self.serve.tables();
        let known = agent.op(op).map_or("", |op| op.name);
        let answered = enter(contract, agent, op, times).and_then(|admitted| {
            let run = Run::start(admitted.hops_left, admitted.deadline_ms)
                .in_state(admitted.initial.map(Into::into));
            let output = self.run(admitted, &envelope::compact(input), run);
            output.map(|(text, _)| text).map_err(|(_, error)| error)
        });
        let raised = |error: PeerError| FunctionError::from(error.located(agent.name, known));
        let answered = answered.map_err(raised);
        let length = match &answered {
            Ok(output) => output.len(),
            Err(error) => error.text().len(),
        };
        if length as u64 > INVOKE_RESPONSE_BYTES_MAX {
            return Err(raised(PeerError::new("PC3005")));
        }
        answered
    }
}

/// The run that a request belongs to.
fn resume(contract: &Contract, request: &Request, admitted: &Admitted) -> Run {
    let initial = admitted.initial.map(Into::into);
    let state = contract
        .machine
        .and_then(|_| request.state.clone().or(initial));
    let run = Run::of(
        request.run.clone(),
        admitted.hops_left,
        admitted.deadline_ms,
        request.traceparent.clone(),
        request.tracestate.clone(),
    );
    run.in_state(state)
}

/// The reply's text, an error said to come from `agent.op`; one that its carrier would refuse becomes
/// PC3005. `state`: where the run stands, but for the operation's own move.
fn reply(
    contract: &Contract,
    hop_id: &str,
    (agent, op): (&str, &str),
    state: Option<String>,
    result: Result<Answer, (Status, PeerError)>,
) -> String {
    let state = state.as_deref();
    let packed = |status, state, body: &str| {
        let state = if status == Status::Refused {
            None
        } else {
            state
        };
        envelope::pack(
            &envelope::build_reply(contract.id, hop_id, status, state),
            body,
        )
    };
    let text = match result {
        Ok((output, moved)) => packed(Status::Done, moved.or(state), &output),
        Err((status, error)) => packed(status, state, &to_wire(&error.located(agent, op))),
    };
    if text.len() as u64 <= INVOKE_RESPONSE_BYTES_MAX {
        return text;
    }
    let too_large = PeerError::new("PC3005").located(agent, op);
    packed(Status::Failed, state, &to_wire(&too_large))
}

impl<S: Serve> Handler for Hosted<S> {
    fn handle(&self, event: &[u8], invocation: &Invocation) -> Result<String, FunctionError> {
        let now_ms = now_ms();
        let platform_deadline_ms = invocation.deadline_ms;
        let times = Times {
            now_ms,
            received_ms: now_ms,
            platform_deadline_ms,
        };
        match envelope::classify(event) {
            Ok(Event::Envelope { env, body }) => match envelope::parse_request(&env) {
                Ok(request) => Ok(self.answer(&request, &body, times)),
                Err(error) => Ok(self.refuse(&envelope::hop_of(&env), error)),
            },
            Ok(Event::Bare { op, input }) => self.answer_bare(&op, input, times),
            Err(error) if envelope::is_enveloped(event) => Ok(self.refuse(NO_HOP, error)),
            Err(error) => Err(error.located(self.serve.tables().1.name, "").into()),
        }
    }
}
