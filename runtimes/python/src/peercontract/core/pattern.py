"""Patterns of the dialect: a text against the table that the compiler made (spec/pattern.md)."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_ASCII = 128
_BYTE = 256
_HEADER = 4  # states and classes, two bytes each
# Beyond, the host's engine may keep a way back for every character: 400 MB for five million.
_HOST_MAX = 4_096


class Pattern:
    """One pattern, decoded when it is first needed.

    `text` is the normal form, `table` the base64 of spec/pattern.md#table, `is_linear` whether the
    host's engine may match the text. `matches(text)` is True or False in time linear in the text.
    """

    __slots__ = ("is_linear", "matches", "table", "text")

    matches: Callable[[str], bool]

    def __init__(self, text: str, table: str, is_linear: bool) -> None:
        self.text = text
        self.table = table
        self.is_linear = is_linear
        self.matches = self._first

    def _first(self, text: str) -> bool:
        self.matches = by_host(self.text, self.table) if self.is_linear else by_table(self.table)
        return self.matches(text)


def by_table(table: str) -> Callable[[str], bool]:
    """The matcher of a base64 table, whatever a host's engine could do.

    States are rows that hold the rows they lead to, by class, and at the end whether they accept.
    """
    from binascii import a2b_base64  # only a contract with patterns needs it

    packed = a2b_base64(table)
    states, classes = _numbers(packed, 0, 2, 2)
    ascii_classes = _numbers(packed, _HEADER, _ASCII, 2)
    at = _HEADER + 2 * _ASCII
    (intervals,) = _numbers(packed, at, 1, 2)
    at += 2
    starts = [_number(packed, at + 6 * n, 4) for n in range(intervals)]
    high_classes = [_number(packed, at + 6 * n + 4, 2) for n in range(intervals)]
    at += 6 * intervals
    cells = _numbers(packed, at, states * classes, 2)
    accepting = packed[at + 2 * states * classes :]
    rows: list[list[Any]] = [[] for _ in range(states)]
    for state, row in enumerate(rows):
        row += [rows[cell] for cell in cells[state * classes : (state + 1) * classes]]
        row.append(bool(accepting[state >> 3] >> (state & 7) & 1))
    return _matcher(rows, ascii_classes, starts, high_classes)


def by_host(expression: str, table: str) -> Callable[[str], bool]:
    """The matcher by the host's engine, two to twenty times as fast; long texts go by the table."""
    import re  # json has loaded it

    # `$` stands only where no character follows, so that `fullmatch` leaves it no final newline.
    fullmatch = re.compile(expression).fullmatch
    long: list[Callable[[str], bool]] = []

    def matches(text: str) -> bool:
        if len(text) <= _HOST_MAX:
            return fullmatch(text) is not None
        if not long:
            long.append(by_table(table))
        return long[0](text)

    return matches


def _matcher(
    rows: list[list[Any]], ascii_classes: list[int], starts: list[int], high_classes: list[int]
) -> Callable[[str], bool]:
    from bisect import bisect_right  # as above

    dead, start = rows[0], rows[1]
    # Classes beyond a byte are rare (4,096 cells hold 15 states of them): the slow path does those.
    is_narrow = len(start) <= _BYTE
    to_class = bytes(ascii_classes).ljust(_BYTE, b"\0") if is_narrow else b""

    def matches(text: str) -> bool:
        row: Any = start
        if is_narrow and text.isascii():
            for code in text.encode("ascii").translate(to_class):
                row = row[code]
                if row is dead:
                    return False
        else:
            for code in map(ord, text):
                if code < _ASCII:
                    row = row[ascii_classes[code]]
                else:
                    row = row[high_classes[bisect_right(starts, code) - 1]]
                if row is dead:
                    return False
        return row[-1] is True

    return matches


def _numbers(packed: bytes, at: int, count: int, width: int) -> list[int]:
    return [_number(packed, at + width * n, width) for n in range(count)]


def _number(packed: bytes, at: int, width: int) -> int:
    return int.from_bytes(packed[at : at + width], "big")
