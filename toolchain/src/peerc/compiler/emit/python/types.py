"""`contract/_types.py`, records with readers and writers, and `contract/types.py`, its face."""

from __future__ import annotations

from peerc.compiler import ir
from peerc.compiler.code import Code, code, ident, indent, join, python_literal
from peerc.compiler.emit.python.checks import members_name
from peerc.compiler.emit.python.model import Model
from peerc.compiler.emit.python.readers import reader
from peerc.compiler.emit.python.syntax import (
    NOTHING,
    block,
    docstring,
    exports,
    import_names,
    lines,
    module,
    names_tuple,
    needed,
    plain,
)
from peerc.compiler.emit.python.writers import writer


def types_module(contract: ir.Contract) -> Code:
    """All types of the contract: classes, aliases, codecs."""
    model = Model(contract)
    functions = list(model.functions())
    parts = [
        *(_record(model, doc, record) for doc, record in model.records()),
        *(reader(model, function) for function in functions),
        *(writer(model, function) for function in functions),
        _codecs(model),
    ]
    aliases = join("\n\n", (part for part in (_aliases(model), _members(model)) if part))
    return module(
        contract,
        code(
            "Types of the contract `{name}`: import them from `contract.types`.",
            name=plain(contract.name),
        ),
        _head(aliases, join("\n", [aliases, *parts])),
        *parts,
    )


def public_module(contract: ir.Contract) -> Code:
    """The names of all types."""
    model = Model(contract)
    names = list(model.reach(set(model.types)))
    return module(
        contract,
        code("The types of the contract `{name}`.", name=plain(contract.name)),
        join("\n\n", (p for p in (import_names("._types", names), exports(names)) if p)),
    )


def _head(aliases: Code, body: Code) -> Code:
    """The imports that the body needs, and the aliases."""
    json_quote = needed([("_quote", "from json.encoder import encode_basestring as _quote")], body)
    ours = needed(
        [
            ("_c", "import peercontract.core.contract as _c"),
            ("_v", "import peercontract.core.validate as _v"),
        ],
        body,
    )
    typing = needed([("_t", "    import typing as _t")], body)
    paths = needed([("_e", "    import peercontract.core.errors as _e")], body)
    checked = join("\n\n", (part for part in (typing, paths) if part))
    checking = code("TYPE_CHECKING = False\nif TYPE_CHECKING:\n{checked}", checked=checked)
    parts = (json_quote, ours, checking if checked else NOTHING, aliases)
    return join("\n\n", (part for part in parts if part))


def _aliases(model: Model) -> Code:
    """Types that are no records: exact for a type checker, their plain kind when the agent runs."""
    shapes = [
        (one.names.python, one.shape)
        for one in model.contract.types
        if not isinstance(one.shape, ir.Record | ir.Enum)
    ]
    exact = [
        *(_enum_alias(shape) for shape in model.enums()),
        *(
            code(
                "{name}: _t.TypeAlias = {kind}",
                name=ident(name),
                kind=_quoted(model.annotation(shape)),
            )
            for name, shape in shapes
        ),
    ]
    if not exact:
        return NOTHING
    plain_kinds = [
        *(
            code("{name} = {kind}", name=ident(shape.names.python), kind=_kind(model, shape))
            for shape in model.enums()
        ),
        *(
            code("{name} = {kind}", name=ident(name), kind=_kind(model, shape))
            for name, shape in shapes
        ),
    ]
    return code(
        "{exact}\n{plain}",
        exact=block(Code("if TYPE_CHECKING:"), lines(exact)),
        plain=block(Code("else:"), lines(plain_kinds)),
    )


def _quoted(annotation: Code) -> Code:
    """The annotation as a string: it may name a class that comes later in the file."""
    return python_literal(annotation.text)


def _enum_alias(shape: ir.Enum) -> Code:
    values = join(", ", (python_literal(each.value) for each in shape.values))
    return code(
        "{name}: _t.TypeAlias = _t.Literal[{values}]",
        name=ident(shape.names.python),
        values=values,
    )


def _kind(model: Model, shape: ir.Shape) -> Code:
    """The builtin class that a value of an alias has at run time."""
    match shape:
        case ir.Ref():
            return _kind(model, model.types[shape.target].shape)
        case ir.Record():
            return Code("object")
        case ir.Array():
            return Code("list")
        case ir.Integer():
            return Code("int")
        case ir.Number():
            return Code("float")
        case ir.Boolean():
            return Code("bool")
        case ir.Enum() if isinstance(shape.values[0].value, int):
            return Code("int")
        case _:
            return Code("str")


def _members(model: Model) -> Code:
    """The members of enums, for the inline tests."""
    sets = (
        code(
            "{name} = frozenset({{{values}}})",
            name=members_name(shape),
            values=join(", ", (python_literal(each.value) for each in shape.values)),
        )
        for shape in model.enums()
    )
    return lines(sets)


def _record(model: Model, doc: ir.Doc, shape: ir.Record) -> Code:
    notes = [
        code(
            "{name}: {text}",
            name=ident(field.names.python),
            text=plain(field.doc.description.strip() or field.doc.title.strip()),
        )
        for field in shape.fields
        if field.doc.description.strip() or field.doc.title.strip()
    ]
    slots = names_tuple(field.names.python for field in shape.fields)
    body = code(
        "{doc}__slots__ = {slots}\n__match_args__ = {slots}{init}",
        doc=_spaced(docstring(doc, *notes)),
        slots=slots,
        init=_init(model, shape) if shape.fields else NOTHING,
    )
    return block(code("class {name}(_c.Record):", name=ident(shape.names.python)), body)


def _spaced(text: Code) -> Code:
    return code("{text}\n", text=text) if text else text


def _init(model: Model, shape: ir.Record) -> Code:
    parameters = (code("{one},", one=parameter(model, field)) for field in shape.fields)
    assigned = (
        code("self.{name} = {name}", name=ident(field.names.python)) for field in shape.fields
    )
    return code(
        "\n\ndef __init__(\n    self,\n    *,\n{parameters}\n) -> None:\n{assigned}",
        parameters=indent(join("\n", parameters)),
        assigned=indent(join("\n", assigned)),
    )


def parameter(model: Model, field: ir.Field) -> Code:
    """A keyword parameter: optional ones are absent by default, a required constant is itself."""
    default = NOTHING
    if not field.required:
        default = Code(" = _c.UNSET" if model.is_nullable(field.shape) else " = None")
    elif isinstance(field.shape, ir.Const):
        default = code(" = {value}", value=python_literal(field.shape.value))
    return code(
        "{name}: {kind}{default}",
        name=ident(field.names.python),
        kind=model.field_annotation(field),
        default=default,
    )


def _codecs(model: Model) -> Code:
    pairs = (
        code(
            "{wire}: _v.Codec(_read_{name}, _write_{name}),",
            wire=python_literal(one.names.wire),
            name=ident(one.names.python),
        )
        for one in model.contract.types
    )
    named = {one.names.python: one.names.wire for one in model.contract.types}
    own = (
        code("{name}.CODEC = {codec}", name=ident(record.names.python), codec=_codec(record, named))
        for _, record in model.records()
    )
    table = code(
        'CODECS: dict[str, _v.Codec] = {{\n{pairs}\n}}\n"""By the names of the wire."""\n',
        pairs=indent(join("\n", pairs)),
    )
    return lines([table, *own])


def _codec(record: ir.Record, named: dict[str, str]) -> Code:
    name = record.names.python
    if name in named:
        return code("CODECS[{wire}]", wire=python_literal(named[name]))
    return code("_v.Codec(_read_{name}, _write_{name})", name=ident(name))
