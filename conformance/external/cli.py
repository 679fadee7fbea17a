"""Suites that others wrote, asked of the three drivers.

    python conformance/external                      all
    python conformance/external --numbers 1000000    more of the number stream
    python conformance/external --rivals             what other validators say

JSONTestSuite and the JCS vectors are read where ../shared/oracle stands beside the checkout, the
JSON-Schema-Test-Suite comes from a pinned archive on PyPI. While the schemas run, the drivers know
their contracts beside those of our own suites.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from external import number_stream, rivals, schemas, texts
from external.verdicts import ORACLE, SHOWN, Tally, drivers, generate, judged, say

LANGUAGES = ("python", "node", "rust")


def main() -> int:
    """Exit code 1 where an answer is wrong, answers differ or a suite asks too little."""
    parser = argparse.ArgumentParser("conformance/external", description=__doc__)
    parser.add_argument("--only", action="append", choices=LANGUAGES, help="may be repeated")
    parser.add_argument("--numbers", type=int, default=100_000, help="lines of the number stream")
    parser.add_argument("--bug", help="ask the broken driver, with this bug: it must be found")
    parser.add_argument("--rivals", action="store_true", help="what others make of the schemas")
    args = parser.parse_args()
    if args.rivals:
        return rivals.main()
    names = ["broken"] if args.bug else args.only or LANGUAGES
    parts = {wanted: schemas.kept(wanted) for wanted in schemas.LEAST}
    notes = [line for wanted, found in parts.items() for line in schemas.summary(wanted, found)]
    try:
        with tempfile.TemporaryDirectory() as folder:
            for found in parts.values():
                schemas.write(found.contracts, Path(folder))
            generate("--also", folder, *(("--only", "python") if args.bug else ()))
            asked = drivers(names, args.bug or "")
        tallies = [judged(f"schemas, {name}", one.cases, asked) for name, one in parts.items()]
        if ORACLE.is_dir():
            tallies.append(judged("JSONTestSuite", texts.parsing(), asked))
            tallies.append(judged("JCS vectors", texts.canonical(), asked))
        else:
            notes.append(f"JSONTestSuite, JCS vectors: left out, {ORACLE} is not there")
        tallies.append(number_stream.judged(args.numbers, asked))
        for driver in asked.values():
            driver.stop()
    finally:
        generate(*(("--only", "python") if args.bug else ()))
    return report(tallies, notes)


def report(tallies: list[Tally], notes: list[str]) -> int:
    """Prints what was asked and what is wrong."""
    say(f"{'suite':26} {'cases':>8} {'accepted':>8} {'wrong':>6}")
    for tally in tallies:
        say(tally.line)
        for line in tally.wrong[:SHOWN]:
            say(f"  {line}")
    for note in notes:
        say(note)
    is_vacuous = any(note.startswith("VACUOUS") for note in notes)
    return 1 if is_vacuous or any(tally.wrong for tally in tallies) else 0
