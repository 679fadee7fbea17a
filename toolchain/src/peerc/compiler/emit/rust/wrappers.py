"""Tuple structs: long tuples, and lists that hold themselves, which a type alias cannot."""

from __future__ import annotations

from peerc.compiler import ir
from peerc.compiler.code import Code, code, ident, indent, join, rust_literal
from peerc.compiler.emit.rust.conversions import hidden
from peerc.compiler.emit.rust.docs import doc
from peerc.compiler.emit.rust.readers import reader
from peerc.compiler.emit.rust.readers import tuple_items as reads
from peerc.compiler.emit.rust.shapes import Shapes
from peerc.compiler.emit.rust.writers import tuple_items as writes
from peerc.compiler.emit.rust.writers import writer

_NEWTYPE = """\
{doc}
#[derive(Clone, Debug, PartialEq)]
pub struct {name}(pub {type});

impl {name} {{
    fn decode(v: &stub::Value<'_>, at: &stub::Path<'_>, e: &mut stub::Errors) -> Option<Self> {{
        stub::read::arm(v, at, e, {reader}, Self)
    }}

    fn encode(&self, at: &stub::Path<'_>, w: &mut stub::Writer) {{
        stub::write::arm(&self.0, at, w, {writer});
    }}
}}"""

_TUPLE = """\
{doc}
#[derive(Clone, Debug, PartialEq)]
pub struct {name}(
{types}
);

impl {name} {{
{hidden}
    fn {decode}(v: &stub::Value<'_>, at: &stub::Path<'_>, e: &mut stub::Errors) -> Option<Self> {{
        {places}
        Some(Self({taken}))
    }}

    fn {encode}(&self, at: &stub::Path<'_>, w: &mut stub::Writer) {{
        {writes}
    }}
}}"""


def newtype(shapes: Shapes, names: ir.Names, words: Code, shape: ir.Shape) -> Code:
    """A list, map or tuple that holds itself."""
    return code(
        _NEWTYPE,
        doc=words,
        name=ident(names.rust),
        type=shapes.type(shape),
        reader=reader(shapes, shape),
        writer=writer(shapes, shape),
    )


def long_tuple(shapes: Shapes, shape: ir.Tuple) -> Code:
    """A tuple of more members than a Rust tuple compares and prints."""
    types = [
        code("/// Item {n}.\npub {type},", n=rust_literal(n), type=shapes.type(item))
        for n, item in enumerate(shape.items)
    ]
    return code(
        _TUPLE,
        doc=doc(ir.Doc("", ""), f"`{shape.names.wire}`"),
        name=ident(shape.names.rust),
        types=indent(join("\n", types)),
        writes=writes(shapes, shape, Code("self")),
        **reads(shapes, shape),
        **hidden(shape.label is not None),
    )
