"""What writes a shape: a function of `x` the value, `at` the path, `w` the writer.

A type of its own has `encode`, an alias a function of its name in `_write`; the rest is a closure.
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


def writer(shapes: Shapes, shape: ir.Shape) -> Code:
    """A `stub::Encode` of the shape's whole type."""
    function = _plain(shapes, shape)
    if shapes.takes_null(shape):
        function = code("|x, at, w| stub::write::nullable(x, at, w, {inner})", inner=function)
    if shape.label is not None and not is_struct(shape):
        function = code("|x, at, w| stub::write::hidden(x, at, w, {inner})", inner=function)
    return function


def _plain(shapes: Shapes, shape: ir.Shape) -> Code:
    """The same without null and label."""
    if is_struct(shape) and not isinstance(shape, ir.Ref):
        return code("{name}::encode", name=shapes.plain_type(shape))
    match shape:
        case ir.Ref():
            return _reference(shapes, shape)
        case ir.Map():
            return code(
                "|x, at, w| stub::write::map(x, at, w, ({count}, {names}), {values})",
                count=count(shape),
                names=pattern(shape.name_pattern),
                values=writer(shapes, shape.values),
            )
        case ir.Array():
            return _array(shapes, shape)
        case ir.Tuple():
            return code("|x, at, w| {{ {items} }}", items=tuple_items(shapes, shape, Code("x")))
    return code("|x, at, w| {call}", call=_scalar(shape))


def _reference(shapes: Shapes, shape: ir.Ref) -> Code:
    name = ident(shapes.named[shape.target].names.rust)
    path = "_write::{name}" if shapes.is_alias(shape.target) else "{name}::encode"
    target = code(path, name=name)
    boxed = "|x, at, w| stub::write::boxed(x, at, w, {target})"
    return code(boxed, target=target) if shape.boxed else target


def _array(shapes: Shapes, shape: ir.Array) -> Code:
    items = writer(shapes, shape.items)
    if shape.is_unique:
        call = "|x, at, w| stub::write::unique(x, at, w, ({count}, {unique}), {items})"
        return code(call, count=count(shape), unique=unique(shapes, shape), items=items)
    return code(
        "|x, at, w| stub::write::array(x, at, w, {count}, {items})", count=count(shape), items=items
    )


def tuple_items(shapes: Shapes, shape: ir.Tuple, owner: Code) -> Code:
    """Writes the places of `owner`, a tuple or a struct like one."""
    steps = [
        code(
            "t.item(&{owner}.{n}, {write});",
            owner=owner,
            n=rust_literal(n),
            write=writer(shapes, item),
        )
        for n, item in enumerate(shape.items)
    ]
    opened = Code("let mut t = stub::write::Tuple::open(at, w);")
    return join(" ", [opened, *steps, Code("t.close();")])


def _scalar(shape: ir.Shape) -> Code:
    match shape:
        case ir.String() if is_native(shape):
            return code("stub::write::formatted(x, at, w, {text})", text=text(shape))
        case ir.String() if is_plain(shape):
            return code("stub::write::string(x, at, w, {lengths})", lengths=lengths(shape))
        case ir.String():
            return code("stub::write::text(x, at, w, {text})", text=text(shape))
        case ir.Integer():
            call = "stub::write::integer(*x, at, w, {rule}, {bounds})"
            return code(call, rule=rule(shape), bounds=bounds(shape))
        case ir.Number():
            call = "stub::write::number(*x, at, w, {rule}, {bounds})"
            return code(call, rule=rule(shape), bounds=bounds(shape))
        case ir.Boolean():
            return Code("stub::write::boolean(*x, at, w)")
    raise TypeError(f"{type(shape).__name__} is no scalar")
