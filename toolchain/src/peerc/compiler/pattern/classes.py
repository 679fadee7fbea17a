"""Sets of code points as sorted, disjoint ranges; halves of surrogate pairs are in no set."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

# Pairs of first and last code point, ascending, with a gap between any two.
Ranges = tuple[tuple[int, int], ...]

LAST = 0x10FFFF
SURROGATE_FIRST, SURROGATE_LAST = 0xD800, 0xDFFF
EVERY: Ranges = ((0, SURROGATE_FIRST - 1), (SURROGATE_LAST + 1, LAST))


def one(code: int) -> Ranges:
    """The set of one code point."""
    return ((code, code),)


def union(ranges: Iterable[tuple[int, int]]) -> Ranges:
    """Any ranges as one set."""
    joined: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    if joined and joined[-1][1] >= SURROGATE_FIRST:
        joined = [part for pair in joined for part in _without_surrogates(*pair)]
    return tuple(joined)


def complement(ranges: Ranges) -> Ranges:
    """Every code point that is not in the set."""
    gaps: list[tuple[int, int]] = []
    start = 0
    for first, last in ranges:
        if start < first:
            gaps.append((start, first - 1))
        start = last + 1
    if start <= LAST:
        gaps.append((start, LAST))
    return union(gaps)


def partition(sets: Sequence[Ranges]) -> tuple[list[int], list[int]]:
    """Where the code points change sides: `(starts, sides)`.

    The interval `n` runs from `starts[n]`, the first of them 0, to before the next; `sides[n]` has
    bit `k` where it lies in `sets[k]`. Neighbours differ. Surrogates go with what is before them.
    """
    toggles: dict[int, int] = {0: 0}
    for number, ranges in enumerate(sets):
        bit = 1 << number
        for first, last in ranges:
            toggles[first] = toggles.get(first, 0) ^ bit
            toggles[last + 1] = toggles.get(last + 1, 0) ^ bit
    toggles.pop(LAST + 1, None)
    starts: list[int] = []
    sides: list[int] = []
    side = 0
    for start in sorted(toggles):
        side ^= toggles[start]
        if start == SURROGATE_FIRST or (sides and side == sides[-1]):
            continue
        starts.append(start)
        sides.append(side)
    return starts, sides


def _without_surrogates(first: int, last: int) -> list[tuple[int, int]]:
    parts = [(first, min(last, SURROGATE_FIRST - 1)), (max(first, SURROGATE_LAST + 1), last)]
    return [(low, high) for low, high in parts if low <= high]
