"""Every `default` is a value of its own schema, and one that ends (PC1316)."""

from __future__ import annotations

from collections.abc import Iterable

from peercontract.core.canonical import canonical

from peerc.compiler import ir
from peerc.compiler.checks.reading import report
from peerc.compiler.circles import circles
from peerc.compiler.diagnostics import Findings, bounded
from peerc.compiler.model import DefaultDecl, RecordSchema
from peerc.compiler.semantics.parts import Pair, Types, core
from peerc.compiler.tree import Node
from peerc.compiler.violation import violation


def check(findings: Findings, pairs: Iterable[Pair], types: Types) -> None:
    """Each default by itself, then those that fill in one another."""
    filled: list[tuple[str, str, Node]] = []  # a record, the record it fills in, where
    for schema, shape in pairs:
        if not isinstance(schema, RecordSchema) or not isinstance(shape, ir.Record):
            continue
        fields = {one.names.wire: one.shape for one in shape.fields}
        for one in schema.properties:
            if one.default is None:
                continue
            field = fields[one.name]
            if _fits(findings, types, field, one.default) and one.default.value == {}:
                target = _filled(types, field)
                if target is not None:
                    filled.append((shape.rule, target.rule, one.default.node))
    _check_ends(findings, filled)


def _fits(findings: Findings, types: Types, shape: ir.Shape, default: DefaultDecl) -> bool:
    found = violation(types, shape, default.value)
    if found is None:
        return True
    problem = f"the default `{bounded(canonical(default.value))}` {found}"
    hint = "write a value of the schema, or leave the default out"
    report(findings, "PC1316", default.node, problem=problem, suggestion=hint)
    return False


def _filled(types: Types, shape: ir.Shape) -> ir.Record | None:
    """The record that `{}` is read as, with that record's own defaults."""
    shape = core(types, shape)
    if isinstance(shape, ir.Union):
        arms = (core(types, arm.shape) for arm in shape.arms if arm.kind == "object")
        shape = next(arms, shape)
    return shape if isinstance(shape, ir.Record) else None


def _check_ends(findings: Findings, filled: list[tuple[str, str, Node]]) -> None:
    """A record that is filled in with itself would never be whole."""
    edges: dict[str, list[str]] = {}
    for owner, target, _ in filled:
        edges.setdefault(owner, []).append(target)
        edges.setdefault(target, [])
    circle_of = {rule: number for number, circle in enumerate(circles(edges)) for rule in circle}
    for owner, target, node in filled:
        if circle_of[owner] == circle_of[target]:
            problem = "the default `{}` has no end: it is filled in with itself"
            hint = "leave one default on the way out"
            report(findings, "PC1316", node, problem=problem, suggestion=hint)
