"""One execution environment: guest process, Runtime API, scratch folder, one call at a time.

    cold ──start──▶ starting ──next──▶ free ──run──▶ busy ──answer──▶ returning ──next──▶ free
      ▲                                                │                  │
      └────────────── the process ended ◀── timeout ───┴──────────────────┘

The environment outlives its process: after a crash or a timeout the next invocation starts a new
one over the same scratch folder (on Lambda /tmp survives, memory does not). A sandbox counts as
free only when its guest polls `next`: a client may exit after it has answered (awslambdaric does,
after a 413).
"""

from __future__ import annotations

import asyncio
import math
import secrets
import shutil
from collections import deque
from collections.abc import Callable

from peerc.host import errors
from peerc.host.clock import iso
from peerc.host.function import LATEST, Definition
from peerc.host.guest.launch import Launch, environment
from peerc.host.invocation import Invocation, Outcome
from peerc.host.logs import TAIL, AgentLog
from peerc.host.platform import Platform
from peerc.host.process import Process
from peerc.host.runtime_api import RuntimeApi

INIT_LIMIT_S = (
    10.0  # Lambda's; when it is over, Init is done again under the function's own timeout
)
LAST_LINES = 20
Failure = Callable[[str], bytes]  # why there is no guest: request id -> body of the function error


