"""A shape's Rust type, and the calls that read and write it.

A struct, enum or const has `decode` and `encode` of its own, a named array or scalar is a type
alias with functions of its name in `_read` and `_write`. In both, `v` is the JSON value, `x` the
native one, `at` the path, `e` the collector, `w` the writer.
"""

from __future__ import annotations

from dataclasses import dataclass

from peerc.compiler import ir
from peerc.compiler.code import Code, code, ident, rust_literal

Struct = ir.Record | ir.Enum | ir.Const
_STRUCTS = (ir.Record, ir.Enum, ir.Const)


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
        """True for a named array or scalar that is no more than a name for its type."""
        return not isinstance(self.named[name].shape, _STRUCTS) and name not in self.newtypes

    # --- types --------------------------------------------------------------------------------

    def type(self, shape: ir.Shape) -> Code:
        """The Rust type of a value of this shape, null included."""
        plain = self.plain_type(shape)
        return code("Option<{plain}>", plain=plain) if self.takes_null(shape) else plain

    def takes_null(self, shape: ir.Shape) -> bool:
        """True where null is `None` here; an alias has it in its own type."""
        if isinstance(shape, ir.Ref):
            target = self.named[shape.target].shape
            return shape.nullable or (isinstance(target, _STRUCTS) and target.nullable)
        return shape.nullable

    def plain_type(self, shape: ir.Shape) -> Code:
        """The type without null."""
        match shape:
            case ir.Ref():
                target = ident(self.named[shape.target].names.rust)
                return code("Box<{target}>", target=target) if shape.boxed else target
            case ir.Record() | ir.Enum() | ir.Const():
                return ident(shape.names.rust)
            case ir.Array():
                return code("Vec<{items}>", items=self.type(shape.items))
            case ir.String():
                return Code("String")
            case ir.Integer():
                return Code("i64")
            case ir.Number():
                return Code("f64")
            case ir.Boolean():
                return Code("bool")

    def is_text(self, shape: ir.Shape) -> bool:
        """True for a plain string, by whatever alias: whatever becomes one may be handed in."""
        while isinstance(shape, ir.Ref) and not shape.nullable and self.is_alias(shape.target):
            shape = self.named[shape.target].shape
        return isinstance(shape, ir.String) and not shape.nullable

    # --- reading ------------------------------------------------------------------------------

    def decoder(self, shape: ir.Shape) -> Code:
        """A function of (v, at, e)."""
        if not self.takes_null(shape):
            return self._plain_decoder(shape)
        call = "|v, at, e| stub::read::nullable(v, at, e, {inner})"
        return code(call, inner=self._plain_decoder(shape))

    def _plain_decoder(self, shape: ir.Shape) -> Code:
        if isinstance(shape, ir.Ref):
            target = self._target(shape, "decode", "_read")
            boxed = "|v, at, e| stub::read::boxed(v, at, e, {target})"
            return code(boxed, target=target) if shape.boxed else target
        if isinstance(shape, _STRUCTS):
            return code("{name}::decode", name=ident(shape.names.rust))
        return code("|v, at, e| {call}", call=self.decode_call(shape))

    def decode_call(self, shape: ir.Shape) -> Code:
        """Reads an array or scalar that is not null."""
        match shape:
            case ir.Array():
                call = "stub::read::array(v, at, e, ({rule}, {min}, {max}), {item})"
                return code(call, **_sized(shape), item=self.decoder(shape.items))
            case ir.String():
                return code("stub::read::string(v, at, e, {rule}, {min}, {max})", **_sized(shape))
            case ir.Integer():
                call = "stub::read::integer(v, at, e, {rule}, {bounds})"
                return code(call, rule=rule(shape), bounds=_bounds(shape))
            case ir.Number():
                call = "stub::read::number(v, at, e, {rule}, {bounds})"
                return code(call, rule=rule(shape), bounds=_bounds(shape))
            case ir.Boolean():
                return code("stub::read::boolean(v, at, e, {rule})", rule=rule(shape))
        raise TypeError(f"{type(shape).__name__} has a decoder of its own")

    # --- writing ------------------------------------------------------------------------------

    def encoder(self, shape: ir.Shape) -> Code:
        """A function of (x, at, w)."""
        if not self.takes_null(shape):
            return self._plain_encoder(shape)
        call = "|x, at, w| stub::write::nullable(x, at, w, {inner})"
        return code(call, inner=self._plain_encoder(shape))

    def _plain_encoder(self, shape: ir.Shape) -> Code:
        if isinstance(shape, ir.Ref):
            target = self._target(shape, "encode", "_write")
            boxed = "|x, at, w| stub::write::boxed(x, at, w, {target})"
            return code(boxed, target=target) if shape.boxed else target
        if isinstance(shape, _STRUCTS):
            return code("{name}::encode", name=ident(shape.names.rust))
        return code("|x, at, w| {call}", call=self.encode_call(shape, Code("x"), Code("*x")))

    def encode_call(self, shape: ir.Shape, reference: Code, value: Code) -> Code:
        """Writes an array or scalar that is not null; `value` is what `reference` points to."""
        match shape:
            case ir.Array():
                call = "stub::write::array({x}, at, w, ({rule}, {min}, {max}), {item})"
                return code(call, x=reference, **_sized(shape), item=self.encoder(shape.items))
            case ir.String():
                call = "stub::write::string({x}, at, w, {rule}, {min}, {max})"
                return code(call, x=reference, **_sized(shape))
            case ir.Integer():
                call = "stub::write::integer({x}, at, w, {rule}, {bounds})"
                return code(call, x=value, rule=rule(shape), bounds=_bounds(shape))
            case ir.Number():
                call = "stub::write::number({x}, at, w, {rule}, {bounds})"
                return code(call, x=value, rule=rule(shape), bounds=_bounds(shape))
            case ir.Boolean():
                return code("stub::write::boolean({x}, at, w)", x=value)
        raise TypeError(f"{type(shape).__name__} has an encoder of its own")

    def _target(self, shape: ir.Ref, method: str, module: str) -> Code:
        name = ident(self.named[shape.target].names.rust)
        if self.is_alias(shape.target):
            return code("{module}::{name}", module=ident(module), name=name)
        return code("{name}::{method}", name=name, method=ident(method))


