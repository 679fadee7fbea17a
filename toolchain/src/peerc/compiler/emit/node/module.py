"""`contract.js`: the checks, the contract's tables, and one export an agent."""

from __future__ import annotations

from collections.abc import Iterable

from peerc.compiler import ir
from peerc.compiler.code import Code, code, ident, indent, javascript_literal, join
from peerc.compiler.emit.node.checks import checks, function_name
from peerc.compiler.emit.node.errors import code_of, errors_of
from peerc.compiler.emit.node.machine import machine, more_arguments, run
from peerc.compiler.emit.node.syntax import header, key, member, number


def module(contract: ir.Contract) -> Code:
    """The whole file. `$` is the run time: no name of a contract can be that."""
    types = {one.names.wire: one for one in contract.types}
    parts = [
        code('{header}import * as $ from "peercontract/stub";', header=header(contract)),
        Code("const $$has = Object.prototype.hasOwnProperty;"),
        *checks(contract),
        _codecs(contract),
        _types(contract),
        _errors(contract),
        machine(contract),
        _contract(contract),
        run(contract),
        *(_agent(agent, contract, types) for agent in contract.agents),
    ]
    return code("{parts}\n", parts=join("\n\n", (part for part in parts if part)))


def _object(pairs: Iterable[Code]) -> Code:
    body = join("\n", (code("{pair},", pair=pair) for pair in pairs))
    return code("{{\n{body}\n}}", body=indent(body, "  ")) if body else Code("{}")


def _codecs(contract: ir.Contract) -> Code:
    pairs = (
        code("{key}: new $.Codec({check})", key=key(one.names.wire), check=function_name(one.names))
        for one in contract.types
    )
    return code(
        "/** By the names of the wire. */\nexport const codecs = {pairs};", pairs=_object(pairs)
    )


def _types(contract: ir.Contract) -> Code:
    pairs = (
        code("{key}: {codec}", key=ident(one.names.javascript), codec=_codec(one.names.wire))
        for one in contract.types
    )
    return code("export const types = {pairs};", pairs=_object(pairs))


def _codec(wire: str) -> Code:
    return member(Code("codecs"), wire)


def _errors(contract: ir.Contract) -> Code:
    types = {one.names.wire: one for one in contract.types}
    pairs = [
        code(
            "{name}: class {name} extends $.DeclaredError {{\n"
            "  static type = {type};\n"
            "  static wireCode = {code};\n"
            "  static codec = {codec};\n"
            "}}",
            name=ident(one.names.javascript),
            type=javascript_literal(one.names.wire),
            code=javascript_literal(code_of(one, types)),
            codec=_codec(one.names.wire),
        )
        for one in contract.types
        if one.is_error
    ]
    return code("const $errors = {pairs};", pairs=_object(pairs)) if pairs else Code("")


def _contract(contract: ir.Contract) -> Code:
    types = {one.names.wire: one for one in contract.types}
    agents = join("\n", (code("{one},", one=_table(agent, types)) for agent in contract.agents))
    limits = code(
        "{{ hops: {hops}, deadlineMs: {deadline} }}",
        hops=number(contract.limits.hops),
        deadline=number(contract.limits.deadline_ms),
    )
    return code(
        "export const contract = new $.Contract({name}, {id}, {limits}, [\n{agents}\n]{more});",
        name=javascript_literal(contract.name),
        id=javascript_literal(contract.id),
        limits=limits,
        agents=indent(agents, "  "),
        more=more_arguments(contract),
    )


def _table(agent: ir.Agent, types: dict[str, ir.NamedType]) -> Code:
    ops = join("\n", (code("{op},", op=_op(op, types)) for op in agent.ops))
    calls = join(", ", (javascript_literal(f"{call.agent}.{call.op}") for call in agent.calls))
    return code(
        "new $.Agent({name}, {property}, [\n{ops}\n], [{calls}])",
        name=javascript_literal(agent.names.wire),
        property=javascript_literal(agent.names.javascript),
        ops=indent(ops, "  "),
        calls=calls,
    )


def _op(op: ir.Op, types: dict[str, ir.NamedType]) -> Code:
    errors = join(
        ", ",
        (
            code(
                "{key}: $errors.{name}",
                key=key(wire),
                name=ident(types[wire].names.javascript),
            )
            for wire in op.errors
        ),
    )
    arguments = [
        javascript_literal(op.names.wire),
        javascript_literal(op.names.javascript),
        javascript_literal(op.effect),
        number(op.timeout_ms),
        number(op.max_input_bytes),
        number(op.max_output_bytes),
        _codec(op.input),
        _codec(op.output),
        code("{{ {errors} }}", errors=errors) if errors else Code("{}"),
        javascript_literal(op.interface_id),
    ]
    return code("new $.Op({arguments})", arguments=join(", ", arguments))


def _agent(agent: ir.Agent, contract: ir.Contract, types: dict[str, ir.NamedType]) -> Code:
    """`write.agent(ops)`, `write.client(bridge)`, and the errors of its ops and its peers."""
    name = javascript_literal(agent.names.wire)
    pairs = [
        code("agent: (ops, options) => $.agent(contract, {name}, ops, options)", name=name),
        code("client: (bridge) => $.client(contract, {name}, bridge)", name=name),
        *(
            code("{key}: $errors.{key}", key=ident(types[wire].names.javascript))
            for wire in errors_of(agent, contract)
        ),
    ]
    return code(
        "export const {name} = {pairs};", name=ident(agent.names.javascript), pairs=_object(pairs)
    )
