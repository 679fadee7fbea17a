"""Sets of numbers: integers between bounds and by steps, doubles between bounds."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from peerc.compiler import ir

SAFE_MAX = 2**53 - 1
_FRACTIONS_END = 2**52  # from here on every double is integral

Bound = tuple[str, int | float]


@dataclass(frozen=True, slots=True)
class Range:
    """From `low` to `high`, both included. `step` 0 is every double, else its multiples.

    `low_bound`, `high_bound`: the keyword and its value where a bound is written.
    """

    low: int | float
    high: int | float
    step: int
    low_bound: Bound | None = None
    high_bound: Bound | None = None

    @property
    def first(self) -> int | float:
        """The least member, if there is one at all."""
        return self.low if not self.step else -(-int(self.low) // self.step) * self.step

    @property
    def last(self) -> int | float:
        """The greatest member, if there is one at all."""
        return self.high if not self.step else int(self.high) // self.step * self.step

    @property
    def is_empty(self) -> bool:
        """Whether no number is in it."""
        return self.first > self.last

    def has(self, value: int | float) -> bool:
        """Whether a finite number is in it."""
        if not self.low <= value <= self.high:
            return False
        return not self.step or (float(value).is_integer() and int(value) % self.step == 0)

    def nearest(self, value: int | float) -> int | float:
        """The member nearest to `value`, of one that is not empty; integral where it can be."""
        if self.step:
            inside = min(max(int(value), self.first), self.last)
            return int(inside) // self.step * self.step if inside >= 0 else self._toward(inside)
        inside = min(max(value, self.low), self.high)
        whole = math.ceil(inside) if inside == self.low else math.floor(inside)
        return whole if abs(inside) <= SAFE_MAX and self.low <= whole <= self.high else inside

    def _toward(self, inside: int | float) -> int:
        return -(-int(inside) // self.step) * self.step

    def members(self) -> Iterator[int | float]:
        """Distinct members, the short ones first; all of them where `step` is not 0."""
        if self.is_empty:
            return
        start = self.nearest(0)
        yield plain(start)
        if not self.step:
            yield from self._doubles(start)
            return
        up = down = int(start)
        while up < self.last or down > self.first:
            if up < self.last:
                up += self.step
                yield up
            if down > self.first:
                down -= self.step
                yield down

    def _doubles(self, start: int | float) -> Iterator[int | float]:
        seen = {float(start)}
        value = float(start)
        for direction in (math.inf, -math.inf):
            while (value := math.nextafter(value, direction)) not in seen and self.has(value):
                seen.add(value)
                yield plain(value)
            value = float(start)


def range_of(shape: ir.Integer | ir.Number) -> Range:
    """The numbers that a shape takes, null apart."""
    is_integer = isinstance(shape, ir.Integer)
    most = SAFE_MAX if is_integer else sys.float_info.max
    low, low_bound = _tighter(-most, "Minimum", shape.minimum, shape.exclusive_minimum, is_integer)
    # An upper bound is the lower one of the mirrored line.
    most_bound, above_all = _minus(shape.maximum), _minus(shape.exclusive_maximum)
    high, mirrored = _tighter(-most, "Maximum", most_bound, above_all, is_integer)
    high_bound = None if mirrored is None else (mirrored[0], -mirrored[1])
    step = shape.multiple_of or 1 if isinstance(shape, ir.Integer) else 0
    return Range(low, -high, step, low_bound, high_bound)


def below(numbers: Range, bound: int | float) -> int | float | None:
    """A member under `bound`, near it; None where there is none."""
    if numbers.is_empty or numbers.first >= bound:
        return None
    if numbers.step:
        member = (math.ceil(bound) - 1) // numbers.step * numbers.step
        return min(member, numbers.last)
    whole = math.ceil(bound) - 1
    if numbers.low <= whole <= numbers.high and whole < bound and abs(whole) <= SAFE_MAX:
        return whole
    return plain(min(numbers.high, math.nextafter(bound, -math.inf)))


def above(numbers: Range, bound: int | float) -> int | float | None:
    """A member over `bound`, near it; None where there is none."""
    mirrored = Range(-numbers.high, -numbers.low, numbers.step)
    found = below(mirrored, -bound)
    return None if found is None else plain(-found)


def off_step(numbers: Range, step: int) -> int | float | None:
    """An integral member that is no multiple of `step`; None where there is none."""
    own = numbers.step or 1
    low, high = math.ceil(numbers.first), math.floor(numbers.last)
    # When two neighbours are multiples, the difference and so every member is one.
    for value in (0, own, -own, low, low + own, high):
        if low <= value <= high and numbers.has(value) and value % step:
            return value
    return None


def fraction(numbers: Range) -> int | float | None:
    """A member that is no integer within ±(2^53-1), of a range of doubles; None without one."""
    if numbers.is_empty:
        return None
    low, high = max(numbers.low, -_FRACTIONS_END), min(numbers.high, _FRACTIONS_END)
    for value in (0.5, -0.5, low + 0.5, low, math.nextafter(low, math.inf)):
        if low <= value <= high and not float(value).is_integer():
            return value
    if numbers.high > SAFE_MAX:
        return plain(max(numbers.low, float(SAFE_MAX + 1)))
    if numbers.low < -SAFE_MAX:
        return plain(min(numbers.high, float(-SAFE_MAX - 1)))
    return None


def plain(value: int | float) -> int | float:
    """An integral, safe double as the integer that JSON text shows."""
    if isinstance(value, float) and value.is_integer() and abs(value) <= SAFE_MAX:
        return int(value)
    return value


def _tighter(
    least: int | float,
    keyword: str,
    inclusive: int | float | None,
    exclusive: int | float | None,
    is_integer: bool,
) -> tuple[int | float, Bound | None]:
    """The lower end, and the bound that sets it: the tighter one of the two."""
    if exclusive is not None and (inclusive is None or exclusive >= inclusive):
        inside = exclusive + 1 if is_integer else math.nextafter(exclusive, math.inf)
        return max(least, inside), (f"exclusive{keyword}", exclusive)
    if inclusive is not None:
        return max(least, inclusive), (keyword.lower(), inclusive)
    return least, None


def _minus(bound: int | float | None) -> int | float | None:
    return None if bound is None else -bound
