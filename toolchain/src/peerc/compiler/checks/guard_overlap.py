"""Whether two guards both hold for some output (PC1209): by cases, each a conjunction.

A guard has at most 4,096 terms in disjunctive normal form; terms that cannot hold are left as soon
as that shows, so a pair is decided without multiplying them out.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

from peerc.compiler import ir
from peerc.compiler.checks.guard_cases import Case, Solver, Value
from peerc.compiler.checks.guard_types import BOOLEAN, NUMBER, STRING, Domain, Mistyped, Output
from peerc.compiler.checks.guards import shown
from peerc.compiler.diagnostics import bounded
from peerc.compiler.run_model import Literal, Operand

TERMS_MAX = 4_096  # spec/limits.json

_OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_MIRRORED = {"==": "==", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}
_Part = tuple[ir.Guard, bool]  # a guard, and whether it shall hold or fail


class Overlap:
    """Pairs of guards over one output."""

    def __init__(self, output: Output) -> None:
        self._output = output

    def terms(self, guard: ir.Guard) -> int:
        """How many terms the guard has in disjunctive normal form."""
        return self._terms(guard, True)

    def find(self, first: ir.Guard, second: ir.Guard) -> str | None:
        """An output for which both hold, in words; None when there is none. Raises Undecided."""
        solver = Solver(self._domains((first, second)))
        found = self._search(solver, Case(), [(first, True), (second, True)])
        return None if found is None else _in_words(found)

    def _domains(self, guards: tuple[ir.Guard, ...]) -> dict[ir.Path, Domain]:
        found: dict[ir.Path, Domain] = {}
        for guard in guards:
            for path in _paths(guard):
                found[path] = self._output.domain(path)
                if path.is_length:
                    text = replace(path, is_length=False)
                    try:
                        found.setdefault(text, self._output.domain(text))
                    except Mistyped:
                        continue  # an array or a map
        return found

    def _terms(self, guard: ir.Guard, holds: bool) -> int:
        if isinstance(guard, ir.Not):
            return self._terms(guard.part, not holds)
        if isinstance(guard, ir.Both):
            counts = [self._terms(part, holds) for part in guard.parts]
            return math.prod(counts) if (guard.operator == "and") == holds else sum(counts)
        splits = 1 if self._domain(guard.left).kind in (STRING, BOOLEAN) else 2
        count = len(guard.right) if isinstance(guard.right, tuple) else 1
        if holds:
            return count if guard.operator == "in" else splits if guard.operator == "!=" else 1
        absences = len(list(self._absences(guard)))
        if guard.operator == "in" and splits == 2:
            return absences + count + 1
        return absences + (splits if guard.operator == "==" else 1)

    def _domain(self, operand: Operand) -> Domain:
        return self._output.domain(operand)

    def _absences(self, compare: ir.Compare) -> Iterator[Domain]:
        for operand in dict.fromkeys((compare.left, compare.right)):
            if isinstance(operand, ir.Path):
                domain = self._domain(operand)
                if domain.absent_at is not None:
                    yield domain

    def _search(
        self, solver: Solver, case: Case, parts: list[_Part]
    ) -> dict[str, Value | None] | None:
        """Values for which all parts are as they shall be."""
        found = solver.solve(case)
        if found is None or not parts:
            return found
        (guard, holds), rest = parts[0], parts[1:]
        for more, branch in self._branches(case, guard, holds):
            result = self._search(solver, branch, [*more, *rest])
            if result is not None:
                return result
        return None

    def _branches(
        self, case: Case, guard: ir.Guard, holds: bool
    ) -> Iterator[tuple[list[_Part], Case]]:
        if isinstance(guard, ir.Not):
            yield [(guard.part, not holds)], case
        elif isinstance(guard, ir.Both):
            parts = [(part, holds) for part in guard.parts]
            if (guard.operator == "and") == holds:
                yield parts, case
            else:
                yield from (([part], case) for part in parts)
        else:
            yield from (([], branch) for branch in self._compared(case, guard, holds))

    def _compared(self, case: Case, compare: ir.Compare, holds: bool) -> Iterator[Case]:
        rights = compare.right if isinstance(compare.right, tuple) else (compare.right,)
        there = case
        for operand in (compare.left, *rights):
            there = there.with_path(operand, self._domain(operand))
        if compare.operator == "in" and holds:
            for right in rights:
                yield from self._related(there, "==", compare.left, right)
            return
        operator = "==" if compare.operator == "in" else compare.operator
        if holds:
            yield from self._related(there, operator, compare.left, rights[0])
            return
        for domain in self._absences(compare):
            yield case.without(domain)
        if len(rights) > 1:
            yield from self._outside(there, compare.left, rights)
        else:
            yield from self._related(there, _OPPOSITE[operator], compare.left, rights[0])

    def _outside(self, case: Case, left: Operand, literals: tuple[Operand, ...]) -> Iterator[Case]:
        """The cases in which an operand that is there is none of some literals."""
        numbers = sorted({one for one in literals if type(one) is int})
        if not numbers:
            pairs = tuple((left, one) for one in literals)
            yield replace(case, unequal=case.unequal + pairs)
            return
        for below, above in zip((None, *numbers), (*numbers, None), strict=True):
            between = [case]
            if below is not None:
                between = [one for at in between for one in self._related(at, ">", left, below)]
            if above is not None:
                between = [one for at in between for one in self._related(at, "<", left, above)]
            yield from between

    def _related(self, case: Case, operator: str, left: Operand, right: Operand) -> Iterator[Case]:
        """The cases in which two operands that are there are in a relation."""
        kinds = {self._domain(left).kind, self._domain(right).kind}
        if not isinstance(left, ir.Path) and not isinstance(right, ir.Path):
            if _holds(operator, left, right):
                yield case
        elif kinds & {STRING, BOOLEAN}:
            pair = ((left, right),)
            if operator == "==":
                yield replace(case, equal=case.equal + pair)
            else:
                yield replace(case, unequal=case.unequal + pair)
        elif NUMBER in kinds:
            yield from _ranged(case, operator, left, right)
        else:
            yield from _differing(case, operator, left, right)


def _holds(operator: str, left: Literal, right: Literal) -> bool:
    if operator in ("==", "!="):
        return (left == right) == (operator == "==")
    assert isinstance(left, int)
    assert isinstance(right, int)
    return {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[
        operator
    ]


def _ranged(case: Case, operator: str, left: Operand, right: Operand) -> Iterator[Case]:
    """A number against an integer literal."""
    if not isinstance(left, ir.Path):
        operator, left, right = _MIRRORED[operator], right, left
    assert isinstance(left, ir.Path)
    assert isinstance(right, int)
    value = float(right)
    above, below = math.nextafter(value, math.inf), math.nextafter(value, -math.inf)
    ranges = {
        "==": [(value, value)],
        "!=": [(-math.inf, below), (above, math.inf)],
        "<": [(-math.inf, below)],
        "<=": [(-math.inf, value)],
        ">": [(above, math.inf)],
        ">=": [(value, math.inf)],
    }[operator]
    for low, high in ranges:
        yield replace(case, ranges=(*case.ranges, (left, low, high)))


def _differing(case: Case, operator: str, left: Operand, right: Operand) -> Iterator[Case]:
    """Two integers, at least one of them a path."""
    if operator == "!=":
        yield from _differing(case, "<", left, right)
        yield from _differing(case, ">", left, right)
        return
    found = []
    if operator in ("<", "<=", "=="):
        found.append(_difference(left, right, -1 if operator == "<" else 0))
    if operator in (">", ">=", "=="):
        found.append(_difference(right, left, -1 if operator == ">" else 0))
    yield replace(case, differences=(*case.differences, *found))


def _difference(
    left: Operand, right: Operand, most: int
) -> tuple[ir.Path | None, ir.Path | None, int]:
    """`left - right <= most` with literals moved to the other side."""
    if not isinstance(left, ir.Path):
        assert isinstance(left, int)
        assert isinstance(right, ir.Path)
        return None, right, most - left
    if not isinstance(right, ir.Path):
        assert isinstance(right, int)
        return left, None, most + right
    return left, right, most


def _paths(guard: ir.Guard) -> Iterator[ir.Path]:
    if isinstance(guard, ir.Compare):
        yield from (one for one in (guard.left, guard.right) if isinstance(one, ir.Path))
    elif isinstance(guard, ir.Not):
        yield from _paths(guard.part)
    else:
        for part in guard.parts:
            yield from _paths(part)


def _in_words(found: dict[str, Value | None]) -> str:
    """`output.pages = 3, len(output.notes) = 0, output.title absent`."""
    words = [
        f"{path} absent" if value is None else f"{path} = {_value(value)}"
        for path, value in found.items()
    ]
    return ", ".join(words) or "every output"


def _value(value: Value) -> str:
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() else repr(value)
    return bounded(shown(value))
