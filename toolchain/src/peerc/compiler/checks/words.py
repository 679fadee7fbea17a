"""Words of a pattern: one of a wanted length that is none of some others."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import chain, islice

from peerc.compiler.pattern import Dfa
from peerc.compiler.pattern.dfa import START

_LENGTH_MAX = 4_096  # code points that are looked at
_PRINTABLE = range(0x21, 0x7F)


class TooLong(Exception):
    """A word would have to be longer than is looked at."""


def word(dfa: Dfa, low: int, high: int, others: Collection[str]) -> str | None:
    """A word of `low` to `high` code points that is not among `others`, a shortest one.

    Raises TooLong where it would have more than 4,096.
    """
    # Beyond the longest of the others, and once around every state, there is none left to find.
    enough = max([low, *map(len, others)]) + len(dfa.rows) + 1
    if low > _LENGTH_MAX:
        raise TooLong
    ends = _Ends(dfa)
    characters = _characters(dfa, len(others) + 1)
    for length in range(low, int(min(high, enough)) + 1):
        if START in ends.after(length):
            for found in _words(dfa, ends, characters, START, length):
                if found not in others:
                    return found
    return None


class _Ends:
    """Which states accept after exactly so many more characters."""

    def __init__(self, dfa: Dfa) -> None:
        self._rows = dfa.rows
        self._after = [frozenset(s for s, accepts in enumerate(dfa.accepting) if accepts)]

    def after(self, count: int) -> frozenset[int]:
        while len(self._after) <= count:
            last = self._after[-1]
            states = (s for s, row in enumerate(self._rows) if not last.isdisjoint(row))
            self._after.append(frozenset(states))
        return self._after[count]


def _characters(dfa: Dfa, count: int) -> list[list[str]]:
    """Up to `count` characters of each class, those that can be read first."""
    found: list[list[str]] = [[] for _ in range(dfa.class_count)]
    ends = [*dfa.starts[1:], 0x110000]
    plain = ((code, dfa.class_of(code)) for code in _PRINTABLE)
    rest = (
        (code, cls)
        for start, end, cls in zip(dfa.starts, ends, dfa.classes, strict=True)
        for code in islice(range(start, end), count + len(_PRINTABLE))
    )
    for code, cls in chain(plain, rest):
        char = chr(code)
        if len(found[cls]) < count and not 0xD800 <= code < 0xE000 and char not in found[cls]:
            found[cls].append(char)
    return found


def _words(
    dfa: Dfa, ends: _Ends, characters: list[list[str]], state: int, length: int
) -> Iterator[str]:
    """All words of that length from a state on, few characters standing for each class."""
    stack: list[tuple[str, int]] = [("", state)]
    while stack:
        text, at = stack.pop()
        left = length - len(text)
        if left == 0:
            yield text
            continue
        live = ends.after(left - 1)
        for cls in reversed(range(dfa.class_count)):
            following = dfa.rows[at][cls]
            if following in live:
                stack.extend((text + char, following) for char in reversed(characters[cls]))
