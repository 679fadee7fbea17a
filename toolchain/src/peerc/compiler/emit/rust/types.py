"""Module `types`: a struct, enum or alias a named type, with what reads and writes it."""

from __future__ import annotations

from collections.abc import Iterator

from peerc.compiler import ir
from peerc.compiler.code import Code, code, ident, indent, join, rust_literal
from peerc.compiler.emit.rust.docs import doc
from peerc.compiler.emit.rust.enums import const, enum
from peerc.compiler.emit.rust.keywords import patterns
from peerc.compiler.emit.rust.readers import reader
from peerc.compiler.emit.rust.records import record
from peerc.compiler.emit.rust.shapes import Shapes, inner, is_struct
from peerc.compiler.emit.rust.unions import union
from peerc.compiler.emit.rust.wrappers import long_tuple, newtype
from peerc.compiler.emit.rust.writers import writer

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
    let read: stub::Decode<{name}> = {reader};
    read(v, at, e)
}}"""

_WRITER = """\
pub(super) fn {name}(x: &{name}, at: &stub::Path<'_>, w: &mut stub::Writer) {{
    let write: stub::Encode<{name}> = {writer};
    write(x, at, w);
}}"""

_CODEC = (
    "pub const {name}: stub::Codec<{type}> = stub::Codec {{ decode: {decode}, encode: {encode} }};"
)
_ROUND_TRIP = (
    "({wire}, |text, way, limit, mode| _codecs::{name}.round_trip(text, way, limit, mode)),"
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
        _part(Code("mod _patterns"), patterns(contract.types)),
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
    if not is_struct(one.shape):
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
        case ir.Enum():
            yield enum(shape)
        case ir.Const():
            yield const(shape)
        case ir.Union():
            yield union(shapes, shape)
        case ir.Tuple() if is_struct(shape):
            yield long_tuple(shapes, shape)
    for part in inner(shape):
        yield from _structs(shapes, part, errors)


def _reader(shapes: Shapes, one: ir.NamedType) -> Code:
    return code(_READER, name=ident(one.names.rust), reader=reader(shapes, one.shape))


def _writer(shapes: Shapes, one: ir.NamedType) -> Code:
    return code(_WRITER, name=ident(one.names.rust), writer=writer(shapes, one.shape))


def _codec(shapes: Shapes, one: ir.NamedType) -> Code:
    whole = ir.Ref(rule="", nullable=False, target=one.names.wire, boxed=False)
    return code(
        _CODEC,
        name=ident(one.names.rust),
        type=shapes.type(whole),
        decode=reader(shapes, whole),
        encode=writer(shapes, whole),
    )
