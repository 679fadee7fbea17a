"""Mistakes in patterns: what a host's own engine does where nobody looks."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from peercontract.core import pattern
from peercontract.core.pattern import Pattern

from .patch import bug


def match_by(engine: Callable[[Pattern], Callable[[str], bool]]) -> None:
    """Every linear pattern is matched by what `engine` makes of it; the others would never end."""

    def first(self: Pattern, text: str) -> bool:
        self.matches = engine(self) if self.is_linear else pattern.by_table(self.table)
        try:
            return self.matches(text)
        except re.error:  # astral characters, which the engine's syntax has no pairs for
            self.matches = pattern.by_table(self.table)
            return self.matches(text)

    Pattern._first = first


@bug
def pattern_search_as_match(_: Any) -> None:
    match_by(lambda self: lambda text: re.match(self.text, text) is not None)


@bug
def dollar_newline(_: Any) -> None:
    match_by(lambda self: lambda text: re.search(self.text, text) is not None)


@bug
def unicode_digit(_: Any) -> None:
    def engine(self: Pattern) -> Callable[[str], bool]:
        by_host = self.text.replace("[0-9]", r"\d").replace("$", r"\Z")
        return lambda text: re.search(by_host, text) is not None

    match_by(engine)


@bug
def pattern_of_utf16_units(_: Any) -> None:
    def engine(self: Pattern) -> Callable[[str], bool]:
        matches = pattern.by_table(self.table)
        return lambda text: matches("".join(map(chr, units(text))))

    match_by(engine)


@bug
def dot_stops_at_every_line_end(_: Any) -> None:
    def engine(self: Pattern) -> Callable[[str], bool]:
        by_host = self.text.replace(r"[^\n\r]", "[^\n\r\u2028\u2029\u0085]").replace("$", r"\Z")
        return lambda text: re.search(by_host, text) is not None

    match_by(engine)


def units(text: str) -> list[int]:
    """UTF-16 code units."""
    data = text.encode("utf-16-be")
    return [int.from_bytes(data[at : at + 2], "big") for at in range(0, len(data), 2)]
