"""Reads vector files into cases and expands the short forms of long inputs."""

from __future__ import annotations

import json
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

SUITES = (
    "json_text",
    "canonical",
    "pattern",
    "validate",
    "envelope",
    "errors",
    "guards",
    "machine",
)


class BadVectors(Exception):
    """A vector file that cannot be used; the text names the file and says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Case:
    """One vector: what is asked (`given`) and what the law answers; short forms not yet expanded.

    Exactly one of `out` and `error` is set. `place` is `file:line` of the case, relative to the
    repository where possible.
    """

    id: str
    op: str
    given: dict[str, Any]
    out: dict[str, Any] | None
    error: dict[str, Any] | None
    place: str


def load(folder: Path, suites: tuple[str, ...], pattern: str = "*") -> list[Case]:
    """Cases of these suites whose id matches `pattern`, which may leave the suite's name out."""
    cases: list[Case] = []
    seen: dict[str, str] = {}
    for suite in suites:
        files = sorted((folder / suite).glob("*.json"))
        if not files:
            raise BadVectors(f"{folder / suite}: no vector files")
        for file in files:
            for case in read_file(file):
                if case.id in seen:
                    raise BadVectors(f"{case.place}: id `{case.id}` is used at {seen[case.id]} too")
                seen[case.id] = case.place
                cases.append(case)
    return [case for case in cases if chosen(case.id, pattern)]


def chosen(case_id: str, pattern: str) -> bool:
    """Whether a glob of the command line means this id."""
    return fnmatchcase(case_id, pattern) or fnmatchcase(case_id.partition("/")[2], pattern)


def read_file(file: Path) -> list[Case]:
    """The cases of one file, in its order."""
    try:
        text = file.read_text(encoding="utf-8")
        document = json.loads(text)
        op, entries = document["op"], document["cases"]
        lines = line_numbers(text)
        return [
            make_case(op, entry, f"{shown(file)}:{lines.get(entry['id'], 1)}") for entry in entries
        ]
    except (ValueError, KeyError, TypeError) as problem:
        raise BadVectors(f"{shown(file)}: {type(problem).__name__}: {problem}") from problem


def make_case(op: str, entry: dict[str, Any], place: str) -> Case:
    """A case of an entry; refuses one that expects both or neither of `out` and `error`."""
    if ("out" in entry) == ("error" in entry):
        raise BadVectors(f"{place}: `{entry['id']}` needs exactly one of `out` and `error`")
    if "error" in entry and not {"code", "at"} <= entry["error"].keys():
        raise BadVectors(f"{place}: the error of `{entry['id']}` needs `code` and `at`")
    return Case(entry["id"], op, entry["in"], entry.get("out"), entry.get("error"), place)


def line_numbers(text: str) -> dict[str, int]:
    """Line of each case, found by its `"id": "..."`; the files keep one id a line."""
    found: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        _, mark, rest = line.partition('"id": "')
        if mark:
            found.setdefault(rest.partition('"')[0], number)
    return found


def shown(file: Path) -> str:
    """The path as a reader of the report would type it."""
    root = Path(__file__).resolve().parents[2]
    resolved = file.resolve()
    return str(resolved.relative_to(root)) if resolved.is_relative_to(root) else str(resolved)


def expand(value: Any) -> Any:
    """Replaces the short forms of conformance/README.md#vectors by the texts they stand for.

    `{"repeat": [text, n]}`; `{"count": [text, n]}`, where the k-th `text` has k in four digits for
    its `#`; `{"concat": [part, ...]}`.
    """
    if isinstance(value, list):
        return [expand(item) for item in value]
    if not isinstance(value, dict):
        return value
    if value.keys() == {"repeat"}:
        text, count = value["repeat"]
        return str(expand(text)) * int(count)
    if value.keys() == {"count"}:
        text, count = value["count"]
        return "".join(text.replace("#", f"{number:04}") for number in range(count))
    if value.keys() == {"concat"}:
        return "".join(expand(part) for part in value["concat"])
    return {name: expand(member) for name, member in value.items()}
