"""One module an agent: the trait its author implements, its peers, its errors, its client."""

from __future__ import annotations

from peerc.compiler import ir
from peerc.compiler.code import Code, code, ident, indent, join, rust_literal
from peerc.compiler.emit.rust.docs import doc
from peerc.compiler.emit.rust.failures import failures
from peerc.compiler.emit.rust.machine import is_governed
from peerc.compiler.emit.rust.shapes import Shapes

_MODULE = """\
{doc}
#[rustfmt::skip]
pub mod {name} {{
    use ::peercontract::{{Run, stub}};

    use super::types;

    /// What the agent offers: implement it and give it to [`serve`].
    pub trait Agent: Send + Sync + 'static {{
{methods}
    }}

    /// The peers that the agent may call, each with the operations that it may ask for.
    #[derive(Clone, Debug)]
    pub struct Peers {{
{peers}
        _more: (),
    }}

    impl Peers {{
        fn new(caller: stub::Caller) -> Self {{
            let _ = &caller;
            Self {{ {peer_values}_more: () }}
        }}
    }}
{peer_types}
{failures}

    /// Calls the agent from outside the contract; each call starts a run.
    #[derive(Clone, Debug)]
    pub struct Client(stub::Caller);

    impl Client {{
{client}
    }}

    /// A typed caller of the agent, over `bridge`.
    #[must_use]
    pub fn client(bridge: impl ::peercontract::Bridge + 'static) -> Client {{
        Client(stub::Caller::outside(&super::CONTRACT, bridge))
    }}

    /// The agent ready to answer events: for `Memory` and for tests.
    #[must_use]
    pub fn handler(agent: impl Agent) -> ::peercontract::Hosted<impl stub::Serve> {{
        ::peercontract::Hosted::new(Served(agent))
    }}

    /// Answers events until the platform ends the process: the agent's whole `main`.
    pub fn serve(agent: impl Agent) -> ::peercontract::Exit {{
        stub::serve(handler(agent))
    }}

    struct Served<A>(A);

    impl<A: Agent> stub::Serve for Served<A> {{
        fn tables(&self) -> (&'static stub::Contract, &'static stub::Agent) {{
            (&super::CONTRACT, &super::CONTRACT.agents[{place}])
        }}

        fn dispatch(&self, work: stub::Work<'_>) -> stub::Outcome {{
            match work.op.name {{
{arms}
                _ => work.unknown(),
            }}
        }}
    }}
}}"""

_PEERS = """
    /// One type a peer, called like it: so nothing is imported here.
    pub mod peers {{
{types}
    }}
"""

_TYPES = Code("types")  # imported by an agent's module

_METHOD = """\
{doc}
fn {name}(&self, input: {input}, peers: &Peers, run: &Run) -> Result<{output}, Error>;"""

_PEER_TYPE = """\
/// `{wire}`, as far as this agent may call it.
#[derive(Clone, Debug)]
pub struct {name}(pub(super) ::peercontract::stub::Caller);

impl {name} {{
{calls}
}}"""

_CALL = """\
{doc}
pub fn {name}(&self, input: &{input}) -> Result<{output}, {error}> {{
    let input = (&{types}::_codecs::{input_name}, input);
    self.0.call(({agent}, {op}), input, &{types}::_codecs::{output_name}).map_err({error}::read)
}}"""

_ARM = """\
{wire} => {{
    let (input, output) = (&types::_codecs::{input_name}, &types::_codecs::{output_name});
    work.{run}, |input, caller, run| {{
        Agent::{name}(&self.0, input, &Peers::new(caller), run)
    }})
}}"""


