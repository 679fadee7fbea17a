"""From the PATH of a command to the contract, and the peer.toml, that it means."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from peerc.cli.output import Failure
from peerc.compiler import ir, pipeline, project
from peerc.compiler.diagnostics import Finding

PROJECT_FILE = "peer.toml"
CONTRACT_FILES = ("contract.yaml", "contract.json")


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was read: `path` is the file; `project` is there when that is a good peer.toml."""

    path: Path
    findings: tuple[Finding, ...]
    contract: ir.Contract | None
    project: project.Project | None

    @property
    def has_errors(self) -> bool:
        """Whether a finding is more than a warning."""
        return any(finding.level == "error" for finding in self.findings)


def load(path: Path) -> Loaded:
    """Reads a contract, or a peer.toml and its contract. Raises Failure PC7001."""
    path = _find(path)
    try:
        if path.suffix == ".toml":
            found = project.load(path)
            return Loaded(path, found.findings, found.contract, found.project)
        result = pipeline.load(path)
        return Loaded(path, result.findings, result.contract, None)
    except OSError as error:
        raise _unreadable(path, error.strerror or "it is not a file") from None


def written(path: Path) -> pipeline.Result:
    """Reads a contract alone, of a peer.toml the one that it names. Raises Failure PC7001."""
    path = _find(path)
    if path.suffix == ".toml":
        path = contract_path(path)
    try:
        return pipeline.load(path)
    except OSError as error:
        raise _unreadable(path, error.strerror or "it is not a file") from None


def contract_path(project_file: Path) -> Path:
    """The contract that a peer.toml names, which may have errors still."""
    try:
        with project_file.open("rb") as file:
            contract = tomllib.load(file).get("contract", CONTRACT_FILES[0])
    except (OSError, ValueError):
        contract = CONTRACT_FILES[0]
    return project_file.parent / str(contract)


def nearest_project() -> Path:
    """The working folder, or the nearest folder above it that has a peer.toml."""
    here = Path()
    above = (path for path in here.resolve().parents if (path / PROJECT_FILE).is_file())
    return here if (here / PROJECT_FILE).is_file() else next(above, here)


def contract_of(path: Path) -> Path:
    """The contract file that PATH names or a folder holds."""
    if not path.is_dir():
        return path
    for name in CONTRACT_FILES:
        if (path / name).is_file():
            return path / name
    raise _unreadable(path / CONTRACT_FILES[0], "there is no such file")


def _find(path: Path) -> Path:
    """A folder stands for the peer.toml in it, else for the contract in it."""
    if path.is_dir() and (path / PROJECT_FILE).is_file():
        return path / PROJECT_FILE
    return contract_of(path)


def _unreadable(path: Path, problem: str) -> Failure:
    hint = "name a contract, a peer.toml or their folder, or run `peerc init NAME`"
    return Failure("PC7001", path=str(path), problem=problem, suggestion=hint)
