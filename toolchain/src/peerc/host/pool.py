"""All sandboxes of one function: which takes an invocation, how many there are, on which code.

A sandbox runs one invocation at a time, so concurrency is more sandboxes. The last one to become
free is taken first. A new state of the code is a new *generation*: while it is built, invocations
are held; then sandboxes of older generations finish what they run and are closed. Old code never
answers an invocation that came after the change was seen.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine

from peerc.host import errors
from peerc.host.function import Definition
from peerc.host.guest.launch import Launch
from peerc.host.invocation import Hop, Invocation, Outcome
from peerc.host.logs import AgentLog
from peerc.host.platform import Platform
from peerc.host.sandbox import Sandbox

# An answered guest polls `next` within a fraction of this; one that hangs costs a cold start.
RETURN_LIMIT_S = 1.0
HOLD_LIMIT_S = 60.0
HOLD_NOTICE_S = 1.0
OnHop = Callable[[Hop], None]
Waiter = asyncio.Future[Sandbox | None]


class Pool:
    """One function.

    `hold`, `replace` and `fail` follow its builds; `invoke` and `warm` use what is built.
    """

    def __init__(
        self, definition: Definition, platform: Platform, log: AgentLog, on_hop: OnHop | None = None
    ) -> None:
        self.definition = definition
        self.log = log
        self.generation = 0
        self._platform = platform
        self._on_hop = on_hop
        self._launch: Launch | None = None
        self._failure = ""  # first diagnostic of the last build, "" when it went well
        self._built = asyncio.Event()
        self._held_since = platform.clock.monotonic()
        self._held_for = ""
        self._all: set[Sandbox] = set()
        self._idle: list[Sandbox] = []
        self._waiters: deque[Waiter] = deque()
        self._warming: asyncio.Task[None] | None = None
        self._tasks: set[asyncio.Task[None]] = set()  # starts and ends that nobody awaits

    # builds

    def hold(self, reason: str = "") -> None:
        """A change was seen: invocations wait for `replace` or `fail`; `reason` tells them why."""
        self._held_for = reason
        if self._built.is_set():
            self._built.clear()
            self._held_since = self._platform.clock.monotonic()

    def replace(self, definition: Definition, launch: Launch) -> None:
        """The new generation: idle sandboxes go, busy ones after their invocation."""
        self.definition = definition
        self._launch = launch
        self._failure = ""
        self.generation += 1
        self._retire()
        self._built.set()

    def fail(self, problem: str) -> None:
        """The newest state cannot be built: held and new invocations get an error that says so."""
        self._failure = problem
        self._retire()
        self._built.set()

    # use

    async def invoke(self, invocation: Invocation) -> Outcome:
        """Runs one invocation; waits for a build when one is going on.

        `on_hop` hears of its end.
        """
        if self._on_hop is None:
            return await self._run(invocation)
        begun = self._platform.clock.monotonic()
        outcome = await self._run(invocation)
        ms = (self._platform.clock.monotonic() - begun) * 1000
        self._on_hop(
            Hop(
                begun,
                self.definition.agent,
                invocation.operation(),
                outcome.cold,
                ms,
                len(invocation.payload),
                len(outcome.payload),
                outcome.function_error,
            )
        )
        return outcome

    async def _run(self, invocation: Invocation) -> Outcome:
        while True:
            if not self._built.is_set():
                late = await self._hold(invocation)
                if late is not None:
                    return late
            if self._failure:
                return self._refusal(self._failure)
            sandbox = await self._take()
            if sandbox is not None and sandbox.generation == self.generation:
                return await sandbox.run(invocation)
            if sandbox is not None:  # the code changed between hand-out and start
                self._discard(sandbox)

    def warm(self) -> None:
        """Starts one sandbox now, so that a guest that cannot start is seen before it is needed."""
        if self._launch is not None and not self._failure and self._warming is None:
            self._warming = self._spawn(self._warm())

    async def close(self) -> None:
        """Ends every sandbox; returns when their processes are gone."""
        self._retire()
        for sandbox in list(self._all):
            self._discard(sandbox)
        await asyncio.gather(*self._tasks, return_exceptions=True)

    # holding

    async def _hold(self, invocation: Invocation) -> Outcome | None:
        """Waits for the build and says so each second; an outcome when it takes too long."""
        limit = HOLD_LIMIT_S
        deadline_ms = invocation.deadline_ms()
        if deadline_ms is not None:
            limit = min(limit, (deadline_ms - self._platform.clock.now_ms()) / 1000)
        over = self._platform.clock.monotonic() + limit
        while not self._built.is_set():
            now = self._platform.clock.monotonic()
            if now >= over:
                waited = now - self._held_since
                return self._refusal(f"still waiting for {self._awaited()} after {waited:.1f} s")
            try:
                await asyncio.wait_for(self._built.wait(), min(HOLD_NOTICE_S, over - now))
            except TimeoutError:
                waited = self._platform.clock.monotonic() - self._held_since
                self.log.notice(f"waiting for {self._awaited()} ({waited:.1f} s)")
        return None

    def _awaited(self) -> str:
        return self._held_for or f"build of `{self.definition.agent}`"

    def _refusal(self, problem: str) -> Outcome:
        body = errors.build_failed(self.definition.agent, problem).body()
        return Outcome(body, function_error=True)

    # sandboxes

    async def _take(self) -> Sandbox | None:
        """A sandbox: free, about to be free, or new; None when the code changed meanwhile."""
        if self._warming is not None:
            await asyncio.wait({self._warming})
        if self._idle:
            return self._lease(self._idle.pop())
        returning = sum(1 for sandbox in self._all if sandbox.state == "returning")
        external = self.definition.external and bool(self._all)  # its one process is somebody's own
        if external or returning > len(self._waiters):
            waiter: Waiter = asyncio.get_running_loop().create_future()
            self._waiters.append(waiter)
            try:
                return await asyncio.wait_for(waiter, None if external else RETURN_LIMIT_S)
            except TimeoutError:
                pass  # `_free` passes over a waiter that gave up
        return self._lease(self._new())

    def _lease(self, sandbox: Sandbox) -> Sandbox:
        sandbox.leased = True
        return sandbox

    def _new(self) -> Sandbox:
        assert self._launch is not None
        sandbox = Sandbox(
            self.definition, self._launch, self._platform, self.log, self.generation, self._free
        )
        self._all.add(sandbox)
        return sandbox

    def _free(self, sandbox: Sandbox) -> None:
        if sandbox.leased:  # its guest died between hand-out and start: `run` starts another
            return
        if sandbox.generation != self.generation or self._failure:
            self._discard(sandbox)
            return
        while self._waiters:
            waiter = self._waiters.popleft()
            if not waiter.done():
                waiter.set_result(self._lease(sandbox))
                return
        if sandbox not in self._idle:
            self._idle.append(sandbox)

    def _retire(self) -> None:
        self._warming = None
        idle, self._idle = self._idle, []
        for sandbox in idle:
            self._discard(sandbox)
        while self._waiters:
            waiter = self._waiters.popleft()
            if not waiter.done():
                waiter.set_result(None)

    def _discard(self, sandbox: Sandbox) -> None:
        if sandbox not in self._all:
            return
        self._all.discard(sandbox)
        self._spawn(sandbox.close())

    def _spawn(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _warm(self) -> None:
        sandbox = self._new()
        failure = await sandbox.start()
        if sandbox.generation == self.generation:
            self._warming = None
        if failure is None:
            self._free(sandbox)
            return
        self._discard(sandbox)
        text = failure("").decode("utf-8", "replace")
        self.log.start_failure(text, sandbox.last_lines, sandbox.generation)
