"""Arrays and tuples: what has an order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peerc.compiler import ir
from peerc.compiler.code import Code, code, indent, javascript_literal, join
from peerc.compiler.emit.node.syntax import lines, number

if TYPE_CHECKING:
    from peerc.compiler.emit.node.checks import Checks


def array_body(checks: Checks, shape: ir.Array, name: Code) -> Code:
    """Item by item; a repeated one is looked for when none has a violation."""
    guard = code(
        "if (!$.array(value, at, errors, {rule}, {nullable}, {min}, {max})) return undefined;",
        rule=javascript_literal(shape.rule),
        nullable=javascript_literal(shape.nullable),
        min=number(shape.min_items),
        max=number(shape.max_items),
    )
    item = checks.checked(
        shape.items, Code("item"), Code("$.path(at, i)"), code("{name}$item", name=name)
    )
    loop = code(
        "const items = [];\n"
        "for (let i = 0; i < value.length; i += 1) {{\n"
        "  let item = value[i];\n"
        "{item}\n"
        "  items.push(item);\n"
        "}}",
        item=indent(item, "  "),
    )
    before = Code("const before = errors.violations.length;") if shape.is_unique else Code("")
    return lines([guard, before, loop, _unique(checks, shape), Code("return items;")])


def _unique(checks: Checks, shape: ir.Array) -> Code:
    if not shape.is_unique:
        return Code("")
    return code(
        "if (errors.violations.length === before) {{\n"
        "  $.unique(items, value, at, errors, {rule}, {secret});\n"
        "}}",
        rule=javascript_literal(shape.rule),
        secret=javascript_literal(checks.is_labelled(shape.items)),
    )


def tuple_body(checks: Checks, shape: ir.Tuple, name: Code) -> Code:
    """Place by place; of a tuple of another length those that are there."""
    guard = code(
        "if (!$.tuple(value, at, errors, {rule}, {nullable}, {count})) return undefined;",
        rule=javascript_literal(shape.rule),
        nullable=javascript_literal(shape.nullable),
        count=number(len(shape.items)),
    )
    places = [_place(checks, one, index, name) for index, one in enumerate(shape.items)]
    items = join(", ", (_local(index) for index in range(len(shape.items))))
    return lines([guard, *places, code("return [{items}];", items=items)])


def _place(checks: Checks, shape: ir.Shape, index: int, name: Code) -> Code:
    value = _local(index)
    at = code("$.path(at, {index})", index=number(index))
    inner = code("{name}{local}", name=name, local=value)
    return code(
        "let {v} = value[{index}];\nif (value.length > {index}) {{\n{checked}\n}}",
        v=value,
        index=number(index),
        checked=indent(checks.checked(shape, value, at, inner), "  "),
    )


def _local(index: int) -> Code:
    return Code(f"${index}")
