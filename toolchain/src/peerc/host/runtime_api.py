"""The Runtime API 2018-06-01 of ONE sandbox, on its own loopback port, as AWS's clients speak it.

The guest polls `next`, gets an event, posts `response` or `error`, polls again; before its first
`next` it may post `init/error`. The endpoint keeps that protocol and tells the sandbox what
happened; it knows no timeouts and no processes. Nothing here awaits: each request is answered in
the callback it came by.
"""

from __future__ import annotations

from typing import Protocol

from peerc.host import errors
from peerc.host.server import Exchange, Server, is_local

PREFIX = "/2018-06-01/runtime/"
# awslambdaric 4.2.2 dies of a segmentation fault when `next` comes without a Content-Type.
JSON = ("content-type", "application/json")
# Errors may carry a stack; they share the response's limit.
BODY_LIMIT = errors.RESPONSE_LIMIT


class Events(Protocol):
    """What a sandbox hears of its guest."""

    def guest_ready(self) -> None:
        """The guest polls `next` and has nothing to do; the first time: it has initialised."""

    def guest_left(self) -> None:
        """It hung up while it waited for an event."""

    def guest_answered(self, body: bytes, failed: bool) -> None:
        """The current invocation has its answer: output, or the client's error document."""

    def guest_overflowed(self) -> None:
        """The answer was over the limit and was refused with 413."""

    def guest_failed_to_start(self, body: bytes) -> None:
        """`init/error`: the handler could not be loaded; `body` is the client's error document."""


class RuntimeApi:
    """The guest's side of one sandbox.

    `state` is Init, Ready, Running or Answered, in RIE's words in refusals.
    """

    def __init__(self, events: Events) -> None:
        self._events = events
        self._server = Server(self._serve, BODY_LIMIT)
        self._poll: Exchange | None = None
        self._request_id = ""
        self._nonce = ""
        self.state = "Init"

    async def open(self) -> str:
        """Listens; returns `host:port` for AWS_LAMBDA_RUNTIME_API."""
        return f"127.0.0.1:{await self._server.open()}"

    def reset(self) -> None:
        """The guest is gone or about to be replaced: back to Init, late answers are refused."""
        self._poll = None
        self._request_id = self._nonce = ""
        self.state = "Init"

    def close(self) -> None:
        """Stops listening; a waiting guest loses its connection."""
        self._server.close()

    def deliver(
        self, request_id: str, nonce: str, headers: list[tuple[str, str]], body: bytes
    ) -> None:
        """Answers the waiting `next`.

        Only when the guest is Ready. `nonce`: one a delivery (Invocation-Id).
        """
        assert self._poll is not None
        poll, self._poll = self._poll, None
        self._request_id, self._nonce = request_id, nonce
        self.state = "Running"
        head = [JSON, ("Lambda-Runtime-Aws-Request-Id", request_id)]
        head.append(("Lambda-Runtime-Invocation-Id", nonce))
        poll.respond(200, head + headers, body)

    # requests of the guest

    def _serve(self, exchange: Exchange) -> None:
        if not is_local(exchange):
            text = "the Runtime API answers programs of this machine, no web page"
            refuse(exchange, errors.runtime_refusal(403, "Forbidden", text))
            return
        route = exchange.path.removeprefix(PREFIX).split("/")
        match (exchange.method, *route):
            case ("GET", "invocation", "next"):
                self._next(exchange)
            case ("POST", "invocation", request_id, "response"):
                self._answer(exchange, request_id, failed=False)
            case ("POST", "invocation", request_id, "error"):
                self._answer(exchange, request_id, failed=True)
            case ("POST", "init", "error"):
                self._init_error(exchange)
            case _:
                refuse(
                    exchange,
                    errors.runtime_refusal(404, "NotFound", f"no such path: {exchange.path}"),
                )

    def _next(self, exchange: Exchange) -> None:
        if self.state == "Running" or self._poll is not None:
            return refuse(exchange, errors.invalid_transition(self.state, "Ready"))
        self.state = "Ready"
        self._poll = exchange
        exchange.on_lost = self._poll_lost
        return self._events.guest_ready()

    def _poll_lost(self) -> None:
        self.reset()
        self._events.guest_left()

    def _answer(self, exchange: Exchange, request_id: str, failed: bool) -> None:
        wanted = "InvocationErrorResponse" if failed else "InvocationResponse"
        nonce = exchange.header("lambda-runtime-invocation-id")
        if nonce is not None and nonce != self._nonce:
            return refuse(exchange, errors.stale_invocation_id())
        if self.state != "Running":
            return refuse(exchange, errors.invalid_transition(self.state, wanted))
        if request_id != self._request_id:
            return refuse(exchange, errors.invalid_request_id())
        self.state = "Answered"
        if exchange.size > BODY_LIMIT:
            refuse(exchange, errors.response_refused())
            return self._events.guest_overflowed()
        accept(exchange)
        return self._events.guest_answered(exchange.body, failed)

    def _init_error(self, exchange: Exchange) -> None:
        if self.state != "Init":
            return refuse(exchange, errors.invalid_transition(self.state, "InitError"))
        accept(exchange)
        return self._events.guest_failed_to_start(exchange.body)


def accept(exchange: Exchange) -> None:
    """Answers 202, as the Runtime API does to every post it takes."""
    exchange.respond(202, (JSON,), errors.STATUS_OK)


def refuse(exchange: Exchange, refusal: errors.Refusal) -> None:
    """Answers with a refusal in the Runtime API's form."""
    status, body = refusal
    exchange.respond(status, (JSON,), body)
