"""`limits`: what bounds a whole run, from the tree of the source to `model.LimitsDecl`."""

from __future__ import annotations

from peerc.compiler.checks.reading import bad_value, closed, integer, mapping
from peerc.compiler.diagnostics import Findings
from peerc.compiler.frontend.events import SAFE_INTEGER_MAX
from peerc.compiler.model import BudgetDecl, LimitsDecl
from peerc.compiler.tree import Mapping, Node, Scalar

HOPS_DEFAULT, HOPS_MAX = 8, 15  # spec/limits.json
DEADLINE_DEFAULT_MS, DEADLINE_MAX_MS = 60_000, 900_000
USD_MAX = 1_000_000

_MEMBERS = ("hops", "deadline_ms", "budget")
_BUDGET = ("usd", "tokens", "invocations", "bytes")


def limits(findings: Findings, root: Mapping) -> LimitsDecl:
    """The limits that `root` writes, defaults filled in."""
    node = root.get("limits")
    at = mapping(findings, node, "`limits`", "write `limits: {hops: 8}`") if node else None
    if at is None:
        return LimitsDecl(HOPS_DEFAULT, None, DEADLINE_DEFAULT_MS, None, None)
    closed(findings, at, "`limits`", _MEMBERS, {})
    hops, deadline_ms = HOPS_DEFAULT, DEADLINE_DEFAULT_MS
    hops_node, deadline_node = at.get("hops"), at.get("deadline_ms")
    if hops_node is not None:
        hops = integer(findings, hops_node, "`hops`", 1, HOPS_MAX) or HOPS_MAX
    if deadline_node is not None:
        read = integer(findings, deadline_node, "`deadline_ms`", 1, DEADLINE_MAX_MS)
        deadline_ms = read or deadline_ms
    return LimitsDecl(hops, hops_node, deadline_ms, deadline_node, _budget(findings, at))


def _budget(findings: Findings, at: Mapping) -> BudgetDecl | None:
    node = at.get("budget")
    if node is None:
        return None
    hint = "write `budget: {usd: 0.02}`"
    inner = mapping(findings, node, "`budget`", hint)
    if inner is None:
        return None
    closed(findings, inner, "`budget`", _BUDGET, {})
    if not inner.members:
        bad_value(findings, node, "`budget`", "a mapping of at least one bound", hint)
    usd = inner.get("usd")
    counts = {
        name: integer(findings, member.value, f"`{name}`", 1, SAFE_INTEGER_MAX)
        for name, member in inner.members.items()
        if name in ("tokens", "invocations", "bytes")
    }
    return BudgetDecl(
        None if usd is None else _usd_micro(findings, usd),
        counts.get("tokens"),
        counts.get("invocations"),
        counts.get("bytes"),
        inner.get("invocations") or node,
    )


def _usd_micro(findings: Findings, node: Node) -> int | None:
    """Millionths of a dollar; more than six decimals would be rounded, and are refused."""
    value = node.value if isinstance(node, Scalar) else None
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= USD_MAX:
        micro = round(value * 1_000_000)
        if micro / 1_000_000 == value:
            return micro
    expected = f"an amount from 0 to {USD_MAX} with at most six decimals"
    bad_value(findings, node, "`usd`", expected, "write dollars: `usd: 0.02`")
    return None
