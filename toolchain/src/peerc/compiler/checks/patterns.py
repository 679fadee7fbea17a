"""`pattern`: read, compiled, and its faults shown inside the text."""

from __future__ import annotations

from peerc.compiler.checks.places import inside
from peerc.compiler.checks.reading import text
from peerc.compiler.diagnostics import Findings
from peerc.compiler.ir import Pattern
from peerc.compiler.pattern import PatternError, compile_pattern
from peerc.compiler.tree import Node


def read_pattern(findings: Findings, node: Node) -> Pattern | None:
    """The PC-Regex that `node` holds; None after PC1309."""
    written = text(findings, node, "`pattern`", "write a pattern in single quotes")
    if written is None:
        return None
    try:
        return compile_pattern(written)
    except PatternError as fault:
        fields = {"problem": fault.problem, "suggestion": fault.hint}
        place = inside(findings.source.text, node, fault.offset)
        findings.report("PC1309", place, node.pointer, fields)
        return None
