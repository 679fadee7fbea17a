"""`contract/_errors.py`: one exception class a declared error."""

from __future__ import annotations

from peerc.compiler import ir
from peerc.compiler.code import Code, code, ident, join, python_literal
from peerc.compiler.emit.python.model import Model
from peerc.compiler.emit.python.records import parameter
from peerc.compiler.emit.python.syntax import (
    block,
    docstring,
    lines,
    listing,
    module,
    needed,
    plain,
)


def errors_module(contract: ir.Contract) -> Code:
    """The declared errors of all ops."""
    model = Model(contract, Code("_types."))
    parts = [_error(model, one) for one in contract.types if one.is_error]
    body = join("\n", parts)
    table = needed([("_c", "import peercontract.core.contract as _c")], body)
    imports = lines(
        [
            table,
            Code("from peercontract.core.errors import DeclaredError as _DeclaredError"),
            Code("\nfrom . import _types"),
            needed(
                [("_t", "\nTYPE_CHECKING = False\nif TYPE_CHECKING:\n    import typing as _t")],
                body,
            ),
        ]
    )
    purpose = code(
        "Errors that the contract `{name}` declares; agent modules export them.",
        name=plain(contract.name),
    )
    return module(contract, purpose, imports, *parts)


def _error(model: Model, one: ir.NamedType) -> Code:
    shape = one.shape
    if not isinstance(shape, ir.Record):
        raise TypeError(f"the declared error {one.names.wire} is no record")
    # The constants, `code` among them, are what they are: nobody has to pass them.
    fields = [f for f in shape.fields if not (f.required and isinstance(f.shape, ir.Const))]
    name = ident(one.names.python)
    body = code(
        "{doc}TYPE = {wire}\n"
        "CODEC = _types.CODECS[{wire}]\n"
        "data: _types.{name}\n\n"
        "def __init__({parameters}) -> None:\n"
        "    super().__init__(_types.{name}({arguments}))",
        doc=code("{text}\n", text=docstring(one.doc)) if docstring(one.doc) else Code(""),
        wire=python_literal(one.names.wire),
        name=name,
        parameters=_parameters(model, fields),
        arguments=join(", ", (code("{f}={f}", f=ident(f.names.python)) for f in fields)),
    )
    return block(code("class {name}(_DeclaredError):", name=name), body)


def _parameters(model: Model, fields: list[ir.Field]) -> Code:
    if not fields:
        return Code("self")
    listed = listing([Code("self"), Code("*"), *(parameter(model, field) for field in fields)])
    return code("\n{listed}\n", listed=listed)
