"""What the emitter works out from the IR before it writes: functions to write, annotations, reach.

A *container* is a record, map, array, tuple or union; each gets a reader and a writer of its own,
as does each named type. *Deep* ones count how many are open: their type can nest beyond the wire's
limit.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from peerc.compiler import ir
from peerc.compiler.code import Code, code, ident, join, python_literal
from peerc.compiler.emit.python.shapes import (
    Container,
    Scalar,
    deep_types,
    inside,
    refs,
    suffix_of,
)
from peerc.compiler.emit.python.syntax import NOTHING


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
        self._deep = deep_types(self.types)

    def functions(self) -> Iterator[Function]:
        """Every reader and writer, in the order of types, a container before its parts."""
        for one in self.contract.types:
            is_deep = one.names.wire in self._deep
            yield Function(one.names.python, one.shape, is_deep)
            for suffix, shape in inside(one.shape, one.names.python):
                if isinstance(shape, Container):
                    yield Function(suffix, shape, is_deep)

    def records(self) -> Iterator[tuple[ir.Doc, ir.Record]]:
        """Every record with its documentation, inline ones after the type they stand in."""
        for one in self.contract.types:
            if isinstance(one.shape, ir.Record):
                yield one.doc, one.shape
            for _, shape in inside(one.shape, ""):
                if isinstance(shape, ir.Record):
                    yield shape.doc, shape

    def shapes(self) -> Iterator[tuple[str, ir.Shape]]:
        """Every shape, named or inline, with its suffix."""
        for one in self.contract.types:
            yield one.names.python, one.shape
            yield from inside(one.shape, one.names.python)

    def scalar(self, shape: ir.Shape) -> tuple[ir.Shape, bool]:
        """The scalar that a reference names, so that its test stands inline; else the shape.

        And whether the shape, or a reference on the way, is labelled.
        """
        is_labelled = shape.label is not None
        found = shape
        while isinstance(found, ir.Ref) and not found.nullable:
            found = self.types[found.target].shape
            is_labelled |= found.label is not None
        return (found, is_labelled) if isinstance(found, Scalar) else (shape, is_labelled)

    def target(self, shape: ir.Shape) -> ir.Shape:
        """What a shape is, aliases looked through."""
        while isinstance(shape, ir.Ref):
            shape = self.types[shape.target].shape
        return shape

    def suffix(self, shape: ir.Ref | Container, place: str) -> Code:
        """The suffix of the functions of a container or reference that stands at `place`."""
        if isinstance(shape, ir.Ref):
            return ident(self.types[shape.target].names.python)
        return ident(suffix_of(shape, place))

    def annotation(self, shape: ir.Shape) -> Code:
        """The type of a value that is there."""
        base = self._base(shape)
        is_null_too = shape.nullable
        if isinstance(shape, ir.Ref):
            # Other aliases say so themselves; these names stand for a value that is there.
            target = self.types[shape.target].shape
            is_null_too |= isinstance(target, ir.Record | ir.Enum | ir.Union) and target.nullable
        return code("{base} | None", base=base) if is_null_too else base

    def named(self, wire: str) -> Code:
        """The type of a value of a named type, as an operation takes and gives it."""
        return self.annotation(ir.Ref("", False, wire, False))

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
            shape = self.types[wire].shape
            found.add(self.types[wire].names.python)
            found.update(
                part.names.python
                for _, part in inside(shape, "")
                if isinstance(part, ir.Record | ir.Enum | ir.Union)
            )
            waiting.extend(ref.target for ref in refs(shape))
        yield from sorted(found)

    def arms(self, shape: ir.Union) -> Code:
        """The alternatives of a union, as its alias spells them."""
        arms = [self.annotation(arm.shape) for arm in shape.arms]
        if shape.is_open:
            arms.append(Code("_c.Unknown"))
        return join(" | ", arms)

    def _base(self, shape: ir.Shape) -> Code:
        match shape:
            case ir.Ref():
                return self._named(self.types[shape.target].names)
            case ir.Record() | ir.Enum() | ir.Union():
                return self._named(shape.names)
            case ir.Array():
                return code("list[{items}]", items=self.annotation(shape.items))
            case ir.Map():
                return code("dict[str, {values}]", values=self.annotation(shape.values))
            case ir.Tuple():
                items = join(", ", map(self.annotation, shape.items))
                return code("tuple[{items}]", items=items)
            case ir.Const():
                return code("_t.Literal[{value}]", value=python_literal(shape.value))
            case _:
                return native_kind(shape)

    def named_class(self, shape: ir.Record) -> Code:
        """The class of a record."""
        return self._named(shape.names)

    def _named(self, names: ir.Names) -> Code:
        return code("{prefix}{name}", prefix=self._prefix, name=ident(names.python))


def native_kind(shape: Scalar) -> Code:
    """The builtin class of a scalar's native values."""
    match shape:
        case ir.String(format="int64" | "uint64"):
            return Code("int")
        case ir.String(is_base64=True):
            return Code("bytes")
        case ir.Integer():
            return Code("int")
        case ir.Number():
            return Code("float")
        case ir.Boolean():
            return Code("bool")
        case ir.Enum() if isinstance(shape.values[0].value, int):
            return Code("int")
        case ir.Const() if isinstance(shape.value, int):
            return Code("int")
        case _:
            return Code("str")
