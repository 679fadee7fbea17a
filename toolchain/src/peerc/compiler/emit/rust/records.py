"""Structs and enums of module `types`: what a user builds and reads, and how it becomes JSON."""

from __future__ import annotations

import json
from dataclasses import replace

from peerc.compiler import ir
from peerc.compiler.code import Code, code, ident, indent, join, rust_literal
from peerc.compiler.emit.rust.docs import doc
from peerc.compiler.emit.rust.shapes import Shapes, rule

_RECORD = """\
{doc}
#[derive(Clone, Debug, PartialEq)]
pub struct {name} {{
{fields}
    _more: {more},
}}

impl {name} {{
    /// A value of its required members.
    #[must_use]
    pub fn new({parameters}) -> Self {{
        Self {{
{start}
            _more: {nothing},
        }}
    }}
{setters}
{json}
    fn decode(v: &stub::Value<'_>, at: &stub::Path<'_>, e: &mut stub::Errors) -> Option<Self> {{
        let {mut}o = stub::read::Object::open(v, at, e, {rule})?;
{reads}
        o.close(&[{names}], e)?;
        Some(Self {{
{taken}
            _more: {nothing},
        }})
    }}

    fn encode(&self, at: &stub::Path<'_>, w: &mut stub::Writer) {{
        let {mut}o = stub::write::Object::open(at, w);
{writes}
        o.close();
    }}
}}"""

# A declared error remembers where it came from, so that `?` does not lose it.
_ERROR = """

impl {name} {{
    pub(super) fn from_peer(error: &stub::PeerError) -> Result<Self, stub::PeerError> {{
        let codec = stub::Codec {{ decode: Self::decode, encode: Self::encode }};
        let (mut read, origin) = stub::read_declared(error, &codec)?;
        read._more = origin;
        Ok(read)
    }}

    pub(super) fn to_peer(&self, name: &str) -> stub::PeerError {{
        let codec = stub::Codec {{ decode: Self::decode, encode: Self::encode }};
        stub::write_declared(name, &codec, self, &self._more)
    }}
}}"""

_JSON = """
    /// Reads it from JSON text.
    pub fn from_json(text: &str) -> Result<Self, stub::PeerError> {
        stub::Codec { decode: Self::decode, encode: Self::encode }.from_json(text)
    }

    /// Writes it as JSON text.
    pub fn to_json(&self) -> Result<String, stub::PeerError> {
        stub::Codec { decode: Self::decode, encode: Self::encode }.to_json(self)
    }
"""

_SETTER = """
    /// The same with `{wire}`.
    #[must_use]
    pub fn with_{name}(mut self, {name}: {type}) -> Self {{
        self.{name} = Some({value});
        self
    }}"""

_ENUM = """\
{doc}
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum {name} {{
{variants}
}}

impl {name} {{
    const _ALL: &[Self] = &[{all}];
    const _VALUES: &[{kind}] = &[{values}];

    /// Its value on the wire.
    #[must_use]
    pub const fn value(self) -> {kind} {{
        Self::_VALUES[self as usize]
    }}

    fn decode(v: &stub::Value<'_>, at: &stub::Path<'_>, e: &mut stub::Errors) -> Option<Self> {{
        {find}.map(|place| Self::_ALL[place])
    }}

    fn encode(&self, _: &stub::Path<'_>, w: &mut stub::Writer) {{
        {write}
    }}
}}"""

_CONST = """\
{doc}
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct {name};

impl {name} {{
    /// Its value on the wire.
    pub const VALUE: &'static str = {value};

    fn decode(v: &stub::Value<'_>, at: &stub::Path<'_>, e: &mut stub::Errors) -> Option<Self> {{
        stub::read::text_of(v, at, e, ({rule}, "const"), &[Self::VALUE], {expected}).map(|_| Self)
    }}

    fn encode(&self, _: &stub::Path<'_>, w: &mut stub::Writer) {{
        stub::write::text(Self::VALUE, w);
    }}
}}"""

_NEWTYPE = """\
{doc}
#[derive(Clone, Debug, PartialEq)]
pub struct {name}(pub {type});

impl {name} {{
    fn decode(v: &stub::Value<'_>, at: &stub::Path<'_>, e: &mut stub::Errors) -> Option<Self> {{
        let inner: stub::Decode<{type}> = {decode};
        inner(v, at, e).map(Self)
    }}

    fn encode(&self, at: &stub::Path<'_>, w: &mut stub::Writer) {{
        let inner: stub::Encode<{type}> = {encode};
        inner(&self.0, at, w);
    }}
}}"""


def record(shapes: Shapes, shape: ir.Record, is_error: bool) -> Code:
    """A struct; `is_error`: it is a declared error of some operation."""
    fields = shape.fields
    asked = [one for one in fields if one.required and not _is_constant(one.shape)]
    setters = [_setter(shapes, one) for one in fields if not one.required]
    name = ident(shape.names.rust)
    start = [_start(shapes, one) for one in fields]
    taken = [code("{name}: f_{name}?,", name=_name(one)) for one in fields]
    body = code(
        _RECORD,
        doc=doc(shape.doc, f"`{shape.names.wire}`"),
        name=name,
        fields=indent(join("\n", [_field(shapes, one) for one in fields])),
        more=Code("stub::Origin" if is_error else "()"),
        nothing=Code("stub::Origin::default()" if is_error else "()"),
        parameters=join(", ", [_parameter(shapes, one) for one in asked]),
        start=indent(join("\n", start), " " * 12),
        setters=join("\n", setters),
        json=Code(_JSON),
        mut=Code("mut " if fields else ""),
        rule=rule(shape),
        reads=indent(join("\n", [_read(shapes, one) for one in fields]), " " * 8),
        names=join(", ", [rust_literal(one.names.wire) for one in fields]),
        taken=indent(join("\n", taken), " " * 12),
        writes=indent(join("\n", [_write(shapes, one) for one in fields]), " " * 8),
    )
    if not is_error:
        return body
    return code("{body}{error}", body=body, error=code(_ERROR, name=name))


