"""The keywords of a shape as arguments of the run time's readers and writers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from peerc.compiler import ir
from peerc.compiler.code import Code, code, ident, join, rust_bytes, rust_literal
from peerc.compiler.emit.rust.shapes import Shapes, inner, is_native

_PATTERN = "pub static {name}: stub::Pattern = stub::Pattern::new({text}, {table});"
_TEXT = (
    "&stub::Text {{ rule: {rule}, min: {min}, max: {max}, pattern: {pattern}, format: {format} }}"
)
_FORMATS = {
    "uri": "Uri",
    "email": "Email",
    "hostname": "Hostname",
    "ipv4": "Ipv4",
    "ipv6": "Ipv6",
}


def rule(shape: ir.Shape) -> Code:
    """Where a shape stands in the contract form; its `type` shows whether it takes null."""
    call = "stub::Rule::or_null({at})" if shape.nullable else "stub::Rule::at({at})"
    return code(call, at=rust_literal(shape.rule))


def _most(bound: int | None) -> Code:
    return Code("usize::MAX") if bound is None else rust_literal(bound)


def count(shape: ir.Array | ir.Map) -> Code:
    """How many items or members there may be."""
    if isinstance(shape, ir.Array):
        least, most = shape.min_items, shape.max_items
    else:
        least, most = shape.min_properties, shape.max_properties
    return code(
        "stub::Count {{ rule: {rule}, min: {min}, max: {max} }}",
        rule=rule(shape),
        min=rust_literal(least),
        max=_most(most),
    )


def unique(shapes: Shapes, shape: ir.Array) -> Code:
    """How `uniqueItems` is judged."""
    items = shapes.target(shape.items)
    folds = isinstance(items, ir.String) and items.format == "uuid"
    return code(
        "stub::Unique {{ folds_case: {folds}, is_labelled: {hides} }}",
        folds=rust_literal(folds),
        hides=rust_literal(shapes.is_labelled(shape.items)),
    )


def is_plain(shape: ir.String) -> bool:
    """True for a string with lengths and nothing else."""
    return not is_native(shape) and shape.pattern is None and shape.format is None


def lengths(shape: ir.String) -> Code:
    """Rule, least and most code points of a plain string."""
    return code(
        "{rule}, {min}, {max}",
        rule=rule(shape),
        min=rust_literal(shape.min_length),
        max=_most(shape.max_length),
    )


def text(shape: ir.String) -> Code:
    """All that a string keeps besides being one; a native type brings its own format."""
    format_ = Code("None")
    if shape.format in _FORMATS:
        format_ = code("Some(stub::Format::{name})", name=ident(_FORMATS[shape.format]))
    return code(
        _TEXT,
        rule=rule(shape),
        min=rust_literal(shape.min_length),
        max=_most(shape.max_length),
        pattern=pattern(shape.pattern),
        format=format_,
    )


def pattern(found: ir.Pattern | None) -> Code:
    """A pattern as an `Option`."""
    if found is None:
        return Code("None")
    return code("Some(&_patterns::{name})", name=_pattern_name(found))


def _pattern_name(found: ir.Pattern) -> Code:
    """After its text, so that another pattern more renames none."""
    return ident("P_" + hashlib.sha256(found.text.encode()).hexdigest()[:12])


def patterns(types: Iterable[ir.NamedType]) -> list[Code]:
    """A static for each pattern, in the order of their names."""
    found: dict[str, ir.Pattern] = {}
    waiting = [one.shape for one in types]
    while waiting:
        shape = waiting.pop()
        waiting.extend(inner(shape))
        held = shape.name_pattern if isinstance(shape, ir.Map) else None
        held = shape.pattern if isinstance(shape, ir.String) else held
        if held is not None:
            found[_pattern_name(held).text] = held
    return [
        code(
            _PATTERN,
            name=ident(name),
            text=rust_literal(found[name].text),
            table=rust_bytes(found[name].table),
        )
        for name in sorted(found)
    ]


def bounds(shape: ir.Integer | ir.Number) -> Code:
    """The bounds of a number."""
    names = ("minimum", "exclusive_minimum", "maximum", "exclusive_maximum")
    there = [(name, getattr(shape, name)) for name in names if getattr(shape, name) is not None]
    parts = [
        code("{name}: Some({bound}), ", name=ident(name), bound=rust_literal(float(bound)))
        for name, bound in there
    ]
    if isinstance(shape, ir.Integer) and shape.multiple_of is not None:
        step = rust_literal(shape.multiple_of)
        parts.append(code("multiple_of: Some({step}), ", step=step))
    if not parts:
        return Code("&stub::Bounds::NONE")
    return code("&stub::Bounds {{ {parts}..stub::Bounds::NONE }}", parts=join("", parts))
