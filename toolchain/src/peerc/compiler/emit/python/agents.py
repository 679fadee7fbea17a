"""`contract/<agent>.py`: what one agent implements, whom it may call, and how it is called."""

from __future__ import annotations

from peerc.compiler import ir
from peerc.compiler.code import Code, code, ident, indent, join, python_literal
from peerc.compiler.emit.python.model import Model
from peerc.compiler.emit.python.syntax import (
    block,
    docstring,
    exports,
    import_names,
    lines,
    module,
    names_tuple,
    plain,
)


def agent_module(contract: ir.Contract, agent: ir.Agent) -> Code:
    """The module of one agent."""
    model = Model(contract)
    peers = _peers(contract, agent)
    ops = [*agent.ops, *(op for _, called in peers for op in called)]
    errors = sorted({model.types[wire].names.python for op in ops for wire in op.errors})
    used = {wire for op in ops for wire in (op.input, op.output)}
    types = [name for name in model.reach(used) if name not in errors]
    return module(
        contract,
        _purpose(agent),
        _imports(types, errors),
        *(
            _caller(model, _peer_class(peer), _peer_doc(agent, peer), peer, called)
            for peer, called in peers
        ),
        _peers_class(peers),
        _caller(model, Code("Client"), _client_doc(agent), agent, list(agent.ops)),
        _protocol(model, agent),
        *_functions(agent),
    )


def _purpose(agent: ir.Agent) -> Code:
    texts = [f"The agent `{agent.names.wire}`.", agent.doc.title, agent.doc.description]
    text = plain("\n\n".join(part.strip() for part in texts if part.strip()))
    return code("{text}\n", text=text) if "\n" in text.text else text


def _peers(contract: ir.Contract, agent: ir.Agent) -> list[tuple[ir.Agent, list[ir.Op]]]:
    """The agents that this one may call, each with the ops."""
    called = {(call.agent, call.op) for call in agent.calls}
    pairs = (
        (peer, [op for op in peer.ops if (peer.names.wire, op.names.wire) in called])
        for peer in contract.agents
    )
    return [(peer, ops) for peer, ops in pairs if ops]


def _imports(types: list[str], errors: list[str]) -> Code:
    own = ["Agent", "Client", "Peers", "Run", "agent", "client", "handler"]
    return lines(
        [
            Code(
                "import peercontract.runtime.agent as _agent\n"
                "from peercontract.runtime.run import Run\n\n"
                "from . import CONTRACT as _CONTRACT"
            ),
            import_names("._errors", errors),
            import_names("._types", types),
            Code(
                "\nTYPE_CHECKING = False\n"
                "if TYPE_CHECKING:\n"
                "    import collections.abc as _abc\n"
                "    import typing as _t\n\n"
                "    import peercontract.bridge as _bridge\n"
                "    import peercontract.runtime.peers as _runtime\n"
            ),
            exports(sorted([*types, *errors, *own])),
        ]
    )


def _peer_class(peer: ir.Agent) -> Code:
    return code("_Peer_{name}", name=ident(peer.names.python))


def _peer_doc(agent: ir.Agent, peer: ir.Agent) -> ir.Doc:
    return ir.Doc("", f"What `{agent.names.wire}` may call of `{peer.names.wire}`.")


def _client_doc(agent: ir.Agent) -> ir.Doc:
    return ir.Doc("", f"Calls `{agent.names.wire}` from outside; each call starts a run.")


def _caller(model: Model, name: Code, doc: ir.Doc, agent: ir.Agent, ops: list[ir.Op]) -> Code:
    """A class with one method an op of `agent` that calls it."""
    init = Code(
        '__slots__ = ("_caller",)\n\n'
        "def __init__(self, caller: _runtime.Caller) -> None:\n"
        "    self._caller = caller"
    )
    methods = (_call(model, agent.names.wire, op) for op in ops)
    body = join("\n\n", [code("{doc}\n{init}", doc=docstring(doc), init=init), *methods])
    return block(code("class {name}:", name=name), body)


def _call(model: Model, agent: str, op: ir.Op) -> Code:
    return code(
        "def {method}(self, value: {input}, /) -> {output}:\n"
        "{doc}"
        "    output: {output} = self._caller.call({agent}, {op}, value)\n"
        "    return output",
        method=ident(op.names.python),
        input=model.named(op.input),
        output=model.named(op.output),
        doc=indent(docstring(op.doc)),
        agent=python_literal(agent),
        op=python_literal(op.names.wire),
    )


def _peers_class(peers: list[tuple[ir.Agent, list[ir.Op]]]) -> Code:
    assigned = (
        code("self.{name} = {kind}(caller)", name=ident(peer.names.python), kind=_peer_class(peer))
        for peer, _ in peers
    )
    body = code(
        '"""The agents that this one may call."""\n\n__slots__ = {names}\n\n{init}',
        names=names_tuple(peer.names.python for peer, _ in peers),
        init=block(Code("def __init__(self, caller: _runtime.Caller) -> None:"), lines(assigned)),
    )
    return block(Code("class Peers:"), body)


def _protocol(model: Model, agent: ir.Agent) -> Code:
    methods = [
        code(
            "def {method}(self, value: {input}, peers: Peers, run: Run, /) -> {output}:\n"
            "{doc}    ...",
            method=ident(op.names.python),
            input=model.named(op.input),
            output=model.named(op.output),
            doc=indent(docstring(op.doc)),
        )
        for op in agent.ops
    ]
    doc = ir.Doc("", "What a class must have to be this agent.")
    body = join("\n\n", [code("{doc}", doc=Code(docstring(doc).text.rstrip())), *methods])
    exact = lines(
        [
            block(Code("class Agent(_t.Protocol):"), body),
            Code('\n_Implementation = _t.TypeVar("_Implementation", bound=Agent)'),
        ]
    )
    return code("{exact}\nelse:\n    Agent = object", exact=block(Code("if TYPE_CHECKING:"), exact))


def _functions(agent: ir.Agent) -> list[Code]:
    name = python_literal(agent.names.wire)
    return [
        code(
            "def agent(cls: type[_Implementation], /) -> type[_Implementation]:\n"
            '    """Checks that the class has a method for every op. Raises TypeError."""\n'
            "    _agent.check(_CONTRACT.agents[{name}], cls)\n"
            "    return cls",
            name=name,
        ),
        code(
            "def handler(\n"
            "    cls: _abc.Callable[[], Agent], /, *, bridge: _bridge.Bridge | None = None\n"
            ") -> _agent.Handler:\n"
            '    """The Lambda handler; calls to peers go over `bridge`, else over Invoke."""\n'
            "    return _agent.handler(_CONTRACT, {name}, cls, Peers, bridge)",
            name=name,
        ),
        Code(
            "def client(bridge: _bridge.Bridge | None = None) -> Client:\n"
            '    """A typed caller from outside the contract."""\n'
            "    return Client(_agent.client(_CONTRACT, bridge))"
        ),
    ]