def _name(one: ir.Field) -> Code:
    return ident(one.names.rust)


def _is_constant(shape: ir.Shape) -> bool:
    return isinstance(shape, ir.Const) and not shape.nullable


def _field(shapes: Shapes, one: ir.Field) -> Code:
    inner = shapes.type(one.shape)
    kind = inner if one.required else code("Option<{inner}>", inner=inner)
    words = doc(one.doc, f"`{one.names.wire}`")
    return code("{doc}\npub {name}: {kind},", doc=words, name=_name(one), kind=kind)


def _given(shapes: Shapes, shape: ir.Shape, name: Code) -> tuple[Code, Code]:
    """What a user hands in for a member, and the member's value made of it."""
    if shapes.is_text(shape):
        return Code("impl Into<String>"), code("{name}.into()", name=name)
    if not (isinstance(shape, ir.Ref) and shape.boxed):
        return shapes.type(shape), name
    bare = shapes.type(replace(shape, boxed=False))
    wrap = "{name}.map(Box::new)" if shapes.takes_null(shape) else "Box::new({name})"
    return bare, code(wrap, name=name)


def _parameter(shapes: Shapes, one: ir.Field) -> Code:
    kind, _ = _given(shapes, one.shape, _name(one))
    return code("{name}: {kind}", name=_name(one), kind=kind)


def _start(shapes: Shapes, one: ir.Field) -> Code:
    """The member of a fresh struct, by what `new` was given."""
    if not one.required:
        return code("{name}: None,", name=_name(one))
    if _is_constant(one.shape):
        assert isinstance(one.shape, ir.Const)
        return code("{name}: {type},", name=_name(one), type=ident(one.shape.names.rust))
    _, value = _given(shapes, one.shape, _name(one))
    given = "{name}," if value == _name(one) else "{name}: {value},"
    return code(given, name=_name(one), value=value)


def _setter(shapes: Shapes, one: ir.Field) -> Code:
    kind, value = _given(shapes, one.shape, _name(one))
    return code(_SETTER, wire=Code(one.names.rust), name=_name(one), type=kind, value=value)


def _read(shapes: Shapes, one: ir.Field) -> Code:
    how = "required" if one.required else "optional"
    return code(
        "let f_{name} = o.{how}({wire}, e, {decoder});",
        name=_name(one),
        how=ident(how),
        wire=rust_literal(one.names.wire),
        decoder=shapes.decoder(one.shape),
    )


def _write(shapes: Shapes, one: ir.Field) -> Code:
    how = "required" if one.required else "optional"
    return code(
        "o.{how}({wire}, &self.{name}, {encoder});",
        how=ident(how),
        wire=rust_literal(one.names.wire),
        name=_name(one),
        encoder=shapes.encoder(one.shape),
    )


def enum(shape: ir.Enum) -> Code:
    """An enum; `value()` is what stands on the wire, a text or an integer."""
    is_text = isinstance(shape.values[0].value, str)
    texts = 'stub::read::text_of(v, at, e, ({rule}, "enum"), Self::_VALUES, {expected})'
    numbers = "stub::read::number_of(v, at, e, {rule}, Self::_VALUES, {expected})"
    variants = [
        code(
            "{doc}\n{name},",
            doc=doc(ir.Doc("", ""), f"`{value.names.wire}`"),
            name=ident(value.names.rust),
        )
        for value in shape.values
    ]
    return code(
        _ENUM,
        doc=doc(shape.doc, f"`{shape.names.wire}`"),
        name=ident(shape.names.rust),
        variants=indent(join("\n", variants)),
        all=join(", ", [code("Self::{n}", n=ident(v.names.rust)) for v in shape.values]),
        kind=Code("&'static str" if is_text else "i64"),
        values=join(", ", [rust_literal(value.value) for value in shape.values]),
        find=code(
            texts if is_text else numbers,
            rule=rule(shape),
            expected=rust_literal(shape.expected),
        ),
        write=Code(
            "stub::write::text(self.value(), w);"
            if is_text
            else "stub::write::plain_integer(self.value(), w);"
        ),
    )


def const(shape: ir.Const) -> Code:
    """A unit struct: there is one value, so nobody is asked for it."""
    return code(
        _CONST,
        doc=doc(ir.Doc("", ""), f"Always `{shape.value}`."),
        name=ident(shape.names.rust),
        value=rust_literal(shape.value),
        rule=rule(shape),
        expected=rust_literal(_expected(shape.value)),
    )


def _expected(value: str) -> str:
    """RFC 8785 text of a `const` as a violation shows it: over 64 code points, 61 and `...`."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 64 else text[:61] + "..."


def newtype(shapes: Shapes, names: ir.Names, words: Code, shape: ir.Shape) -> Code:
    """An array or scalar that holds itself: a type alias cannot."""
    return code(
        _NEWTYPE,
        doc=words,
        name=ident(names.rust),
        type=shapes.type(shape),
        decode=shapes.decoder(shape),
        encode=shapes.encoder(shape),
    )
