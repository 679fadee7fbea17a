"""The forms `enum` and `const`."""

from __future__ import annotations

import math

from peerc.compiler.checks.reading import flag, report, report_hinted
from peerc.compiler.checks.site import Site
from peerc.compiler.diagnostics import Findings, bounded
from peerc.compiler.model import ConstSchema, EnumSchema, Schema
from peerc.compiler.tree import Mapping, Node, Scalar, Sequence, describe, text_of


def enum_schema(site: Site) -> Schema | None:
    """All strings or all safe integers, distinct; `null` exactly when nullable (PC1312)."""
    findings, at, nullable = site.findings, site.at, site.head.nullable
    node = at.members["enum"].value
    if not isinstance(node, Sequence) or not node.items:
        problem = "an enum is a list of at least one member"
        report(findings, "PC1312", node, problem=problem)
        return None
    good = True
    kinds = []
    values: list[str | int] = []
    nodes: list[Node] = []
    null: Node | None = None
    for item in node.items:
        value = item.value if isinstance(item, Scalar) else None
        if isinstance(item, Scalar) and item.value is None:
            good = _not_twice(findings, item, null is not None) and good
            null = item
        elif isinstance(value, str) or type(value) is int:
            good = _not_twice(findings, item, value in values) and good
            kinds.append("string" if isinstance(value, str) else "integer")
            values.append(value)
            nodes.append(item)
        else:
            good = False
            _report_member(findings, item, value)
    if not kinds:
        if good:
            problem = "an enum needs a member that is not `null`"
            report(findings, "PC1312", node, problem=problem)
        return None
    good = _check_kinds(findings, nodes, kinds) and good
    good = _check_null(findings, at, null, nullable, kinds[0]) and good
    good = _check_type(findings, at, kinds[0]) and good
    is_open = flag(findings, at, "x-pc-open")
    if not good:
        return None
    return EnumSchema(*site.head, kinds[0], tuple(values), tuple(nodes), is_open)


def _not_twice(findings: Findings, item: Node, is_known: bool) -> bool:
    if is_known:
        report(findings, "PC1312", item, problem=f"{describe(item)} is listed twice")
    return not is_known


def _report_member(findings: Findings, item: Node, value: object) -> None:
    if isinstance(value, float) and (math.isinf(value) or value.is_integer()):
        report(findings, "PC1319", item, found=describe(item).strip("`"))
        return
    problem = f"an enum holds strings or safe integers, found {describe(item)}"
    if isinstance(value, bool):
        report_hinted(findings, "PC1312", item, "write `type: boolean`", problem=problem)
    else:
        report(findings, "PC1312", item, problem=problem)


def _check_kinds(findings: Findings, nodes: list[Node], kinds: list[str]) -> bool:
    for item, kind in zip(nodes, kinds, strict=True):
        if kind != kinds[0]:
            problem = f"an enum holds one kind: {describe(item)} stands among {kinds[0]}s"
            report(findings, "PC1312", item, problem=problem)
            return False
    return True


def _check_null(
    findings: Findings, at: Mapping, null: Node | None, nullable: bool, kind: str
) -> bool:
    if nullable == (null is not None):
        return True
    if null is not None:
        problem = "`null` is listed but the type is not nullable"
        hint = f'write `type: [{kind}, "null"]`, or leave `null` out'
        report_hinted(findings, "PC1312", null, hint, problem=problem)
    elif text_of(at.get("type")) is None:
        problem = "the type is nullable but `null` is not listed"
        hint = "add `null` to the list"
        report_hinted(findings, "PC1312", at.members["enum"].value, hint, problem=problem)
    return False


def _check_type(findings: Findings, at: Mapping, kind: str) -> bool:
    """Whether `type`, where it is written, is the members' kind."""
    node = at.get("type")
    first = node.items[0] if isinstance(node, Sequence) and node.items else node
    word = text_of(first)
    if node is None or word is None or word == kind:
        return True
    report(findings, "PC1312", node, problem=f"`type: {bounded(word)}` does not fit {kind} members")
    return False


def const_schema(site: Site) -> Schema | None:
    """One string or safe integer (PC1312)."""
    node = site.at.members["const"].value
    value = node.value if isinstance(node, Scalar) else None
    is_nothing = value == "" and isinstance(node, Scalar) and node.plain
    if isinstance(value, float) and (math.isinf(value) or value.is_integer()):
        site.report("PC1319", node, found=describe(node).strip("`"))
        return None
    if is_nothing or isinstance(value, bool) or not isinstance(value, str | int):
        hint = "write a string or an integer, in quotes where a string is in doubt"
        problem = f"a const is a string or an integer, found {describe(node)}"
        report_hinted(site.findings, "PC1312", node, hint, problem=problem)
        return None
    kind = "string" if isinstance(value, str) else "integer"
    return ConstSchema(*site.head, value) if _check_type(site.findings, site.at, kind) else None
