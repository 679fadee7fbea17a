"""Sets of texts: what a string shape takes, as one automaton and a window of lengths."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

from peerc.compiler import ir
from peerc.compiler.compat.shapes import Unsettled
from peerc.compiler.pattern import Dfa, dfa_of
from peerc.compiler.pattern.dfa import START
from peerc.compiler.pattern.formats import format_dfa
from peerc.compiler.pattern.inclusion import (
    TEXT_MAX,
    Lengths,
    Undecided,
    finite,
    shortest,
    shortest_word,
)
from peerc.compiler.pattern.product import EVERY_TEXT, TooManyStates, intersection

_READABLE = range(0x21, 0x7F)
_PER_CLASS = 64  # characters of a class that are told apart when many words are wanted


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts that `dfa` accepts and `lengths` holds, in code points."""

    dfa: Dfa
    lengths: Lengths

    def has(self, text: str) -> bool:
        """Whether a text is one of them."""
        return self.lengths.holds(len(text)) and self.dfa.matches(text)

    def shortest(self) -> str | None:
        """A shortest one; None where there is none. Raises Unsettled."""
        return _settled(shortest_word(self.dfa, self.lengths))

    def outside(self, other: Dfa) -> str | None:
        """A shortest one that `other` does not accept. Raises Unsettled."""
        return _settled(shortest(self.dfa, other, self.lengths))

    def beyond(self, lengths: Lengths) -> str | None:
        """A shortest one of another length. Raises Unsettled."""
        return _settled(shortest(self.dfa, EVERY_TEXT, self.lengths, lengths))

    def none_of(self, words: Collection[str]) -> str | None:
        """A shortest one that is not among `words`. Raises Unsettled."""
        return self.outside(finite(words))

    def words(self, key: Callable[[str], object] = str) -> Iterator[str]:
        """Ones with distinct keys, by length; up to 64 characters stand for a class of them."""
        first = self.shortest()
        if first is None:
            return
        ends = _Ends(self.dfa)
        characters = _characters(self.dfa)
        most = self.lengths.maximum
        seen: set[object] = set()
        idle = 0
        for length in range(len(first), TEXT_MAX if most is None else most + 1):
            if idle > len(self.dfa.rows):
                return  # no word of any of so many lengths: there is none of more
            idle += 1
            if START not in ends.after(length):
                continue
            idle = 0
            for word in _of_length(self.dfa, ends, characters, length):
                if key(word) not in seen:
                    seen.add(key(word))
                    yield word


def texts_of(shape: ir.String) -> Texts:
    """What a string shape takes, null apart. Raises Unsettled."""
    parts = [one for one in (pattern_dfa(shape.pattern), kind_dfa(shape)) if one is not None]
    lengths = Lengths(shape.min_length, shape.max_length)
    if not parts:
        return Texts(EVERY_TEXT, lengths)
    return Texts(parts[0] if len(parts) == 1 else _both(*parts), lengths)


def names_of(shape: ir.Map) -> Texts:
    """The names that a map takes, but for `__proto__`, which no text may hold."""
    return Texts(pattern_dfa(shape.name_pattern) or EVERY_TEXT, Lengths())


def pattern_dfa(pattern: ir.Pattern | None) -> Dfa | None:
    """The automaton of a pattern."""
    return None if pattern is None else _decoded(pattern)


def kind_dfa(shape: ir.String) -> Dfa | None:
    """The automaton of a string's `format`, base64 too."""
    name = format_of(shape)
    return format_dfa(name) if name else None


def format_of(shape: ir.String) -> str:
    """`format`, `base64` for that encoding, "" for any text."""
    return "base64" if shape.is_base64 else shape.format or ""


@lru_cache(maxsize=256)
def _decoded(pattern: ir.Pattern) -> Dfa:
    return dfa_of(pattern)


@lru_cache(maxsize=64)
def _both(first: Dfa, second: Dfa) -> Dfa:
    try:
        return intersection(first, second)
    except TooManyStates:
        raise Unsettled("a pattern and a format together are too large") from None


def _settled(found: str | Undecided | None) -> str | None:
    if isinstance(found, Undecided):
        raise Unsettled(f"the search for a text was given up after {found.layers:,} lengths")
    return found


class _Ends:
    """Which states accept after exactly so many more characters."""

    def __init__(self, dfa: Dfa) -> None:
        self._rows = dfa.rows
        self._after = [frozenset(s for s, accepts in enumerate(dfa.accepting) if accepts)]

    def after(self, count: int) -> frozenset[int]:
        """The states with a way of that length to acceptance."""
        while len(self._after) <= count:
            last = self._after[-1]
            states = (s for s, row in enumerate(self._rows) if not last.isdisjoint(row))
            self._after.append(frozenset(states))
        return self._after[count]


def _characters(dfa: Dfa) -> list[list[str]]:
    """A few characters of each class, readable ones first, never half a surrogate pair."""
    found: list[list[str]] = [[] for _ in range(dfa.class_count)]
    ends = [*dfa.starts[1:], 0x110000]
    for code in _READABLE:
        found[dfa.class_of(code)].append(chr(code))
    for start, end, cls in zip(dfa.starts, ends, dfa.classes, strict=True):
        for code in range(start, min(end, start + _PER_CLASS + len(_READABLE))):
            if len(found[cls]) >= _PER_CLASS:
                break
            if code not in _READABLE and not 0xD800 <= code < 0xE000:
                found[cls].append(chr(code))
    return [chars[:_PER_CLASS] for chars in found]


def _of_length(dfa: Dfa, ends: _Ends, characters: list[list[str]], length: int) -> Iterator[str]:
    stack: list[tuple[str, int]] = [("", START)]
    while stack:
        text, state = stack.pop()
        left = length - len(text)
        if left == 0:
            yield text
            continue
        live = ends.after(left - 1)
        for cls in reversed(range(dfa.class_count)):
            following = dfa.rows[state][cls]
            if following in live:
                stack.extend((text + char, following) for char in reversed(characters[cls]))
