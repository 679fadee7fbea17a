"""`peerc dev` and `peerc run` as functions: lines go to their options, the exit code comes back."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import uvloop
from peercontract.core import json_text
from peercontract.core.errors import PeerError

from peerc.host import projects
from peerc.host.failure import render_failure
from peerc.host.function import BadDefinition, Place
from peerc.host.host import Host
from peerc.host.invocation import Hop, Invocation, new_request_id, new_trace
from peerc.host.logs import Journal
from peerc.host.platform import Platform, Say
from peerc.host.projects import Loaded, Result
from peerc.host.reload import Reloader

OK, FAILED, USAGE, FINDINGS, INTERRUPTED = 0, 1, 2, 100, 130
STATE_FOLDER = ".peer"
STATE_FILE = "dev.json"
DEFAULT_PORT = 7070
ShowFindings = Callable[[Result], None]


@dataclass(frozen=True, slots=True)
class DevOptions:
    """`project` is a `peer.toml` or its folder; port 0 takes any.

    `external`: agents somebody else starts.

    `say` takes one line for people (stdout), `show_findings` prints what the compiler found.
    `quiet` leaves out good news; `color` allows escape bytes.
    """

    project: Path
    say: Say
    show_findings: ShowFindings
    port: int = DEFAULT_PORT
    external: tuple[str, ...] = ()
    color: bool = False
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class RunOptions:
    """`target` is `agent.op`, `input` JSON text.

    `out` takes the output (stdout), `say` all else (stderr).
    """

    project: Path
    target: str
    input: str
    out: Say
    say: Say
    show_findings: ShowFindings
    timing: bool = False
    color: bool = False
    quiet: bool = False


def dev(options: DevOptions) -> int:
    """Runs the project until Ctrl-C or SIGTERM. Call it on the main thread."""
    return uvloop.run(_dev(options))


def run(options: RunOptions) -> int:
    """Starts what the target needs, makes one call, stops everything.

    Call it on the main thread.
    """
    return uvloop.run(_run(options))


# dev


async def _dev(options: DevOptions) -> int:
    stop = _stop_on_signals()
    project = _load(options.project, options.external, options.show_findings, options.say)
    if project is None:
        return FINDINGS
    unknown = set(options.external) - {definition.agent for definition in project.definitions}
    if unknown:
        options.say(f"--external names no agent of this project: {', '.join(sorted(unknown))}")
        return USAGE
    platform = Platform(_state_folder(project), options.say, _place())
    journal = Journal(
        platform.state / "logs",
        options.say,
        platform.clock,
        options.color,
        progress=not options.quiet,
    )
    try:
        host = Host(project.definitions, platform, journal)
    except BadDefinition as error:
        options.say(f"error[{error.code}]: {error}")
        return FINDINGS
    try:
        await host.open(options.port)
        _announce(options, project, host)
        await _serve(host, project, options, stop)
    except OSError as error:
        place = error.filename or f"port {options.port}"
        options.say(f"error[PC7001]: {place}: {error.strerror}")
        return FAILED
    finally:
        _forget(platform.state / STATE_FILE)
        await host.close()
    return INTERRUPTED


async def _serve(host: Host, project: Loaded, options: DevOptions, stop: asyncio.Event) -> None:
    """Builds and follows the files until a signal, which ends a build in its middle."""
    reloader = Reloader(
        host, project, lambda: projects.load(project.file, options.external), options.show_findings
    )
    reloader.start()
    try:
        await reloader.watch(stop)
    finally:
        await reloader.close()


def _announce(options: DevOptions, project: Loaded, host: Host) -> None:
    platform = host.platform
    if options.port not in (0, platform.port):
        options.say(f"port {options.port} is taken, using {platform.port}")
    options.say(f"{project.contract.name}: {len(host.pools)} agents at {platform.endpoint}")
    if not options.quiet:
        options.say("call one: " + _example_call(project, host))
        options.say(
            "not enforced here: memory and CPU limits, freezing, retries of asynchronous calls"
        )
    agents = {pool.definition.agent: name for name, pool in host.pools.items()}
    state = {"pid": os.getpid(), "endpoint": platform.endpoint, "functions": agents}
    (platform.state / STATE_FILE).write_text(json.dumps(state, indent=1) + "\n", encoding="utf-8")


def _forget(state: Path) -> None:
    """Removes the state file, unless another `peerc dev` of the project has written its own."""
    with contextlib.suppress(OSError, ValueError):
        if json.loads(state.read_text(encoding="utf-8"))["pid"] == os.getpid():
            state.unlink()


def _example_call(project: Loaded, host: Host) -> str:
    """A command that calls the agent that no other calls; its input is the caller's to fill in."""
    called = {call.agent for agent in project.contract.agents for call in agent.calls}
    wire = {agent.names.wire: agent for agent in project.contract.agents if agent.ops}
    first = next((name for name in wire if name not in called), next(iter(wire), "AGENT"))
    op = wire[first].ops[0].names.wire if first in wire else "OP"
    name = next((n for n, pool in host.pools.items() if pool.definition.agent == first), "FUNCTION")
    keys = "AWS_ACCESS_KEY_ID=x AWS_SECRET_ACCESS_KEY=x"
    place = f"--region {host.platform.place.region} --endpoint-url {host.platform.endpoint}"
    event = json.dumps({"op": op, "input": {}})
    call = f"lambda invoke {place} --function-name {name} --payload '{event}' out.json"
    return f"{keys} aws {call}"


