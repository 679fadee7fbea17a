"""Saves become new generations: what they touch is held, built anew, then put in place.

A save during a build cancels it; there is never a queue of builds. A save of the contract or of
`peer.toml` concerns every agent: all are held, stubs are written again, and all change together.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable
from pathlib import Path

from watchfiles import Change, DefaultFilter, awatch

from peerc.host import projects
from peerc.host.function import BadDefinition
from peerc.host.host import Host
from peerc.host.projects import Loaded, Result

STEP_MS = 50  # quiet time after which a save counts as complete
# Folders that builds and tools write into: watching them would rebuild for ever.
WRITTEN = (".peer", "target", "dist", "build", ".cache", ".ruff_cache", ".venv", "venv")
RUST_SOURCES = {".rs", ".toml", ".lock"}
SHARED_SOURCES = (".py", ".js", ".mjs", ".cjs", ".json")
Load = Callable[[], Result]
Show = Callable[[Result], None]


class SourceFilter(DefaultFilter):
    """What people edit: no caches, build output, stubs of ours or editor's temporary files."""

    ignore_dirs = (*DefaultFilter.ignore_dirs, *WRITTEN)

    def __init__(self) -> None:
        super().__init__()
        self.stubs: set[str] = set()
        self.roots: list[Path] = []

    def __call__(self, change: Change, path: str) -> bool:
        """Whether a change of `path` is news (watchfiles' interface).

        Names are judged below the innermost root: a project may itself lie in a folder `build`.
        """
        inner = [root for root in self.roots if root in Path(path).parents]
        below = (
            str(Path(path).relative_to(max(inner, key=lambda r: len(r.parts)))) if inner else path
        )
        return path not in self.stubs and super().__call__(change, below)


class Reloader:
    """Keeps a host on the newest state of a project.

    `load` reads it anew, `show` prints its findings.
    """

    def __init__(self, host: Host, project: Loaded, load: Load, show: Show) -> None:
        self._host = host
        self._project = project
        self._load = load
        self._show = show
        self._filter = SourceFilter()
        self._valid = True  # the project's own files; while they are not, no agent is built
        # By function name; "" is the whole project.
        self._builds: dict[str, asyncio.Task[None]] = {}

    def start(self) -> None:
        """Begins to write the stubs and to build every function for the first time."""
        self._start("", self._guarded(lambda: self._put_project(self._project)))

    async def watch(self, stop: asyncio.Event) -> None:
        """Follows the project's files until `stop` is set."""
        async for paths in self._saves(stop):
            self.saved(paths)

    def saved(self, paths: Iterable[Path]) -> None:
        """These files changed: holds what they concern at once, and starts to build it."""
        paths = list(paths)
        whole = {self._project.contract_path, self._project.file} & set(paths)
        if whole or "" in self._builds or not self._valid:
            self._hold_project()
            return
        for name in self._touched(paths):
            self._cancel(name)
            self._host.pools[name].hold()
            self._start(name, self._rebuild(name))

    async def close(self) -> None:
        """Cancels every build and waits for its end."""
        builds = list(self._builds.values())
        for build in builds:
            build.cancel()
        await asyncio.gather(*builds, return_exceptions=True)

    def _saves(self, stop: asyncio.Event) -> AsyncIterator[list[Path]]:
        roots = {self._project.folder, self._project.contract_path.parent}
        roots |= {definition.folder for definition in self._project.definitions}
        self._filter.roots = list(roots)
        outer = [root for root in roots if not any(other in root.parents for other in roots)]
        changes = awatch(*outer, watch_filter=self._filter, step=STEP_MS, stop_event=stop)
        return _paths(changes)

    def _touched(self, paths: list[Path]) -> set[str]:
        """The functions whose code one of the files is part of.

        A file outside every agent's folder may be imported by any; a Rust source in one may be
        part of another's crate.
        """
        touched = set()
        pools = self._host.pools.values()
        for path in paths:
            owners = {p.definition.name for p in pools if p.definition.folder in path.parents}
            if not owners and path.suffix in SHARED_SOURCES:
                owners = {p.definition.name for p in pools}
            elif path.suffix in RUST_SOURCES:
                owners |= {p.definition.name for p in pools if p.definition.language == "rust"}
            touched |= owners
        return touched

    # builds

    def _start(self, name: str, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._builds[name] = task
        task.add_done_callback(lambda done: self._ended(name, done))

    def _ended(self, name: str, task: asyncio.Task[None]) -> None:
        if self._builds.get(name) is task:
            del self._builds[name]

    def _cancel(self, name: str) -> None:
        build = self._builds.pop(name, None)
        if build is not None:
            build.cancel()

    def _hold_project(self) -> None:
        for name in list(self._builds):
            self._cancel(name)
        for pool in self._host.pools.values():
            pool.hold(f"a valid {self._project.contract_path.name}")
        self._start("", self._guarded(self._reload_project))

    async def _guarded(self, work: Callable[[], Coroutine[None, None, None]]) -> None:
        """Until `work` ends well the project is not valid: a file may be gone for a moment."""
        self._valid = False
        try:
            await work()
        except Exception as error:  # whatever it is: a held invocation must not wait for it
            self._host.platform.say(_problem(error))
            self._fail(self._host.pools, error)

    async def _rebuild(self, name: str) -> None:
        definition = self._host.pools[name].definition
        try:
            self._host.put(definition, await self._host.prepare(definition))
        except Exception as error:  # as above
            self._host.platform.say(_problem(error))
            self._fail([name], error)

    def _fail(self, names: Iterable[str], error: Exception) -> None:
        for name in names:
            self._host.pools[name].fail(_problem(error))

    async def _reload_project(self) -> None:
        result = self._load()
        self._show(result)
        if result.project is not None:
            await self._put_project(result.project)

    async def _put_project(self, project: Loaded) -> None:
        """One barrier: everything is built before anything of it is put in place."""
        stubs = projects.write_stubs(project)
        self._filter.stubs = {str(path) for path in stubs}
        self._project = project
        prepared = await asyncio.gather(*(self._host.prepare(d) for d in project.definitions))
        for definition, built in zip(project.definitions, prepared, strict=True):
            self._host.put(definition, built)
        await self._host.drop_others(definition.name for definition in project.definitions)
        self._valid = True


def _problem(error: Exception) -> str:
    """What stopped a build, in one line."""
    if isinstance(error, OSError):
        return f"error[PC7001]: {error.filename}: {error.strerror}"
    if isinstance(error, BadDefinition):
        return f"error[{error.code}]: {error}"
    return f"error[PC6006]: {type(error).__name__}: {error}"


async def _paths(changes: AsyncIterator[set[tuple[Change, str]]]) -> AsyncIterator[list[Path]]:
    async for change in changes:
        yield [Path(path) for _, path in change]
