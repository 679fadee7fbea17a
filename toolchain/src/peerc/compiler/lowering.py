"""A contract without errors to the IR: names settled, everything in its fixed order."""

from __future__ import annotations

from peerc.compiler import ir, naming
from peerc.compiler.doc_form import doc_id
from peerc.compiler.form import name_of
from peerc.compiler.interface import interface_ids
from peerc.compiler.lower_types import Types, doc
from peerc.compiler.model import AgentDecl, ContractDecl, LimitsDecl, OpDecl
from peerc.compiler.run_form import machine


def lower(
    contract: ContractDecl, types: Types, source: str, contract_id: str, form: bytes
) -> ir.Contract:
    """The IR of a contract that every check has passed; `types` are its own, lowered."""
    interfaces = interface_ids(contract)
    return ir.Contract(
        name=contract.name,
        version=contract.version,
        doc=doc(contract.doc),
        source=source,
        id=contract_id,
        form=form,
        types=tuple(types.named.values()),
        agents=tuple(_agent(contract.agents[name], interfaces) for name in sorted(contract.agents)),
        limits=_limits(contract.limits),
        doc_id=doc_id(contract, form),
        machine=None if contract.run is None else machine(contract.run),
    )


def _limits(limits: LimitsDecl) -> ir.Limits:
    budget = limits.budget
    if budget is None:
        return ir.Limits(limits.hops, limits.deadline_ms)
    spend = ir.Budget(budget.usd_micro, budget.tokens, budget.invocations, budget.bytes)
    return ir.Limits(limits.hops, limits.deadline_ms, spend)


def _agent(agent: AgentDecl, interfaces: dict[str, str]) -> ir.Agent:
    calls = sorted(tuple(use.name.split(".")) for use in agent.calls)
    return ir.Agent(
        names=naming.settled(naming.agent_names(agent.name), agent.given),
        doc=doc(agent.doc),
        language=agent.language,
        ops=tuple(
            _op(op, interfaces[f"{agent.name}.{op.name}"])
            for op in sorted(agent.ops, key=lambda op: op.name)
        ),
        calls=tuple(ir.Call(peer, op) for peer, op in calls),
        clearance=tuple(sorted(use.name for use in agent.clearance)),
        concurrency=agent.concurrency,
        accelerator_gib=agent.accelerator_gib,
    )


def _op(op: OpDecl, interface_id: str) -> ir.Op:
    forward = op.forward.name.split(".") if op.forward else None
    return ir.Op(
        names=naming.settled(naming.op_names(op.name), op.given),
        doc=doc(op.doc),
        input=name_of(op.input),
        output=name_of(op.output),
        errors=tuple(sorted(use.name for use in op.errors)),
        effect=op.effect,
        timeout_ms=op.timeout_ms,
        max_input_bytes=op.max_input_bytes,
        max_output_bytes=op.max_output_bytes,
        retries=op.retries,
        interface_id=interface_id,
        forward=ir.Call(*forward) if forward else None,
    )
