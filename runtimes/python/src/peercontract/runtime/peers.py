"""The calling side: a typed call becomes bytes, what a bridge brings back a value or an error."""

from __future__ import annotations

from json.encoder import encode_basestring as quote

from peercontract.core.envelope import (
    build_request,
    function_error,
    parse_answer,
    parse_reply,
)
from peercontract.core.error_table import INVOKE_REQUEST_BYTES_MAX
from peercontract.core.errors import PeerError, make
from peercontract.core.guards import child
from peercontract.core.trace import child as child_trace

from .run import Run, new_run, now_ms, random_hex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from peercontract.bridge import Bridge
    from peercontract.core.contract import Contract, Op
    from peercontract.core.envelope import Reply


def bridge_source(contract: Contract, bridge: Bridge | None) -> Callable[[], Bridge]:
    """Where calls go: over `bridge`, or over Lambda's Invoke API, whose client is made once."""
    made = bridge

    def source() -> Bridge:
        nonlocal made
        if made is None:
            from peercontract.bridge.invoke import Invoke  # only who calls pays for a client

            made = Invoke(contract.name + "-")
        return made

    return source


class Caller:
    """Calls peers on behalf of one agent and one run; generated `Peers` and clients stand on it.

    `run` is None for a caller outside the contract: each of its calls starts a run.
    """

    __slots__ = ("_bridge", "_contract", "_name", "_run")

    def __init__(
        self, contract: Contract, name: str, bridge: Callable[[], Bridge], run: Run | None
    ) -> None:
        self._contract = contract
        self._name = name
        self._bridge = bridge
        self._run = run

    def call(self, agent: str, op_name: str, value: Any) -> Any:
        """The output of `agent.op_name`. Raises PeerError; `is_from_call` is set on it."""
        op = self._contract.agents[agent].ops[op_name]
        try:
            return self._exchange(agent, op, value)
        except PeerError as error:
            error.agent = error.agent or agent
            error.op = error.op or op_name
            error.is_from_call = True
            raise

    def _exchange(self, agent: str, op: Op, value: Any) -> Any:
        body = op.input.write(value, "input", max_bytes=op.max_input_bytes)
        run = self._run or self._new_run()
        to = f"{agent}.{op.name}"
        share = child(self._contract, self._name, to, run.hops_left, run.deadline_ms, now_ms())
        hop_id = random_hex(8)
        members = {
            "contract": self._contract.id,
            "deadline_ms": share.deadline_ms,
            "from": self._name,
            "hop_id": hop_id,
            "hops_left": share.hops_left,
            "left_ms": share.left_ms,
            "peer": 1,
            "run": run.id,
            "to": to,
            "traceparent": child_trace(run.traceparent, hop_id),
        }
        if run.tracestate is not None:
            members["tracestate"] = run.tracestate
        if op.interface_id:
            members["interface"] = op.interface_id
        sent = run.state
        if sent is not None:
            members["state"] = sent
        payload = pack(build_request(members), body)
        answer = self._bridge().send(agent, payload, share.deadline_ms)
        if answer.function_error is not None:
            raise function_error(answer.payload, answer.request_id)
        env, body = parse_answer(answer.payload)
        reply = parse_reply(env, body, hop_id, op.error_makers())
        self._move(run, sent, reply)
        if reply.error is not None:
            raise reply.error
        if reply.contract == self._contract.id:
            return op.output.read(body, "output", max_bytes=op.max_output_bytes)
        output, dropped = op.output.read_tolerant(body, "output", max_bytes=op.max_output_bytes)
        with run.lock:
            run.dropped_members += dropped
        return output

    def _move(self, run: Run, sent: str | None, reply: Reply) -> None:
        """Takes the callee's state. Where calls at once went apart, an own error is told first."""
        if sent is None or run.state is None or reply.state is None:
            return
        from peercontract.core.machine import merge  # a contract without `run` needs none

        try:
            with run.lock:
                run.state = merge(sent, run.state, reply.state)
        except PeerError:
            if reply.error is None:
                raise

    def _new_run(self) -> Run:
        """What a caller outside the contract starts."""
        contract = self._contract
        state = contract.machine.initial if contract.machine else None
        return new_run(contract.hops, now_ms() + contract.deadline_ms, state)


def pack(env: str, body: str) -> bytes:
    """The event's bytes. Raises WireError PC3005 when the platform would refuse them."""
    payload = f'{{"body":{quote(body)},"env":{quote(env)}}}'.encode()
    if len(payload) > INVOKE_REQUEST_BYTES_MAX:
        problem = f"the event has {len(payload)} bytes, {INVOKE_REQUEST_BYTES_MAX} fit"
        raise make("PC3005", message=problem)
    return payload
