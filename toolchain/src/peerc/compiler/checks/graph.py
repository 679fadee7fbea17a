"""What the call graph promises before anything runs: nested timeouts (PC1213), hops (PC1214)."""

from __future__ import annotations

from peerc.compiler.checks.reading import report, report_hinted
from peerc.compiler.circles import circles
from peerc.compiler.diagnostics import Findings
from peerc.compiler.model import AgentDecl, ContractDecl
from peerc.compiler.tree import Node


def check(findings: Findings, contract: ContractDecl) -> None:
    """Edges to what is not defined are left out: they have findings of their own."""
    for agent in contract.agents.values():
        _check_timeouts(findings, contract, agent)
    _check_hops(findings, contract)


def _check_timeouts(findings: Findings, contract: ContractDecl, caller: AgentDecl) -> None:
    """A callee that may take longer than any of its caller's ops would only ever be cut off."""
    caller_ms = max((op.timeout_ms for op in caller.ops), default=None)
    if caller_ms is None:
        return
    for use in caller.calls:
        name, _, op_name = use.name.partition(".")
        callee = contract.agents.get(name)
        op = next((one for one in callee.ops if one.name == op_name), None) if callee else None
        if op is not None and op.timeout_ms > caller_ms:
            fields = {"caller": caller.name, "callee": use.name, "callee_ms": op.timeout_ms}
            report(findings, "PC1213", use.node, **fields, caller_ms=caller_ms)


def _check_hops(findings: Findings, contract: ContractDecl) -> None:
    edges = {
        agent.name: sorted(
            {use.name.partition(".")[0] for use in agent.calls} & set(contract.agents)
        )
        for agent in contract.agents.values()
    }
    path = _longest_path(edges)
    listed = " -> ".join(path if len(path) <= 18 else [*path[:16], "..."])
    _check_invocations(findings, contract, len(path), listed)
    if len(path) - 1 <= contract.limits.hops:
        return
    place: Node = contract.limits.hops_node or contract.agents[path[0]].key
    problem = (
        f"the path {listed} takes {len(path) - 1} hops, `limits.hops` is {contract.limits.hops}"
    )
    report(findings, "PC1214", place, problem=problem)


def _check_invocations(
    findings: Findings, contract: ContractDecl, needed: int, listed: str
) -> None:
    """A run along the longest path invokes every agent on it once, the first one too."""
    budget = contract.limits.budget
    if budget is None or budget.invocations is None or needed <= budget.invocations:
        return
    problem = f"the path {listed} takes {needed} invocations, the budget has {budget.invocations}"
    hint = "raise `budget.invocations`, or shorten the chain of calls"
    report_hinted(findings, "PC1214", budget.node, hint, problem=problem)


def _longest_path(edges: dict[str, list[str]]) -> list[str]:
    """The longest path between agents; hops bound the calls within a circle at run time."""
    best: dict[str, list[str]] = {}  # by agent: the longest path that starts in its circle
    for circle in circles(edges):
        longest = [circle[0]]
        for name in circle:
            for other in edges[name]:
                if other not in circle and len(best[other]) + 1 > len(longest):
                    longest = [name, *best[other]]
        best.update(dict.fromkeys(circle, longest))
    return max(best.values(), key=len, default=[""])
