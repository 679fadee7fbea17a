"""The contract form: a contract without all that changes no meaning; its bytes are hashed.

The steps of spec/contract.md#contract-form-and-hash; step 7, the bytes, is the run time's own
`canonical`.
"""

from __future__ import annotations

from peerc.compiler.checks.limits import DEADLINE_DEFAULT_MS, HOPS_DEFAULT
from peerc.compiler.model import AgentDecl, ContractDecl, LimitsDecl, NameUse, OpDecl
from peerc.compiler.run_form import machine, run_form
from peerc.compiler.schema_form import Form, schema_form


def contract_form(contract: ContractDecl) -> Form:
    """The contract form of a contract without errors, as a JSON value."""
    form: Form = {
        "peer": 1,
        "name": contract.name,
        "types": {
            name: schema_form(decl.schema)
            for name, decl in contract.types.items()
            if not decl.is_imported
        },
        "agents": {name: _agent(agent) for name, agent in contract.agents.items()},
    }
    limits = _limits(contract.limits)
    if limits:
        form["limits"] = limits
    if contract.run is not None:
        form["run"] = run_form(machine(contract.run))
    return form


def _limits(limits: LimitsDecl) -> Form:
    """Members that are not at their default."""
    form: Form = {}
    if limits.hops != HOPS_DEFAULT:
        form["hops"] = limits.hops
    if limits.deadline_ms != DEADLINE_DEFAULT_MS:
        form["deadline_ms"] = limits.deadline_ms
    if limits.budget is not None:
        budget = limits.budget
        bounds = {
            "usd_micro": budget.usd_micro,
            "tokens": budget.tokens,
            "invocations": budget.invocations,
            "bytes": budget.bytes,
        }
        form["budget"] = {name: bound for name, bound in bounds.items() if bound is not None}
    return form


def _agent(agent: AgentDecl) -> Form:
    form: Form = {"ops": {op.name: op_form(op) for op in agent.ops}}
    if agent.calls:
        form["calls"] = sorted(use.name for use in agent.calls)
    if agent.clearance:
        form["clearance"] = sorted(use.name for use in agent.clearance)
    if agent.concurrency is not None:
        form["concurrency"] = agent.concurrency
    if agent.accelerator_gib is not None:
        form["accelerator"] = {"memory_gib": agent.accelerator_gib}
    return form


def op_form(op: OpDecl) -> Form:
    """The contract form of an operation, defaults written out."""
    form: Form = {
        "input": name_of(op.input),
        "output": name_of(op.output),
        "effect": op.effect,
        "timeout_ms": op.timeout_ms,
        "max_input_bytes": op.max_input_bytes,
        "max_output_bytes": op.max_output_bytes,
        "retries": op.retries,
    }
    if op.errors:
        form["errors"] = sorted(use.name for use in op.errors)
    if op.forward is not None:
        form["forward"] = op.forward.name
    return form


def name_of(use: NameUse | None) -> str:
    """The type that an op's input or output names; only an op with an error lacks one."""
    assert use is not None
    return use.name
