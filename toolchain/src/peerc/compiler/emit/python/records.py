"""The classes of records: keyword-only, with slots, defaults filled in."""

from __future__ import annotations

from peerc.compiler import ir
from peerc.compiler.code import Code, code, ident, indent, join, python_literal
from peerc.compiler.emit.python.literals import default, is_mutable
from peerc.compiler.emit.python.model import Model
from peerc.compiler.emit.python.syntax import NOTHING, block, docstring, listing, plain


def record(model: Model, doc: ir.Doc, shape: ir.Record) -> Code:
    """The class of one record."""
    notes = [note for field in shape.fields if (note := _note(field))]
    text = docstring(doc, *notes)
    body = code(
        "{doc}__slots__ = __match_args__ = {slots}{init}",
        doc=code("{text}\n", text=text) if text else NOTHING,
        slots=_slots(shape),
        init=_init(model, shape) if shape.fields else NOTHING,
    )
    return block(code("class {name}(_c.Record):", name=ident(shape.names.python)), body)


def parameter(model: Model, field: ir.Field) -> Code:
    """A keyword parameter: optional ones are absent by default, a required constant is itself."""
    kind = model.annotation(field.shape)
    value = NOTHING
    if field.default is not None and not is_mutable(field.default.value):
        value = default(model, field.shape, field.default.value)
    elif not field.required:
        # An absent member, or a default that each record needs anew.
        is_nullable = model.is_nullable(field.shape)
        absent = Code("_c.Unset" if is_nullable else "None")
        kind = code("{kind} | {absent}", kind=kind, absent=absent)
        value = Code("_c.UNSET" if is_nullable else "None")
    elif isinstance(field.shape, ir.Const) and not field.shape.nullable:
        value = python_literal(field.shape.value)
    return code(
        "{name}: {kind}{value}",
        name=ident(field.names.python),
        kind=kind,
        value=code(" = {value}", value=value) if value else NOTHING,
    )


def _note(field: ir.Field) -> Code:
    """What the docstring says of a field, or nothing."""
    texts = [field.doc.description.strip() or field.doc.title.strip()]
    texts += ["Deprecated."] if field.doc.deprecated else []
    text = " ".join(filter(None, texts))
    if not text:
        return NOTHING
    return code("{name}: {text}", name=ident(field.names.python), text=plain(text))


def _slots(shape: ir.Record) -> Code:
    """One name a line, so that another one is one line more."""
    if not shape.fields:
        return Code("()")
    names = listing(python_literal(field.names.python) for field in shape.fields)
    return code("(\n{names}\n)", names=names)


def _init(model: Model, shape: ir.Record) -> Code:
    parameters = (code("{one},", one=parameter(model, field)) for field in shape.fields)
    assigned = (_assigned(model, field) for field in shape.fields)
    return code(
        "\n\ndef __init__(\n    self,\n    *,\n{parameters}\n) -> None:\n{assigned}",
        parameters=indent(join("\n", parameters)),
        assigned=indent(join("\n", assigned)),
    )


def _assigned(model: Model, field: ir.Field) -> Code:
    name = ident(field.names.python)
    if field.default is None or not is_mutable(field.default.value):
        return code("self.{name} = {name}", name=name)
    return code(
        "self.{name} = {default} if {absent} else {name}",
        name=name,
        default=default(model, field.shape, field.default.value),
        absent=_absent(name, model.is_nullable(field.shape)),
    )


def _absent(name: Code, is_nullable: bool) -> Code:
    if is_nullable:
        return code("isinstance({name}, _c.Unset)", name=name)
    return code("{name} is None", name=name)
