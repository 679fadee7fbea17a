"""The table of agents and operations, as `peercontract` judges calls by it."""

from __future__ import annotations

from peerc.compiler import ir
from peerc.compiler.code import Code, code, indent, join, rust_literal

_CONTRACT = """\
/// The contract as calls are judged by it.
#[rustfmt::skip]
pub static CONTRACT: ::peercontract::stub::Contract = ::peercontract::stub::Contract {{
    name: {name},
    id: {id},
    hops: {hops},
    deadline_ms: {deadline_ms},
    agents: &[{agents}],
    machine: {machine},
    accepts: &[{accepts}],
}};"""

_AGENT = """\
::peercontract::stub::Agent {{
    name: {name},
    ops: &[{ops}],
    calls: &[{calls}],
}},"""

_OP = """\
::peercontract::stub::Op {{
    name: {name},
    effect: {effect},
    timeout_ms: {timeout_ms},
    max_input_bytes: {max_input_bytes},
    max_output_bytes: {max_output_bytes},
    errors: &[{errors}],
    interface_id: {interface_id},
}},"""


def tables(contract: ir.Contract) -> Code:
    """`CONTRACT`, with wire names only: it is what an envelope is held against."""
    return code(
        _CONTRACT,
        name=rust_literal(contract.name),
        id=rust_literal(contract.id),
        hops=rust_literal(contract.limits.hops),
        deadline_ms=rust_literal(contract.limits.deadline_ms),
        agents=block([_agent(agent) for agent in contract.agents], by="        "),
        machine=Code("Some(&run::MACHINE)" if contract.machine else "None"),
        accepts=join(", ", [rust_literal(one) for one in contract.accepts]),
    )


def block(parts: list[Code], by: str = "    ") -> Code:
    """Parts on lines of their own inside brackets; `by` stands before each."""
    if not parts:
        return Code("")
    lines = indent(join("\n", parts), by)
    return code("\n{lines}\n{end}", lines=lines, end=Code(by[4:]))


def _agent(agent: ir.Agent) -> Code:
    pair = "({agent}, {op})"
    calls = [
        code(pair, agent=rust_literal(call.agent), op=rust_literal(call.op)) for call in agent.calls
    ]
    ops = block([_op(op) for op in agent.ops], by="        ")
    return code(_AGENT, name=rust_literal(agent.names.wire), ops=ops, calls=join(", ", calls))


def _op(op: ir.Op) -> Code:
    return code(
        _OP,
        name=rust_literal(op.names.wire),
        effect=rust_literal(op.effect),
        timeout_ms=rust_literal(op.timeout_ms),
        max_input_bytes=rust_literal(op.max_input_bytes),
        max_output_bytes=rust_literal(op.max_output_bytes),
        errors=join(", ", [rust_literal(name) for name in op.errors]),
        interface_id=rust_literal(op.interface_id),
    )
