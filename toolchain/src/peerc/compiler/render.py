"""Findings as text for people, as JSON, SARIF and annotations of GitHub; nothing here prints."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Sequence
from urllib.parse import quote

import peerc
from peerc.compiler import catalogue
from peerc.compiler.diagnostics import Finding

_SARIF = "https://json.schemastore.org/sarif-2.1.0.json"
WIDTH = 96  # cells of source shown; longer lines are windowed around the span
_TAB = "    "
_STYLES = {"error": "1;31", "warning": "1;33", "bold": "1", "frame": "1;34"}


def text(finding: Finding, color: bool = False) -> str:
    """One finding with its source line and a caret, in the layout of rustc."""
    paint = _paint if color else _plain
    span = finding.span
    gutter = " " * len(str(span.line))
    bar = paint("frame", "|")
    head = paint(finding.level, f"{finding.level}[{finding.code}]")
    lines = [
        f"{head}{paint('bold', ': ' + finding.message)}",
        f"{gutter}{paint('frame', '-->')} {finding.file}:{span.line}:{span.column}",
    ]
    if finding.excerpt.strip():
        end = span.end_column if span.end_line == span.line else len(finding.excerpt.rstrip()) + 1
        source, carets = _window(finding.excerpt, span.column - 1, end - 1)
        number = paint("frame", str(span.line))
        lines += [
            f"{gutter} {bar}",
            f"{number} {bar} {source}".rstrip(),
            f"{gutter} {bar} {carets[0]}{paint(finding.level, carets[1])}",
            f"{gutter} {bar}",
        ]
    equals = paint("frame", "=")
    lines += [f"{gutter} {equals} note: {note}" for note in finding.notes]
    lines.append(f"{gutter} {equals} help: {finding.hint} (peerc explain {finding.code})")
    return "\n".join(lines) + "\n"


def summary(findings: Iterable[Finding]) -> str:
    """`2 errors, 1 warning`; "" for none."""
    levels = [finding.level for finding in findings]
    counts = [(levels.count(level), level) for level in ("error", "warning")]
    return ", ".join(f"{n} {level}{'s' if n > 1 else ''}" for n, level in counts if n)


def as_json(
    command: str,
    contract_hash: str | None,
    findings: Sequence[Finding],
    exit_code: int,
    waived: Sequence[tuple[Finding, str]] | None = None,
) -> str:
    """One object, `peerc/findings/1`. Lines and columns from 1, columns in code points.

    `waived` findings, of a command that has any, come with the reason.
    """
    errors = sum(finding.level == "error" for finding in findings)
    report: dict[str, object] = {
        "schema": "peerc/findings/1",
        "command": command,
        "contract_hash": contract_hash,
        "findings": [_members(finding) for finding in findings],
        "summary": {"errors": errors, "warnings": len(findings) - errors},
        "exit_code": exit_code,
    }
    if waived is not None:
        report["waived"] = [_members(one) | {"reason": reason} for one, reason in waived]
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"


def github(finding: Finding) -> str:
    """One workflow command of GitHub Actions, which shows it beside the line."""
    span = finding.span
    places = {"file": finding.file, "line": span.line, "col": span.column, "title": finding.code}
    listed = ",".join(f"{name}={_escape_property(str(value))}" for name, value in places.items())
    said = "\n".join((finding.message, *finding.notes, finding.hint))
    return f"::{finding.level} {listed}::{_escape(said)}\n"


def sarif(findings: Sequence[Finding], waived: Sequence[tuple[Finding, str]] = ()) -> str:
    """A log of SARIF 2.1.0 (OASIS); `waived` findings come with the reason, as suppressed."""
    results = [_result(finding, []) for finding in findings]
    for finding, reason in waived:
        results.append(_result(finding, [{"kind": "inSource", "justification": reason}]))
    codes = sorted({str(result["ruleId"]) for result in results})
    driver = {
        "name": "peerc",
        "version": peerc.__version__,
        "rules": [_rule(catalogue.entry(code)) for code in codes],
    }
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    log = {"$schema": _SARIF, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _rule(entry: catalogue.Entry) -> dict[str, object]:
    name = "".join(word.capitalize() for word in entry.name.split("_"))
    help_text = {"text": f"peerc explain {entry.code}"}
    return {"id": entry.code, "name": name, "help": help_text}


def _result(finding: Finding, suppressions: list[dict[str, str]]) -> dict[str, object]:
    span = finding.span
    region = {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }
    artifact = {"uri": quote(finding.file)}
    text = "\n".join((finding.message, *finding.notes, f"help: {finding.hint}"))
    return {
        "ruleId": finding.code,
        "level": finding.level,
        "message": {"text": text},
        "locations": [{"physicalLocation": {"artifactLocation": artifact, "region": region}}],
        "partialFingerprints": {"peerc/1": finding.fingerprint},
        **({"suppressions": suppressions} if suppressions else {}),
    }


def _members(finding: Finding) -> dict[str, object]:
    span = finding.span
    members: dict[str, object] = {
        "code": finding.code,
        "level": finding.level,
        "message": finding.message,
        "file": finding.file,
        "span": {
            "line": span.line,
            "col": span.column,
            "end_line": span.end_line,
            "end_col": span.end_column,
        },
        "pointer": finding.pointer,
        "help": finding.hint,
        "fingerprint": finding.fingerprint,
    }
    change = finding.changed
    if change is not None:
        members |= {"rule": change.rule, "category": change.category}
        members |= {"op": change.op, "direction": change.direction}
        if change.witness:
            members["witness"] = json.loads(change.witness)
    return members


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape(text).replace(":", "%3A").replace(",", "%2C")


def _plain(style: str, text: str) -> str:
    return text


def _paint(style: str, text: str) -> str:
    return f"\x1b[{_STYLES[style]}m{text}\x1b[0m"


def _window(line: str, start: int, end: int) -> tuple[str, tuple[str, str]]:
    """The part of `line` around the code points `start` to `end`; spaces, carets for below it."""
    shown = [_shown(c) for c in line]
    cells = [_cells(text) for text in shown]
    end = max(end, start + 1)
    first, last = 0, len(shown)
    if sum(cells) > WIDTH:
        span = min(sum(cells[start:end]), WIDTH // 2)
        after = min(sum(cells[end:]), WIDTH // 3)
        first = _back(cells, start, WIDTH - span - after)
        last = _forth(cells, first, WIDTH)
    left = "..." if first else ""
    right = "..." if last < len(shown) else ""
    end = min(end, max(last, start + 1))
    carets = max(sum(cells[start:end]), 1)
    source = left + "".join(shown[first:last]) + right
    return source, (" " * (len(left) + sum(cells[first:start])), "^" * carets)


def _back(cells: list[int], at: int, room: int) -> int:
    """The first code point of those before `at` that fit into `room` cells."""
    at = min(at, len(cells))
    while at > 0 and room >= cells[at - 1]:
        at -= 1
        room -= cells[at]
    return at


def _forth(cells: list[int], at: int, room: int) -> int:
    while at < len(cells) and room >= cells[at]:
        room -= cells[at]
        at += 1
    return at


def _shown(c: str) -> str:
    """A code point as a terminal may have it: tabs are four cells, nothing moves or hides text."""
    if c == "\t":
        return _TAB
    return "\ufffd" if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") else c


def _cells(text: str) -> int:
    """Cells of a terminal: wide characters take two, combining marks none."""
    if text == _TAB:
        return len(_TAB)
    if unicodedata.combining(text) or unicodedata.category(text) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(text) in ("W", "F") else 1
