"""The types of a contract in TypeScript: what reading gives, and what a caller has to give.

They differ in members with a default, which a reader always fills in. A type in which there are
such members has a second form, `<Name>Init`, in which they may be left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from peerc.compiler import ir
from peerc.compiler.code import Code, code, ident, indent, javascript_literal, join
from peerc.compiler.emit.node.defaults import Defaulted, below
from peerc.compiler.emit.node.syntax import doc_comment, key

Form = Literal["read", "init"]


class Typedefs:
    """Writes the members of `namespace types`, and the names of types elsewhere."""

    def __init__(self, contract: ir.Contract) -> None:
        self._types = {one.names.wire: one for one in contract.types}
        self._defaulted = Defaulted(self._types)
        shapes = [one.shape for one in self._types.values()]
        self._taken = {one.names.javascript for one in self._types.values()}
        self._taken |= {inner.names.javascript for shape in shapes for inner in _inline(shape)}

    def all(self) -> Iterator[Code]:
        """Every type of the contract, each with its codec."""
        for one in self._types.values():
            yield from self._named(one)

    def name(self, wire: str, form: Form) -> Code:
        """The name of a type in one of its forms."""
        one = self._types[wire]
        return self._name(one.names, form if self._defaulted.reaches(one.shape) else "read")

    def codec(self, wire: str, scope: Code) -> Code:
        """The type of a codec; `scope` goes before the names."""
        read, init = self.name(wire, "read"), self.name(wire, "init")
        if read == init:
            return code("$.Codec<{scope}{read}>", scope=scope, read=read)
        return code("$.Codec<{scope}{read}, {scope}{init}>", scope=scope, read=read, init=init)

    def _named(self, one: ir.NamedType) -> Iterator[Code]:
        shape = one.shape
        for form in self._forms(shape):
            for inner in _inline(shape):
                if form in self._forms(inner):
                    yield self._definition(_never_null(inner), inner.names, inner.doc, form)
            yield self._definition(shape, one.names, one.doc, form)
        codec = self.codec(one.names.wire, Code(""))
        yield code("const {name}: {codec};", name=ident(one.names.javascript), codec=codec)

    def _forms(self, shape: ir.Shape) -> tuple[Form, ...]:
        return ("read", "init") if self._defaulted.reaches(shape) else ("read",)

    def _name(self, names: ir.Names, form: Form) -> Code:
        """A `$` keeps the second form apart from a type of the contract that is called so."""
        if form == "read":
            return ident(names.javascript)
        plain = f"{names.javascript}Init"
        return ident(f"{names.javascript}$Init" if plain in self._taken else plain)

    def _definition(self, shape: ir.Shape, names: ir.Names, doc: ir.Doc, form: Form) -> Code:
        if isinstance(shape, ir.Record) and shape.fields and not shape.nullable:
            template = "{doc}interface {name} {type}"
            told = self._fields(shape, form)
        else:
            template = "{doc}type {name} = {type};"
            told = self._own(shape, form)
        return code(template, doc=doc_comment(doc), name=self._name(names, form), type=told)

    def _own(self, shape: ir.Shape, form: Form) -> Code:
        """What a name stands for: a record by its fields."""
        if not isinstance(shape, ir.Record):
            return self.expression(shape, form)
        null = Code(" | null") if shape.nullable else Code("")
        return code("{fields}{null}", fields=self._fields(shape, form), null=null)

    def _fields(self, shape: ir.Record, form: Form) -> Code:
        if not shape.fields:
            return Code("{ [name: string]: never }")  # `{}` would take any object
        body = join("\n", (self._field(field, form) for field in shape.fields))
        return code("{{\n{body}\n}}", body=indent(body, "  "))

    def _field(self, field: ir.Field, form: Form) -> Code:
        """An optional member may be given as undefined: the stub takes it for absent."""
        is_there = field.required or (form == "read" and field.default is not None)
        parts = {
            "doc": doc_comment(field.doc, field.default),
            "key": key(field.names.wire),
            "type": self.expression(field.shape, form),
        }
        template = "{doc}{key}: {type};" if is_there else "{doc}{key}?: {type} | undefined;"
        return code(template, **parts)

    def expression(self, shape: ir.Shape, form: Form) -> Code:
        """The type at a place inside `namespace types`."""
        plain = self._plain(shape, form)
        return code("{plain} | null", plain=plain) if shape.nullable else plain

    def _plain(self, shape: ir.Shape, form: Form) -> Code:
        match shape:
            case ir.Ref():
                return self.name(shape.target, form)
            case ir.Record():
                return self._name(shape.names, form if self._defaulted.reaches(shape) else "read")
            case ir.Map():
                return code(
                    "{{ [name: string]: {type} }}", type=self.expression(shape.values, form)
                )
            case ir.Array():
                items = self.expression(shape.items, form)
                is_union = shape.items.nullable or isinstance(shape.items, ir.Enum | ir.Union)
                return code("({items})[]" if is_union else "{items}[]", items=items)
            case ir.Tuple():
                places = join(", ", (self.expression(one, form) for one in shape.items))
                return code("[{places}]", places=places)
            case ir.Union():
                return self._union(shape, form)
        return _scalar(shape)

    def _union(self, shape: ir.Union, form: Form) -> Code:
        """Arms are told apart by kind, tagged records by their tag: TypeScript narrows by both."""
        arms = [self.expression(arm.shape, form) for arm in shape.arms]
        if shape.is_open and shape.tag_name is not None:
            tag = key(shape.tag_name)
            arms.append(code("{{ {tag}: string & {{}} }}", tag=tag))
        return join(" | ", arms)


def _scalar(shape: ir.Shape) -> Code:
    match shape:
        case ir.Enum():
            members = join(" | ", (javascript_literal(one.value) for one in shape.values))
            if not shape.is_open:
                return members
            # Not `string`: that would swallow the members, and with them what an editor offers.
            other = "({kind} & {{}})"
            kind = Code("string" if isinstance(shape.values[0].value, str) else "number")
            return code("{members} | {other}", members=members, other=code(other, kind=kind))
        case ir.Const():
            return javascript_literal(shape.value)
        case ir.Boolean():
            return Code("boolean")
        case ir.String(is_base64=True):
            return Code("Uint8Array")
        case ir.String(format="int64" | "uint64"):
            return Code("bigint")
        case ir.String():
            return Code("string")
    return Code("number")


def _inline(shape: ir.Shape) -> Iterator[ir.Record]:
    """The records that stand inline below a type, inner ones first."""
    for one in below(shape):
        yield from _inline(one)
        if isinstance(one, ir.Record):
            yield one


def _never_null(record: ir.Record) -> ir.Record:
    """What an inline record's name stands for: null is said where the name stands."""
    return replace(record, nullable=False)
