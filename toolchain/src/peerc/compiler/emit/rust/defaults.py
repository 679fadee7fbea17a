"""A property's default as a Rust expression; it fits the shape, or the contract had an error."""

from __future__ import annotations

from peerc.compiler import ir
from peerc.compiler.code import Code, code, ident, rust_literal
from peerc.compiler.emit.rust.shapes import Shapes, is_native

_KINDS = {bool: "boolean", int: "number", float: "number", str: "string", list: "array"}


def default(shapes: Shapes, shape: ir.Shape, value: object) -> Code:
    """An expression of the shape's whole type: null is `None`."""
    if value is None and shapes.takes_null(shape):
        return Code("None")
    plain = _plain(shapes, shape, value)
    return code("Some({plain})", plain=plain) if shapes.takes_null(shape) else plain


def _plain(shapes: Shapes, shape: ir.Shape, value: object) -> Code:
    match shape:
        case ir.Ref():
            return _reference(shapes, shape, value)
        case ir.Record():
            return code("{name}::new()", name=ident(shape.names.rust))
        case ir.Map():
            return Code("::std::collections::BTreeMap::new()")
        case ir.Array():
            return Code("Vec::new()")
        case ir.Enum():
            member = next(one for one in shape.values if one.value == value)
            return _variant(shape.names, member.names)
        case ir.Const():
            return ident(shape.names.rust)
        case ir.Union():
            return _arm(shapes, shape, value)
    return _scalar(shape, value)


def _reference(shapes: Shapes, shape: ir.Ref, value: object) -> Code:
    target = shapes.named[shape.target]
    if shapes.is_alias(shape.target):
        plain = default(shapes, target.shape, value)
    else:
        plain = _plain(shapes, target.shape, value)
    if shape.target in shapes.newtypes:
        inside = default(shapes, target.shape, value)
        plain = code("{name}({inside})", name=ident(target.names.rust), inside=inside)
    return code("Box::new({plain})", plain=plain) if shape.boxed else plain


def _variant(owner: ir.Names, name: ir.Names) -> Code:
    return code("{owner}::{name}", owner=ident(owner.rust), name=ident(name.rust))


def _arm(shapes: Shapes, shape: ir.Union, value: object) -> Code:
    kind = _KINDS.get(type(value), "object")
    arm = next(one for one in shape.arms if one.kind == kind)
    variant = _variant(shape.names, arm.names)
    return code("{variant}({of})", variant=variant, of=default(shapes, arm.shape, value))


def _scalar(shape: ir.Shape, value: object) -> Code:
    match shape, value:
        case ir.String(), str() if is_native(shape):
            return code("stub::trusted({text})", text=rust_literal(value))
        case ir.String(), str():
            return code("String::from({text})", text=rust_literal(value))
        case ir.Integer(), int() | float():
            return rust_literal(int(value))
        case ir.Number(), int() | float():
            return rust_literal(float(value))
        case ir.Boolean(), bool():
            return rust_literal(value)
    raise TypeError(f"no default of {type(shape).__name__}: {value!r}")
