"""From a project on disk to the functions of the host: `peer.toml` and contract, joined."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from peerc.compiler import ir, stubs
from peerc.compiler import project as project_file
from peerc.compiler.diagnostics import Finding
from peerc.host.function import Definition

PROJECT_FILE = "peer.toml"


@dataclass(frozen=True, slots=True)
class Loaded:
    """A project whose files are without errors.

    `contract_path` and `file` are the sources to watch.
    """

    file: Path
    contract_path: Path
    contract: ir.Contract
    definitions: tuple[Definition, ...]

    @property
    def folder(self) -> Path:
        """The folder that holds the project file."""
        return self.file.parent


@dataclass(frozen=True, slots=True)
class Result:
    """`project` is None when a finding is an error."""

    project: Loaded | None
    findings: tuple[Finding, ...]


def load(path: Path, external: tuple[str, ...] = ()) -> Result:
    """Reads the project at `path`, a `peer.toml` or its folder.

    Raises OSError for a file that cannot be read.

    `external` names agents whose processes somebody else starts.
    """
    file = (path / PROJECT_FILE if path.is_dir() else path).resolve()
    loaded = project_file.load(file)
    if loaded.project is None:
        return Result(None, loaded.findings)
    project, contract = loaded.project, loaded.project.contract
    languages = {agent.names.wire: agent.language for agent in contract.agents}
    prefix = function_prefix(contract)
    definitions = tuple(
        Definition(
            name=prefix + name,
            agent=name,
            language=languages[name],
            folder=place.source,
            handler=place.handler,
            timeout_ms=place.timeout_ms,
            memory_mb=place.memory_mb,
            env=dict(place.env),
            external=name in external,
        )
        for name, place in project.agents.items()
    )
    found = Loaded(file, project.contract_path.resolve(), contract, definitions)
    return Result(found, loaded.findings)


def function_prefix(contract: ir.Contract) -> str:
    """What stands before an agent's name in its function's: PEER_PREFIX, or the contract's name."""
    return os.environ.get("PEER_PREFIX", f"{contract.name}-")


def write_stubs(project: Loaded) -> list[Path]:
    """Writes the stubs that differ from what is on disk; returns the paths of all of them."""
    places = {one.agent: one.folder for one in project.definitions}
    files = stubs.wanted(project.contract, places)
    for path, content in files.items():
        if path.is_file() and path.read_text(encoding="utf-8") == content:
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return list(files)


def reachable(contract: ir.Contract, agent: str) -> set[str]:
    """`agent` and every agent that a chain of calls from it can reach."""
    calls = {a.names.wire: {call.agent for call in a.calls} for a in contract.agents}
    found, left = set(), {agent}
    while left:
        name = left.pop()
        found.add(name)
        left |= calls.get(name, set()) - found
    return found