def agent_module(contract: ir.Contract, agent: ir.Agent) -> Code:
    """Every agent has one, also those in other languages: they are peers, and clients call them."""
    shapes = Shapes.of(contract)
    agents = {one.names.wire: one for one in contract.agents}
    called = [agents[name] for name in sorted({call.agent for call in agent.calls})]
    peer_types = [_peer_type(shapes, agent, peer) for peer in called]
    client = [_call(shapes, agent, op, Code("Error"), _TYPES) for op in agent.ops]
    return code(
        _MODULE,
        doc=doc(agent.doc, f"Agent `{agent.names.wire}`."),
        name=ident(agent.names.rust),
        methods=indent(join("\n\n", [_method(shapes, op) for op in agent.ops]), " " * 8),
        peers=indent(join("\n", [_peer_field(peer) for peer in called]), " " * 8),
        peer_values=join("", [_peer_value(peer) for peer in called]),
        peer_types=_peers(peer_types),
        failures=indent(failures(shapes, agent, called)),
        client=indent(join("\n\n", client), " " * 8),
        place=rust_literal(contract.agents.index(agent)),
        arms=indent(join("\n", [_arm(shapes, contract, agent, op) for op in agent.ops]), " " * 16),
    )


def _peers(types: list[Code]) -> Code:
    if not types:
        return Code("")
    return code(_PEERS, types=indent(join("\n\n", types), " " * 8))


def _type(shapes: Shapes, types: Code, name: str) -> Code:
    """The type of an operation's input or output, from another module; a struct may take null."""
    target = ident(shapes.named[name].names.rust)
    whole = ir.Ref(rule="", nullable=False, target=name, boxed=False)
    place = code("{types}::{target}", types=types, target=target)
    return code("Option<{place}>", place=place) if shapes.takes_null(whole) else place


def _signature(shapes: Shapes, op: ir.Op, types: Code = _TYPES) -> dict[str, Code]:
    """The places of an operation's template; `types`: how its module reaches the types."""
    return {
        "doc": doc(op.doc, f"`{op.names.wire}`"),
        "name": ident(op.names.rust),
        "input": _type(shapes, types, op.input),
        "output": _type(shapes, types, op.output),
        "input_name": ident(shapes.named[op.input].names.rust),
        "output_name": ident(shapes.named[op.output].names.rust),
        "types": types,
    }


def _method(shapes: Shapes, op: ir.Op) -> Code:
    return code(_METHOD, **_signature(shapes, op))


def _peer_field(peer: ir.Agent) -> Code:
    name = ident(peer.names.rust)
    words = doc(peer.doc, f"Agent `{peer.names.wire}`.")
    return code("{doc}\npub {name}: peers::{name},", doc=words, name=name)


def _peer_value(peer: ir.Agent) -> Code:
    return code("{name}: peers::{name}(caller.clone()), ", name=ident(peer.names.rust))


def _peer_type(shapes: Shapes, agent: ir.Agent, peer: ir.Agent) -> Code:
    name = ident(peer.names.rust)
    allowed = {call.op for call in agent.calls if call.agent == peer.names.wire}
    error = code("super::super::{name}::Error", name=name)
    types = Code("super::super::types")
    calls = [_call(shapes, peer, op, error, types) for op in peer.ops if op.names.wire in allowed]
    return code(_PEER_TYPE, wire=name, name=name, calls=indent(join("\n\n", calls)))


def _call(shapes: Shapes, agent: ir.Agent, op: ir.Op, error: Code, types: Code) -> Code:
    return code(
        _CALL,
        **_signature(shapes, op, types),
        agent=rust_literal(agent.names.wire),
        op=rust_literal(op.names.wire),
        error=error,
    )


def _arm(shapes: Shapes, contract: ir.Contract, agent: ir.Agent, op: ir.Op) -> Code:
    run = Code("run(input, output")
    if is_governed(contract, agent, op):
        run = code(
            "run_moving(input, output, super::run::_moves::{agent}::{op}",
            agent=ident(agent.names.rust),
            op=ident(op.names.rust),
        )
    return code(_ARM, wire=rust_literal(op.names.wire), run=run, **_signature(shapes, op))
