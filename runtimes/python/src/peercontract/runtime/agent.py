"""The called side: an event in, admission, the agent's code, a reply out (spec/wire.md)."""

from __future__ import annotations

import json
import os

from peercontract.core.canonical import canonical
from peercontract.core.envelope import (
    NO_HOP,
    EnvelopeEvent,
    build_reply,
    classify,
    hop_id_of,
    is_envelope,
    parse_request,
    to_wire,
)
from peercontract.core.error_table import INVOKE_RESPONSE_BYTES_MAX, SAFE_INTEGER_MAX
from peercontract.core.errors import ContractError, DeclaredError, PeerError, directed, make
from peercontract.core.guards import admit, enter

from .run import Run, new_run, now_ms

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeAlias

    from peercontract.bridge import Bridge
    from peercontract.core.contract import Agent, Contract, Op

    from .peers import Caller

    Handler: TypeAlias = Callable[[Any, Any], Any]

_COROUTINE = 0x80  # inspect.CO_COROUTINE; importing inspect costs 4 ms
_VARARGS = 0x04
_AROUND_ERROR_BYTES = 4096  # errorType, requestId and stackTrace, which the client adds
_PARAMETERS = ("self", "input", "peers", "run")


def check(agent: Agent, implementation: type) -> None:
    """Raises TypeError unless the class has a method `(self, input, peers, run)` for every op."""
    faults = []
    for op in agent.ops.values():
        method = getattr(implementation, op.method, None)
        if method is None:
            faults.append(f"`{op.method}` is missing")
        elif problem := _problem(method):
            faults.append(f"`{op.method}` {problem}")
    if faults:
        wanted = ", ".join(f"{op.method}(self, input, peers, run)" for op in agent.ops.values())
        name = implementation.__name__
        raise TypeError(
            f"class {name} is no agent `{agent.name}`: {'; '.join(faults)}. It needs: {wanted}"
        )


def _problem(method: Any) -> str:
    if not callable(method):
        return "is no method"
    method = getattr(method, "__wrapped__", method)
    signature = getattr(method, "__code__", None)
    if signature is None:
        return ""  # not a Python function: only a call can tell what it takes
    if signature.co_flags & _COROUTINE:
        return "is async; a handler of the Python runtime is a plain function"
    most = signature.co_argcount
    least = most - len(method.__defaults__ or ())
    fits = least <= len(_PARAMETERS) and (most >= 4 or signature.co_flags & _VARARGS)
    needs_more = signature.co_kwonlyargcount > len(method.__kwdefaults__ or ())
    return "" if fits and not needs_more else f"takes {most} arguments, not 4 (with self)"


def handler(
    contract: Contract,
    name: str,
    implementation: Callable[[], Any],
    peers: Callable[[Any], Any],
    bridge: Bridge | None,
) -> Handler:
    """The Lambda handler of agent `name`; its class is constructed here, once a sandbox."""
    return Hosted(contract, name, implementation(), peers, bridge).handle


def client(contract: Contract, bridge: Bridge | None) -> Caller:
    """A caller outside the contract: each of its calls starts a run."""
    from .peers import Caller, bridge_source

    return Caller(contract, "", bridge_source(contract, bridge), None)


