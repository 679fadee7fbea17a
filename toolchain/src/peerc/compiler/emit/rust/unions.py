"""Unions as enums: a variant an arm, told apart by JSON kind, tagged records by their tag."""

from __future__ import annotations

from collections import Counter

from peerc.compiler import ir
from peerc.compiler.code import Code, code, ident, indent, join, rust_literal
from peerc.compiler.emit.rust.conversions import hidden, json
from peerc.compiler.emit.rust.docs import doc
from peerc.compiler.emit.rust.keywords import rule
from peerc.compiler.emit.rust.readers import reader
from peerc.compiler.emit.rust.shapes import Shapes
from peerc.compiler.emit.rust.writers import writer

_UNION = """\
{doc}
#[derive(Clone, Debug, PartialEq)]
pub enum {name} {{
{variants}
}}

impl {name} {{
{json}
{hidden}
    fn {decode}(v: &stub::Value<'_>, at: &stub::Path<'_>, e: &mut stub::Errors) -> Option<Self> {{
        match v {{
{reads}
            _ => stub::read::no_arm(v, at, e, {rule}, {expected}),
        }}
    }}

    fn {encode}(&self, at: &stub::Path<'_>, w: &mut stub::Writer) {{
        match self {{
{writes}
        }}
    }}
}}{conversions}"""

_UNKNOWN = """\
/// The tag of an arm that this contract does not know, as a tolerant reader keeps it; it cannot be
/// written.
Unknown(String),"""

_TAGGED = """\
stub::Value::Object(_) => match stub::read::tag(v, at, e, {rule}, {tag})? {{
{arms}
    tag => {unknown},
}},"""

_FROM = """

impl From<{type}> for {name} {{
    fn from(value: {type}) -> Self {{
        Self::{variant}({value})
    }}
}}"""

_KINDS = {
    "string": "String",
    "number": "Number",
    "boolean": "Bool",
    "array": "Array",
    "object": "Object",
}


def union(shapes: Shapes, shape: ir.Union) -> Code:
    """An enum; its readers look at the kind, or the tag, and then at one arm alone."""
    variants = [_variant(shapes, arm) for arm in shape.arms]
    writes = [
        code(
            "Self::{variant}(x) => stub::write::arm(x, at, w, {writer}),",
            variant=ident(arm.names.rust),
            writer=writer(shapes, arm.shape),
        )
        for arm in shape.arms
    ]
    if shape.is_open:
        variants.append(Code(_UNKNOWN))
        unknown = "Self::Unknown(tag) => stub::write::unknown_tag(tag, at, w, {keys}),"
        writes.append(code(unknown, keys=_keys(shape)))
    return code(
        _UNION,
        doc=doc(shape.doc, f"`{shape.names.wire}`"),
        name=ident(shape.names.rust),
        variants=indent(join("\n", variants)),
        json=json(),
        reads=indent(join("\n", _reads(shapes, shape)), " " * 12),
        rule=rule(shape),
        expected=rust_literal(shape.expected),
        writes=indent(join("\n", writes), " " * 12),
        conversions=join("", _conversions(shapes, shape)),
        **hidden(shape.label is not None),
    )


def _variant(shapes: Shapes, arm: ir.Arm) -> Code:
    words = doc(ir.Doc("", ""), f"`{arm.tag or arm.names.wire}`")
    holds = shapes.type(arm.shape)
    return code("{doc}\n{name}({holds}),", doc=words, name=ident(arm.names.rust), holds=holds)


def _keys(shape: ir.Union) -> Code:
    """Rule, tag and tags of an open or tagged union, as the run time takes them."""
    return code(
        "({rule}, {tag}), {expected}",
        rule=rule(shape),
        tag=rust_literal(shape.tag_name or ""),
        expected=rust_literal(shape.expected_tags),
    )


def _reads(shapes: Shapes, shape: ir.Union) -> list[Code]:
    kinds = [
        code(
            "stub::Value::{kind}(_) => {read},",
            kind=ident(_KINDS[arm.kind]),
            read=_read(shapes, arm),
        )
        for arm in shape.arms
        if arm.tag is None
    ]
    tagged = [arm for arm in shape.arms if arm.tag is not None]
    if tagged:
        kinds.append(_tagged(shapes, shape, tagged))
    return kinds


def _tagged(shapes: Shapes, shape: ir.Union, arms: list[ir.Arm]) -> Code:
    unknown = "stub::read::unknown_tag(tag, at, e, {keys})"
    if shape.is_open:
        unknown = "stub::read::open_tag(tag, at, e, {keys}).map(Self::Unknown)"
    reads = [
        code("{tag} => {read},", tag=rust_literal(arm.tag or ""), read=_read(shapes, arm))
        for arm in arms
    ]
    return code(
        _TAGGED,
        rule=rule(shape),
        tag=rust_literal(shape.tag_name or ""),
        arms=indent(join("\n", reads)),
        unknown=code(unknown, keys=_keys(shape)),
    )


def _read(shapes: Shapes, arm: ir.Arm) -> Code:
    return code(
        "stub::read::arm(v, at, e, {reader}, Self::{variant})",
        reader=reader(shapes, arm.shape),
        variant=ident(arm.names.rust),
    )


def _conversions(shapes: Shapes, shape: ir.Union) -> list[Code]:
    """`From` of each arm whose type no other arm has."""
    types = [_whole_type(shapes, arm.shape) for arm in shape.arms]
    often = Counter(types)
    return [
        code(
            _FROM,
            name=ident(shape.names.rust),
            variant=ident(arm.names.rust),
            type=kind,
            value=Code("Box::new(value)" if _is_boxed(arm) else "value"),
        )
        for arm, kind in zip(shape.arms, types, strict=True)
        if often[kind] == 1
    ]


def _is_boxed(arm: ir.Arm) -> bool:
    return isinstance(arm.shape, ir.Ref) and arm.shape.boxed


def _whole_type(shapes: Shapes, shape: ir.Shape) -> Code:
    """The type that a user has in hand, aliases looked through: two names of one are one type."""
    if isinstance(shape, ir.Ref):
        target = shapes.expanded(shape)
        if isinstance(target, ir.Ref):
            return ident(shapes.named[target.target].names.rust)
        return _whole_type(shapes, target)
    return shapes.type(shape)
