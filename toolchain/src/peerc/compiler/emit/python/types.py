"""`contract/_types.py`, records with readers and writers, and `contract/types.py`, its face."""

from __future__ import annotations

from peerc.compiler import ir
from peerc.compiler.code import Code, code, ident, indent, join, python_literal
from peerc.compiler.emit.python.aliases import aliases, constants, pattern_names
from peerc.compiler.emit.python.model import Model
from peerc.compiler.emit.python.readers import Readers
from peerc.compiler.emit.python.records import record
from peerc.compiler.emit.python.scalars import Scalars
from peerc.compiler.emit.python.syntax import (
    NOTHING,
    exports,
    import_names,
    lines,
    module,
    needed,
    plain,
)
from peerc.compiler.emit.python.unions import dispatch_tables
from peerc.compiler.emit.python.writers import Writers


def types_module(contract: ir.Contract) -> Code:
    """All types of the contract: classes, aliases, codecs."""
    model = Model(contract)
    functions = list(model.functions())
    patterns = pattern_names(model)
    scalars = Scalars(patterns)
    readers, writers = Readers(model, scalars), Writers(model, scalars)
    parts = [
        *(record(model, doc, shape) for doc, shape in model.records()),
        aliases(model),
        *(readers.reader(function) for function in functions),
        *(writers.writer(function) for function in functions),
        lines(dispatch_tables(model)),
        _codecs(model),
    ]
    fixed = constants(model, patterns)
    return module(
        contract,
        code(
            "Types of the contract `{name}`: import them from `contract.types`.",
            name=plain(contract.name),
        ),
        _head(fixed, join("\n", [fixed, *parts])),
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


def _head(fixed: Code, body: Code) -> Code:
    """The imports that the body needs, and the constants."""
    json_quote = needed([("_quote", "from json.encoder import encode_basestring as _quote")], body)
    ours = needed(
        [
            ("_c", "import peercontract.core.contract as _c"),
            ("_f", "import peercontract.core.formats as _f"),
            ("_p", "import peercontract.core.pattern as _p"),
            ("_v", "import peercontract.core.validate as _v"),
        ],
        body,
    )
    typing = needed([("_t", "    import typing as _t")], body)
    paths = needed([("_e", "    import peercontract.core.errors as _e")], body)
    checked = join("\n\n", (part for part in (typing, paths) if part))
    checking = code("TYPE_CHECKING = False\nif TYPE_CHECKING:\n{checked}", checked=checked)
    made = needed([("_new", "_new = object.__new__")], body)
    parts = (json_quote, ours, checking if checked else NOTHING, lines([made, fixed]))
    return join("\n\n", (part for part in parts if part))


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
        code("{name}.CODEC = {codec}", name=ident(shape.names.python), codec=_codec(shape, named))
        for _, shape in model.records()
    )
    table = code(
        'CODECS: dict[str, _v.Codec] = {{\n{pairs}\n}}\n"""By the names of the wire."""\n',
        pairs=indent(join("\n", pairs)),
    )
    return lines([table, *own])


def _codec(shape: ir.Record, named: dict[str, str]) -> Code:
    name = shape.names.python
    if name in named:
        return code("CODECS[{wire}]", wire=python_literal(named[name]))
    return code("_v.Codec(_read_{name}, _write_{name})", name=ident(name))
