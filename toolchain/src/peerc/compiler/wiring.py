"""PC1211: what an operation forwards is an input of its target (spec/contract.md#forward)."""

from __future__ import annotations

from peerc.compiler import ir
from peerc.compiler.checks.reading import report
from peerc.compiler.diagnostics import Findings
from peerc.compiler.model import ContractDecl


def holds(findings: Findings, declared: ContractDecl, contract: ir.Contract) -> bool:
    """Whether each output that is forwarded is an input of its target; what is not is reported."""
    nodes = {
        f"{agent.name}.{op.name}": op.forward.node
        for agent in declared.agents.values()
        for op in agent.ops
        if op.forward is not None
    }
    if not nodes:
        return True
    from peerc.compiler.compat.breaks import shown  # only a contract that forwards needs it
    from peerc.compiler.compat.judge import wiring

    is_good = True
    for source, target, found in wiring(contract):
        is_good = False
        witness = "it could not be decided" if found.is_undecided else f"`{shown(found.value)}`"
        hint = f"give `{target}` an input that takes every output of `{source}`, or narrow these"
        fields = {"source": source, "target": target, "witness": witness, "suggestion": hint}
        report(findings, "PC1211", nodes[source], **fields)
    return is_good
