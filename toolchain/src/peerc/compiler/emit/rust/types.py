"""Module `types`: a struct, enum or alias a named type, with what reads and writes it."""

from __future__ import annotations

from collections.abc import Iterator

from peerc.compiler import ir
from peerc.compiler.code import Code, code, ident, indent, join, rust_literal
from peerc.compiler.emit.rust.docs import doc
from peerc.compiler.emit.rust.records import const, enum, newtype, record
from peerc.compiler.emit.rust.shapes import Shapes

_MODULE = """\
/// The contract's types.
#[rustfmt::skip]
pub mod types {{
    use ::peercontract::stub;

{items}
{parts}

    /// Every named type: reads a text of it and writes it again.
    pub static ROUND_TRIPS: &[(&str, stub::RoundTrip)] = &[{round_trips}];
}}"""

_PART = """

    {head} {{
        use super::*;

{items}
    }}"""

_ALIAS = """\
{doc}
pub type {name} = {type};"""

_READER = """\
pub(super) fn {name}(
    v: &stub::Value<'_>, at: &stub::Path<'_>, e: &mut stub::Errors,
) -> Option<{name}> {{
    {call}
}}"""

_WRITER = """\
pub(super) fn {name}(x: &{name}, at: &stub::Path<'_>, w: &mut stub::Writer) {{
    {call}
}}"""

_CODEC = (
    "pub const {name}: stub::Codec<{type}> = stub::Codec {{ decode: {decode}, encode: {encode} }};"
)
_ROUND_TRIP = (
    "({wire}, |text, direction, limit| _codecs::{name}.round_trip(text, direction, limit)),"
)


def types_module(contract: ir.Contract) -> Code:
    """All types of the contract, also those that no agent uses."""
    shapes = Shapes.of(contract)
    errors = _error_records(contract, shapes)
    items = [item for one in contract.types for item in _items(shapes, one, errors)]
    aliases = [one for one in contract.types if shapes.is_alias(one.names.wire)]
    round_trips = [
        code(_ROUND_TRIP, wire=rust_literal(one.names.wire), name=ident(one.names.rust))
        for one in contract.types
    ]
    inner = indent(join("\n", round_trips), " " * 8)
    parts = [
        _part(Code("mod _read"), [_reader(shapes, one) for one in aliases]),
        _part(Code("mod _write"), [_writer(shapes, one) for one in aliases]),
        _part(Code("pub(super) mod _codecs"), [_codec(shapes, one) for one in contract.types]),
    ]
    return code(
        _MODULE,
        items=indent(join("\n\n", items)),
        parts=join("", parts),
        round_trips=code("\n{inner}\n    ", inner=inner) if round_trips else Code(""),
    )


def _part(head: Code, items: list[Code]) -> Code:
    """A private module of functions or codecs; none where it would be empty."""
    if not items:
        return Code("")
    return code(_PART, head=head, items=indent(join("\n", items), " " * 8))


def _error_records(contract: ir.Contract, shapes: Shapes) -> frozenset[str]:
    """Rust names of the records that are declared errors, aliases looked through."""
    found = set()
    for one in contract.types:
        shape = one.shape
        while one.is_error and isinstance(shape, ir.Ref):
            shape = shapes.named[shape.target].shape
        if one.is_error and isinstance(shape, ir.Record):
            found.add(shape.names.rust)
    return frozenset(found)


def _items(shapes: Shapes, one: ir.NamedType, errors: frozenset[str]) -> Iterator[Code]:
    """The items of one named type: its own, then those of what stands inline in it."""
    if not isinstance(one.shape, ir.Record | ir.Enum | ir.Const):
        words = doc(one.doc, f"`{one.names.wire}`")
        if one.names.wire in shapes.newtypes:
            yield newtype(shapes, one.names, words, one.shape)
        else:
            yield code(_ALIAS, doc=words, name=ident(one.names.rust), type=shapes.type(one.shape))
    yield from _structs(shapes, one.shape, errors)


def _structs(shapes: Shapes, shape: ir.Shape, errors: frozenset[str]) -> Iterator[Code]:
    match shape:
        case ir.Record():
            yield record(shapes, shape, shape.names.rust in errors)
            for field in shape.fields:
                yield from _structs(shapes, field.shape, errors)
        case ir.Enum():
            yield enum(shape)
        case ir.Const():
            yield const(shape)
        case ir.Array():
            yield from _structs(shapes, shape.items, errors)


def _reader(shapes: Shapes, one: ir.NamedType) -> Code:
    call = code("({function})(v, at, e)", function=shapes.decoder(one.shape))
    if not isinstance(one.shape, ir.Ref) and not one.shape.nullable:
        call = shapes.decode_call(one.shape)
    elif not isinstance(one.shape, ir.Ref):
        inner = code("|v, at, e| {call}", call=shapes.decode_call(one.shape))
        call = code("stub::read::nullable(v, at, e, {inner})", inner=inner)
    return code(_READER, name=ident(one.names.rust), call=call)


def _writer(shapes: Shapes, one: ir.NamedType) -> Code:
    call = code("({function})(x, at, w)", function=shapes.encoder(one.shape))
    if not isinstance(one.shape, ir.Ref) and not one.shape.nullable:
        call = shapes.encode_call(one.shape, Code("x"), Code("*x"))
    elif not isinstance(one.shape, ir.Ref):
        inner = shapes.encode_call(one.shape, Code("x"), Code("*x"))
        call = code("stub::write::nullable(x, at, w, |x, at, w| {inner})", inner=inner)
    return code(_WRITER, name=ident(one.names.rust), call=call)


def _codec(shapes: Shapes, one: ir.NamedType) -> Code:
    whole = ir.Ref(rule="", nullable=False, target=one.names.wire, boxed=False)
    return code(
        _CODEC,
        name=ident(one.names.rust),
        type=shapes.type(whole),
        decode=shapes.decoder(whole),
        encode=shapes.encoder(whole),
    )
