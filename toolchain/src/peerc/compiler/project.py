"""`peer.toml`: where the agents of a contract run; read, and checked against the contract."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from peerc.compiler import ir
from peerc.compiler.diagnostics import Finding, Findings, Source, suggest
from peerc.compiler.environment import check_environment
from peerc.compiler.pipeline import Result as ContractResult
from peerc.compiler.pipeline import load as load_contract
from peerc.compiler.settings import Settings, Table
from peerc.compiler.toml_places import places

SOURCE_BYTES_MAX = 65_536
LINE_BYTES_MAX = 16_384  # a key costs the square of its dots; an environment has 4,096 bytes

FUNCTION_NAME_MAX = 64  # spec/limits.json
MEMORY_DEFAULT_MB, MEMORY_MIN_MB, MEMORY_MAX_MB = 512, 128, 10_240
TIMEOUT_MAX_MS = 900_000
HANDLER_MAX = 128  # AWS Lambda API: Handler
HANDLERS = {"python": "app.handler", "javascript": "index.handler", "rust": "bootstrap"}
_TOP = ("peer", "contract", "defaults", "agents")
_DEFAULTS = ("placement", "memory_mb", "timeout_ms")
_AGENT = ("source", "handler", "timeout_ms", "memory_mb", "placement", "env")


@dataclass(frozen=True, slots=True)
class AgentPlace:
    """Where one agent runs. `source` is absolute; `timeout_ms` is the function's, not an op's."""

    source: Path
    handler: str
    timeout_ms: int
    memory_mb: int
    env: Mapping[str, str]
    placement: str  # apart


@dataclass(frozen=True, slots=True)
class Project:
    """A checked `peer.toml` with the contract that it names. Agents are sorted by name."""

    folder: Path
    contract_path: Path
    contract: ir.Contract
    agents: Mapping[str, AgentPlace]


@dataclass(frozen=True, slots=True)
class Result:
    """`project` is None when a finding, of `peer.toml` or of the contract, is an error."""

    project: Project | None
    findings: tuple[Finding, ...]
    contract: ir.Contract | None  # there even when only `peer.toml` has errors


def load(path: str | Path) -> Result:
    """Reads `peer.toml` and its contract. Raises OSError when `peer.toml` cannot be read."""
    path = Path(path)
    with path.open("rb") as file:
        raw = file.read(SOURCE_BYTES_MAX + 1)
    findings = Findings(Source(str(path), raw.decode("utf-8", "replace")))
    if len(raw) > SOURCE_BYTES_MAX or max(map(len, raw.split(b"\n"))) > LINE_BYTES_MAX:
        fields = {
            "problem": f"it has over {SOURCE_BYTES_MAX} bytes, or a line over {LINE_BYTES_MAX}",
            "suggestion": "it only says where agents run: keep the rest elsewhere",
        }
        findings.report("PC6002", (0, 0), "", fields)
        return Result(None, findings.sorted(), None)
    try:
        text = raw.decode("utf-8")
        table = tomllib.loads(text)
    except UnicodeDecodeError:
        fields = {"problem": "this is not UTF-8 text", "suggestion": "save the file as UTF-8"}
        findings.report("PC6002", (0, 0), "", fields)
        return Result(None, findings.sorted(), None)
    except (ValueError, RecursionError) as error:  # tomllib's own, too long a number, too deep
        _report_syntax(findings, str(error) or "it is nested too deep")
        return Result(None, findings.sorted(), None)
    settings = Settings(findings, places(text))
    _check_head(settings, table)
    contract_path, loaded = _contract(settings, path.parent, table)
    agents = _agents(settings, path.parent, table, loaded.contract)
    all_findings = findings.sorted() + loaded.findings
    if findings.has_errors or loaded.contract is None:
        return Result(None, all_findings, loaded.contract)
    folder = path.parent.resolve()
    return Result(
        Project(folder, contract_path, loaded.contract, agents), all_findings, loaded.contract
    )


def _report_syntax(findings: Findings, message: str) -> None:
    place = re.search(r"\(at line (\d+), column (\d+)\)", message)
    problem = (
        message[: place.start()].strip() if place else message.removesuffix(" (at end of document)")
    )
    line, column = (int(place[1]), int(place[2])) if place else (1, 1)
    start = findings.source.offset(line, column) if place else len(findings.source.text)
    hint = "fix the syntax at the caret (https://toml.io)"
    fields = {"problem": f"this is not TOML: {problem}", "suggestion": hint}
    findings.report("PC6002", (start, start + 1), "", fields)


def _check_head(settings: Settings, table: Table) -> None:
    settings.closed((), table, _TOP, "`peer.toml`")
    peer = table.get("peer")
    if peer is None:
        settings.bad((), "`peer.toml` needs `peer = 1`", "write `peer = 1` into the first line")
    elif type(peer) is not int or peer != 1:
        hint = "write `peer = 1`, or install a release that knows this version"
        settings.bad(("peer",), f"this release reads `peer = 1`, found `{peer}`", hint)


def _contract(settings: Settings, folder: Path, table: Table) -> tuple[Path, ContractResult]:
    name = settings.text(("contract",), table.get("contract", "contract.yaml"), "`contract`")
    nothing = ContractResult(None, ())
    if name is None:
        return folder, nothing
    path = folder / name
    try:
        return path, load_contract(path)
    except OSError as error:
        problem = f"the contract `{name}` cannot be read: {error.strerror}"
        settings.bad(("contract",), problem, "name the contract file, relative to this one")
        return path, nothing


def _agents(
    settings: Settings, folder: Path, table: Table, contract: ir.Contract | None
) -> dict[str, AgentPlace]:
    defaults = settings.table(("defaults",), table.get("defaults", {}), "`[defaults]`")
    settings.closed(("defaults",), defaults, _DEFAULTS, "`[defaults]`")
    _check_shared(settings, ("defaults",), defaults)
    agents = settings.table(("agents",), table.get("agents", {}), "`[agents]`")
    known = {agent.names.wire: agent for agent in contract.agents} if contract else {}
    found = {}
    for name in sorted(agents):
        at = ("agents", name)
        values = settings.table(at, agents[name], f"`[agents.{name}]`")
        if contract and name not in known:
            hint = suggest(name, known, "add it to the contract's `agents`")
            settings.report("PC6001", at, where="the contract", found=name, suggestion=hint)
            continue
        place = _agent(settings, folder, name, values, defaults, known.get(name))
        if place is not None:
            found[name] = place
    for name in sorted(set(known) - set(agents)):
        hint = f"add a table `[agents.{name}]`"
        settings.bad(("agents",), f"the agent `{name}` of the contract has no place", hint)
    _check_function_names(settings, contract, agents)
    return found


def _agent(
    settings: Settings,
    folder: Path,
    name: str,
    values: Table,
    defaults: Table,
    agent: ir.Agent | None,
) -> AgentPlace | None:
    at = ("agents", name)
    settings.closed(at, values, _AGENT, f"`[agents.{name}]`")
    _check_shared(settings, at, values)
    source = settings.text((*at, "source"), values.get("source", name), "`source`")
    if source is not None:
        _check_source(settings, (*at, "source"), folder, source)
    handler = settings.text((*at, "handler"), values.get("handler", "app.handler"), "`handler`")
    if handler is not None and len(handler) > HANDLER_MAX:
        problem = f"`handler` has {len(handler)} characters, the platform allows {HANDLER_MAX}"
        settings.bad((*at, "handler"), problem, "use a shorter name")
    env = check_environment(settings, name, values.get("env", {}))
    if agent is None or source is None or handler is None:
        return None
    merged = defaults | values
    return AgentPlace(
        source=(folder / source).resolve(),
        handler=values.get("handler") or HANDLERS[agent.language],
        timeout_ms=merged.get("timeout_ms") or _timeout_of(agent),
        memory_mb=merged.get("memory_mb") or MEMORY_DEFAULT_MB,
        env=env,
        placement=merged.get("placement") or "apart",
    )


def _timeout_of(agent: ir.Agent) -> int:
    """What the slowest operation may take, and a second for start and answer."""
    return min(max((op.timeout_ms for op in agent.ops), default=0) + 1_000, TIMEOUT_MAX_MS)


def _check_shared(settings: Settings, at: tuple[str, ...], values: Table) -> None:
    """The keys that `[defaults]` and an agent have in common."""
    settings.integer((*at, "memory_mb"), values.get("memory_mb"), MEMORY_MIN_MB, MEMORY_MAX_MB)
    settings.integer((*at, "timeout_ms"), values.get("timeout_ms"), 1, TIMEOUT_MAX_MS)
    placement = values.get("placement", "apart")
    if placement == "together":
        problem = '`placement = "together"` is not in this release'
        settings.bad((*at, "placement"), problem, 'write `placement = "apart"`')
    elif placement != "apart":
        problem = f'`placement` is "apart", found `{placement}`'
        settings.bad((*at, "placement"), problem, 'write `placement = "apart"`')


def _check_source(settings: Settings, at: tuple[str, ...], folder: Path, source: str) -> None:
    parts = PurePosixPath(source)
    if parts.is_absolute() or ".." in parts.parts or "\\" in source:
        problem = f"the source `{source}` is not a folder below `peer.toml`"
        settings.bad(at, problem, "write a path like `agents/reason`, with `/`")
    elif not (folder / source).is_dir():
        settings.bad(at, f"there is no folder `{source}`", "make it, or correct the path")


def _check_function_names(settings: Settings, contract: ir.Contract | None, agents: Table) -> None:
    """Function names are `<contract>-<agent>`, as PEER_PREFIX has it (spec/wire.md#signing)."""
    for agent in contract.agents if contract else ():
        name = f"{contract.name}-{agent.names.wire}" if contract else ""
        if len(name) > FUNCTION_NAME_MAX:
            problem = f"{len(name)} characters long"
            at = ("agents", agent.names.wire) if agent.names.wire in agents else ("agents",)
            settings.report("PC6005", at, found=name, problem=problem)
