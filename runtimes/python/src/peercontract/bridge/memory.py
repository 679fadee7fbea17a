"""Calls between agents of this process through the same bytes as over Invoke: for users' tests.

What a handler raises becomes a function error, as it would on the platform.
"""

from __future__ import annotations

import json

from peercontract.bridge import Answer, Bridge
from peercontract.core.errors import make

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    Handler = Callable[[Any, Any], Any]


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
        """The answer of `agent`. It runs in the caller's thread, so it keeps the deadline itself.

        Raises WireError PC3006 when no handler was added under that name.
        """
        if agent not in self._handlers:
            raise make("PC3006", message=f"no handler was added for `{agent}`")
        self._served += 1
        request_id = f"memory-{self._served}"
        try:
            value = self._handlers[agent](json.loads(payload), None)
        except Exception as error:  # whatever a handler raises is a function error on the platform
            failure = {"errorMessage": str(error), "errorType": type(error).__name__}
            return Answer(json.dumps(failure).encode(), "Unhandled", request_id)
        return Answer(json.dumps(value).encode(), None, request_id)
