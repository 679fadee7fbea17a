"""Which declared errors an agent's code meets, and what their records call themselves."""

from __future__ import annotations

from peerc.compiler import ir


def errors_of(agent: ir.Agent, contract: ir.Contract) -> list[str]:
    """Wire names of the errors of its own ops and of those it calls, sorted."""
    edges = {(call.agent, call.op) for call in agent.calls}
    called = (
        op
        for other in contract.agents
        for op in other.ops
        if (other.names.wire, op.names.wire) in edges
    )
    return sorted({wire for op in (*agent.ops, *called) for wire in op.errors})


def code_of(error: ir.NamedType, types: dict[str, ir.NamedType]) -> str:
    """The value of the record's `code` (spec/contract.md#operations)."""
    record = _target(error.shape, types)
    assert isinstance(record, ir.Record)  # PC1212 looks that it is one
    [field] = [one for one in record.fields if one.names.wire == "code"]
    constant = _target(field.shape, types)
    assert isinstance(constant, ir.Const)
    assert isinstance(constant.value, str)
    return constant.value


def _target(shape: ir.Shape, types: dict[str, ir.NamedType]) -> ir.Shape:
    while isinstance(shape, ir.Ref):
        shape = types[shape.target].shape
    return shape
