"""Typed access to the tables of a TOML file; unknown keys and bad values are reported in place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from peerc.compiler.diagnostics import Findings, shown, suggest
from peerc.compiler.toml_places import Path, Place

Table = dict[str, Any]


class Settings:
    """What the checks of one file share: its findings and the places of its keys."""

    def __init__(self, findings: Findings, places: Mapping[Path, Place]) -> None:
        self._findings = findings
        self._places = places

    def report(self, code: str, at: Path, **fields: object) -> None:
        """A finding at the key `at`, or at the nearest key above it that the file has."""
        tokens = [token.replace("~", "~0").replace("/", "~1") for token in at]
        pointer = "".join("/" + token for token in tokens)
        while at and at not in self._places:
            at = at[:-1]
        start, end = self._places.get(at, (0, 0))
        self._findings.report(code, (start, end), pointer, fields)
        if at[2:3] == ("env",):
            self._hide_value()

    def _hide_value(self) -> None:
        """Cuts the line of the last finding after its key: a variable's value may be a secret."""
        found = self._findings.found[-1]
        excerpt = found.excerpt[: found.span.end_column - 1] + " ..."
        self._findings.found[-1] = replace(found, excerpt=excerpt)

    def bad(self, at: Path, problem: str, suggestion: str) -> None:
        """PC6002."""
        self.report("PC6002", at, problem=problem, suggestion=suggestion)

    def unknown(self, at: Path, where: str, found: str, suggestion: str) -> None:
        """PC6001."""
        self.report("PC6001", at, where=where, found=found, suggestion=suggestion)

    def closed(self, at: Path, table: Table, known: Iterable[str], where: str) -> None:
        """PC6001 for each key that is not known."""
        names = tuple(known)
        for name in table:
            if name not in names:
                self.unknown((*at, name), where, name, suggest(name, names))

    def table(self, at: Path, value: object, what: str) -> Table:
        """`value` as a table; PC6002 and an empty one when it is none."""
        if isinstance(value, dict):
            return value
        self.bad(
            at,
            f"{what} is a table, found {_kind(value)}",
            "write `key = value` lines below a header",
        )
        return {}

    def text(self, at: Path, value: object, what: str) -> str | None:
        """`value` as text that is not empty; PC6002 when it is none."""
        if isinstance(value, str) and value:
            return value
        self.bad(at, f"{what} is text, found {_kind(value)}", "write it in quotes")
        return None

    def integer(self, at: Path, value: object, least: int, most: int) -> None:
        """PC6002 unless `value` is absent (None) or an integer from `least` to `most`."""
        if value is None or (type(value) is int and least <= value <= most):
            return
        expected = f"`{at[-1]}` is an integer from {least} to {most}"
        self.bad(at, f"{expected}, found {_kind(value)}", "write a number in this range")


def _kind(value: object) -> str:
    """What a TOML value is, for a message."""
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return "an array"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, str):
        return f'"{shown(value[:48])}"'
    return f"`{value}`"
