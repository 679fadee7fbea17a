"""Calls between agents of this process through the same bytes as over Invoke: for users' tests.

What a handler raises becomes a function error, as it would on the platform.
"""

from __future__ import annotations

import json
from time import time_ns

from peercontract.bridge import Answer, Bridge
from peercontract.core.error_table import INVOKE_RESPONSE_BYTES_MAX
from peercontract.core.errors import make

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    Handler = Callable[[Any, Any], Any]

_TOO_LARGE = (
    "Response payload size exceeded maximum allowed payload size "
    f"({INVOKE_RESPONSE_BYTES_MAX} bytes)."
)


class Memory(Bridge):
    """A bridge to handlers by agent name. Payloads pass as JSON bytes, nothing is shared."""

    __slots__ = ("_handlers", "_served")

    def __init__(self, handlers: Mapping[str, Handler] | None = None) -> None:
        self._handlers = dict(handlers or {})
        self._served = 0

    def add(self, agent: str, handler: Handler) -> None:
        """Calls to `agent` go to `handler(event, context)` from now on."""
        self._handlers[agent] = handler

    def send(self, agent: str, payload: bytes, deadline_ms: int) -> Answer:
        """The answer of `agent`. It runs in the caller's thread: nothing stops it at the deadline.

        Raises WireError PC3006 when no handler was added under that name, CallError PC2103 when
        the handler returned after the deadline.
        """
        if agent not in self._handlers:
            raise make("PC3006", message=f"no handler was added for `{agent}`")
        self._served += 1
        request_id = f"memory-{self._served}"
        function_error = None
        try:
            value = self._handlers[agent](json.loads(payload), None)
        except Exception as error:  # whatever a handler raises is a function error on the platform
            value = _failure(type(error).__name__, str(error))
            function_error = "Unhandled"
        if time_ns() // 1_000_000 > deadline_ms:
            raise make("PC2103", message=f"`{agent}` did not answer before the deadline")
        answer = json.dumps(value).encode()
        if len(answer) > INVOKE_RESPONSE_BYTES_MAX:
            answer = json.dumps(_failure("Function.ResponseSizeTooLarge", _TOO_LARGE)).encode()
            function_error = "Unhandled"
        return Answer(answer, function_error, request_id)


def _failure(kind: str, message: str) -> dict[str, str]:
    return {"errorMessage": message, "errorType": kind}
