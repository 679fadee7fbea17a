"""`contract.d.ts`: interfaces and unions of the types, what each agent offers and may call."""

from __future__ import annotations

from collections.abc import Iterator

from peerc.compiler import ir
from peerc.compiler.code import Code, code, ident, indent, javascript_literal, join
from peerc.compiler.emit.node.errors import code_of, errors_of
from peerc.compiler.emit.node.syntax import doc_comment, header, key, lines


def declarations(contract: ir.Contract) -> Code:
    """The whole file. `$` is the run time, as in `contract.js`."""
    types = {one.names.wire: one for one in contract.types}
    parts = [
        code('{header}import * as $ from "peercontract";', header=header(contract)),
        _namespace(Code("types"), [part for one in contract.types for part in _type(one, types)]),
        _codecs(contract),
        Code(
            "/** The tables behind the agents, for tools. */\n"
            "export declare const contract: { readonly name: string; readonly id: string };"
        ),
        *(_agent(agent, contract, types) for agent in contract.agents),
    ]
    return code("{parts}\n", parts=join("\n\n", parts))


def _namespace(name: Code, parts: list[Code]) -> Code:
    body = indent(lines(parts), "  ")
    return code("export declare namespace {name} {{\n{body}\n}}", name=name, body=body)


def _type(one: ir.NamedType, types: dict[str, ir.NamedType]) -> Iterator[Code]:
    name = ident(one.names.javascript)
    yield from _inline(one.shape, types)
    shape = one.shape
    if isinstance(shape, ir.Record) and not shape.nullable:
        told = _interface(shape, name, types)
    elif isinstance(shape, ir.Record):
        told = code("type {name} = {fields} | null;", name=name, fields=_fields(shape, types))
    else:
        told = code("type {name} = {type};", name=name, type=_expression(shape, types))
    yield code("{doc}{told}", doc=doc_comment(one.doc), told=told)
    yield code("const {name}: $.Codec<{name}>;", name=name)


def _inline(shape: ir.Shape, types: dict[str, ir.NamedType]) -> Iterator[Code]:
    """Interfaces of the records that stand inline below a type."""
    if isinstance(shape, ir.Array):
        below: tuple[ir.Shape, ...] = (shape.items,)
    elif isinstance(shape, ir.Record):
        below = tuple(field.shape for field in shape.fields)
    else:
        return
    for one in below:
        yield from _inline(one, types)
        if isinstance(one, ir.Record):
            doc = doc_comment(one.doc)
            interface = _interface(one, ident(one.names.javascript), types)
            yield code("{doc}{interface}", doc=doc, interface=interface)


def _interface(shape: ir.Record, name: Code, types: dict[str, ir.NamedType]) -> Code:
    if not shape.fields:
        return code("type {name} = {fields};", name=name, fields=_fields(shape, types))
    return code("interface {name} {fields}", name=name, fields=_fields(shape, types))


def _fields(shape: ir.Record, types: dict[str, ir.NamedType]) -> Code:
    if not shape.fields:
        return Code("{ [name: string]: never }")  # `{}` would take any object
    body = join("\n", (_field(field, types) for field in shape.fields))
    return code("{{\n{body}\n}}", body=indent(body, "  "))


def _field(field: ir.Field, types: dict[str, ir.NamedType]) -> Code:
    """An optional member may be given as undefined: the stub takes it for absent."""
    parts = {
        "doc": doc_comment(field.doc),
        "key": key(field.names.wire),
        "type": _expression(field.shape, types),
    }
    if field.required:
        return code("{doc}{key}: {type};", **parts)
    return code("{doc}{key}?: {type} | undefined;", **parts)


def _expression(shape: ir.Shape, types: dict[str, ir.NamedType]) -> Code:
    """The type at a place inside `namespace types`."""
    plain = _plain(shape, types)
    return code("{plain} | null", plain=plain) if shape.nullable else plain


