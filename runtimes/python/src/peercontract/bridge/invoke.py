"""The signed Invoke client: one connection a thread, one send a request, no SDK.

Source: AWS Lambda API `Invoke`; retries and what a status means: spec/wire.md#reply.
"""

from __future__ import annotations

import os
import threading

from peercontract.bridge import Answer, Bridge
from peercontract.bridge.connection import Connection, HttpError, HttpTimeout
from peercontract.bridge.credentials import Provider
from peercontract.bridge.endpoint import lambda_url, region, tls_context
from peercontract.bridge.sigv4 import Signer, invoke_path
from peercontract.core.errors import make

TYPE_CHECKING = False
if TYPE_CHECKING:
    from peercontract.bridge.connection import Reply

_ATTEMPTS = 4
_BASE_MS = 200
_CAP_MS = 10_000


class Invoke(Bridge):
    """Invokes the function `<prefix><agent>` and waits for its answer.

    Reads the environment once, when it is made: endpoint, region, `PEER_PREFIX` before
    `default_prefix`. Raises UsageError PC7004 then when a variable of the platform is missing.
    """

    def __init__(self, default_prefix: str) -> None:
        self._prefix = os.environ.get("PEER_PREFIX", default_prefix)
        self._url = lambda_url()
        self._tls = tls_context() if self._url.is_tls else None
        self._signer = Signer(region())
        self._credentials = Provider()
        self._local = threading.local()

    def send(self, agent: str, payload: bytes, deadline_ms: int) -> Answer:
        """See Bridge.send. Retries a 429 and a connection that was refused, inside the deadline."""
        failed = 0
        while True:
            try:
                reply = self._once(agent, payload, deadline_ms)
                if reply.status != 429:
                    return _answer(agent, reply)
                problem = "it is throttled"
            except HttpError as error:
                if not error.retryable:
                    raise _unreachable(agent, str(error)) from error
                problem = str(error)
            failed += 1
            if failed == _ATTEMPTS or not _sleep(_delay_ms(failed), deadline_ms):
                raise _unreachable(agent, problem)

    def _once(self, agent: str, payload: bytes, deadline_ms: int) -> Reply:
        now_ms = _now_ms()
        left_ms = deadline_ms - now_ms
        if left_ms <= 0:
            raise _late(agent)
        try:
            request = self._request(agent, payload, now_ms, left_ms)
            left_ms = deadline_ms - _now_ms()  # fetching keys takes its share
            return self._connection().request(request, left_ms / 1000)
        except HttpTimeout as error:
            raise _late(agent) from error

    def _request(self, agent: str, payload: bytes, now_ms: int, left_ms: int) -> bytes:
        from time import gmtime, strftime

        timestamp = strftime("%Y%m%dT%H%M%SZ", gmtime(now_ms // 1000))
        credentials = self._credentials.get(now_ms, left_ms)
        path = self._url.path.rstrip("/") + invoke_path(self._prefix + agent)
        headers = {
            "content-type": "application/json",
            "host": self._url.authority,
            "x-amz-date": timestamp,
            "x-amz-invocation-type": "RequestResponse",
        }
        if credentials.token:
            headers["x-amz-security-token"] = credentials.token
        headers["authorization"] = self._signer.authorization(
            credentials, path, headers, payload, timestamp
        )
        trace = os.environ.get("_X_AMZN_TRACE_ID")
        if trace and os.environ.get("AWS_LAMBDA_FUNCTION_NAME"):
            # The lineage by which Lambda stops endless recursion: never changed, never dropped.
            headers["x-amzn-trace-id"] = trace
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        start = f"POST {path} HTTP/1.1\r\n{head}content-length: {len(payload)}\r\n\r\n"
        return start.encode("latin-1") + payload

    def _connection(self) -> Connection:
        """This thread's own: a blocking connection answers one request at a time."""
        kept: Connection | None = getattr(self._local, "connection", None)
        if kept is None:
            kept = Connection(self._url.host, self._url.port, self._tls)
            self._local.connection = kept
        return kept


def _answer(agent: str, reply: Reply) -> Answer:
    if reply.status == 200:
        error = reply.headers.get("x-amz-function-error")
        return Answer(reply.body, error, reply.headers.get("x-amzn-requestid", ""))
    if reply.status == 413:
        raise make("PC3005", message=f"the platform refused the payload for `{agent}` as too large")
    kind = reply.headers.get("x-amzn-errortype", "").partition(":")[0]
    raise _unreachable(agent, f"HTTP {reply.status} {kind}".rstrip())


def _unreachable(agent: str, problem: str) -> Exception:
    return make("PC3006", message=f"`{agent}` could not be reached: {problem}")


def _late(agent: str) -> Exception:
    return make("PC2103", message=f"`{agent}` did not answer before the deadline")


def _delay_ms(failed: int) -> int:
    """Full jitter: anything from 0 to the doubled base, capped."""
    from random import randrange

    return randrange(min(_CAP_MS, _BASE_MS << (failed - 1)))


def _sleep(delay_ms: int, deadline_ms: int) -> bool:
    """Sleeps unless that would pass the deadline; returns whether it did."""
    from time import sleep

    if _now_ms() + delay_ms >= deadline_ms:
        return False
    sleep(delay_ms / 1000)
    return True


def _now_ms() -> int:
    from time import time_ns

    return time_ns() // 1_000_000
