"""What reads a shape: a function of `v` the JSON value, `at` the path, `e` the collector.

A type of its own has `decode`, an alias a function of its name in `_read`; the rest is a closure.
"""

from __future__ import annotations

from peerc.compiler import ir
from peerc.compiler.code import Code, code, ident, join, rust_literal
from peerc.compiler.emit.rust.keywords import (
    bounds,
    count,
    is_plain,
    lengths,
    pattern,
    rule,
    text,
    unique,
)
from peerc.compiler.emit.rust.shapes import Shapes, is_native, is_struct


def reader(shapes: Shapes, shape: ir.Shape) -> Code:
    """A `stub::Decode` of the shape's whole type."""
    function = _plain(shapes, shape)
    if shapes.takes_null(shape):
        function = code("|v, at, e| stub::read::nullable(v, at, e, {inner})", inner=function)
    if shape.label is not None and not is_struct(shape):
        function = code("|v, at, e| stub::read::hidden(v, at, e, {inner})", inner=function)
    return function


def _plain(shapes: Shapes, shape: ir.Shape) -> Code:
    """The same without null and label."""
    if is_struct(shape) and not isinstance(shape, ir.Ref):
        return code("{name}::decode", name=shapes.plain_type(shape))
    match shape:
        case ir.Ref():
            return _reference(shapes, shape)
        case ir.Map():
            return code(
                "|v, at, e| stub::read::map(v, at, e, ({count}, {names}), {values})",
                count=count(shape),
                names=pattern(shape.name_pattern),
                values=reader(shapes, shape.values),
            )
        case ir.Array():
            return _array(shapes, shape)
        case ir.Tuple():
            places = tuple_items(shapes, shape)
            return code("|v, at, e| {{ {places} Some(({taken})) }}", **places)
    return code("|v, at, e| {call}", call=_scalar(shape))


def _reference(shapes: Shapes, shape: ir.Ref) -> Code:
    name = ident(shapes.named[shape.target].names.rust)
    path = "_read::{name}" if shapes.is_alias(shape.target) else "{name}::decode"
    target = code(path, name=name)
    boxed = "|v, at, e| stub::read::boxed(v, at, e, {target})"
    return code(boxed, target=target) if shape.boxed else target


def _array(shapes: Shapes, shape: ir.Array) -> Code:
    items = reader(shapes, shape.items)
    if shape.is_unique:
        call = "|v, at, e| stub::read::unique(v, at, e, ({count}, {unique}), {items})"
        return code(call, count=count(shape), unique=unique(shapes, shape), items=items)
    return code(
        "|v, at, e| stub::read::array(v, at, e, {count}, {items})", count=count(shape), items=items
    )


def tuple_items(shapes: Shapes, shape: ir.Tuple) -> dict[str, Code]:
    """`places`: what reads each item; `taken`: the items, where there are all."""
    opened = code(
        "let mut t = stub::read::Tuple::open(v, at, e, {rule}, {count})?;",
        rule=rule(shape),
        count=rust_literal(len(shape.items)),
    )
    steps = [
        code("let i{n} = t.item(e, {read});", n=rust_literal(n), read=reader(shapes, item))
        for n, item in enumerate(shape.items)
    ]
    taken = [code("i{n}?,", n=rust_literal(n)) for n in range(len(shape.items))]
    return {
        "places": join(" ", [opened, *steps, Code("t.close()?;")]),
        "taken": join(" ", taken),
    }


def _scalar(shape: ir.Shape) -> Code:
    match shape:
        case ir.String() if is_native(shape):
            return code("stub::read::formatted(v, at, e, {text})", text=text(shape))
        case ir.String() if is_plain(shape):
            return code("stub::read::string(v, at, e, {lengths})", lengths=lengths(shape))
        case ir.String():
            return code("stub::read::text(v, at, e, {text})", text=text(shape))
        case ir.Integer():
            call = "stub::read::integer(v, at, e, {rule}, {bounds})"
            return code(call, rule=rule(shape), bounds=bounds(shape))
        case ir.Number():
            call = "stub::read::number(v, at, e, {rule}, {bounds})"
            return code(call, rule=rule(shape), bounds=bounds(shape))
        case ir.Boolean():
            return code("stub::read::boolean(v, at, e, {rule})", rule=rule(shape))
    raise TypeError(f"{type(shape).__name__} is no scalar")
