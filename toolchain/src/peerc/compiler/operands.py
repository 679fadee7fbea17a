"""Paths of guards through the types of the IR: what is on the way, and what may be missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from peerc.compiler import ir

Types = dict[str, ir.NamedType]  # by wire name


@dataclass(frozen=True, slots=True)
class Step:
    """The output itself (`field` None), or a member of the record before."""

    field: ir.Field | None
    shape: ir.Shape
    may_be_absent: bool
    may_be_null: bool


def steps(types: Types, output: str, path: ir.Path) -> Iterator[Step]:
    """The output named `output`, then each member of the path."""
    shape: ir.Shape = ir.Ref(rule="", nullable=False, target=output, boxed=False)
    yield Step(None, shape, False, is_nullable(types, shape))
    for member in path.members:
        record = target(types, shape)
        assert isinstance(record, ir.Record)  # checked before the IR was made
        field = next(one for one in record.fields if one.names.wire == member)
        shape = field.shape
        is_optional = not field.required and field.default is None
        yield Step(field, shape, is_optional, is_nullable(types, shape))


def leaf(types: Types, output: str, path: ir.Path) -> ir.Shape:
    """The shape that a path leads to, references looked through."""
    *_, last = steps(types, output, path)
    return target(types, last.shape)


def target(types: Types, shape: ir.Shape) -> ir.Shape:
    """A shape with references looked through."""
    while isinstance(shape, ir.Ref):
        shape = types[shape.target].shape
    return shape


def is_nullable(types: Types, shape: ir.Shape) -> bool:
    """Whether null is a value of the shape, or of what its references lead to."""
    while isinstance(shape, ir.Ref):
        if shape.nullable:
            return True
        shape = types[shape.target].shape
    return shape.nullable


def governed(contract: ir.Contract) -> list[tuple[ir.Agent, ir.Op]]:
    """The operations that some state lists, in the order of the contract; none without a `run`."""
    states = contract.machine.states if contract.machine else ()
    listed = {(one.agent, one.op) for state in states for one in state.transitions}
    return [
        (agent, op)
        for agent in contract.agents
        for op in agent.ops
        if (agent.names.wire, op.names.wire) in listed
    ]
