"""Two automata side by side: the characters they tell apart together, and what both accept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from string import ascii_lowercase, ascii_uppercase, digits, punctuation
from typing import TypeVar

from peerc.compiler.pattern.classes import LAST, SURROGATE_FIRST, SURROGATE_LAST
from peerc.compiler.pattern.dfa import DEAD, START, Dfa, merged

STATES_MAX = 100_000

State = TypeVar("State")

# What stands for a class in a word that people read: the first of these that is in it.
_READABLE = ascii_lowercase + digits + ascii_uppercase + punctuation + " "

EVERY_TEXT = Dfa((0,), (0,), ((DEAD,), (START,)), (False, True))


class TooManyStates(Exception):
    """An automaton that is explored has more than `STATES_MAX` states."""


@dataclass(frozen=True, slots=True)
class Move:
    """A character, and the class that it has in each of two automata."""

    char: str
    first: int
    second: int


def moves(first: Dfa, second: Dfa) -> list[Move]:
    """One character for each pair of classes: readable ones first, never half a surrogate pair."""
    found: dict[tuple[int, int], str] = {}
    # Controls come last; an interval that begins above ASCII is met at its first character.
    starts = sorted({*first.starts, *second.starts, 0x80}, key=lambda code: (code < 0x80, code))
    for code in (*map(ord, _READABLE), *starts):
        if not SURROGATE_FIRST <= code <= SURROGATE_LAST:
            found.setdefault((first.class_of(code), second.class_of(code)), chr(code))
    return [Move(char, *classes) for classes, char in found.items()]


def intersection(first: Dfa, second: Dfa) -> Dfa:
    """The automaton of the texts that both accept. Raises TooManyStates."""
    pairs = sorted({*first.starts, *second.starts})
    numbers: dict[tuple[int, int], int] = {}
    classes = [
        numbers.setdefault((first.class_of(code), second.class_of(code)), len(numbers))
        for code in pairs
    ]
    kinds = list(numbers)

    def step(state: tuple[int, int], kind: int) -> tuple[int, int] | None:
        left = first.rows[state[0]][kinds[kind][0]]
        right = second.rows[state[1]][kinds[kind][1]]
        return (left, right) if left and right else None

    def accepts(state: tuple[int, int]) -> bool:
        return first.accepting[state[0]] and second.accepting[state[1]]

    return explored((START, START), step, accepts, (pairs, classes))


def explored(
    start: State,
    step: Callable[[State, int], State | None],
    accepts: Callable[[State], bool],
    alphabet: tuple[Sequence[int], Sequence[int]],
) -> Dfa:
    """The automaton that `step(state, class)` walks; `alphabet` is starts and classes as in Dfa.

    What leads to no acceptance is dead; where that is all, the start has nowhere to go.
    """
    starts, classes = merged(*alphabet)
    kinds = range(max(classes) + 1)
    numbers = {start: START}
    order = [start]
    rows: list[list[int]] = [[DEAD] * len(kinds)]
    for state in order:
        row = []
        for kind in kinds:
            following = step(state, kind)
            if following is None:
                row.append(DEAD)
                continue
            if following not in numbers:
                numbers[following] = len(order) + 1
                order.append(following)
            row.append(numbers[following])
        rows.append(row)
        if len(order) > STATES_MAX:
            raise TooManyStates
    accepting = (False, *map(accepts, order))
    is_live = [distance is not None for distance in distances(rows, accepting)]
    trimmed = tuple(tuple(s if is_live[s] else DEAD for s in row) for row in rows)
    return Dfa(tuple(starts), tuple(classes), trimmed, accepting)


def distances(rows: Iterable[Sequence[int]], accepting: Sequence[bool]) -> list[int | None]:
    """How many characters each state is away from acceptance; None where there is no way."""
    sources: dict[int, set[int]] = {}
    for source, row in enumerate(rows):
        for target in set(row):
            sources.setdefault(target, set()).add(source)
    found: list[int | None] = [0 if is_accepting else None for is_accepting in accepting]
    border = [state for state, is_accepting in enumerate(accepting) if is_accepting]
    length = 0
    while border:
        length += 1
        border = sorted({s for t in border for s in sources.get(t, ()) if found[s] is None})
        for state in border:
            found[state] = length
    return found


def last_code(dfa: Dfa, interval: int) -> int:
    """The last code point of an interval."""
    return dfa.starts[interval + 1] - 1 if interval + 1 < len(dfa.starts) else LAST
