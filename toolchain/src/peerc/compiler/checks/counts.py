"""Counts: the keywords `minX` and `maxX` of strings, arrays and maps."""

from __future__ import annotations

from peerc.compiler.checks.reading import integer, report
from peerc.compiler.diagnostics import Findings
from peerc.compiler.frontend.events import SAFE_INTEGER_MAX
from peerc.compiler.tree import Mapping


def counts(findings: Findings, at: Mapping, low: str, high: str) -> tuple[int | None, int | None]:
    """The two counts of `minX` and `maxX`; PC1322 when no value has so few and so many."""
    read = {}
    for name in (low, high):
        node = at.get(name)
        if node is not None:
            read[name] = integer(findings, node, f"`{name}`", 0, SAFE_INTEGER_MAX)
    least, most = read.get(low), read.get(high)
    if least is not None and most is not None and least > most:
        problem = f"`{low}: {least}` and `{high}: {most}`"
        report(findings, "PC1322", at.members[high].value, problem=problem)
    return least, most
