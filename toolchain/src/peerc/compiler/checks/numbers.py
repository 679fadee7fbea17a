"""The forms `integer` and `number`: bounds and multiples."""

from __future__ import annotations

import math

from peerc.compiler.checks.reading import bad_value, integer, report
from peerc.compiler.checks.site import Site
from peerc.compiler.diagnostics import Findings, bounded
from peerc.compiler.frontend.events import SAFE_INTEGER_MAX
from peerc.compiler.model import NumericSchema, Schema
from peerc.compiler.tree import Mapping, Scalar, describe

_DOUBLE_MAX = 1.7976931348623157e308
_BOUNDS = ("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum")


def numeric_schema(site: Site) -> Schema:
    """An integer or number; PC1322 when nothing lies within its bounds."""
    at = site.at
    low, above, high, below = (_bound(site.findings, at, name, site.form) for name in _BOUNDS)
    multiple_of = _multiple_of(site)
    schema = NumericSchema(*site.head, site.form, low, above, high, below, multiple_of)
    least, most = _range(schema)
    if least > most or (multiple_of is not None and not _has_multiple(least, most, multiple_of)):
        words = _BOUNDS if least > most else (*_BOUNDS, "multipleOf")
        nodes = {name: at.members[name].value for name in words if name in at.members}
        written = [f"`{name}: {describe(node).strip('`')}`" for name, node in nodes.items()]
        last = list(nodes.values())[-1]
        site.report("PC1322", last, problem=bounded(" and ".join(written)))
    return schema


def _multiple_of(site: Site) -> int | None:
    """PC1310 for what doubles cannot tell, PC1322 for zero and below; 1 says nothing."""
    node = site.at.get("multipleOf")
    if node is None:
        return None
    value = node.value if isinstance(node, Scalar) else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        bad_value(site.findings, node, "`multipleOf`", "a number", "write a whole number")
        return None
    if value <= 0:
        site.report("PC1322", node, problem=f"`multipleOf: {describe(node).strip('`')}`")
        return None
    if site.form == "number" or (isinstance(value, float) and not value.is_integer()):
        problem = "`multipleOf` is for integers: doubles are not exact multiples of a fraction"
        site.report("PC1310", node, problem=problem)
        return None
    read = integer(site.findings, node, "`multipleOf`", 1, SAFE_INTEGER_MAX)
    return None if read == 1 else read


def _has_multiple(low: int | float, high: int | float, of: int) -> bool:
    return int(high) // of * of >= low


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
