"""PC1211: what an operation forwards is an input of its target (spec/contract.md#forward)."""

from __future__ import annotations

from peerc.compiler import ir
from peerc.compiler.checks.reading import report
from peerc.compiler.diagnostics import Findings
from peerc.compiler.model import ContractDecl


def check(findings: Findings, declared: ContractDecl, contract: ir.Contract) -> None:
    """Compares each output that is forwarded with the input that it becomes."""
    nodes = {
        f"{agent.name}.{op.name}": op.forward.node
        for agent in declared.agents.values()
        for op in agent.ops
        if op.forward is not None
    }
    if not nodes:
        return
    from peerc.compiler.compat.breaks import shown  # only a contract that forwards needs it
    from peerc.compiler.compat.judge import wiring

    for source, target, found in wiring(contract):
        witness = "it could not be decided" if found.is_undecided else f"`{shown(found.value)}`"
        hint = f"give `{target}` an input that takes every output of `{source}`, or narrow these"
        fields = {"source": source, "target": target, "witness": witness, "suggestion": hint}
        report(findings, "PC1211", nodes[source], **fields)
