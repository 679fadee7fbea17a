"""Replies and function errors: what a caller makes of an answer's bytes."""

from __future__ import annotations

import json

from ..errors import PeerError, make
from .error_text import from_wire
from .request import NO_HOP, control, is_contract, is_state

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from ..errors import DeclaredError


class Reply:
    """A reply read: `status` is done, failed or refused, `error` is None for done.

    `state`: where the callee left the run, None where its contract has no `run`.
    """

    __slots__ = ("contract", "error", "state", "status")

    def __init__(
        self, status: str, contract: str, error: PeerError | None, state: str | None
    ) -> None:
        self.status = status
        self.contract = contract
        self.error = error
        self.state = state


def build_reply(contract_id: str, hop_id: str, status: str, state: str | None = None) -> str:
    """The `env` text of a reply."""
    stands = f'"state":"{state}",' if state is not None else ""
    return (
        f'{{"contract":"{contract_id}","hop_id":"{hop_id}","peer":1,{stands}"status":"{status}"}}'
    )


def parse_reply(
    env: str,
    body: str,
    hop_id: str,
    declared: Mapping[str, Callable[[Any], DeclaredError]] | None = None,
) -> Reply:
    """What a reply to the call `hop_id` says; the output of a done one is not read here.

    `declared` makes the op's errors (errors.from_wire). Raises WireError PC3007.
    """
    members = control(env, "PC3007")
    state = members.pop("state", None)
    if members.keys() != {"contract", "hop_id", "peer", "status"} or members["peer"] != 1:
        raise make("PC3007", message="the reply's envelope has other members")
    if state is not None and not is_state(state):
        raise make("PC3007", message="the reply's state is malformed")
    status, answered = members["status"], members["hop_id"]
    if status not in ("done", "failed", "refused") or not is_contract(members["contract"]):
        raise make("PC3007", message="the reply's status or contract is malformed")
    if answered != hop_id and not (answered == NO_HOP and status == "refused"):
        raise make("PC3007", message="the reply answers another call")
    error = None if status == "done" else from_wire(body, declared)
    return Reply(status, members["contract"], error, state)


def parse_answer(payload: bytes) -> tuple[str, str]:
    """The `env` and `body` of a reply's payload. Raises WireError PC3007."""
    try:
        reply = json.loads(payload)
    except (ValueError, RecursionError):
        reply = None
    if type(reply) is dict and reply.keys() == {"body", "env"}:
        env, body = reply["env"], reply["body"]
        if type(env) is str and type(body) is str:
            return env, body
    raise make("PC3007", message="the reply is not {body, env}")


def function_error(payload: bytes, request_id: str) -> PeerError:
    """What the caller makes of a function error: PC2103 for a timeout, else PC2102."""
    try:
        told = json.loads(payload)
    except (ValueError, RecursionError):
        told = None
    kind = told.get("errorType") if isinstance(told, dict) else None
    text = told.get("errorMessage") if isinstance(told, dict) else None
    if kind == "Sandbox.Timedout" or (isinstance(text, str) and "Task timed out" in text):
        return make("PC2103", message="the platform stopped the peer: its time was over")
    error = make("PC2102", message="the peer's runtime did not answer: see the peer's log")
    error.error_type = kind if isinstance(kind, str) else ""
    error.request_id = request_id
    return error
