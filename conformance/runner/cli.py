"""The command line: chooses drivers and cases, runs them, reports, and sets the exit code."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from . import report, session
from .driver import COMMAND_SECONDS, Driver, Manifest, NotStarted, read_manifest
from .vectors import SUITES, BadVectors, load
from .verdict import disagreements

CLEAN, BLOCKED, BAD_INPUT, DRIVER_DOWN = range(4)
HERE = Path(__file__).resolve().parents[1]
BROKEN = "broken"
EPILOG = "exit codes: 0 clean, 1 failures, 2 bad vectors or arguments, 3 a driver did not start"


def arguments(argv: list[str]) -> argparse.Namespace:
    """The parsed command line; argparse leaves with 2 where it is wrong."""
    parser = argparse.ArgumentParser("conformance/run.py", description=__doc__, epilog=EPILOG)
    parser.add_argument("--only", action="append", help="run only this driver; may be repeated")
    parser.add_argument("--suite", action="append", choices=SUITES, help="run only this suite")
    parser.add_argument("--case", default="*", help="glob over ids, with or without the suite")
    parser.add_argument("--junit", type=Path, metavar="FILE", help="also write JUnit XML")
    parser.add_argument("--seconds", type=float, default=COMMAND_SECONDS, help="time a command")
    parser.add_argument(
        "--no-build", action="store_true", help="stubs and drivers are built already"
    )
    parser.add_argument("--drivers", type=Path, default=HERE / "drivers", help=argparse.SUPPRESS)
    parser.add_argument("--suites", type=Path, default=HERE / "suites", help=argparse.SUPPRESS)
    parser.add_argument("--known", type=Path, default=HERE / "known", help=argparse.SUPPRESS)
    return parser.parse_args(argv)


def main(argv: list[str]) -> int:
    """Runs everything that was asked for; returns the exit code."""
    args = arguments(argv)
    try:
        return run(args)
    except BadVectors as problem:
        say(f"bad vectors: {problem}")
        return BAD_INPUT
    except NotStarted as problem:
        say(f"driver: {problem}")
        return DRIVER_DOWN


def run(args: argparse.Namespace) -> int:
    """Builds, runs, compares, reports."""
    suites = tuple(args.suite or SUITES)
    cases = load(args.suites, suites, args.case)
    with_stream = "canonical" in suites and args.case == "*"
    if not cases:
        raise BadVectors(f"no case matches {args.case}")
    plan = session.Plan(HERE.parent, args.known, cases, with_stream, args.seconds)
    if not args.no_build:
        generate()
    manifests = chosen(args.drivers, args.only)
    columns: report.Columns = {}
    problems: list[str] = []
    for manifest in manifests:
        if not args.no_build:
            Driver(manifest, plan.root).build()
        if manifest.bugs:
            continue
        columns[manifest.language], exit_problem = session.run(manifest, plan)
        problems += [exit_problem] if exit_problem else []
    report.failures(columns, say)
    found = disagreements(columns)
    report.disagreements(found, say)
    caught = catch_bugs(manifests, plan, suites) if args.case == "*" else []
    report.bugs(caught, say)
    if args.junit:
        report.junit(columns, args.junit)
    for problem in problems:
        say(f"FAIL {problem}")
    report.table(columns, say)
    failed = report.closing(columns, caught, len(problems), say)
    return BLOCKED if failed or found else CLEAN


def generate() -> None:
    """Writes the stubs that drivers need, by the compiler's own command: the runner knows none."""
    done = subprocess.run([sys.executable, HERE / "gen.py"], capture_output=True, text=True)
    if done.returncode != 0:
        raise NotStarted(f"conformance/gen.py failed:\n{done.stdout}{done.stderr}")


def catch_bugs(
    manifests: list[Manifest], plan: session.Plan, suites: tuple[str, ...]
) -> list[session.Catch]:
    """Runs every bug that the chosen suites must show."""
    return [
        session.catch(manifest, plan, bug)
        for manifest in manifests
        for bug, shows_in in manifest.bugs.items()
        if set(shows_in or SUITES) <= set(suites)
    ]


def chosen(folder: Path, only: list[str] | None) -> list[Manifest]:
    """The manifests of the drivers asked for, in the order of their names, the broken one last."""
    files = sorted(
        folder.glob("*/driver.json"), key=lambda file: (file.parent.name == BROKEN, file)
    )
    names = {file.parent.name for file in files}
    missing = [name for name in only or () if name not in names]
    if missing or not files:
        raise NotStarted(f"no driver {', '.join(missing)} in {folder}: it has {sorted(names)}")
    return [read_manifest(file) for file in files if not only or file.parent.name in only]


def say(text: str) -> None:
    """One line of the report, at once: a long run should not look dead."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
