"""Writes what a run found: failures in full, a table language x suite, JUnit XML."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import zip_longest
from pathlib import Path
from xml.etree import ElementTree

from .driver import Answer
from .session import Catch
from .vectors import Case
from .verdict import BLOCKING, Verdict

Columns = dict[str, list[Verdict]]
Say = Callable[[str], None]
WORDS = ("pass", "fail", "known", "stale", "absent")
SHOWN = 2000  # characters of an expected or given value


def failures(columns: Columns, say: Say) -> None:
    """Every blocking verdict: id, place, expected, got."""
    for language, verdicts in columns.items():
        for verdict in verdicts:
            if verdict.word not in BLOCKING:
                continue
            say(f"{verdict.word.upper()} {language} {verdict.case.id}")
            say(f"  at       {verdict.case.place}")
            if verdict.why:
                say(f"  why      {verdict.why}")
            say(f"  expected {expected_text(verdict.case)}")
            say(f"  got      {answer_text(verdict.answer)}")
            for line in difference(verdict):
                say(f"  {line}")


def difference(verdict: Verdict) -> list[str]:
    """Where two lists of violations part; nothing where there are no two."""
    answer, error = verdict.answer, verdict.case.error
    if answer is None or answer.kind != "error" or error is None:
        return []
    wanted, got = error.get("violations"), answer.body.get("violations")
    if not isinstance(wanted, list) or not isinstance(got, list) or wanted == got:
        return []
    for index, (left, right) in enumerate(zip_longest(wanted, got)):
        if left != right:
            place = f"violations[{index}]"
            return [
                f"differs  {place} should be {shorten(left)}",
                f"         and is {shorten(right)}",
            ]
    return []


def disagreements(found: list[tuple[Case, dict[str, str]]], say: Say) -> None:
    """Cases that languages answer differently, whatever the vector says."""
    for case, said in found:
        say(f"DISAGREE {case.id}")
        say(f"  at       {case.place}")
        for language, text in said.items():
            say(f"  {language:<10} {text[:SHOWN]}")
    if found:
        say(f"{len(found)} cases are answered differently by the languages")


def expected_text(case: Case) -> str:
    """What the vector wants, as one line."""
    if case.out is not None:
        return "out " + shorten(case.out)
    return "error " + shorten(case.error)


def answer_text(answer: Answer | None) -> str:
    """What the driver did, as one line (more where it crashed with a text)."""
    if answer is None:
        return "no answer"
    if answer.kind in ("out", "error"):
        return f"{answer.kind} {shorten(answer.body)}"
    return f"{answer.kind}: {answer.text}"


def shorten(value: object) -> str:
    """JSON text, cut where it is longer than a screen."""
    text = json.dumps(value, ensure_ascii=True, sort_keys=True)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}... ({len(text)} characters)"


def bugs(caught: Sequence[Catch], say: Say) -> None:
    """The bugs of the broken driver that got away, or died instead of answering wrongly."""
    for catch in caught:
        if catch.problem:
            say(f"FAIL bug {catch.bug}: {catch.problem}")
    if caught:
        good = sum(not catch.problem for catch in caught)
        say(f"{good} of {len(caught)} named bugs are caught, each by a wrong answer")


def table(columns: Columns, say: Say) -> None:
    """One row a suite, one column a language: passed of all, and what else there is."""
    if not columns:
        return
    suites = sorted({verdict.case.op for verdicts in columns.values() for verdict in verdicts})
    width = max(map(len, (*suites, "suite")))
    cells = {
        (language, suite): cell(verdicts, suite)
        for language, verdicts in columns.items()
        for suite in suites
    }
    widths = {
        language: max(len(language), *(len(cells[language, suite]) for suite in suites))
        for language in columns
    }
    say(
        "  ".join(
            [f"{'suite':<{width}}", *(f"{name:<{widths[name]}}" for name in columns)]
        ).rstrip()
    )
    for suite in suites:
        row = [f"{cells[name, suite]:<{widths[name]}}" for name in columns]
        say("  ".join([f"{suite:<{width}}", *row]).rstrip())


def cell(verdicts: Sequence[Verdict], suite: str) -> str:
    """`96/96`, with every word but pass spelled out behind it."""
    counts = Counter(verdict.word for verdict in verdicts if verdict.case.op == suite)
    rest = [f"{counts[word]} {word}" for word in WORDS[1:] if counts[word]]
    return " ".join([f"{counts['pass']}/{counts.total()}", *rest])


def closing(columns: Columns, caught: Sequence[Catch], other: int, say: Say) -> int:
    """The last line, cases and bugs together; `other` failures more. Returns all failures."""
    counts = Counter(v.word for verdicts in columns.values() for v in verdicts)
    bad = sum(bool(catch.problem) for catch in caught)
    failed = sum(counts[word] for word in BLOCKING) + bad + other
    say(f"{counts['pass'] + len(caught) - bad} passed, {failed} failed")
    return failed


def junit(columns: Columns, file: Path) -> None:
    """JUnit XML: `classname="<language>.<suite>" name="<id>"`."""
    root = ElementTree.Element("testsuites")
    for language, verdicts in columns.items():
        blocked = sum(verdict.word in BLOCKING for verdict in verdicts)
        attributes = {"name": language, "tests": str(len(verdicts)), "failures": str(blocked)}
        suite = ElementTree.SubElement(root, "testsuite", attributes)
        for verdict in verdicts:
            names = {"classname": f"{language}.{verdict.case.op}", "name": verdict.case.id}
            entry = ElementTree.SubElement(suite, "testcase", names)
            if verdict.word in BLOCKING:
                text = f"{expected_text(verdict.case)} {answer_text(verdict.answer)}"
                failure = {"message": verdict.word, "type": verdict.word}
                ElementTree.SubElement(entry, "failure", failure).text = printable(text)
            elif verdict.word != "pass":
                ElementTree.SubElement(entry, "skipped", {"message": verdict.why})
    ElementTree.ElementTree(root).write(file, encoding="utf-8", xml_declaration=True)


def printable(text: str) -> str:
    """XML 1.0 has no place for control characters; they are shown as escapes."""
    return "".join(c if c >= " " or c == "\n" else f"\\x{ord(c):02x}" for c in text)
