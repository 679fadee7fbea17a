"""Walks over shapes of the IR: what stands inline in what, and how deep values of a type nest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from peerc.compiler import ir

DEPTH_MAX = 64  # spec/limits.json, json_depth_max
_ENDLESS = DEPTH_MAX + 1

Container = ir.Record | ir.Map | ir.Array | ir.Tuple | ir.Union
Scalar = ir.String | ir.Integer | ir.Number | ir.Boolean | ir.Enum | ir.Const


def parts(shape: ir.Shape, owner: str) -> Iterator[tuple[str, ir.Shape]]:
    """The shapes right below one, each with the suffix its functions would have.

    `owner` is the suffix of the shape itself: `Question`, `Question__tags`, `Question__tags__item`.
    """
    match shape:
        case ir.Record():
            for field in shape.fields:
                yield f"{owner}__{field.names.python}", field.shape
        case ir.Array():
            yield f"{owner}__item", shape.items
        case ir.Map():
            yield f"{owner}__value", shape.values
        case ir.Tuple():
            for index, item in enumerate(shape.items):
                yield f"{owner}__{index}", item
        case ir.Union():
            for arm in shape.arms:
                yield f"{owner}__{arm.kind or arm.names.python}", arm.shape


def suffix_of(shape: ir.Shape, place: str) -> str:
    """The suffix of an inline shape's functions: its own name where it has one, else its place."""
    return shape.names.python if isinstance(shape, ir.Record | ir.Union | ir.Tuple) else place


def inside(shape: ir.Shape, owner: str) -> Iterator[tuple[str, ir.Shape]]:
    """All shapes that stand inline below one, depth first, each with its suffix."""
    for place, part in parts(shape, owner):
        suffix = suffix_of(part, place)
        yield suffix, part
        yield from inside(part, suffix)


def refs(shape: ir.Shape) -> Iterator[ir.Ref]:
    """The references of a shape and of all that stands inline below it."""
    for _, part in ((("", shape)), *inside(shape, "")):
        if isinstance(part, ir.Ref):
            yield part


def deep_types(types: Mapping[str, ir.NamedType]) -> set[str]:
    """All types reachable from one that can nest beyond the limit: its parts must count too."""
    heights: dict[str, int] = {}
    found: set[str] = set()
    waiting = [wire for wire in types if _height(types, heights, wire, frozenset()) > DEPTH_MAX]
    while waiting:
        wire = waiting.pop()
        if wire not in found:
            found.add(wire)
            waiting.extend(ref.target for ref in refs(types[wire].shape))
    return found


def _height(
    types: Mapping[str, ir.NamedType], heights: dict[str, int], wire: str, above: frozenset[str]
) -> int:
    """The most containers a value of the type opens, _ENDLESS on a cycle."""
    if wire in above:
        return _ENDLESS
    if wire not in heights:
        below = _shape_height(types, heights, types[wire].shape, above | {wire})
        heights[wire] = min(below, _ENDLESS)
    return heights[wire]


def _shape_height(
    types: Mapping[str, ir.NamedType],
    heights: dict[str, int],
    shape: ir.Shape,
    above: frozenset[str],
) -> int:
    if isinstance(shape, ir.Ref):
        return _height(types, heights, shape.target, above)
    if isinstance(shape, Scalar):
        return 0
    below = (_shape_height(types, heights, part, above) for _, part in parts(shape, ""))
    # A union is no container: only its arms are.
    return (0 if isinstance(shape, ir.Union) else 1) + max(below, default=0)
