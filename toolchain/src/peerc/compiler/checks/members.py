"""The forms without schemas inside: string, integer, number, enum, const."""

from __future__ import annotations

import math

from peerc.compiler.checks.reading import bad_value, integer, report, report_hinted
from peerc.compiler.diagnostics import Findings, bounded
from peerc.compiler.frontend.events import SAFE_INTEGER_MAX
from peerc.compiler.model import ConstSchema, Doc, EnumSchema, NumericSchema, Schema, StringSchema
from peerc.compiler.tree import Mapping, Node, Scalar, Sequence, describe, text_of

_DOUBLE_MAX = 1.7976931348623157e308


def string_schema(findings: Findings, at: Mapping, docs: Doc, nullable: bool, form: str) -> Schema:
    """A string with its bounds."""
    least, most = counts(findings, at, "minLength", "maxLength")
    return StringSchema(at, docs, nullable, least or 0, most)


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


def numeric_schema(findings: Findings, at: Mapping, docs: Doc, nullable: bool, form: str) -> Schema:
    """An integer or number; PC1322 when nothing lies within its bounds."""
    names = ("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum")
    bounds = [_bound(findings, at, name, form) for name in names]
    schema = NumericSchema(at, docs, nullable, form, *bounds)
    low, high = _range(schema)
    if low > high:
        nodes = {name: at.members[name].value for name in names if name in at.members}
        written = [f"`{name}: {describe(node).strip('`')}`" for name, node in nodes.items()]
        last = list(nodes.values())[-1]
        report(findings, "PC1322", last, problem=bounded(" and ".join(written)))
    return schema


def _bound(findings: Findings, at: Mapping, name: str, form: str) -> int | float | None:
    node = at.get(name)
    if node is None:
        return None
    if form == "integer":
        return integer(
            findings, node, f"`{name}` of an integer", -SAFE_INTEGER_MAX, SAFE_INTEGER_MAX
        )
    value = node.value if isinstance(node, Scalar) else None
    if not isinstance(value, int | float) or isinstance(value, bool):
        bad_value(findings, node, f"`{name}`", "a number", "write a number without quotes")
        return None
    if math.isinf(value):
        report(findings, "PC1319", node, found=describe(node).strip("`"))
        return None
    return value


def _range(schema: NumericSchema) -> tuple[int | float, int | float]:
    """The smallest and the largest value within the bounds, as if each were there."""
    is_integer = schema.kind == "integer"
    low: int | float = -SAFE_INTEGER_MAX if is_integer else -_DOUBLE_MAX
    high: int | float = SAFE_INTEGER_MAX if is_integer else _DOUBLE_MAX
    if schema.minimum is not None:
        low = max(low, schema.minimum)
    if schema.exclusive_minimum is not None:
        above = schema.exclusive_minimum
        low = max(low, above + 1 if is_integer else math.nextafter(above, math.inf))
    if schema.maximum is not None:
        high = min(high, schema.maximum)
    if schema.exclusive_maximum is not None:
        below = schema.exclusive_maximum
        high = min(high, below - 1 if is_integer else math.nextafter(below, -math.inf))
    return low, high


def enum_schema(
    findings: Findings, at: Mapping, docs: Doc, nullable: bool, form: str
) -> Schema | None:
    """All strings or all safe integers, distinct; `null` exactly when nullable (PC1312)."""
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
    return EnumSchema(at, docs, nullable, kinds[0], tuple(values), tuple(nodes)) if good else None


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


def const_schema(
    findings: Findings, at: Mapping, docs: Doc, nullable: bool, form: str
) -> Schema | None:
    """One string (PC1312)."""
    node = at.members["const"].value
    value = text_of(node)
    if value is None or (value == "" and isinstance(node, Scalar) and node.plain):
        hint = "write a string, in quotes where in doubt"
        report_hinted(
            findings, "PC1312", node, hint, problem=f"a const is a string, found {describe(node)}"
        )
        return None
    return ConstSchema(at, docs, nullable, value) if _check_type(findings, at, "string") else None
