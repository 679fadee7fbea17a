"""Names that refer to something: types, operations of peers, declared errors (PC1201, PC1212)."""

from __future__ import annotations

from peerc.compiler.checks.reading import report
from peerc.compiler.checks.walk import IMPORT, references
from peerc.compiler.diagnostics import Findings, bounded
from peerc.compiler.model import AgentDecl, ConstSchema, ContractDecl, NameUse, RecordSchema, Schema


def check(findings: Findings, contract: ContractDecl) -> None:
    """Resolves every name that the contract uses."""
    for reference in references(contract):
        _check_type(findings, contract, NameUse(reference.target, reference.at))
    offered = {
        f"{agent.name}.{op.name}": agent for agent in contract.agents.values() for op in agent.ops
    }
    for agent in contract.agents.values():
        for op in agent.ops:
            for side in (op.input, op.output):
                if side is not None:
                    _check_type(findings, contract, side)
            for use in op.errors:
                if _check_type(findings, contract, use):
                    _check_error(findings, contract, use)
        for use in agent.calls:
            if offered.get(use.name, agent) is agent:
                _report_call(findings, contract, agent, use)


def _check_type(findings: Findings, contract: ContractDecl, use: NameUse) -> bool:
    if use.name in contract.types:
        return True
    if use.name.startswith(IMPORT):
        return False  # an import that does not resolve has its finding
    hint = findings.suggest(
        use.name, contract.types, "" if contract.types else "define it under `types`"
    )
    fields = {"what": "the type", "found": bounded(use.name), "suggestion": hint}
    report(findings, "PC1201", use.node, **fields)
    return False


def _check_error(findings: Findings, contract: ContractDecl, use: NameUse) -> None:
    """A declared error is a record with a required `const` property `code`."""
    schema = contract.types[use.name].schema
    if schema is None:
        return
    if isinstance(schema, RecordSchema) and not schema.nullable:
        code = next((one for one in schema.properties if one.name == "code"), None)
        if code is not None and code.schema is None:
            return
        if code is not None and code.required and _is_tag(code.schema):
            return
    problem = f"the error `{use.name}` is not a record with a required `const` property `code`"
    properties = f"properties: {{code: {{const: {use.name}}}}}"
    hint = f"write `{use.name}: {{type: object, required: [code], {properties}}}`"
    report(findings, "PC1212", use.node, problem=problem, suggestion=hint)


def _is_tag(schema: Schema | None) -> bool:
    return isinstance(schema, ConstSchema) and not schema.nullable


def _report_call(
    findings: Findings, contract: ContractDecl, caller: AgentDecl, use: NameUse
) -> None:
    """`calls` names what no other agent offers."""
    name, dot, _ = use.name.partition(".")
    peers = [agent for agent in contract.agents.values() if agent is not caller]
    if name in contract.agents:
        peers = [agent for agent in peers if agent.name == name]
    offered = [f"{agent.name}.{op.name}" for agent in peers for op in agent.ops]
    if name == caller.name:
        hint = "an agent does not call itself: call the method in its own code"
    elif not dot and name in contract.agents:
        hint = f"write the operation with it: `{offered[0]}`" if offered else "it offers nothing"
    else:
        hint = findings.suggest(use.name, offered, "" if offered else "no other agent offers one")
    fields = {"what": "the operation", "found": bounded(use.name), "suggestion": hint}
    report(findings, "PC1201", use.node, **fields)
