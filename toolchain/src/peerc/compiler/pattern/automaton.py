"""Position automaton to deterministic automaton, by the subset construction."""

from __future__ import annotations

from dataclasses import dataclass

from peerc.compiler.pattern.classes import EVERY, partition
from peerc.compiler.pattern.dfa import Dfa
from peerc.compiler.pattern.positions import STEPS_MAX, Positions, too_many_steps
from peerc.compiler.pattern.problem import PatternError

STATES_MAX = 4_096  # spec/pattern.md#language: before minimisation

# What may be read next, as a set of positions, and whether the word may end here.
_State = tuple[int, bool]


@dataclass(frozen=True, slots=True)
class Determinised:
    """`dfa` is neither minimal nor in canonical order.

    `was_deterministic`: no two positions ever competed for a character.
    """

    dfa: Dfa
    was_deterministic: bool


def determinise(found: Positions) -> Determinised:
    """The deterministic automaton of the same words. PatternError beyond `STATES_MAX`."""
    starts, sides = partition(found.sets)
    class_of_side: dict[int, int] = {}
    classes = [class_of_side.setdefault(side, len(class_of_side)) for side in sides]
    masks = _class_masks(found, list(class_of_side))
    steps = _Steps(found)
    first = steps.settled(found.first, found.is_nullable)
    numbers: dict[_State, int] = {first: 1}
    order = [first]
    rows = [(0,) * len(masks)]
    was_deterministic = True
    for ahead, _ in order:
        row = []
        for mask in masks:
            read = ahead & mask
            if not read:
                row.append(0)
                continue
            if read & (read - 1):
                was_deterministic = False
            state = steps.after(read)
            number = numbers.get(state)
            if number is None:
                number = numbers[state] = len(numbers) + 1
                order.append(state)
            row.append(number)
        rows.append(tuple(row))
        if len(numbers) > STATES_MAX:
            raise PatternError(
                f"its automaton has more than {STATES_MAX:,} states before minimisation",
                "anchor it with `^` and `$`, or bound its repetitions more tightly",
                0,
            )
    accepting = (False, *(is_accepting for _, is_accepting in order))
    return Determinised(
        Dfa(tuple(starts), tuple(classes), tuple(rows), accepting), was_deterministic
    )


def _class_masks(found: Positions, sides: list[int]) -> list[int]:
    """The positions that read a character of each class."""
    of_set = [0] * len(found.sets)
    for position, number in enumerate(found.set_of):
        of_set[number] |= 1 << position
    return [sum(mask for number, mask in enumerate(of_set) if side >> number & 1) for side in sides]


class _Steps:
    """Where sets of positions lead; each is worked out once."""

    def __init__(self, found: Positions) -> None:
        self.follow = found.follow
        self.last = found.last
        self.known: dict[int, _State] = {}
        self.count = 0
        # What matches anything that follows: the text is decided, whatever else might match too.
        self.anything = 0
        for position, number in enumerate(found.set_of):
            bit = 1 << position
            if found.sets[number] == EVERY and found.follow[position] & found.last & bit:
                self.anything |= bit

    def after(self, read: int) -> _State:
        """The state after one of the positions of `read`."""
        state = self.known.get(read)
        if state is None:
            self.count += read.bit_count()
            if self.count > STEPS_MAX:
                raise too_many_steps()
            ahead, rest = 0, read
            while rest:
                low = rest & -rest
                ahead |= self.follow[low.bit_length() - 1]
                rest ^= low
            state = self.known[read] = self.settled(ahead, bool(read & self.last))
        return state

    def settled(self, ahead: int, is_accepting: bool) -> _State:
        """The state as it is kept: one for all in which any text is accepted."""
        if is_accepting and (decided := ahead & self.anything):
            return decided & -decided, True
        return ahead, is_accepting
