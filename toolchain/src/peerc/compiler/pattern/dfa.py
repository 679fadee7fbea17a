"""A deterministic automaton over code points, in the form that spec/pattern.md#table fixes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

DEAD, START = 0, 1


@dataclass(frozen=True, slots=True)
class Dfa:
    """States are rows; row 0 is dead, row 1 the start.

    Interval `n` of the code points runs from `starts[n]` (the first from 0) to before the next and
    belongs to class `classes[n]`; `rows[state][cls]` is the next state. Surrogates belong to the
    interval before them and mean nothing.
    """

    starts: tuple[int, ...]
    classes: tuple[int, ...]
    rows: tuple[tuple[int, ...], ...]
    accepting: tuple[bool, ...]

    @property
    def class_count(self) -> int:
        """How many classes of characters are told apart; at least one."""
        return len(self.rows[DEAD])

    def class_of(self, code: int) -> int:
        """The class of a code point."""
        return self.classes[bisect_right(self.starts, code) - 1]

    def matches(self, text: str) -> bool:
        """Whether the automaton accepts the text."""
        state = START
        for char in text:
            state = self.rows[state][self.class_of(ord(char))]
        return self.accepting[state]


def merged(starts: Iterable[int], classes: Iterable[int]) -> tuple[list[int], list[int]]:
    """Intervals with those joined to the one before them that are of its class."""
    kept: tuple[list[int], list[int]] = ([], [])
    for start, cls in zip(starts, classes, strict=True):
        if not kept[1] or kept[1][-1] != cls:
            kept[0].append(start)
            kept[1].append(cls)
    return kept