# run


async def _run(options: RunOptions) -> int:
    stop = _stop_on_signals()
    agent, _, op = options.target.partition(".")
    project = _load(options.project, (), options.show_findings, options.say)
    if project is None:
        return FINDINGS
    needed = projects.reachable(project.contract, agent)
    definitions = [d for d in project.definitions if d.agent in needed]
    target = next((d for d in definitions if d.agent == agent), None)
    ops = {o.names.wire for a in project.contract.agents if a.names.wire == agent for o in a.ops}
    if target is None or op not in ops:
        options.say(f"error[PC7002]: `{options.target}` is no operation of this project")
        known = (f"{a.names.wire}.{o.names.wire}" for a in project.contract.agents for o in a.ops)
        options.say(f"  = help: known: {', '.join(known)}")
        return USAGE
    try:
        value = json_text.parse(options.input)  # strict: a duplicate key is an error here too
        payload = json.dumps({"op": op, "input": value}).encode()
    except PeerError as error:
        options.say(f"error[{error.code}]: the input is not JSON: {error.message}")
        return USAGE
    hops: list[Hop] = []
    platform = Platform(_state_folder(project), options.say, _place())
    journal = Journal(
        platform.state / "logs",
        options.say,
        platform.clock,
        options.color,
        lines=not options.quiet,
        progress=False,
    )
    try:
        host = Host(definitions, platform, journal, hops.append)
    except BadDefinition as error:
        options.say(f"error[{error.code}]: {error}")
        return FINDINGS
    call = asyncio.create_task(_call(host, project, target.name, payload, options))
    stopped = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({call, stopped}, return_when=asyncio.FIRST_COMPLETED)
        return await call if call.done() else INTERRUPTED
    finally:
        for task in (call, stopped):
            task.cancel()
        await asyncio.gather(call, stopped, return_exceptions=True)
        await host.close()
        if options.timing:
            _show_hops(hops, options.say)


async def _call(host: Host, project: Loaded, name: str, payload: bytes, options: RunOptions) -> int:
    """Builds what is needed, makes the call, shows what came back; the exit code."""
    projects.write_stubs(project)
    await host.open()
    definitions = [pool.definition for pool in host.pools.values()]
    prepared = await asyncio.gather(*(host.prepare(definition) for definition in definitions))
    for definition, built in zip(definitions, prepared, strict=True):
        host.put(definition, built, warm=False)
    platform = host.platform
    invocation = Invocation(
        request_id=new_request_id(),
        arn=platform.place.arn(name),
        payload=payload,
        event=json.loads(payload),
        trace=new_trace(platform.clock.now_ms() // 1000),
    )
    outcome = await host.pools[name].invoke(invocation)
    text = outcome.payload.decode("utf-8", "replace")
    if outcome.function_error:
        for line in render_failure(text):
            options.say(line)
        return FAILED
    options.out(text)
    return OK


def _show_hops(hops: list[Hop], say: Say) -> None:
    for hop in sorted(hops, key=lambda hop: hop.begun):
        name = f"{hop.agent}.{hop.op}" if hop.op else hop.agent
        start = "cold" if hop.cold else "warm"
        failed = "  failed" if hop.function_error else ""
        say(f"{name}  {start}  {hop.ms:.1f} ms  in {hop.bytes_in} B  out {hop.bytes_out} B{failed}")


# both


def _load(path: Path, external: tuple[str, ...], show: ShowFindings, say: Say) -> Loaded | None:
    try:
        result = projects.load(path, external)
    except OSError as error:
        say(f"error[PC7001]: {error.filename} cannot be read: {error.strerror}")
        return None
    show(result)
    return result.project


def _state_folder(project: Loaded) -> Path:
    folder = project.folder / STATE_FOLDER
    folder.mkdir(exist_ok=True)
    (folder / ".gitignore").write_text("*\n", encoding="utf-8")
    return folder


def _place() -> Place:
    """The region of the caller's shell, so that clients without their own agree with the ARNs."""
    region = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or "us-east-1"
    return Place(region, "000000000000")


def _stop_on_signals() -> asyncio.Event:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop
