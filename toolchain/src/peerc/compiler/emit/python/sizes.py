"""The first statement of what reads or writes a list or a map: it has the right class and size."""

from __future__ import annotations

from peerc.compiler import ir
from peerc.compiler.code import Code, code, python_literal
from peerc.compiler.emit.python.scalars import outside
from peerc.compiler.emit.python.syntax import NOTHING

_LENGTH = Code("len(value)")


def array_check(shape: ir.Array) -> Code:
    """Leaves the items to look at in `value`, or reports."""
    return code(
        "if type(value) is not list{size}:\n"
        "    value = errors.array(value, at, {rule}, {nullable}, {least}, {most})",
        size=_size(shape.min_items, shape.max_items),
        rule=python_literal(shape.rule),
        nullable=python_literal(shape.nullable),
        least=python_literal(shape.min_items),
        most=python_literal(shape.max_items),
    )


def map_check(shape: ir.Map) -> Code:
    """Leaves the entries to look at in `value`, or reports."""
    return code(
        "if type(value) is not dict{size}:\n"
        "    value = errors.map(value, at, {rule}, {nullable}, {least}, {most})",
        size=_size(shape.min_properties, shape.max_properties),
        rule=python_literal(shape.rule),
        nullable=python_literal(shape.nullable),
        least=python_literal(shape.min_properties),
        most=python_literal(shape.max_properties),
    )


def _size(least: int, most: int | None) -> Code:
    test = outside(_LENGTH, least or None, "<=", most, "<=")
    return code(" or {test}", test=test) if test else NOTHING