def _plain(shape: ir.Shape, types: dict[str, ir.NamedType]) -> Code:
    if isinstance(shape, ir.Ref):
        return ident(types[shape.target].names.javascript)
    if isinstance(shape, ir.Record):
        return ident(shape.names.javascript)
    if isinstance(shape, ir.Array):
        items = _expression(shape.items, types)
        is_union = shape.items.nullable or isinstance(shape.items, ir.Enum)
        return code("({items})[]" if is_union else "{items}[]", items=items)
    if isinstance(shape, ir.Enum):
        return join(" | ", (javascript_literal(one.value) for one in shape.values))
    if isinstance(shape, ir.Const):
        return javascript_literal(shape.value)
    if isinstance(shape, ir.Boolean):
        return Code("boolean")
    return Code("string") if isinstance(shape, ir.String) else Code("number")


def _codecs(contract: ir.Contract) -> Code:
    body = join(
        "\n",
        (
            code(
                "readonly {key}: $.Codec<types.{name}>;",
                key=key(one.names.wire),
                name=ident(one.names.javascript),
            )
            for one in contract.types
        ),
    )
    return code(
        "/** By the names of the wire. */\nexport declare const codecs: {{\n{body}\n}};",
        body=indent(body, "  "),
    )


def _agent(agent: ir.Agent, contract: ir.Contract, types: dict[str, ir.NamedType]) -> Code:
    own = [_implemented(op, types) for op in agent.ops]
    parts = [
        Code("type Run = $.Run;"),
        _peers(agent, contract, types),
        code(
            "function agent(\n"
            "  ops: {{\n{ops}\n  }},\n"
            "  options?: {{ bridge?: $.Bridge | undefined }},\n"
            "): $.Handler;",
            ops=indent(lines(own), "    "),
        ),
        code(
            "function client(bridge?: $.Bridge): {{\n{ops}\n}};",
            ops=indent(lines([_called(op, types) for op in agent.ops]), "  "),
        ),
        *(_error(types[wire], types) for wire in errors_of(agent, contract)),
    ]
    namespace = _namespace(ident(agent.names.javascript), parts)
    return code("{doc}{namespace}", doc=doc_comment(agent.doc), namespace=namespace)


def _implemented(op: ir.Op, types: dict[str, ir.NamedType]) -> Code:
    return code(
        "{doc}{name}(\n"
        "  input: types.{input},\n"
        "  around: {{ peers: Peers; run: Run }},\n"
        "): types.{output} | PromiseLike<types.{output}>;",
        doc=doc_comment(op.doc),
        **_signature(op, types),
    )


def _called(op: ir.Op, types: dict[str, ir.NamedType]) -> Code:
    return code(
        "{doc}{name}(input: types.{input}): Promise<types.{output}>;",
        doc=doc_comment(op.doc),
        **_signature(op, types),
    )


def _signature(op: ir.Op, types: dict[str, ir.NamedType]) -> dict[str, Code]:
    return {
        "name": ident(op.names.javascript),
        "input": ident(types[op.input].names.javascript),
        "output": ident(types[op.output].names.javascript),
    }


def _peers(agent: ir.Agent, contract: ir.Contract, types: dict[str, ir.NamedType]) -> Code:
    """What the agent may call, and nothing else: another peer is a type error."""
    edges = {(call.agent, call.op) for call in agent.calls}
    peers = []
    for other in contract.agents:
        ops = [op for op in other.ops if (other.names.wire, op.names.wire) in edges]
        if ops:
            peers.append(
                code(
                    "readonly {name}: {{\n{ops}\n}};",
                    name=ident(other.names.javascript),
                    ops=indent(lines([_called(op, types) for op in ops]), "  "),
                )
            )
    if not peers:
        return Code("interface Peers {}")
    return code("interface Peers {{\n{peers}\n}}", peers=indent(lines(peers), "  "))


def _error(one: ir.NamedType, types: dict[str, ir.NamedType]) -> Code:
    return code(
        "{doc}class {name} extends $.DeclaredError {{\n"
        '  constructor(data: Omit<types.{name}, "code"> & {{ code?: {code} }});\n'
        "  readonly data: types.{name};\n"
        "}}",
        doc=doc_comment(one.doc),
        name=ident(one.names.javascript),
        code=javascript_literal(code_of(one, types)),
    )
