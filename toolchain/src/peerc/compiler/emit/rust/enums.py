"""Enums and constants: a choice as an enum, the one value of a `const` as a unit struct."""

from __future__ import annotations

import json

from peerc.compiler import ir
from peerc.compiler.code import Code, code, ident, indent, join, rust_literal
from peerc.compiler.emit.rust.conversions import hidden
from peerc.compiler.emit.rust.docs import doc
from peerc.compiler.emit.rust.keywords import rule

_ENUM = """\
{doc}
#[derive(Clone, {copy}Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum {name} {{
{variants}
}}

impl {name} {{
    const _ALL: &[Self] = &[{all}];
    const _VALUES: &[{kind}] = &[{values}];

    /// Its value on the wire.
    #[must_use]
{value}
{hidden}
    fn {decode}(v: &stub::Value<'_>, at: &stub::Path<'_>, e: &mut stub::Errors) -> Option<Self> {{
{unknown}
        {find}.map(|place| Self::_ALL[place].clone())
    }}

    fn {encode}(&self, at: &stub::Path<'_>, w: &mut stub::Writer) {{
        {write}
    }}
}}"""

_VALUE = """\
    pub const fn value(self) -> {kind} {{
        Self::_VALUES[self as usize]
    }}"""

_OPEN_VALUE = """\
    pub fn value(&self) -> {kind} {{
        match self {{
{arms}
            Self::Unknown(value) => {unknown},
        }}
    }}"""

_UNKNOWN = """\
/// A member that this contract does not know, as a tolerant reader keeps it; it cannot be written.
Unknown({kind}),"""

_FIND_UNKNOWN = """\
        if let Some(value) = stub::read::{find}(v, e, Self::_VALUES) {{
            return Some(Self::Unknown(value));
        }}"""

_CONST = """\
/// The one value of a constant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct {name};

impl {name} {{
    /// Its value on the wire.
    pub const VALUE: {kind} = {value};
{hidden}
    fn {decode}(v: &stub::Value<'_>, at: &stub::Path<'_>, e: &mut stub::Errors) -> Option<Self> {{
        stub::read::{find}(v, at, e, ({rule}, "const"), &[Self::VALUE], {expected}).map(|_| Self)
    }}

    fn {encode}(&self, _: &stub::Path<'_>, w: &mut stub::Writer) {{
        stub::write::{literal}(Self::VALUE, w);
    }}
}}"""


def enum(shape: ir.Enum) -> Code:
    """An enum; `value()` is what stands on the wire, a text or an integer."""
    is_text = isinstance(shape.values[0].value, str)
    kind = Code("&'static str" if is_text else "i64")
    variants = [_variant(value) for value in shape.values]
    if shape.is_open:
        variants.append(code(_UNKNOWN, kind=Code("String" if is_text else "i64")))
    find = "stub::read::{how}(v, at, e, ({rule}, {keyword}), Self::_VALUES, {expected})"
    return code(
        _ENUM,
        doc=doc(shape.doc, f"`{shape.names.wire}`"),
        copy=Code("" if shape.is_open and is_text else "Copy, "),
        name=ident(shape.names.rust),
        variants=indent(join("\n", variants)),
        all=join(", ", [code("Self::{n}", n=ident(v.names.rust)) for v in shape.values]),
        kind=kind,
        values=join(", ", [rust_literal(value.value) for value in shape.values]),
        value=_open_value(shape, is_text) if shape.is_open else code(_VALUE, kind=kind),
        unknown=_find_unknown(is_text) if shape.is_open else Code(""),
        find=code(
            find,
            how=Code("text_of" if is_text else "number_of"),
            rule=rule(shape),
            keyword=rust_literal("enum"),
            expected=rust_literal(shape.expected),
        ),
        write=_write(shape, is_text),
        **hidden(shape.label is not None),
    )


def _variant(value: ir.EnumValue) -> Code:
    words = doc(ir.Doc("", ""), f"`{value.names.wire}`")
    return code("{doc}\n{name},", doc=words, name=ident(value.names.rust))


def _open_value(shape: ir.Enum, is_text: bool) -> Code:
    arms = [
        code("Self::{name} => {value},", name=ident(one.names.rust), value=rust_literal(one.value))
        for one in shape.values
    ]
    return code(
        _OPEN_VALUE,
        kind=Code("&str" if is_text else "i64"),
        arms=indent(join("\n", arms), " " * 12),
        unknown=Code("value" if is_text else "*value"),
    )


def _find_unknown(is_text: bool) -> Code:
    return code(_FIND_UNKNOWN, find=Code("unknown_text" if is_text else "unknown_number"))


def _write(shape: ir.Enum, is_text: bool) -> Code:
    if not shape.is_open:
        write = "let _ = at; stub::write::{how}(self.value(), w);"
        return code(write, how=Code("literal" if is_text else "literal_integer"))
    return code(
        "stub::write::{how}(self.value(), at, w, {rule}, Self::_VALUES, {expected});",
        how=Code("known_text" if is_text else "known_integer"),
        rule=rule(shape),
        expected=rust_literal(shape.expected),
    )


def const(shape: ir.Const) -> Code:
    """A unit struct: there is one value, so nobody is asked for it."""
    is_text = isinstance(shape.value, str)
    return code(
        _CONST,
        name=ident(shape.names.rust),
        kind=Code("&'static str" if is_text else "i64"),
        value=rust_literal(shape.value),
        find=Code("text_of" if is_text else "number_of"),
        rule=rule(shape),
        expected=rust_literal(_expected(shape.value)),
        literal=Code("literal" if is_text else "literal_integer"),
        **hidden(shape.label is not None),
    )


def _expected(value: str | int) -> str:
    """RFC 8785 text of a `const` as a violation shows it: over 64 code points, 61 and `...`."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 64 else text[:61] + "..."
