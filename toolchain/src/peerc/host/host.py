"""The host as one thing: functions, their builds, the Invoke API in front; opened once."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from peerc.host.function import Definition, check
from peerc.host.guest.launch import BuildFailed, Launch, preparer
from peerc.host.invoke_api import InvokeApi
from peerc.host.logs import Journal
from peerc.host.orphans import Watcher
from peerc.host.platform import Platform
from peerc.host.pool import OnHop, Pool

PORT_TRIES = 20
BUILD_NOTICE_S = 2.0


class Host:
    """Needs a running loop on the main thread.

    Raises BadDefinition for a definition Lambda would refuse.
    """

    def __init__(
        self,
        definitions: Iterable[Definition],
        platform: Platform,
        journal: Journal,
        on_hop: OnHop | None = None,
    ) -> None:
        self.platform = platform
        self.journal = journal
        self.pools: dict[str, Pool] = {}
        self._on_hop = on_hop
        self._api = InvokeApi(self.pools, platform)
        self._watcher: Watcher | None = None
        for definition in definitions:
            self.add(definition)

    def add(self, definition: Definition) -> Pool:
        """Makes room for one more function; its invocations wait until it is built."""
        check(definition)
        log = self.journal.of(definition.agent)
        pool = Pool(definition, self.platform, log, self._on_hop)
        self.pools[definition.name] = pool
        return pool

    async def open(self, port: int = 0) -> None:
        """Listens on `port`, or on one of the next 19 that is free. OSError when none is."""
        clear_scratch(self.platform.scratch.parent)
        self._watcher = Watcher(self.platform.marker)
        for candidate in range(port, port + PORT_TRIES):
            try:
                await self._api.open(candidate)
                return
            except OSError:
                if port == 0 or candidate == port + PORT_TRIES - 1:
                    raise

    async def prepare(self, definition: Definition) -> Launch | BuildFailed:
        """Builds the newest state without putting it in place; a failure is logged and returned."""
        log = self.journal.of(definition.agent)
        begun = self.platform.clock.monotonic()
        notice = asyncio.get_running_loop().call_later(
            BUILD_NOTICE_S, log.notice, "building; a first build takes longer than the next ones"
        )
        try:
            launch = await preparer(definition.language)(definition, self.platform)
        except BuildFailed as failure:
            log.notice(f"error[{failure.code}]: building `{definition.agent}` failed\n{failure}")
            return failure
        finally:
            notice.cancel()
        ms = (self.platform.clock.monotonic() - begun) * 1000
        log.progress(f"built in {ms:.0f} ms")
        return launch

    def put(self, definition: Definition, built: Launch | BuildFailed, warm: bool = True) -> None:
        """Makes what `prepare` gave the new generation; `warm` starts one guest of it."""
        pool = self.pools.get(definition.name) or self.add(definition)
        if isinstance(built, BuildFailed):
            pool.fail(built.first)
        else:
            pool.replace(definition, built)
            if warm:
                pool.warm()

    async def drop_others(self, names: Iterable[str]) -> None:
        """Closes every function that is not among `names`: it has left the project."""
        kept = set(names)
        gone = [self.pools.pop(name) for name in list(self.pools) if name not in kept]
        await asyncio.gather(*(pool.close() for pool in gone))

    async def close(self) -> None:
        """Ends all guests within two seconds and forgets their scratch folders."""
        await self._api.close()
        await asyncio.gather(*(pool.close() for pool in self.pools.values()))
        if self._watcher is not None:
            # Its pipe breaks, and it kills descendants that left their group.
            await asyncio.to_thread(self._watcher.close)
        shutil.rmtree(self.platform.scratch, ignore_errors=True)
        self.journal.close()


def clear_scratch(folder: Path) -> None:
    """Removes what hosts that were killed left: each has a folder named by its process id."""
    for left in folder.glob("[0-9]*"):
        try:
            os.kill(int(left.name), 0)
        except ProcessLookupError:
            shutil.rmtree(left, ignore_errors=True)
        except PermissionError:  # somebody else's live process
            continue
