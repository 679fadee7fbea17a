"""One event on its way to a function, and what became of it: what every room passes on."""

from __future__ import annotations

import json
import secrets
import uuid
from dataclasses import dataclass


@dataclass(slots=True)
class Invocation:
    """`arn` carries the qualifier the caller used; `event` is the payload, parsed by the host.

    `wants_log`: the caller asked for the last 4 KB of log, so its answer waits until they are
    known.
    """

    request_id: str
    arn: str
    payload: bytes
    event: object
    trace: str
    client_context: str | None = None
    wants_log: bool = False

    def operation(self) -> str:
        """The op an agent's event asks for (spec/wire.md), or "" for any other event."""
        if not isinstance(self.event, dict):
            return ""
        op = self.event.get("op")
        if isinstance(op, str):
            return op
        return str(self._envelope().get("to", "")).rpartition(".")[2]

    def deadline_ms(self) -> int | None:
        """The caller's own deadline in ms since 1970, where the event's envelope names one."""
        found = self._envelope().get("deadline_ms")
        return found if isinstance(found, int) else None

    def _envelope(self) -> dict[str, object]:
        text = self.event.get("env") if isinstance(self.event, dict) else None
        if not isinstance(text, str):
            return {}
        try:
            envelope = json.loads(text)
        except ValueError:
            return {}
        return envelope if isinstance(envelope, dict) else {}


@dataclass(slots=True)
class Outcome:
    """What the caller gets.

    `function_error`: X-Amz-Function-Error is set; `cold`: a process was started.

    `log` is at most the last 4,096 bytes, and empty unless the invocation asked for it.
    """

    payload: bytes
    function_error: bool = False
    cold: bool = False
    log: bytes = b""


@dataclass(frozen=True, slots=True)
class Hop:
    """One finished invocation as `peerc run --timing` shows it; `ms` from request to answer.

    `begun` is the host's monotonic clock in seconds: hops end in another order than they begin.
    """

    begun: float
    agent: str
    op: str
    cold: bool
    ms: float
    bytes_in: int
    bytes_out: int
    function_error: bool


def new_request_id() -> str:
    """A request id as the service gives them: a random UUID."""
    return str(uuid.uuid4())


def new_trace(now_s: int) -> str:
    """A trace header of the platform's form for an event that came without one."""
    return f"Root=1-{now_s:08x}-{secrets.token_hex(12)};Parent={secrets.token_hex(8)};Sampled=0"
