"""What the drivers say of cases that others wrote, and what of it is wrong."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from runner.driver import Answer, Driver, read_manifest

CONFORMANCE = Path(__file__).resolve().parents[1]
ROOT = CONFORMANCE.parent
ORACLE = ROOT.parent / "shared" / "oracle" / "json"
SHOWN = 10


@dataclass(frozen=True, slots=True)
class Case:
    """One question. `is_accepted` is None where either is right, if all say the same."""

    id: str
    op: str
    given: dict[str, Any]
    is_accepted: bool | None
    canonical: str | None = None  # what an accepted text must become


@dataclass
class Tally:
    """Of one suite: how many cases, and each wrong or different answer in words."""

    name: str
    cases: int = 0
    accepted: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def line(self) -> str:
        """For a table: name, cases, how many were accepted, how many answers are wrong."""
        return f"{self.name:26} {self.cases:8,} {self.accepted:8,} {len(self.wrong):6,}"


def drivers(names: Sequence[str], bug: str = "") -> dict[str, Driver]:
    """The drivers, built and running; the broken one with a bug."""
    found = {}
    for name in names:
        manifest = read_manifest(CONFORMANCE / "drivers" / name / "driver.json")
        command = tuple(part.replace("{bug}", bug) for part in manifest.command)
        found[name] = Driver(replace(manifest, command=command), ROOT)
        found[name].build()
        found[name].start()
    return found


def judged(name: str, cases: Iterable[Case], asked: dict[str, Driver]) -> Tally:
    """Asks every driver every case."""
    tally = Tally(name)
    for case in cases:
        answers = {who: one.run(case.id, case.op, case.given) for who, one in asked.items()}
        tally.cases += 1
        tally.accepted += all(one.kind == "out" for one in answers.values())
        tally.wrong += faults(case, answers)
    return tally


def faults(case: Case, answers: dict[str, Answer]) -> list[str]:
    """One line for each wrong answer; one where they are right and differ."""
    found = []
    for who, answer in answers.items():
        is_right = answer.kind in ("out", "error")
        if case.is_accepted is not None:
            is_right = answer.kind == ("out" if case.is_accepted else "error")
        if answer.kind == "out" and case.canonical is not None:
            is_right = is_right and answer.body.get("canonical") == case.canonical
        if not is_right:
            wanted = {True: "accepted", False: "refused", None: "an answer"}[case.is_accepted]
            found.append(f"{case.id}: {who}: {meant(answer)}, expected {wanted}")
    said = {who: meant(answer) for who, answer in answers.items()}
    if not found and len(set(said.values())) > 1:
        found.append(f"{case.id}: they differ: {said}")
    return found


def meant(answer: Answer) -> str:
    """What must be the same in every language; messages are each language's own."""
    names = ("canonical",) if answer.kind == "out" else ("code", "at", "violations")
    body = {name: answer.body[name] for name in names if name in answer.body}
    return f"{answer.kind} {json.dumps(body, sort_keys=True)}"


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def generate(*arguments: object) -> None:
    """Writes the drivers' stubs."""
    command = [sys.executable, str(CONFORMANCE / "gen.py"), *map(str, arguments)]
    subprocess.run(command, check=True)
