"""PC-Regex by spec/pattern.md: a parser, the normal form, and a matcher over sets of positions."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

Ranges = list[tuple[int, int]]
LAST = 0x10FFFF
SETS: dict[str, Ranges] = {
    "d": [(0x30, 0x39)],
    "w": [(0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A)],
    "s": [(0x09, 0x0D), (0x20, 0x20)],
}
SET_TEXT = {"d": "0-9", "w": "0-9A-Z_a-z", "s": "\\t-\\r "}
CONTROL = {"n": "\n", "r": "\r", "t": "\t", "f": "\f", "v": "\v"}
SYNTAX = set("^$\\.*+?()[]{}|")
CLASS_SYNTAX = set("\\]-")


@cache
def compiled(text: str) -> tuple[Any, str]:
    """The tree of a pattern and its normal form."""
    parser = Parser(text)
    tree = parser.alternatives()
    assert parser.position == len(text), f"{text!r} is no pattern from {parser.position} on"
    return tree, "".join(parser.normal)


def normal(text: str) -> str:
    """spec/pattern.md#normal."""
    return compiled(text)[1]


def found(pattern: str, text: str) -> bool:
    """Whether the pattern, searched for, is found in the text."""
    points = [ord(character) for character in text]
    return bool(ends(compiled(pattern)[0], points, set(range(len(points) + 1))))


def ends(node: Any, text: list[int], starts: set[int]) -> set[int]:
    """Where a match of `node` that begins at one of `starts` may end."""
    kind, *parts = node
    if kind == "set":
        inside = (at for at in starts if at < len(text) and holds(parts[0], text[at]))
        return {at + 1 for at in inside}
    if kind == "edge":
        return starts & {0 if parts[0] == "^" else len(text)}
    if kind == "all":
        for part in parts[0]:
            starts = ends(part, text, starts)
        return starts
    if kind == "any":
        return set().union(*(ends(part, text, starts) for part in parts[0]))
    inner, least, most = parts
    if inner[0] == "set" and len(starts) == 1:
        return run(inner[1], least, most, text, *starts)
    for _ in range(least):
        starts = ends(inner, text, starts)
    reached, count = set(starts), least
    while starts and (most is None or count < most):
        starts = ends(inner, text, starts) - reached
        reached |= starts
        count += 1
    return reached


def run(ranges: Ranges, least: int, most: int | None, text: list[int], start: int) -> set[int]:
    """Where a repeated set that begins at `start` may end: the same, for texts of millions."""
    inside = {point for point in set(text) if holds(ranges, point)}
    end, last = start, len(text) if most is None else min(len(text), start + most)
    while end < last and text[end] in inside:
        end += 1
    return set(range(start + least, end + 1))


def holds(ranges: Ranges, point: int) -> bool:
    return any(first <= point <= last for first, last in ranges)


def one_set(branches: list[Any]) -> Any:
    """What alternatives of one character each are together; None where they are more."""
    parts = [inner for _, inner in branches]
    if any(len(inner) != 1 or inner[0][0] != "set" for inner in parts):
        return None
    return ("set", [pair for inner in parts for pair in inner[0][1]])


def without(ranges: Iterable[tuple[int, int]]) -> Ranges:
    """Every code point that is in none of them."""
    made, start = [], 0
    for first, last in sorted(ranges):
        if start < first:
            made.append((start, first - 1))
        start = max(start, last + 1)
    return [*made, (start, LAST)] if start <= LAST else made


def shown(point: int, special: set[str]) -> str:
    """A code point as its shortest token."""
    character = chr(point)
    for letter, control in CONTROL.items():
        if character == control:
            return "\\" + letter
    if point < 0x20 or point == 0x7F:
        return f"\\u{point:04X}"
    return "\\" + character if character in special else character


class Parser:
    """Reads a valid pattern; `normal` collects the tokens of its normal form."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.normal: list[str] = []

    def peek(self) -> str:
        return self.text[self.position : self.position + 1]

    def take(self, count: int = 1) -> str:
        self.position += count
        return self.text[self.position - count : self.position]

    def keep(self, count: int = 1) -> str:
        """Takes what the normal form spells alike."""
        self.normal.append(self.take(count))
        return self.normal[-1]

    def alternatives(self) -> Any:
        branches = [self.branch()]
        while self.peek() == "|":
            self.keep()
            branches.append(self.branch())
        return one_set(branches) or ("any", branches)

    def branch(self) -> Any:
        parts = []
        while self.peek() not in ("", "|", ")"):
            parts.append(self.piece())
        return ("all", parts)

    def piece(self) -> Any:
        if self.peek() in ("^", "$"):
            return ("edge", self.keep())
        atom = self.atom()
        bounds = {"*": (0, None), "+": (1, None), "?": (0, 1)}
        if self.peek() in ("*", "+", "?"):
            return ("times", atom, *bounds[self.keep()])
        if self.peek() == "{":
            end = self.text.index("}", self.position)
            inner = self.keep(end + 1 - self.position)[1:-1]
            least, comma, most = inner.partition(",")
            return ("times", atom, int(least), int(most or least) if most or not comma else None)
        return atom

    def atom(self) -> Any:
        if self.peek() == "(":
            self.keep(3 if self.text.startswith("(?:", self.position) else 1)
            inner = self.alternatives()
            self.keep()
            return inner
        if self.peek() == "[":
            return self.char_class()
        if self.peek() == ".":
            self.take()
            self.normal.append("[^\\n\\r]")
            return ("set", without([(10, 10), (13, 13)]))
        point = self.point()
        if isinstance(point, str):
            negated = point.isupper()
            inside = SETS[point.lower()]
            self.normal.append(f"[{'^' if negated else ''}{SET_TEXT[point.lower()]}]")
            return ("set", without(inside) if negated else inside)
        self.normal.append(shown(point, SYNTAX))
        return ("set", [(point, point)])

    def point(self) -> int | str:
        """One character, perhaps escaped; the letter of a set such as `\\d`."""
        first = self.take()
        if first != "\\":
            return ord(first)
        letter = self.take()
        if letter in "dwsDWS":
            return letter
        if letter == "x":
            return int(self.take(2), 16)
        if letter == "u":
            unit = int(self.take(4), 16)
            if 0xD800 <= unit < 0xDC00:
                self.take(2)
                return 0x10000 + ((unit - 0xD800) << 10) + int(self.take(4), 16) - 0xDC00
            return unit
        return ord(CONTROL.get(letter, letter))

    def char_class(self) -> Any:
        self.keep()
        negated = self.peek() == "^"
        if negated:
            self.keep()
        ranges: Ranges = []
        while self.peek() != "]":
            ranges += self.member()
        self.keep()
        return ("set", without(ranges) if negated else ranges)

    def member(self) -> Ranges:
        """One character, range or set of a class."""
        if self.peek() == "-":
            self.keep()
            return [(0x2D, 0x2D)]
        first = self.point()
        if isinstance(first, str):
            assert first.islower(), "a negated set inside a class is not read here"
            self.normal.append(SET_TEXT[first])
            return SETS[first]
        self.normal.append(shown(first, CLASS_SYNTAX))
        if self.peek() != "-" or self.text[self.position + 1] == "]":
            return [(first, first)]
        self.keep()
        last = self.point()
        assert isinstance(last, int)
        self.normal.append(shown(last, CLASS_SYNTAX))
        return [(first, last)]
