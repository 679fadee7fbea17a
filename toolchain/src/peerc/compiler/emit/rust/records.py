"""Records as structs: what a user builds and reads, and how it becomes JSON."""

from __future__ import annotations

from dataclasses import replace

from peerc.compiler import ir
from peerc.compiler.code import Code, code, ident, indent, join, rust_literal
from peerc.compiler.emit.rust.conversions import hidden, json
from peerc.compiler.emit.rust.defaults import default
from peerc.compiler.emit.rust.docs import doc
from peerc.compiler.emit.rust.keywords import rule
from peerc.compiler.emit.rust.readers import reader
from peerc.compiler.emit.rust.shapes import Shapes
from peerc.compiler.emit.rust.writers import writer

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
{hidden}
    fn {decode}(v: &stub::Value<'_>, at: &stub::Path<'_>, e: &mut stub::Errors) -> Option<Self> {{
        let {mut}o = stub::read::Object::open(v, at, e, {rule})?;
{reads}
        o.close(&[{names}], e)?;
        Some(Self {{
{taken}
            _more: {nothing},
        }})
    }}

    fn {encode}(&self, at: &stub::Path<'_>, w: &mut stub::Writer) {{
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

_SETTER = """
    /// The same with `{wire}`.{deprecated}
    #[must_use]
    pub fn with_{name}(mut self, {name}: {type}) -> Self {{
        self.{name} = {value};
        self
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
        json=json(),
        **hidden(shape.label is not None),
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


def _is_always_there(one: ir.Field) -> bool:
    return one.required or one.default is not None


def _field(shapes: Shapes, one: ir.Field) -> Code:
    inner = shapes.type(one.shape)
    kind = inner if _is_always_there(one) else code("Option<{inner}>", inner=inner)
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
    if one.default is not None:
        value = default(shapes, one.shape, one.default.value)
        return code("{name}: {value},", name=_name(one), value=value)
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
    return code(
        _SETTER,
        wire=Code(one.names.rust),
        deprecated=Code("\n    #[deprecated]" if one.doc.deprecated else ""),
        name=_name(one),
        type=kind,
        value=value if one.default else code("Some({value})", value=value),
    )


def _read(shapes: Shapes, one: ir.Field) -> Code:
    places = {
        "name": _name(one),
        "wire": rust_literal(one.names.wire),
        "reader": reader(shapes, one.shape),
    }
    if one.default is not None:
        start = default(shapes, one.shape, one.default.value)
        return code(
            "let f_{name} = o.defaulted({wire}, e, {reader}, || {start});", **places, start=start
        )
    how = "required" if one.required else "optional"
    return code("let f_{name} = o.{how}({wire}, e, {reader});", **places, how=ident(how))


def _write(shapes: Shapes, one: ir.Field) -> Code:
    how = "required" if _is_always_there(one) else "optional"
    return code(
        "o.{how}({wire}, &self.{name}, {writer});",
        how=ident(how),
        wire=rust_literal(one.names.wire),
        name=_name(one),
        writer=writer(shapes, one.shape),
    )
