"""`contract.d.ts`: the types, what each agent offers and may call, and its errors."""

from __future__ import annotations

from peerc.compiler import ir
from peerc.compiler.code import Code, code, ident, indent, javascript_literal, join
from peerc.compiler.emit.node.errors import code_of, errors_of
from peerc.compiler.emit.node.machine import declared
from peerc.compiler.emit.node.syntax import doc_comment, header, key, lines
from peerc.compiler.emit.node.typedefs import Typedefs


def declarations(contract: ir.Contract) -> Code:
    """The whole file. `$` is the run time, as in `contract.js`."""
    typedefs = Typedefs(contract)
    parts = [
        code('{header}import * as $ from "peercontract";', header=header(contract)),
        _namespace(Code("types"), list(typedefs.all())),
        _codecs(contract, typedefs),
        Code(
            "/** The tables behind the agents, for tools. */\n"
            "export declare const contract: { readonly name: string; readonly id: string };"
        ),
        *([declared(contract)] if contract.machine else []),
        *(_Agent(agent, contract, typedefs).namespace() for agent in contract.agents),
    ]
    return code("{parts}\n", parts=join("\n\n", parts))


def _namespace(name: Code, parts: list[Code]) -> Code:
    body = indent(lines(parts), "  ")
    return code("export declare namespace {name} {{\n{body}\n}}", name=name, body=body)


def _codecs(contract: ir.Contract, typedefs: Typedefs) -> Code:
    body = join(
        "\n",
        (
            code(
                "readonly {key}: {codec};",
                key=key(one.names.wire),
                codec=typedefs.codec(one.names.wire, Code("types.")),
            )
            for one in contract.types
        ),
    )
    return code(
        "/** By the names of the wire. */\nexport declare const codecs: {{\n{body}\n}};",
        body=indent(body, "  "),
    )


class _Agent:
    """What one agent's namespace says."""

    def __init__(self, agent: ir.Agent, contract: ir.Contract, typedefs: Typedefs) -> None:
        self._agent = agent
        self._contract = contract
        self._typedefs = typedefs
        self._types = {one.names.wire: one for one in contract.types}

    def namespace(self) -> Code:
        agent = self._agent
        ops = indent(lines([self._implemented(op) for op in agent.ops]), "    ")
        client = indent(lines([self._called(op) for op in agent.ops]), "  ")
        parts = [
            Code("type Run = $.Run;"),
            self._peers(),
            code(
                "function agent(\n"
                "  ops: {{\n{ops}\n  }},\n"
                "  options?: {{ bridge?: $.Bridge | undefined }},\n"
                "): $.Handler;",
                ops=ops,
            ),
            code("function client(bridge?: $.Bridge): {{\n{ops}\n}};", ops=client),
            *(self._error(self._types[wire]) for wire in errors_of(agent, self._contract)),
        ]
        namespace = _namespace(ident(agent.names.javascript), parts)
        return code("{doc}{namespace}", doc=doc_comment(agent.doc), namespace=namespace)

    def _implemented(self, op: ir.Op) -> Code:
        output = self._typedefs.name(op.output, "init")
        return code(
            "{doc}{name}(\n"
            "  input: types.{input},\n"
            "  around: {{ peers: Peers; run: Run }},\n"
            "): types.{output} | PromiseLike<types.{output}>;",
            doc=doc_comment(op.doc),
            name=ident(op.names.javascript),
            input=self._typedefs.name(op.input, "read"),
            output=output,
        )

    def _called(self, op: ir.Op) -> Code:
        return code(
            "{doc}{name}(input: types.{input}): Promise<types.{output}>;",
            doc=doc_comment(op.doc),
            name=ident(op.names.javascript),
            input=self._typedefs.name(op.input, "init"),
            output=self._typedefs.name(op.output, "read"),
        )

    def _peers(self) -> Code:
        """What the agent may call, and nothing else: another peer is a type error."""
        edges = {(call.agent, call.op) for call in self._agent.calls}
        peers = []
        for other in self._contract.agents:
            ops = [op for op in other.ops if (other.names.wire, op.names.wire) in edges]
            if ops:
                peers.append(
                    code(
                        "readonly {name}: {{\n{ops}\n}};",
                        name=ident(other.names.javascript),
                        ops=indent(lines([self._called(op) for op in ops]), "  "),
                    )
                )
        if not peers:
            return Code("interface Peers {}")
        return code("interface Peers {{\n{peers}\n}}", peers=indent(lines(peers), "  "))

    def _error(self, one: ir.NamedType) -> Code:
        return code(
            "{doc}class {name} extends $.DeclaredError {{\n"
            '  constructor(data: Omit<types.{init}, "code"> & {{ code?: {code} }});\n'
            "  readonly data: types.{read};\n"
            "}}",
            doc=doc_comment(one.doc),
            name=ident(one.names.javascript),
            init=self._typedefs.name(one.names.wire, "init"),
            read=self._typedefs.name(one.names.wire, "read"),
            code=javascript_literal(code_of(one, self._types)),
        )
