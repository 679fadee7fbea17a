"""Constraints of operations against each other: `forward`, deadlines, budget, labels.

Codes PC1201, PC1212, PC1213, PC1214, PC1217 of spec/contract.md#static.
"""

from __future__ import annotations

from collections.abc import Iterator

from peerc.compiler.checks.reading import report
from peerc.compiler.checks.walk import schemas
from peerc.compiler.diagnostics import Findings, bounded
from peerc.compiler.model import AgentDecl, ContractDecl, NameUse, OpDecl, RefSchema


def check(findings: Findings, contract: ContractDecl) -> None:
    """What is not defined has a finding of its own and is passed over."""
    ops = {f"{agent.name}.{op.name}": op for agent in contract.agents.values() for op in agent.ops}
    labels = _Labels(contract)
    for agent in contract.agents.values():
        for op in agent.ops:
            _check_forward(findings, agent, op, ops)
            _check_deadline(findings, contract, op)
            _check_input_labels(findings, agent, op, labels)
        for use in agent.calls:
            if use.name in ops:
                _check_output_labels(findings, agent, use, ops[use.name], labels)


def _check_forward(
    findings: Findings, agent: AgentDecl, op: OpDecl, ops: dict[str, OpDecl]
) -> None:
    use = op.forward
    if use is None:
        return
    if use.name not in ops:
        hint = findings.suggest(use.name, [one.name for one in agent.calls])
        fields = {"what": "the operation", "found": bounded(use.name), "suggestion": hint}
        report(findings, "PC1201", use.node, **fields)
    elif use.name not in {one.name for one in agent.calls}:
        problem = f"`{agent.name}` forwards to `{use.name}`, which it may not call"
        hint = f"add `{use.name}` to its `calls`"
        report(findings, "PC1212", use.node, problem=problem, suggestion=hint)


def _check_deadline(findings: Findings, contract: ContractDecl, op: OpDecl) -> None:
    """An op that says it may take longer than a whole run; only when both are written."""
    limits = contract.limits
    if limits.deadline_node is None or op.timeout_node is None:
        return
    if op.timeout_ms > limits.deadline_ms:
        fields = {"caller": "a run", "callee": op.name, "callee_ms": op.timeout_ms}
        report(findings, "PC1213", op.timeout_node, **fields, caller_ms=limits.deadline_ms)


def _check_input_labels(findings: Findings, agent: AgentDecl, op: OpDecl, labels: _Labels) -> None:
    if op.input is None:
        return
    for label in labels.missing(agent, [op.input.name]):
        problem = f"the input `{op.input.name}` of `{op.name}` holds some"
        report(findings, "PC1217", op.input.node, agent=agent.name, label=label, problem=problem)


def _check_output_labels(
    findings: Findings, caller: AgentDecl, use: NameUse, op: OpDecl, labels: _Labels
) -> None:
    """What an op answers, declared errors too, reaches whoever calls it."""
    given = [one.name for one in (op.output, *op.errors) if one is not None]
    for label in labels.missing(caller, given):
        problem = f"the output of `{use.name}` holds some"
        report(findings, "PC1217", use.node, agent=caller.name, label=label, problem=problem)


class _Labels:
    """The labels on any part of a type."""

    def __init__(self, contract: ContractDecl) -> None:
        self._own: dict[str, set[str]] = {}
        self._targets: dict[str, set[str]] = {}
        for name, decl in contract.types.items():
            parts = list(schemas(decl.schema))
            self._own[name] = {part.label for part in parts if part.label is not None}
            self._targets[name] = {part.target for part in parts if isinstance(part, RefSchema)}

    def missing(self, agent: AgentDecl, types: list[str]) -> Iterator[str]:
        """Labels on the types that the agent is not cleared for, in ASCII order."""
        found: set[str] = set()
        seen: set[str] = set()
        waiting = list(types)
        while waiting:
            name = waiting.pop()
            if name not in seen and name in self._own:
                seen.add(name)
                found |= self._own[name]
                waiting.extend(self._targets[name])
        yield from sorted(found - {use.name for use in agent.clearance})
