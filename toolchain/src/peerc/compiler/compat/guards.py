"""Whether one guard holds beyond another: the decision procedure of PC1209, asked the other way."""

from __future__ import annotations

from dataclasses import dataclass

from peerc.compiler import ir
from peerc.compiler.checks.guard_cases import Undecided
from peerc.compiler.checks.guard_overlap import TERMS_MAX, Overlap
from peerc.compiler.checks.guard_types import (
    BOOLEAN,
    INTEGER,
    NUMBER,
    STRING,
    Domain,
    Mistyped,
    Output,
)
from peerc.compiler.compat.changes_of_run import Beyond, TooLarge
from peerc.compiler.compat.numbers import SAFE_MAX, range_of
from peerc.compiler.compat.shapes import Types, field_of, finite
from peerc.compiler.run_model import Operand, Place

_ALWAYS = ir.Compare("==", 0, 0)
_NOWHERE = Place(0, 0)


def beyond_of(contract: ir.Contract) -> Beyond:
    """Compares guards over the outputs of a contract's operations, those of the new one."""
    types = Types.of(contract)
    outputs = {
        f"{agent.names.wire}.{op.names.wire}": ir.Ref("", False, op.output, False)
        for agent in contract.agents
        for op in agent.ops
    }

    def beyond(name: str, one: ir.Guard | None, other: ir.Guard | None) -> str | None:
        output = _Output(name, {}, types, outputs[name])
        overlap = Overlap(output)
        first, second = one or _ALWAYS, ir.Not(other or _ALWAYS)
        try:
            if max(overlap.terms(first), overlap.terms(second)) > TERMS_MAX:
                raise TooLarge
            return overlap.find(first, second)
        except (Undecided, Mistyped):
            raise TooLarge from None

    return beyond


@dataclass(frozen=True, slots=True)
class _Output(Output):
    """`guard_types.Output` of a checked contract: shapes in place of the source's schemas."""

    shapes: Types
    output: ir.Shape

    def domain(self, operand: Operand, place: Place = _NOWHERE) -> Domain:
        """What an operand may be. Raises Mistyped where the new output has no such member."""
        if not isinstance(operand, ir.Path):
            return Output.domain(self, operand, place)
        core: ir.Shape = self.shapes.core(self.output)
        absent_at: tuple[str, ...] | None = (
            () if self.shapes.resolve(self.output).nullable else None
        )
        for depth, name in enumerate(operand.members, 1):
            field = field_of(core, name) if isinstance(core, ir.Record) else None
            if field is None:
                raise Mistyped(f"`{name}` is gone", place, "")
            resolved = self.shapes.resolve(field.shape)
            if resolved.nullable or not (field.required or field.default):
                absent_at = operand.members[:depth]
            core = resolved.core
        return _domain(core, operand.is_length, absent_at, place)


def _domain(
    core: ir.Shape, is_length: bool, absent_at: tuple[str, ...] | None, place: Place
) -> Domain:
    members = finite(core)
    if is_length:
        low, high = _lengths(core, place)
        return Domain(INTEGER, absent_at, low, high)
    if isinstance(core, ir.Boolean):
        return Domain(BOOLEAN, absent_at)
    if isinstance(core, ir.String):
        bounds = core.min_length, core.max_length or SAFE_MAX
        return Domain(STRING, absent_at, *bounds, 1, None, core.pattern, core.format)
    if isinstance(core, ir.Integer | ir.Number):
        found = range_of(core)
        kind = INTEGER if isinstance(core, ir.Integer) else NUMBER
        return Domain(kind, absent_at, found.low, found.high, found.step or 1)
    if members is None:
        raise Mistyped("it is no operand any more", place, "")
    if isinstance(members[0], str):
        return Domain(STRING, absent_at, values=members)
    numbers = [int(one) for one in members]
    return Domain(INTEGER, absent_at, min(numbers), max(numbers), values=members)


def _lengths(core: ir.Shape, place: Place) -> tuple[float, float]:
    members = finite(core)
    high: int | None
    if isinstance(core, ir.String):
        low, high = core.min_length, core.max_length
    elif isinstance(core, ir.Array):
        low, high = core.min_items, core.max_items
    elif isinstance(core, ir.Map):
        low, high = core.min_properties, core.max_properties
    elif members is not None:
        lengths = [len(str(one)) for one in members]
        low, high = min(lengths), max(lengths)
    else:
        raise Mistyped("it has no length any more", place, "")
    return low, SAFE_MAX if high is None else high