def rule(shape: ir.Shape) -> Code:
    """Where a shape stands in the contract form; its `type` shows whether it takes null."""
    call = "stub::Rule::or_null({at})" if shape.nullable else "stub::Rule::at({at})"
    return code(call, at=rust_literal(shape.rule))


def _sized(shape: ir.Array | ir.String) -> dict[str, Code]:
    if isinstance(shape, ir.Array):
        low, high = shape.min_items, shape.max_items
    else:
        low, high = shape.min_length, shape.max_length
    top = Code("usize::MAX") if high is None else rust_literal(high)
    return {"rule": rule(shape), "min": rust_literal(low), "max": top}


def _bounds(shape: ir.Integer | ir.Number) -> Code:
    names = ("minimum", "exclusive_minimum", "maximum", "exclusive_maximum")
    there = [(name, getattr(shape, name)) for name in names if getattr(shape, name) is not None]
    if not there:
        return Code("&stub::Bounds::NONE")
    parts = ", ".join(f"{name}: Some({rust_literal(float(bound)).text})" for name, bound in there)
    return code("&stub::Bounds {{ {parts}, ..stub::Bounds::NONE }}", parts=Code(parts))


def _reached(named: dict[str, ir.NamedType], start: str) -> set[str]:
    """The aliases that the alias `start` is made of: a type alias cannot hold itself."""
    found: set[str] = set()
    waiting = [named[start].shape]
    while waiting:
        shape = waiting.pop()
        if isinstance(shape, ir.Array):
            waiting.append(shape.items)
        elif isinstance(shape, ir.Ref) and shape.target not in found:
            found.add(shape.target)
            waiting.append(named[shape.target].shape)
    return found
