"""One case of guards: comparisons that shall hold together, and values for which they do.

Integers are a system of differences, strings and booleans classes of equal values, each with few
candidates; what may be absent hangs on the longest part of a path that may be.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from peerc.compiler import ir
from peerc.compiler.checks.differences import Differences
from peerc.compiler.checks.guard_types import BOOLEAN, Domain
from peerc.compiler.run_model import Operand

Value = int | float | str | bool
CASES_MAX = 16_384  # of a pair of guards, spec/machine.md#static-checks


class Undecided(Exception):
    """The pair would take too many cases."""


@dataclass(frozen=True, slots=True)
class Fresh:
    """A string that is not empty and equal to nothing else, class by class; there is always one."""

    place: int


Text = str | bool | Fresh
_Class = tuple[list[ir.Path], str | bool | None]  # equal paths, and the literal that they are


@dataclass(frozen=True, slots=True)
class Case:
    """What shall hold. A difference `(a, b, n)` is `a - b <= n`, None stands for zero."""

    present: frozenset[tuple[str, ...]] = frozenset()
    absent: frozenset[tuple[str, ...]] = frozenset()
    differences: tuple[tuple[ir.Path | None, ir.Path | None, int], ...] = ()
    ranges: tuple[tuple[ir.Path, float, float], ...] = ()  # of numbers, inclusive
    equal: tuple[tuple[Operand, Operand], ...] = ()  # strings and booleans
    unequal: tuple[tuple[Operand, Operand], ...] = ()

    def with_path(self, path: Operand, domain: Domain) -> Case:
        """The same where `path` is there."""
        if not isinstance(path, ir.Path) or domain.absent_at is None:
            return self
        return replace(self, present=self.present | {domain.absent_at})

    def without(self, domain: Domain) -> Case:
        """The same where a path that may be absent is."""
        assert domain.absent_at is not None
        return replace(self, absent=self.absent | {domain.absent_at})

    @property
    def is_torn(self) -> bool:
        """Whether something is there inside what is not."""
        return any(inner[: len(outer)] == outer for outer in self.absent for inner in self.present)


@dataclass(slots=True)
class Solver:
    """Finds values for cases of one pair of guards. `domains`: of every path that the guards name,
    and of strings whose `len` they name."""

    domains: dict[ir.Path, Domain]
    cases: int = 0

    def count(self) -> None:
        """Counts a case, or another value tried in one. Raises Undecided when it is enough."""
        self.cases += 1
        if self.cases > CASES_MAX:
            raise Undecided

    def solve(self, case: Case) -> dict[str, Value | None] | None:
        """Values by path as the guards write it, None = absent; None where there are none.

        Raises Undecided.
        """
        self.count()
        if case.is_torn:
            return None
        numbers = self._numbers(case)
        if numbers is None:
            return None
        system = Differences(case.differences)
        for path in system.names:
            domain = self.domains[path]
            system.bound(path, int(domain.low), int(domain.high))
        if not system.is_feasible():
            return None
        for texts in self._texts(case, system):
            integers = self._integers(system, texts)
            if integers is not None:
                return self._shown(case, numbers, texts, integers)
        return None

    def _numbers(self, case: Case) -> dict[ir.Path, float] | None:
        found: dict[ir.Path, tuple[float, float]] = {}
        for path, low, high in case.ranges:
            domain = self.domains[path]
            least, most = found.get(path, (domain.low, domain.high))
            found[path] = (max(least, low), min(most, high))
        if any(low > high for low, high in found.values()):
            return None
        return {path: _between(low, high) for path, (low, high) in found.items()}

    def _texts(self, case: Case, system: Differences) -> Iterator[dict[ir.Path, Text]]:
        """Strings and booleans that fit each other; lengths are added to a copy of the system."""
        classes = _classes(case, self._named(case, system))
        if classes is None:
            return
        yield from _Assignment(self, classes, case.unequal, system).all()

    def _named(self, case: Case, system: Differences) -> list[ir.Path]:
        """The strings and booleans of a case, those too whose length alone it names."""
        pairs = (*case.equal, *case.unequal)
        paths = [one for pair in pairs for one in pair if isinstance(one, ir.Path)]
        texts = (replace(path, is_length=False) for path in system.names if path.is_length)
        paths.extend(path for path in texts if path in self.domains)
        return list(dict.fromkeys(paths))

    def _integers(
        self, system: Differences, texts: dict[ir.Path, Text]
    ) -> dict[ir.Path, int] | None:
        """Values of integers and lengths: members of their enums, multiples of their steps."""
        system = system.copy()
        first: dict[Fresh, ir.Path] = {}
        for path, text in texts.items():
            length = replace(path, is_length=True)
            if length not in system.names:
                continue
            if isinstance(text, Fresh):
                system.bound(length, 1, None)
                equal = first.setdefault(text, length)
                system.add(length, equal, 0)
                system.add(equal, length, 0)
            elif isinstance(text, str):
                system.bound(length, len(text), len(text))
        # Members of enums first: within ranges, what one is does not keep others from theirs.
        names = sorted(system.names, key=lambda path: self.domains[path].values is None)
        return self._choose(system, names, {})

    def _choose(
        self, system: Differences, names: list[ir.Path], chosen: dict[ir.Path, int]
    ) -> dict[ir.Path, int] | None:
        if not system.is_feasible():
            return None
        if not names:
            return chosen
        name = names[0]
        for place, value in enumerate(self._values(system, name)):
            if place:
                self.count()
            fixed = system.copy()
            fixed.bound(name, value, value)
            found = self._choose(fixed, names[1:], {**chosen, name: value})
            if found is not None:
                return found
        return None

    def _values(self, system: Differences, name: ir.Path) -> list[int]:
        """Candidates: all members of an enum; of a range the one nearest to zero will do."""
        domain = self.domains[name]
        low, high = system.range(name)
        if domain.values is not None:
            return [v for v in domain.values if isinstance(v, int) and low <= v <= high]
        low, high = -(-low // domain.step), high // domain.step
        return [min(max(low, 0), high) * domain.step] if low <= high else []

    def _shown(
        self,
        case: Case,
        numbers: dict[ir.Path, float],
        texts: dict[ir.Path, Text],
        integers: dict[ir.Path, int],
    ) -> dict[str, Value | None]:
        found: dict[ir.Path, Value | None] = {**numbers, **integers}
        for path, text in texts.items():
            if not isinstance(text, Fresh):
                found[path] = text
            elif replace(path, is_length=True) not in integers:
                found[path] = f"other {text.place}"
        shown: dict[str, Value | None] = {
            ".".join(("output", *prefix)): None for prefix in sorted(case.absent)
        }
        for path in sorted(found, key=lambda one: (one.members, one.is_length)):
            name = ".".join(("output", *path.members))
            shown[f"len({name})" if path.is_length else name] = found[path]
        return shown


def _between(low: float, high: float) -> float:
    """A number of the range: an integer where there is one, the one nearest to zero."""
    near = min(max(low, 0.0), high)
    whole = float(math.ceil(near)) if near > 0 else float(math.floor(near))
    if low <= whole <= high:
        return whole
    middle = low + (high - low) / 2  # between two integers
    shorter = (round(middle, digits) for digits in range(1, 17))
    return next((one for one in shorter if low <= one <= high), middle)


def _classes(case: Case, paths: list[ir.Path]) -> list[_Class] | None:
    """Paths that are equal, and the literal that they are; None where two literals would be."""
    groups: list[set[Operand]] = [{path} for path in paths]
    for left, right in case.equal:
        joined = {left, right}
        apart = []
        for group in groups:
            if group & {left, right}:
                joined |= group
            else:
                apart.append(group)
        groups = [*apart, joined]
    found: list[_Class] = []
    for group in groups:
        literals = [one for one in group if isinstance(one, str | bool)]
        if len(literals) > 1:
            return None
        members = [path for path in paths if path in group]
        found.append((members, literals[0] if literals else None))
    return found


@dataclass(slots=True)
class _Assignment:
    """Goes through the candidates of each class of equal values."""

    solver: Solver
    classes: list[_Class]
    unequal: tuple[tuple[Operand, Operand], ...]
    system: Differences
    chosen: dict[ir.Path, Text] = field(default_factory=dict)

    def all(self, place: int = 0) -> Iterator[dict[ir.Path, Text]]:
        if place == len(self.classes):
            yield dict(self.chosen)
            return
        members, literal = self.classes[place]
        for tried, value in enumerate(self._candidates(members, literal, Fresh(place))):
            if tried:
                self.solver.count()
            self.chosen.update(dict.fromkeys(members, value))
            if all(self._differs(*pair) for pair in self.unequal):
                yield from self.all(place + 1)
            for path in members:
                self.chosen.pop(path, None)

    def _differs(self, left: Operand, right: Operand) -> bool:
        """Whether two are, or may still become, different."""
        one, other = self._value(left), self._value(right)
        return one is None or other is None or one != other

    def _value(self, operand: Operand) -> Operand | Fresh | None:
        return self.chosen.get(operand) if isinstance(operand, ir.Path) else operand

    def _candidates(
        self, members: list[ir.Path], literal: str | bool | None, fresh: Fresh
    ) -> Sequence[Text]:
        domains = [self.solver.domains[path] for path in members]
        if domains and domains[0].kind == BOOLEAN:
            return [one for one in (True, False) if literal is None or one is literal]
        if isinstance(literal, str):
            return [literal] if all(domain.takes(literal) for domain in domains) else []
        choices = [domain.values for domain in domains if domain.values is not None]
        if choices:
            listed = [str(value) for value in choices[0]]
            return [one for one in listed if all(domain.takes(one) for domain in domains)]
        if domains[0].pattern is not None:
            return self._word(members[0], domains[0])
        may_be_empty = all(domain.low == 0 and domain.format is None for domain in domains)
        texts: list[Text] = [""] if may_be_empty else []
        return [*texts, fresh] if all(domain.high > 0 for domain in domains) else texts

    def _word(self, path: ir.Path, domain: Domain) -> list[str]:
        """A word of the pattern; it and its length are compared with literals only.

        Raises Undecided.
        """
        from peerc.compiler.pattern import dfa_of, inclusion  # only a pattern needs them

        low, high = int(domain.low), int(domain.high)
        length = replace(path, is_length=True)
        if length in self.system.names:
            least, most = self.system.range(length)
            low, high = max(low, least), min(high, most)
        others = {
            str(one)
            for pair in self.unequal
            if path in pair
            for one in pair
            if isinstance(one, str)
        }
        assert domain.pattern is not None
        lengths = inclusion.Lengths(low, high)
        found = inclusion.shortest(dfa_of(domain.pattern), inclusion.finite(others), lengths)
        if isinstance(found, inclusion.Undecided):
            raise Undecided
        return [] if found is None else [found]
