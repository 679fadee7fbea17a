"""What the emitter works out from the IR before it writes: functions to write, annotations, reach.

A *container* is a record or an array; each gets a reader and a writer of its own, as does each
named type. *Deep* ones count how many are open: their type can nest beyond the wire's limit.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from peerc.compiler import ir
from peerc.compiler.code import Code, code, ident, python_literal
from peerc.compiler.emit.python.syntax import NOTHING

_DEPTH_MAX = 64  # spec/limits.json, json_depth_max
_ENDLESS = _DEPTH_MAX + 1

Scalar = ir.String | ir.Integer | ir.Number | ir.Boolean | ir.Enum | ir.Const


@dataclass(frozen=True, slots=True)
class Function:
    """A pair of functions to write: `_read_<suffix>` and `_write_<suffix>`."""

    suffix: str
    shape: ir.Shape
    is_deep: bool


class Model:
    """The contract with its references resolved. `prefix` stands before names of types."""

    def __init__(self, contract: ir.Contract, prefix: Code = NOTHING) -> None:
        self.contract = contract
        self._prefix = prefix
        self.types = {one.names.wire: one for one in contract.types}
        self._heights: dict[str, int] = {}
        self._deep = self._deep_types()

    def functions(self) -> Iterator[Function]:
        """Every reader and writer, in the order of types, a container before its parts."""
        for one in self.contract.types:
            is_deep = one.names.wire in self._deep
            yield Function(one.names.python, one.shape, is_deep)
            for suffix, shape in self._inside(one.names.python, one.shape):
                yield Function(suffix, shape, is_deep)

    def records(self) -> Iterator[tuple[ir.Doc, ir.Record]]:
        """Every record with its documentation, inline ones after the type they stand in."""
        for one in self.contract.types:
            if isinstance(one.shape, ir.Record):
                yield one.doc, one.shape
            for _, shape in self._inside(one.names.python, one.shape):
                if isinstance(shape, ir.Record):
                    yield shape.doc, shape

    def enums(self) -> Iterator[ir.Enum]:
        """Every enum, named or inline."""
        for one in self.contract.types:
            for shape in _shapes(one.shape):
                if isinstance(shape, ir.Enum):
                    yield shape

    def scalar(self, shape: ir.Shape) -> ir.Shape:
        """The scalar that a reference names, so that its test stands inline; else the shape."""
        while isinstance(shape, ir.Ref) and not shape.nullable:
            target = self.types[shape.target].shape
            if isinstance(target, ir.Record | ir.Array):
                return shape
            shape = target
        return shape

    def suffix(self, shape: ir.Ref | ir.Record | ir.Array, owner: str) -> Code:
        """The function of a container or reference that stands at `owner` (`Question__tags`)."""
        match shape:
            case ir.Ref():
                return ident(self.types[shape.target].names.python)
            case ir.Record():
                return ident(shape.names.python)
            case ir.Array():
                return ident(owner)

    def annotation(self, shape: ir.Shape) -> Code:
        """The type of a value that is there."""
        base = self._base(shape)
        is_null_too = shape.nullable
        if isinstance(shape, ir.Ref):
            # An alias says so itself, a class cannot.
            target = self.types[shape.target].shape
            is_null_too |= isinstance(target, ir.Record) and target.nullable
        return code("{base} | None", base=base) if is_null_too else base

    def named(self, wire: str) -> Code:
        """The type of a value of a named type, as an operation takes and gives it."""
        return self.annotation(ir.Ref("", False, wire, False))

    def field_annotation(self, field: ir.Field) -> Code:
        """The type of an attribute: absent is None, or UNSET where null is a value of its own."""
        base = self.annotation(field.shape)
        if field.required:
            return base
        if self.is_nullable(field.shape):
            return code("{base} | _c.Unset", base=base)
        return code("{base} | None", base=base)

    def is_nullable(self, shape: ir.Shape) -> bool:
        """Whether null is a value of the shape, of itself or of what it refers to."""
        if isinstance(shape, ir.Ref) and not shape.nullable:
            return self.is_nullable(self.types[shape.target].shape)
        return shape.nullable

    def reach(self, names: set[str]) -> Iterator[str]:
        """Names of all classes and aliases that values of these types are made of, sorted."""
        found: set[str] = set()
        seen: set[str] = set()
        waiting = sorted(names)
        while waiting:
            wire = waiting.pop()
            if wire in seen:
                continue
            seen.add(wire)
            found.add(self.types[wire].names.python)
            for shape in _shapes(self.types[wire].shape):
                if isinstance(shape, ir.Ref):
                    waiting.append(shape.target)
                elif isinstance(shape, ir.Record | ir.Enum):
                    found.add(shape.names.python)
        yield from sorted(found)

    def _base(self, shape: ir.Shape) -> Code:
        match shape:
            case ir.Ref():
                return self._named(self.types[shape.target].names)
            case ir.Record() | ir.Enum():
                return self._named(shape.names)
            case ir.Array():
                return code("list[{items}]", items=self.annotation(shape.items))
            case ir.Const():
                return code("_t.Literal[{value}]", value=python_literal(shape.value))
            case ir.String():
                return Code("str")
            case ir.Integer():
                return Code("int")
            case ir.Number():
                return Code("float")
            case ir.Boolean():
                return Code("bool")

    def _named(self, names: ir.Names) -> Code:
        return code("{prefix}{name}", prefix=self._prefix, name=ident(names.python))

    def _inside(self, owner: str, shape: ir.Shape) -> Iterator[tuple[str, ir.Shape]]:
        """Inline containers below `shape` with the suffix of their functions, depth first."""
        match shape:
            case ir.Record():
                parts = [
                    (f"{shape.names.python}__{field.names.python}", field.shape)
                    for field in shape.fields
                ]
            case ir.Array():
                parts = [(f"{owner}__item", shape.items)]
            case _:
                parts = []
        for place, part in parts:
            if isinstance(part, ir.Record | ir.Array):
                suffix = part.names.python if isinstance(part, ir.Record) else place
                yield suffix, part
                yield from self._inside(suffix, part)

    def _deep_types(self) -> set[str]:
        """All types reachable from one that can nest beyond the limit: its parts must count too."""
        found: set[str] = set()
        waiting = [wire for wire in self.types if self._height(wire, frozenset()) > _DEPTH_MAX]
        while waiting:
            wire = waiting.pop()
            if wire not in found:
                found.add(wire)
                shapes = _shapes(self.types[wire].shape)
                waiting.extend(shape.target for shape in shapes if isinstance(shape, ir.Ref))
        return found

    def _height(self, wire: str, above: frozenset[str]) -> int:
        """The most containers a value of the type opens, _ENDLESS on a cycle."""
        if wire in above:
            return _ENDLESS
        if wire not in self._heights:
            height = self._shape_height(self.types[wire].shape, above | {wire})
            self._heights[wire] = min(height, _ENDLESS)
        return self._heights[wire]

    def _shape_height(self, shape: ir.Shape, above: frozenset[str]) -> int:
        match shape:
            case ir.Ref():
                return self._height(shape.target, above)
            case ir.Array():
                return 1 + self._shape_height(shape.items, above)
            case ir.Record():
                parts = (self._shape_height(field.shape, above) for field in shape.fields)
                return 1 + max(parts, default=0)
            case _:
                return 0


def _shapes(shape: ir.Shape) -> Iterator[ir.Shape]:
    """The shape and all that stand inline below it."""
    yield shape
    if isinstance(shape, ir.Record):
        for field in shape.fields:
            yield from _shapes(field.shape)
    elif isinstance(shape, ir.Array):
        yield from _shapes(shape.items)
