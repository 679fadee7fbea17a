"""A shape's Rust type: which shapes have a type of their own, which are a name for one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from peerc.compiler import ir
from peerc.compiler.code import Code, code, ident, join

TUPLE_MAX = 12  # members of a Rust tuple that compares and prints

_NATIVE = {
    "int64": "i64",
    "uint64": "u64",
    "uuid": "::peercontract::Uuid",
    "decimal": "::peercontract::Decimal",
    "date": "::peercontract::Date",
    "time": "::peercontract::Time",
    "date-time": "::peercontract::DateTime",
}


def is_native(shape: ir.String) -> bool:
    """True for a text whose Rust value is not a `String`."""
    return shape.is_base64 or shape.format in _NATIVE


def is_struct(shape: ir.Shape) -> bool:
    """True for what has a Rust type of its own, with `decode` and `encode`."""
    if isinstance(shape, ir.Tuple):
        return len(shape.items) > TUPLE_MAX
    return isinstance(shape, ir.Record | ir.Enum | ir.Const | ir.Union)


def inner(shape: ir.Shape) -> Iterator[ir.Shape]:
    """The shapes that stand inline in one, directly."""
    match shape:
        case ir.Record():
            yield from (field.shape for field in shape.fields)
        case ir.Array():
            yield shape.items
        case ir.Map():
            yield shape.values
        case ir.Tuple():
            yield from shape.items
        case ir.Union():
            yield from (arm.shape for arm in shape.arms)


@dataclass(frozen=True, slots=True)
class Shapes:
    """The named types by wire name, and those that must be a struct to hold themselves."""

    named: dict[str, ir.NamedType]
    newtypes: frozenset[str]

    @staticmethod
    def of(contract: ir.Contract) -> Shapes:
        """What the emitter must know of the whole contract to write one shape."""
        named = {one.names.wire: one for one in contract.types}
        circular = {name for name in named if name in _reached(named, name)}
        return Shapes(named, frozenset(circular))

    def is_alias(self, name: str) -> bool:
        """True for a named type that is no more than a name for another."""
        return not is_struct(self.named[name].shape) and name not in self.newtypes

    def type(self, shape: ir.Shape) -> Code:
        """The Rust type of a value of this shape, null included."""
        plain = self.plain_type(shape)
        return code("Option<{plain}>", plain=plain) if self.takes_null(shape) else plain

    def takes_null(self, shape: ir.Shape) -> bool:
        """True where null is `None` here; an alias has it in its own type."""
        if isinstance(shape, ir.Ref):
            target = self.named[shape.target].shape
            return shape.nullable or (is_struct(target) and target.nullable)
        return shape.nullable

    def plain_type(self, shape: ir.Shape) -> Code:
        """The type without null."""
        match shape:
            case ir.Ref():
                target = ident(self.named[shape.target].names.rust)
                return code("Box<{target}>", target=target) if shape.boxed else target
            case ir.Record() | ir.Enum() | ir.Const() | ir.Union():
                return ident(shape.names.rust)
            case ir.Map():
                values = self.type(shape.values)
                return code("::std::collections::BTreeMap<String, {values}>", values=values)
            case ir.Array():
                return code("Vec<{items}>", items=self.type(shape.items))
            case ir.Tuple():
                return self._tuple_type(shape)
            case ir.String():
                if shape.is_base64:
                    return Code("Vec<u8>")
                return Code(_NATIVE.get(shape.format or "", "String"))
            case ir.Integer():
                return Code("i64")
            case ir.Number():
                return Code("f64")
            case ir.Boolean():
                return Code("bool")

    def _tuple_type(self, shape: ir.Tuple) -> Code:
        if is_struct(shape):
            return ident(shape.names.rust)
        items = join(", ", [self.type(item) for item in shape.items])
        return code("({items},)" if len(shape.items) == 1 else "({items})", items=items)

    def is_text(self, shape: ir.Shape) -> bool:
        """True for a plain string, by whatever alias: whatever becomes one may be handed in."""
        shape = self.expanded(shape)
        return isinstance(shape, ir.String) and not shape.nullable and not is_native(shape)

    def expanded(self, shape: ir.Shape) -> ir.Shape:
        """What a reference stands for, as far as it is no more than a name."""
        while isinstance(shape, ir.Ref) and not shape.nullable and self.is_alias(shape.target):
            shape = self.named[shape.target].shape
        return shape

    def target(self, shape: ir.Shape) -> ir.Shape:
        """What all references lead to."""
        while isinstance(shape, ir.Ref):
            shape = self.named[shape.target].shape
        return shape

    def is_labelled(self, shape: ir.Shape) -> bool:
        """True where a label stands on the shape, or on what its references lead to."""
        while isinstance(shape, ir.Ref) and shape.label is None:
            shape = self.named[shape.target].shape
        return shape.label is not None


def _reached(named: dict[str, ir.NamedType], start: str) -> set[str]:
    """The aliases that the alias `start` is made of: a type alias cannot hold itself."""
    found: set[str] = set()
    waiting = [named[start].shape]
    while waiting:
        shape = waiting.pop()
        if isinstance(shape, ir.Ref):
            if shape.target not in found:
                found.add(shape.target)
                waiting.append(named[shape.target].shape)
        elif not is_struct(shape):
            waiting.extend(inner(shape))
    return found
