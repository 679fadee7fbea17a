"""Outgoing carriers of calls: `invoke` signs and sends over HTTP, `memory` stays in this process.

Nothing here is imported at start but by an agent that has `calls`.
"""

from __future__ import annotations


class Answer:
    """What came back for one invocation: the payload, and what the platform says of it.

    `function_error` is the value of `X-Amz-Function-Error`, None when the runtime itself answered.
    """

    __slots__ = ("function_error", "payload", "request_id")

    def __init__(self, payload: bytes, function_error: str | None, request_id: str) -> None:
        self.payload = payload
        self.function_error = function_error
        self.request_id = request_id


class Bridge:
    """Sends bytes to an agent and waits for the answer: the one interface of every carrier."""

    __slots__ = ()

    def send(self, agent: str, payload: bytes, deadline_ms: int) -> Answer:
        """The answer of `agent` to `payload`, waited for until `deadline_ms` (ms since 1970).

        Raises WireError PC3005 (payload refused as too large) or PC3006 (not reached), CallError
        PC2103 when the deadline passed first: the peer may have run.
        """
        raise NotImplementedError  # an interface; `abc` would be one more import at start
