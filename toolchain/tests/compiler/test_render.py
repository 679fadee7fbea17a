"""Findings as text: the caret stands under what it means, in a terminal's cells."""

from __future__ import annotations

import json
import re

import pytest
from peerc.compiler import render
from peerc.compiler.diagnostics import Finding, Findings, Source

from .sources import load, with_types


def finding_at(line: str, found: str) -> Finding:
    """A finding at the first `found` of a one-line source."""
    findings = Findings(Source("a.yaml", line))
    start = line.index(found)
    findings.report("PC1003", (start, start + len(found)), "/a", {"found": "a"})
    return findings.found[0]


def caret_line(line: str, found: str) -> str:
    return render.text(finding_at(line, found)).splitlines()[4].removeprefix("  | ")


@pytest.mark.parametrize(
    ("line", "found", "carets"),
    [
        ("ab", "b", " ^"),
        ("\tb", "b", "    ^"),
        ("a\tb", "b", "     ^"),
        ("日本b", "b", "    ^"),
        ("日本", "本", "  ^^"),
        ("e\u0301b", "b", " ^"),
        ("\U0001f600b", "b", "  ^"),
        ("\U0001f600\U0001f600", "\U0001f600\U0001f600", "^^^^"),
        ("ﬁb", "b", " ^"),
        ("\uff21b", "b", "  ^"),
    ],
)
def test_the_caret_stands_under_its_cells(line: str, found: str, carets: str) -> None:
    assert caret_line(line, found) == carets


def test_a_long_line_is_shown_around_the_place() -> None:
    line = "x" * 500 + "HERE" + "y" * 500
    shown = render.text(finding_at(line, "HERE")).splitlines()
    source, carets = shown[3], shown[4]
    assert len(source) <= render.WIDTH + 12
    assert source.startswith("1 | ...x")
    assert source.endswith("y...")
    assert source[carets.index("^") :].startswith("HERE")
    assert carets.count("^") == 4


def test_a_place_over_several_lines_is_marked_to_the_end_of_the_first() -> None:
    findings = Findings(Source("a.yaml", "ab {\n c\n}"))
    findings.report("PC1003", (3, 9), "", {"found": "a"})
    assert render.text(findings.found[0]).splitlines()[4] == "  |    ^"


def test_nothing_in_a_source_moves_the_cursor_or_turns_the_text() -> None:
    line = "a: \x1b[2J\u202e\u200b\u2028 b"
    text = render.text(finding_at(line, "b"))
    assert not set(text) & set("\x1b\u202e\u200b\u2028")
    name = with_types('A: {type: string, "\\e[2Jx": 1}')
    assert "\x1b" not in render.text(load(name).findings[0])


def test_colours_are_escapes_and_nothing_else() -> None:
    finding = finding_at("ab", "b")
    colored = render.text(finding, color=True)
    assert "\x1b[1;31merror[PC1003]" in colored
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == render.text(finding)


def test_json_and_github_hold_the_same_findings() -> None:
    # An error, a warning, a non-BMP character before the span, a path with a space and a comma.
    text = with_types("A: {title: \U0001f600 %, enum: [no, x, x]}")
    findings = load(text, "my files/a, b.yaml").findings
    report = json.loads(render.as_json("check", None, findings, 100))
    assert report["schema"] == "peerc/findings/1"
    assert report["summary"] == {"errors": 1, "warnings": 1}
    assert [one["code"] for one in report["findings"]] == ["PC1008", "PC1312"]
    assert report["findings"][1]["span"] == {"line": 4, "col": 33, "end_line": 4, "end_col": 34}
    assert set(report["findings"][0]) == {
        "code", "level", "message", "file", "span", "pointer", "help", "fingerprint",
    }  # fmt: skip
    lines = [render.github(one) for one in findings]
    place = "::error file=my files/a%2C b.yaml,line=4,col=33,title=PC1312::"
    assert lines[1].startswith(place)
    assert lines[0].startswith("::warning file=")
    assert all(line.count("\n") == 1 for line in lines)


def test_findings_are_ordered_by_place() -> None:
    findings = load(with_types("B: {type: x}\nA: {type: y, z: 1}")).findings
    places = [(one.span.line, one.span.column) for one in findings]
    assert places == sorted(places)
