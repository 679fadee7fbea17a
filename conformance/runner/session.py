"""Runs one driver over the cases, and the broken driver over its bugs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from . import stream
from .driver import COMMAND_SECONDS, Driver, Manifest
from .vectors import Case, expand
from .verdict import Verdict, judge, read_known

NO_BUG = "none"


@dataclass(frozen=True, slots=True)
class Plan:
    """What to run against each driver: cases, whether the number stream too, and time a command."""

    root: Path
    known: Path
    cases: Sequence[Case]
    with_stream: bool
    seconds: float = COMMAND_SECONDS


@dataclass(frozen=True, slots=True)
class Catch:
    """What the vectors did to one named bug; `problem` is empty when it was caught properly."""

    bug: str
    wrong: int
    problem: str


def run(manifest: Manifest, plan: Plan) -> tuple[list[Verdict], str]:
    """All verdicts of a driver and what was wrong with its exit (usually nothing)."""
    known = read_known(plan.known / f"{manifest.language}.txt")
    driver = Driver(manifest, plan.root, plan.seconds)
    driver.start()
    try:
        verdicts = [verdict_of(driver, case, known) for case in plan.cases]
        if plan.with_stream and stream.OP not in manifest.absent:
            verdicts += stream.run(driver)
        return verdicts, driver.stop()
    finally:
        driver.kill()


def verdict_of(driver: Driver, case: Case, known: dict[str, tuple[str, str]]) -> Verdict:
    """The verdict on one case; an op is missing silently never, absent only where declared."""
    declared = driver.manifest.absent.get(case.op)
    if declared is not None and case.op in driver.ops:
        return Verdict(
            case, "stale", None, f"driver.json calls `{case.op}` absent, the driver has it"
        )
    if declared is not None:
        return Verdict(case, "absent", None, declared)
    if case.op not in driver.ops:
        return Verdict(case, "fail", None, f"the driver has no op `{case.op}` and does not say why")
    return judge(case, driver.run(case.id, case.op, expand(case.given)), known)


def catch(manifest: Manifest, plan: Plan, bug: str) -> Catch:
    """Runs the broken driver with one bug: it must show as a wrong answer, not as a dead process.

    `none` is the self-check: without a bug everything passes.
    """
    suites = manifest.bugs[bug]
    cases = [case for case in plan.cases if not suites or case.op in suites]
    command = tuple(part.replace("{bug}", bug) for part in manifest.command)
    verdicts, exit_problem = run(
        replace(manifest, command=command), replace(plan, cases=cases, with_stream=False)
    )
    failed = [verdict for verdict in verdicts if verdict.word == "fail"]
    dead = [v for v in failed if v.answer is None or v.answer.kind not in ("out", "error")]
    if exit_problem:
        return Catch(bug, len(failed), exit_problem)
    if dead:
        return Catch(bug, len(failed), f"no answer to {dead[0].case.id}, a wrong one was wanted")
    if bug == NO_BUG and failed:
        return Catch(bug, len(failed), f"fails without a bug: {failed[0].case.id}")
    if bug != NO_BUG and not failed:
        return Catch(bug, 0, "no vector catches it")
    return Catch(bug, len(failed), "")
