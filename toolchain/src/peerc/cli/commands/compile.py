"""`peerc compile`: the stubs of a contract, written where the agents import them."""

from __future__ import annotations

import time
from pathlib import Path

import click

from peerc.cli.exits import FINDINGS, OK
from peerc.cli.output import Failure, color_option, progress, show_findings
from peerc.cli.sources import Loaded, load
from peerc.compiler import catalogue, stubs

_LANGUAGES = ["python", "javascript", "rust"]


@click.command("compile")
@click.argument("path", type=click.Path(path_type=Path), default=".")
@click.option("--check", is_flag=True, help="Only compare; exit code 100 when a stub is stale.")
@click.option("--language", type=click.Choice(_LANGUAGES), help="With --out: one language.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="A source folder.")
@click.option("--quiet", is_flag=True, help="Say nothing when all is well.")
@color_option
def command(
    path: Path, check: bool, language: str | None, out: Path | None, quiet: bool, color: str
) -> int:
    """Write the stubs of each agent into its source folder.

    PATH is a peer.toml or its folder: Python agents get contract/, JavaScript agents contract.js
    and contract.d.ts, Rust agents src/contract/mod.rs. With --language and --out, PATH may be a
    contract alone. Stubs that no agent needs any more are removed; a file that peerc did not make
    is never touched.
    """
    started = time.monotonic()
    loaded = load(path)
    show_findings(loaded.findings, color)
    if loaded.has_errors:
        return FINDINGS
    plan, agents = _plan(loaded, language, out)
    if plan.foreign:
        raise Failure("PC7003", path=_shown(plan.foreign[0]))
    if check:
        return _report_stale(plan)
    plan.apply()
    for written, _ in plan.writes:
        click.echo(f"wrote {_shown(written)}")
    for removed in plan.removals:
        click.echo(f"removed {_shown(removed)}")
    took = (time.monotonic() - started) * 1000
    progress(f"Compiled {agents} agent{'s' * (agents != 1)} in {took:.0f} ms", quiet)
    return OK


def _plan(loaded: Loaded, language: str | None, out: Path | None) -> tuple[stubs.Plan, int]:
    """What to change, and for how many agents."""
    if (language is None) != (out is None):
        hint = "give both: --language python --out FOLDER"
        raise Failure("PC7002", problem="--language and --out go together", suggestion=hint)
    contract = loaded.contract
    assert contract is not None  # no errors
    if language is not None and out is not None:
        return stubs.plan_folder(contract, language, out), len(contract.agents)
    if loaded.project is None:
        problem = f"{loaded.path} does not say where the agents are"
        hint = "write a peer.toml beside it, or give --language and --out"
        raise Failure("PC7002", problem=problem, suggestion=hint)
    return stubs.plan_project(loaded.project), len(contract.agents)


def _report_stale(plan: stubs.Plan) -> int:
    entry = catalogue.entry("PC7005")
    stale = [path for path, _ in plan.writes] + list(plan.removals)
    for path in stale:
        text = catalogue.fill(entry.text, {"path": _shown(path)})
        click.echo(f"error[PC7005]: {text}")
    if stale:
        click.echo(f"  = help: {entry.hint}")
    return FINDINGS if stale else OK


def _shown(path: Path) -> str:
    """A path as short as it can be said from here."""
    here = Path.cwd()
    path = path if path.is_absolute() else here / path
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)
