"""How many texts an automaton accepts."""

from __future__ import annotations

from peerc.compiler.pattern.classes import SURROGATE_FIRST, SURROGATE_LAST
from peerc.compiler.pattern.dfa import START, Dfa
from peerc.compiler.pattern.inclusion import Lengths
from peerc.compiler.pattern.product import distances, last_code

_LENGTH_COUNTED = 256  # code points; with longer texts there are taken to be enough


def count_up_to(dfa: Dfa, lengths: Lengths, most: int) -> int:
    """The number of texts that `dfa` accepts within `lengths`, or `most` where there are more.

    Texts without end, and those over 256 code points, count as `most`.
    """
    sizes = _class_sizes(dfa)
    is_live = [distance is not None for distance in distances(dfa.rows, dfa.accepting)]
    ways = {START: 1} if is_live[START] else {}  # how many texts lead to a state, up to `most`
    found, length = 0, 0
    while ways and found < most and (lengths.maximum is None or length <= lengths.maximum):
        if length > _LENGTH_COUNTED:
            return most
        if lengths.minimum <= length:
            found += sum(count for state, count in ways.items() if dfa.accepting[state])
        following: dict[int, int] = {}
        for state, count in ways.items():
            for cls, target in enumerate(dfa.rows[state]):
                if is_live[target] and sizes[cls]:
                    more = following.get(target, 0) + count * sizes[cls]
                    following[target] = min(more, most)
        ways = following
        length += 1
    return min(found, most)


def _class_sizes(dfa: Dfa) -> list[int]:
    """How many characters each class has; halves of surrogate pairs are none."""
    sizes = [0] * dfa.class_count
    for interval, (start, cls) in enumerate(zip(dfa.starts, dfa.classes, strict=True)):
        end = last_code(dfa, interval)
        halves = max(0, min(end, SURROGATE_LAST) - max(start, SURROGATE_FIRST) + 1)
        sizes[cls] += end - start + 1 - halves
    return sizes
