"""`contract/__init__.py`: the contract as a table, for guards and calls."""

from __future__ import annotations

from peerc.compiler import ir
from peerc.compiler.code import Code, code, ident, indent, join, python_literal
from peerc.compiler.emit.python.machine import machine_argument
from peerc.compiler.emit.python.model import Model
from peerc.compiler.emit.python.syntax import docstring, module, plain


def package_module(contract: ir.Contract) -> Code:
    """The package: importing an agent imports this and that agent's module, no other agent's."""
    model = Model(contract)
    agents = join("\n", (_agent(model, agent) for agent in contract.agents))
    table = code(
        "CONTRACT = _c.Contract(\n"
        "    name={name},\n"
        "    id={id},\n"
        "    hops={hops},\n"
        "    deadline_ms={deadline_ms},\n"
        "    agents={agents},\n"
        "{more})",
        name=python_literal(contract.name),
        id=python_literal(contract.id),
        hops=python_literal(contract.limits.hops),
        deadline_ms=python_literal(contract.limits.deadline_ms),
        more=join("", (code("    {one}\n", one=one) for one in machine_argument(contract))),
        agents=indent(_tuple(agents)) and Code(indent(_tuple(agents)).text.strip()),
    )
    return module(
        contract,
        _purpose(contract),
        code(
            'import peercontract.core.contract as _c\n\n{modules}__all__ = ["CONTRACT"]\n\n{table}',
            modules=_modules(contract),
            table=table,
        ),
    )


def _modules(contract: ir.Contract) -> Code:
    """The import of what the table names."""
    if not contract.agents:
        return Code("")
    has_errors = any(one.is_error for one in contract.types)
    names = ["_errors"] if has_errors else []
    names += ["_types", "run"] if contract.machine else ["_types"]
    return code("from . import {names}\n\n", names=join(", ", map(ident, names)))


def _purpose(contract: ir.Contract) -> Code:
    own = docstring(contract.doc)
    head = code("Contract `{name}`: one module an agent.", name=plain(contract.name))
    if not own:
        return head
    text = plain("\n\n".join(t for t in (contract.doc.title, contract.doc.description) if t))
    return code("{head}\n\n{text}\n", head=head, text=text)


def _tuple(items: Code) -> Code:
    return code("(\n{items}\n)", items=indent(items)) if items else Code("()")


def _agent(model: Model, agent: ir.Agent) -> Code:
    calls = (
        code("({agent}, {op}),", agent=python_literal(one.agent), op=python_literal(one.op))
        for one in agent.calls
    )
    return code(
        "_c.Agent(\n    name={name},\n    ops={ops},\n    calls={calls},\n),",
        name=python_literal(agent.names.wire),
        ops=_inner(_tuple(join("\n", (_op(model, op) for op in agent.ops)))),
        calls=_inner(_tuple(join("\n", calls))),
    )


def _inner(body: Code) -> Code:
    """Moves all lines but the first one level in: the first stands behind a name."""
    first, _, rest = body.text.partition("\n")
    return code("{first}\n{rest}", first=Code(first), rest=indent(Code(rest))) if rest else body


def _op(model: Model, op: ir.Op) -> Code:
    errors = join(
        ", ",
        (
            code(
                "{wire}: _errors.{name}",
                wire=python_literal(wire),
                name=ident(model.types[wire].names.python),
            )
            for wire in op.errors
        ),
    )
    return code(
        "_c.Op(\n"
        "    name={name},\n"
        "    method={method},\n"
        "    effect={effect},\n"
        "    timeout_ms={timeout_ms},\n"
        "    max_input_bytes={max_input_bytes},\n"
        "    max_output_bytes={max_output_bytes},\n"
        "    input=_types.CODECS[{input}],\n"
        "    output=_types.CODECS[{output}],\n"
        "    errors={{{errors}}},\n"
        "    interface_id={interface_id},\n"
        "),",
        name=python_literal(op.names.wire),
        method=python_literal(op.names.python),
        effect=python_literal(op.effect),
        timeout_ms=python_literal(op.timeout_ms),
        max_input_bytes=python_literal(op.max_input_bytes),
        max_output_bytes=python_literal(op.max_output_bytes),
        input=python_literal(op.input),
        output=python_literal(op.output),
        errors=errors,
        interface_id=python_literal(op.interface_id),
    )
