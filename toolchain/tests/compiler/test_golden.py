"""Every code of the compiler has a smallest failing source, with its exact text in a file.

`UPDATE_GOLDEN=1` writes the texts anew; read the difference before you commit it.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from peerc.compiler import catalogue, project, render
from peerc.compiler.diagnostics import Finding
from peerc.compiler.pipeline import load_bytes

GOLDEN = Path(__file__).resolve().parent.parent / "golden"
SOURCES = sorted(GOLDEN.glob("fail/*.yaml"))
PROJECTS = sorted(path.parent for path in GOLDEN.glob("peer/*/peer.toml"))

# Codes of the catalogue that other parts of the toolchain give; their own tests hold them.
ELSEWHERE = {
    **dict.fromkeys(
        ("PC1501", "PC1502", "PC1503", "PC1504"), "peerc breaking: tests/cli/test_breaking.py"
    ),
    **dict.fromkeys(("PC1505", "PC1506", "PC1507"), "peerc breaking: tests/cli/test_breaking.py"),
    "PC1601": "peerc emit: tests/emit/test_plugins.py",
    "PC1602": "peerc export: tests/cli/test_export.py",
    "PC1603": "peerc import: tests/compiler/importing",
    "PC6006": "the host builds",
    "PC6007": "the host starts agents",
    "PC6008": "the host looks for tools",
    "PC7001": "the command line: tests/cli",
    "PC7002": "the command line: tests/cli",
    "PC7003": "the command line: tests/cli",
    "PC7005": "the command line: tests/cli",
}


def rendered(findings: tuple[Finding, ...]) -> str:
    return "\n".join(map(render.text, findings)) + render.summary(findings) + "\n"


def findings_of(source: Path) -> tuple[Finding, ...]:
    return load_bytes(source.name, source.read_bytes()).findings


def findings_of_project(folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Finding, ...]:
    monkeypatch.chdir(folder)
    return project.load("peer.toml").findings


def hold(text: str, golden: Path) -> None:
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


def code_in(name: str) -> str | None:
    match = re.match(r"pc\d{4}", name)
    return match[0].upper() if match else None


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_a_wrong_contract_gives_exactly_its_text(source: Path) -> None:
    hold(rendered(findings_of(source)), source.with_suffix(".txt"))


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_a_smallest_source_gives_its_code_and_no_other(source: Path) -> None:
    expected = code_in(source.stem)
    if expected:
        assert {finding.code for finding in findings_of(source)} == {expected}


@pytest.mark.parametrize("folder", PROJECTS, ids=lambda path: path.name)
def test_a_wrong_peer_toml_gives_exactly_its_text(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    findings = findings_of_project(folder, monkeypatch)
    hold(rendered(findings), folder / "findings.txt")
    expected = code_in(folder.name)
    assert expected is None or {finding.code for finding in findings} == {expected}


def test_every_code_is_shown_or_listed_with_a_reason() -> None:
    shown = {code_in(path.stem) for path in SOURCES} | {code_in(path.name) for path in PROJECTS}
    ours = {code for code, entry in catalogue.entries().items() if "peerc" in entry.where}
    assert ours - shown == set(ELSEWHERE), "the lists above are stale"


def test_every_finding_has_a_place_a_pointer_a_hint_and_a_fingerprint(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = [finding for source in SOURCES for finding in findings_of(source)]
    found += [one for folder in PROJECTS for one in findings_of_project(folder, monkeypatch)]
    for finding in found:
        assert finding.hint
        assert not re.search(r"\{[a-z_]+\}", finding.message), "a place was left unfilled"
        assert re.fullmatch("[0-9a-f]{16}", finding.fingerprint)
        assert finding.pointer == "" or finding.pointer.startswith("/")
        start = (finding.span.line, finding.span.column)
        assert (1, 1) <= start <= (finding.span.end_line, finding.span.end_column)


def test_three_errors_in_one_file_are_three_findings() -> None:
    findings = findings_of(GOLDEN / "fail" / "layout_three_errors.yaml")
    assert [finding.code for finding in findings] == ["PC1303", "PC1318", "PC1201"]