class Hosted:
    """One agent's object, ready to answer events."""

    def __init__(
        self,
        contract: Contract,
        name: str,
        implementation: Any,
        peers: Callable[[Any], Any],
        bridge: Bridge | None,
    ) -> None:
        self._contract = contract
        self._name = name
        self._implementation = implementation
        self._peers = peers
        self._caller = _caller_source(contract, name, bridge)

    def handle(self, event: Any, context: Any = None) -> Any:
        """A reply for an envelope event; for a bare event the output, and errors are raised."""
        received_ms = now_ms()
        platform_ms = SAFE_INTEGER_MAX
        if context is not None:
            platform_ms = received_ms + int(context.get_remaining_time_in_millis())
        try:
            found = classify(event)
        except PeerError as error:
            if is_envelope(event):
                return self._error_reply(NO_HOP, "refused", error, "")
            raise self._bare_error(error, "") from None
        if isinstance(found, EnvelopeEvent):
            return self._answer(found, received_ms, platform_ms)
        return self._answer_bare(found.op, found.input, platform_ms)

    def _answer(self, event: EnvelopeEvent, received_ms: int, platform_ms: int) -> dict[str, str]:
        hop_id = NO_HOP
        op_name = ""
        try:
            request = parse_request(event.env)
            hop_id = request.hop_id
            op_name = self._own_op(request.to)
            admitted = admit(
                self._contract, self._name, request, now_ms(), received_ms, platform_ms
            )
            op = admitted.op
            run = Run(
                request.run,
                admitted.hops_left,
                admitted.deadline_ms,
                request.traceparent,
                request.tracestate,
                admitted.state,
            )
            value = _read_input(op, event.body, run, admitted.is_tolerant)
        except PeerError as error:
            if hop_id == NO_HOP:
                hop_id = hop_id_of(event.env)
            return self._error_reply(hop_id, "refused", error, op_name)
        outcome = self._perform(op, value, run)
        if isinstance(outcome, PeerError):
            return self._error_reply(hop_id, "failed", outcome, op_name, run.state)
        text, state = outcome
        reply = self._reply(hop_id, "done", text, state)
        try:
            _check_reply(reply)
        except PeerError as error:
            return self._error_reply(hop_id, "failed", error, op_name, run.state)
        return reply

    def _answer_bare(self, name: str, value: Any, platform_ms: int) -> Any:
        try:
            admitted = enter(self._contract, self._name, name, now_ms(), platform_ms)
            op = admitted.op
            text = _json_text(value)
            parsed = op.input.read(text, "input", max_bytes=op.max_input_bytes)
            run = new_run(admitted.hops_left, admitted.deadline_ms, admitted.state)
            outcome = self._perform(op, parsed, run)
            if isinstance(outcome, PeerError):
                raise outcome
            output = json.loads(outcome[0])
            _check_carrier(_written_bytes(output))
        except PeerError as error:
            raise self._bare_error(error, self._own_op(f"{self._name}.{name}")) from None
        return output

    def _perform(self, op: Op, value: Any, run: Run) -> tuple[str, str | None] | PeerError:
        """The output's text and the state after it, or what the failure is called on the wire."""
        peers = self._peers(self._caller(run))
        try:
            output = getattr(self._implementation, op.method)(value, peers, run)
        except Exception as error:  # whatever the agent's code raises has an answer
            from .failure import failure_of

            return failure_of(error, self._name, op)
        try:
            text = op.output.write(output, "output", max_bytes=op.max_output_bytes)
        except ContractError as error:
            return self._place(error, op.name)
        machine, state = self._contract.machine, run.state
        if machine is not None and state is not None:
            state = machine.after(state, f"{self._name}.{op.name}", output)
        return text, state

    def _reply(self, hop_id: str, status: str, body: str, state: str | None) -> dict[str, str]:
        return {"body": body, "env": build_reply(self._contract.id, hop_id, status, state)}

    def _error_reply(
        self, hop_id: str, status: str, error: PeerError, op_name: str, state: str | None = None
    ) -> dict[str, str]:
        """The reply that carries `error`, or PC3005 in its place when that is too large."""
        reply = self._reply(hop_id, status, to_wire(self._place(error, op_name)), state)
        try:
            _check_reply(reply)
        except PeerError as too_large:
            return self._reply(hop_id, status, to_wire(self._place(too_large, op_name)), state)
        return reply

    def _bare_error(self, error: PeerError, op_name: str) -> Exception:
        """What stock tools see as a function error: the client makes errorType of its class."""
        text = to_wire(self._place(error, op_name))
        try:
            _check_carrier(_written_bytes(text) + _AROUND_ERROR_BYTES)
        except PeerError as too_large:
            error = self._place(too_large, op_name)
            text = to_wire(error)
        name = error.type if isinstance(error, DeclaredError) else error.code
        raised: Exception = type(name, (Exception,), {"__module__": "peercontract"})(text)
        return raised

    def _place(self, error: PeerError, op_name: str) -> PeerError:
        """Says where the error arose, unless it says so already."""
        error.agent = error.agent or self._name
        error.op = error.op or op_name
        return error

    def _own_op(self, to: str) -> str:
        agent, _, name = to.partition(".")
        known = agent == self._name and name in self._contract.agents[agent].ops
        return name if known else ""


def _caller_source(
    contract: Contract, name: str, bridge: Bridge | None
) -> Callable[[Run], Caller | None]:
    """What makes the caller of a run; an agent without calls needs none, nor its imports."""
    if not contract.agents[name].calls:
        return lambda run: None
    from .peers import Caller, bridge_source

    if bridge is None:
        # While the sandbox starts the CPU is whole and nobody waits yet; nothing is opened.
        from peercontract.bridge import invoke as _invoke  # noqa: F401  # loaded for later
    source = bridge_source(contract, bridge)
    return lambda run: Caller(contract, name, source, run)


def _read_input(op: Op, body: str, run: Run, is_tolerant: bool) -> Any:
    """The input of a call in the mode that it was admitted in."""
    if not is_tolerant:
        return op.input.read(body, "input", max_bytes=op.max_input_bytes)
    value, dropped = op.input.read_tolerant(body, "input", max_bytes=op.max_input_bytes)
    run.dropped_members += dropped
    return value


def _json_text(value: Any) -> str:
    """A bare event's input as text again, to be read like any body."""
    try:
        return canonical(value)
    except ContractError as error:
        raise directed(error, "input") from None


def _check_reply(reply: dict[str, str]) -> None:
    """Raises WireError PC3005 when the client would write more than the platform takes."""
    body, env = reply["body"], reply["env"]
    if (len(body) + len(env) + 64) * 12 < INVOKE_RESPONSE_BYTES_MAX:
        return  # no character takes more than twelve bytes
    _check_carrier(_written_bytes(reply))


def _check_carrier(size: int) -> None:
    if size > INVOKE_RESPONSE_BYTES_MAX:
        problem = f"the reply has {size} bytes, {INVOKE_RESPONSE_BYTES_MAX} fit"
        raise make("PC3005", message=problem)


def _is_ascii_client() -> bool:
    """Whether the platform's client writes replies in ASCII: before 3.12, awslambdaric does."""
    minor = os.environ.get("AWS_EXECUTION_ENV", "").removeprefix("AWS_Lambda_python3.")
    return not (minor.isdigit() and int(minor) >= 12)


def _written_bytes(value: Any) -> int:
    """The bytes of a result as the platform's client will write it."""
    text = json.dumps(value, ensure_ascii=_is_ascii_client())
    return len(text) if text.isascii() else len(text.encode())