class Sandbox:
    """`on_free` is called whenever it can take an invocation again, and after its process ended."""

    def __init__(
        self,
        definition: Definition,
        launch: Launch,
        platform: Platform,
        log: AgentLog,
        generation: int,
        on_free: Callable[[Sandbox], None],
    ) -> None:
        self.state = "cold"
        self.leased = False  # handed out for an invocation that is not over
        self.generation = generation
        self.last_lines: deque[str] = deque(maxlen=LAST_LINES)
        self._definition = definition
        self._launch = launch
        self._platform = platform
        self._log = log
        self._on_free = on_free
        self._api = RuntimeApi(self)
        self._address = ""
        self._process: Process | None = None
        self._id = secrets.token_hex(16)
        self._scratch = platform.scratch / self._id
        self._initialised: asyncio.Future[Failure | None] | None = None
        self._init_ms = 0.0
        self._current: _Current | None = None
        self._closed = False
        self._loop = asyncio.get_running_loop()

    # for the pool

    async def start(self, limit_s: float = INIT_LIMIT_S) -> Failure | None:
        """From cold to free, or the failure; then it is cold again.

        An external guest is waited for.
        """
        if self._api.state == "Ready":  # an external guest came before the first invocation
            self.state = "free"
            return None
        await self._end_process()
        self.state = "starting"
        begun = self._platform.clock.monotonic()
        self._initialised = self._loop.create_future()
        try:
            await self._open()
            limit = None if self._definition.external else limit_s
            failure = await asyncio.wait_for(self._initialised, limit)
        except TimeoutError:  # an OSError too, so it comes first
            failure = self._init_timed_out
        except OSError as error:
            failure = _cannot_start(self._launch, error)
        self._initialised = None
        self._init_ms = (self._platform.clock.monotonic() - begun) * 1000
        if failure is not None:
            await self._end_process()
            self.state = "cold"
        return failure

    async def run(self, invocation: Invocation) -> Outcome:
        """Starts the guest when it is cold, hands it the invocation and waits for the answer."""
        cold = self.state != "free"  # it may have died since it was handed out
        left_s = self._definition.timeout_ms / 1000
        if cold:
            failure = await self.start()
            if failure == self._init_timed_out:
                failure = await self.start(left_s)
                left_s -= self._init_ms / 1000  # Init done again spends the invocation's time
            if failure is not None:
                self.leased = False
                self._on_free(self)
                return Outcome(failure(invocation.request_id), function_error=True, cold=True)
        current = _Current(invocation, cold, self._loop.create_future())
        current.left_s = max(left_s, 0.0)
        self._current = current
        self._deliver(current)
        return await current.done

    async def close(self) -> None:
        """Ends the process and the environment; an invocation still running gets an exit error."""
        self._closed = True
        if self._initialised is not None and not self._initialised.done():
            self._initialised.set_result(lambda i: errors.exited(i, 0).body())
        await self._end_process()
        self._api.close()
        shutil.rmtree(self._scratch, ignore_errors=True)

    # what the guest did (runtime_api.Events)

    def guest_ready(self) -> None:
        """It polls `next`: initialised, or through with an invocation."""
        if self._initialised is not None and not self._initialised.done():
            self.state = "free"
            self._initialised.set_result(None)
            return
        self._finish()
        self.state = "free"
        self._on_free(self)

    def guest_left(self) -> None:
        """It hung up: the environment is cold, whatever its process does."""
        self.state = "cold"
        if self._process is not None:  # it broke the protocol; the next invocation starts another
            self._process.kill()

    def guest_answered(self, body: bytes, failed: bool) -> None:
        """The invocation has its result."""
        self._settle(body, failed, "error" if failed else "")

    def guest_overflowed(self) -> None:
        """The invocation's result is that its answer was too large."""
        self._settle(errors.response_too_large().body(), True, "error")

    def guest_failed_to_start(self, body: bytes) -> None:
        """`start` has its failure: the client's own document."""
        if self._initialised is not None and not self._initialised.done():
            self._initialised.set_result(lambda _: body)

    # one invocation

    def _deliver(self, current: _Current) -> None:
        invocation, clock = current.invocation, self._platform.clock
        self.state = "busy"
        current.begun = clock.monotonic()
        if not self._definition.external:  # a person at a breakpoint is not hurried
            current.timer = self._loop.call_later(current.left_s, self._time_out)
        headers = [
            ("Lambda-Runtime-Deadline-Ms", str(clock.now_ms() + int(current.left_s * 1000))),
            ("Lambda-Runtime-Invoked-Function-Arn", invocation.arn),
            ("Lambda-Runtime-Trace-Id", invocation.trace),
        ]
        if invocation.client_context is not None:
            headers.append(("Lambda-Runtime-Client-Context", invocation.client_context))
        self._api.deliver(invocation.request_id, secrets.token_hex(8), headers, invocation.payload)
        self._record(f"START RequestId: {invocation.request_id} Version: {LATEST}")

    def _settle(self, body: bytes, failed: bool, status: str) -> None:
        """The invocation's result is known; its log may still come."""
        current = self._current
        if current is None or current.outcome is not None:
            return
        self.state = "returning"
        self.leased = False
        current.ms = (self._platform.clock.monotonic() - current.begun) * 1000
        current.status = status
        current.outcome = Outcome(body, failed, current.cold)
        if not current.invocation.wants_log and not current.done.done():
            current.done.set_result(current.outcome)

    def _finish(self) -> None:
        """The guest is through with it: END and REPORT, and the caller that waits for the log."""
        current = self._current
        if current is None or current.outcome is None:
            return
        if current.timer is not None:
            current.timer.cancel()
        outcome = current.outcome
        request_id = current.invocation.request_id
        self._record(f"END RequestId: {request_id}")
        self._record(self._report(current))
        self._current = None
        if not current.done.done():
            outcome.log = bytes(current.tail[-TAIL:])
            current.done.set_result(outcome)

    def _report(self, current: _Current) -> str:
        init_ms = self._init_ms if current.cold else 0.0
        peak = self._process.peak_mb() if self._process is not None else current.peak_mb
        line = (
            f"REPORT RequestId: {current.invocation.request_id}\tDuration: {current.ms:.2f} ms\t"
            f"Billed Duration: {math.ceil(current.ms + init_ms)} ms\t"
            f"Memory Size: {self._definition.memory_mb} MB\tMax Memory Used: {peak} MB\t"
        )
        if current.cold:
            line += f"Init Duration: {init_ms:.2f} ms\t"
        return line + (f"Status: {current.status}" if current.status else "")

    def _time_out(self) -> None:
        current = self._current
        if current is None or self._process is None:
            return
        request_id, timeout_ms = current.invocation.request_id, self._definition.timeout_ms
        if current.outcome is not None:  # answered long ago, and never polled `next`
            self._log.notice("answered but did not return in time, and was killed", self.generation)
            self._process.kill()
            return
        error = errors.timed_out(request_id, timeout_ms)
        self._settle(error.body(), True, error.status)
        now = iso(self._platform.clock.now_ms())
        self._record(f"{now} {request_id} Task timed out after {timeout_ms / 1000:.2f} seconds")
        self._log.notice(
            f"timed out after {timeout_ms / 1000:.2f} s and was killed", self.generation
        )
        self._process.kill()

    # the process

    async def _open(self) -> None:
        if not self._address:
            self._scratch.mkdir(parents=True, exist_ok=True)
            self._address = await self._api.open()
        if self._definition.external:
            return self._log.progress(
                f"external: start it with AWS_LAMBDA_RUNTIME_API={self._address}"
            )
        env = environment(
            self._definition, self._launch, self._platform, self._address, self._id, self._scratch
        )
        self._process = Process(self._launch, env, self._line, self._process_ended)
        return None

    async def _end_process(self) -> None:
        if self._process is not None:
            await self._process.stop()
        self._api.reset()

    def _process_ended(self, returncode: int) -> None:
        process, self._process = self._process, None
        self._api.reset()
        if self._initialised is not None and not self._initialised.done():
            self._initialised.set_result(lambda i: errors.exited(i, returncode).body())
            return
        if self.state == "starting":  # start() has its failure already and cleans up
            return
        if self._current is not None:
            self._current.peak_mb = process.peak_mb() if process is not None else 0
            if self._current.outcome is None:
                error = errors.exited(self._current.invocation.request_id, returncode)
                self._log.notice(error.message.partition("Error: ")[2], self.generation)
                self._settle(error.body(), True, error.status)
            self._finish()
        self.state = "cold"
        if not self._closed:
            self._on_free(self)

    def _init_timed_out(self, request_id: str) -> bytes:
        return errors.timed_out(request_id, self._definition.timeout_ms).body()

    # log

    def _line(self, stream: str, level: str, text: str) -> None:
        current = self._current
        self.last_lines.append(text)
        if current is not None and current.invocation.wants_log:
            current.tail += text.encode() + b"\n"
            del current.tail[: -2 * TAIL]
        request_id = current.invocation.request_id if current is not None else ""
        self._log.line(text, stream, self.generation, request_id, level)

    def _record(self, text: str) -> None:
        current = self._current
        assert current is not None
        if current.invocation.wants_log:
            current.tail += text.encode() + b"\n"
        self._log.record(text, self.generation, current.invocation.request_id)


class _Current:
    """The invocation a sandbox works on.

    `begun` seconds, `left_s` what it may take, `ms` until the answer, `tail` its last log bytes.
    """

    __slots__ = (
        "begun",
        "cold",
        "done",
        "invocation",
        "left_s",
        "ms",
        "outcome",
        "peak_mb",
        "status",
        "tail",
        "timer",
    )

    def __init__(self, invocation: Invocation, cold: bool, done: asyncio.Future[Outcome]) -> None:
        self.invocation = invocation
        self.cold = cold
        self.done = done
        self.begun = 0.0
        self.left_s = 0.0
        self.ms = 0.0
        self.peak_mb = 0
        self.status = ""
        self.outcome: Outcome | None = None
        self.tail = bytearray()
        self.timer: asyncio.TimerHandle | None = None


def _cannot_start(launch: Launch, error: OSError) -> Failure:
    text = f"fork/exec {launch.command[0]}: {(error.strerror or str(error)).lower()}"
    return lambda request_id: errors.cannot_start(request_id, text).body()
