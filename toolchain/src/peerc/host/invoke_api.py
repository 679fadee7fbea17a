"""The Invoke API as callers see it: Invoke, GetFunction, ListFunctions in the service's form.

Asynchronous invocations (Event) are accepted, queued and run once, in the background: a failure is
logged; the service's retries, destinations and dead-letter queues are not there yet.
"""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Coroutine, Mapping

from peerc.host import errors
from peerc.host.describe import get_function, list_functions
from peerc.host.errors import ApiError
from peerc.host.events import client_context, parse_event
from peerc.host.function import LATEST, Address, parse_address
from peerc.host.invocation import Invocation, Outcome, new_request_id, new_trace
from peerc.host.platform import Platform
from peerc.host.pool import Pool
from peerc.host.server import Exchange, Header, Server, is_local

JSON = ("content-type", "application/json")
TYPES = ("RequestResponse", "Event", "DryRun")


class InvokeApi:
    """Serves the functions of `pools`, by function name."""

    def __init__(self, pools: Mapping[str, Pool], platform: Platform) -> None:
        self._pools = pools
        self._platform = platform
        self._server = Server(self._serve, errors.SYNC_REQUEST_LIMIT)
        self._tasks: set[asyncio.Task[None]] = set()

    async def open(self, port: int) -> int:
        """Listens on `port` (0: any) and returns it. OSError when it is taken."""
        self._platform.port = await self._server.open(port)
        return self._platform.port

    async def close(self) -> None:
        """Stops listening; invocations still running are given up."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)  # each still answers its caller
        self._server.close()

    def _serve(self, exchange: Exchange) -> None:
        request_id = new_request_id()
        try:
            if not is_local(exchange):
                raise errors.browser_refused()
            self._route(exchange, request_id)
        except ApiError as error:
            refuse(exchange, error, request_id)

    def _route(self, exchange: Exchange, request_id: str) -> None:
        match (exchange.method, *exchange.segments()):
            case ("POST", "2015-03-31", "functions", name, "invocations"):
                self._invoke(exchange, name, request_id)
            case ("GET", "2015-03-31", "functions") | ("GET", "2015-03-31", "functions", ""):
                definitions = [pool.definition for pool in self._pools.values()]
                answer = list_functions(definitions, exchange.parameters(), self._platform.place)
                exchange.respond(200, (JSON, ("x-amzn-RequestId", request_id)), answer)
            case ("GET", "2015-03-31", "functions", name):
                address, pool = self._find(exchange, name, None)
                answer = get_function(pool.definition, address, self._platform.place)
                exchange.respond(200, (JSON, ("x-amzn-RequestId", request_id)), answer)
            case _:
                raise errors.path_not_found(exchange.path)

    def _find(self, exchange: Exchange, name: str, unsaid: str | None) -> tuple[Address, Pool]:
        """The function by any of its names; a refusal shows `unsaid` where no qualifier came."""
        place = self._platform.place
        qualifier = exchange.parameters().get("Qualifier") if exchange.query else None
        address = parse_address(name, qualifier, place)
        pool = self._pools.get(address.name)
        if pool is None or address.qualifier not in (None, LATEST):
            raise errors.function_not_found(place.arn(address.name, address.qualifier or unsaid))
        return address, pool

    def _invoke(self, exchange: Exchange, name: str, request_id: str) -> None:
        address, pool = self._find(exchange, name, LATEST)
        kind = exchange.header("x-amz-invocation-type") or "RequestResponse"
        if kind not in TYPES:
            raise errors.unknown_invocation_type(kind)
        limit = errors.EVENT_REQUEST_LIMIT if kind == "Event" else errors.SYNC_REQUEST_LIMIT
        if exchange.size > limit:
            raise errors.request_too_large(kind, exchange.size)
        invocation = self._invocation(exchange, address, kind, request_id)
        accepted = (("x-amzn-RequestId", request_id), ("X-Amz-Executed-Version", LATEST))
        if kind == "RequestResponse":
            self._spawn(self._answer(exchange, pool, invocation))
        elif kind == "Event":
            exchange.respond(202, accepted[:1])
            self._spawn(self._run_queued(pool, invocation))
        else:
            exchange.respond(204, accepted)

    def _invocation(
        self, exchange: Exchange, address: Address, kind: str, request_id: str
    ) -> Invocation:
        context = exchange.header("x-amz-client-context") if kind == "RequestResponse" else None
        now_s = self._platform.clock.now_ms() // 1000
        return Invocation(
            request_id=request_id,
            arn=self._platform.place.arn(address.name, address.qualifier),
            payload=exchange.body or b"{}",
            event=parse_event(exchange.body),
            trace=exchange.header("x-amzn-trace-id") or new_trace(now_s),
            client_context=None if context is None else client_context(context),
            wants_log=kind == "RequestResponse" and exchange.header("x-amz-log-type") == "Tail",
        )

    async def _answer(self, exchange: Exchange, pool: Pool, invocation: Invocation) -> None:
        try:
            outcome = await pool.invoke(invocation)
        except BaseException as error:
            reason = "it is stopping" if isinstance(error, asyncio.CancelledError) else repr(error)
            failure = errors.service_failure(f"the host gave up this invocation: {reason}")
            refuse(exchange, failure, invocation.request_id)
            raise
        exchange.respond(200, answer_headers(invocation, outcome), outcome.payload)

    async def _run_queued(self, pool: Pool, invocation: Invocation) -> None:
        outcome = await pool.invoke(invocation)
        if outcome.function_error:
            text = outcome.payload.decode("utf-8", "replace")
            pool.log.notice(f"asynchronous invocation {invocation.request_id} failed: {text}")

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def answer_headers(invocation: Invocation, outcome: Outcome) -> list[Header]:
    """The headers of a 200; a function error is one too, with X-Amz-Function-Error."""
    headers = [
        JSON,
        ("x-amzn-RequestId", invocation.request_id),
        ("X-Amz-Executed-Version", LATEST),
        ("X-Amzn-Trace-Id", invocation.trace),
    ]
    if outcome.function_error:
        headers.append(("X-Amz-Function-Error", "Unhandled"))
    if invocation.wants_log:
        headers.append(("X-Amz-Log-Result", base64.b64encode(outcome.log).decode("ascii")))
    return headers


def refuse(exchange: Exchange, error: ApiError, request_id: str) -> None:
    """Answers with an error in the service's form."""
    headers = (JSON, ("x-amzn-RequestId", request_id), ("x-amzn-ErrorType", error.code))
    exchange.respond(error.status, headers, error.body)
