"""Defaults: what an absent member becomes, and which types have one somewhere in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from peerc.compiler import ir
from peerc.compiler.code import Code, code, javascript_literal
from peerc.compiler.emit.node.syntax import number

if TYPE_CHECKING:
    from peerc.compiler.emit.node.checks import Checks


def default(checks: Checks, shape: ir.Shape, value: object, at: Code, name: Code) -> Code:
    """The value of an absent member: JavaScript's own when it is read, plain JSON when written."""
    if value == {}:  # filled in by the function that reads one
        function = checks.function(shape, name)
        return code("{function}({{}}, {at}, errors)", function=function, at=at)
    if value == []:
        return Code("[]")
    if isinstance(value, str):
        return _text(checks, shape, value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return number(value)
    assert value is None or isinstance(value, bool)  # spec/contract.md#annotations
    return javascript_literal(value)


def _text(checks: Checks, shape: ir.Shape, value: str) -> Code:
    """As its format is read: some texts stand for values of another kind."""
    target = _string(checks, shape)
    literal = javascript_literal(value.lower() if target and target.format == "uuid" else value)
    if target is not None and target.is_base64:
        return code("errors.isReading ? $.bytesOf({text}) : {text}", text=literal)
    if target is not None and target.format in ("int64", "uint64"):
        big = code("{digits}n", digits=number(int(value)))
        return code("errors.isReading ? {big} : {text}", big=big, text=literal)
    return literal


def _string(checks: Checks, shape: ir.Shape) -> ir.String | None:
    """The string that a shape takes texts as; None for enums and constants."""
    target = checks.target(shape)
    if isinstance(target, ir.Union):
        texts = (arm.shape for arm in target.arms if arm.kind == "string")
        return next((_string(checks, one) for one in texts), None)
    return target if isinstance(target, ir.String) else None


class Defaulted:
    """Knows which shapes have a default in them: read, they hold more than need be given."""

    def __init__(self, types: dict[str, ir.NamedType]) -> None:
        self._types = types
        self._names: set[str] = set()
        before = -1
        while before != len(self._names):  # until another round finds no more
            before = len(self._names)
            self._names |= {name for name, one in types.items() if self.reaches(one.shape)}

    def reaches(self, shape: ir.Shape) -> bool:
        """Whether a default stands in the shape or in a type that it refers to."""
        if isinstance(shape, ir.Ref):
            return shape.target in self._names
        if isinstance(shape, ir.Record) and any(field.default for field in shape.fields):
            return True
        return any(self.reaches(one) for one in below(shape))


def below(shape: ir.Shape) -> Iterator[ir.Shape]:
    """The shapes that stand directly in a shape; of a reference none."""
    if isinstance(shape, ir.Record):
        yield from (field.shape for field in shape.fields)
    elif isinstance(shape, ir.Map):
        yield shape.values
    elif isinstance(shape, ir.Array):
        yield shape.items
    elif isinstance(shape, ir.Tuple):
        yield from shape.items
    elif isinstance(shape, ir.Union):
        yield from (arm.shape for arm in shape.arms)
