"""The forms of `type: array`: the array and the tuple."""

from __future__ import annotations

from peerc.compiler.checks.counts import counts
from peerc.compiler.checks.reading import flag, report_hinted
from peerc.compiler.checks.site import PART, Site
from peerc.compiler.model import ArraySchema, Schema, TupleSchema
from peerc.compiler.tree import Scalar, Sequence, describe

TUPLE_MAX = 32


def array(site: Site) -> Schema | None:
    """A list of one schema (PC1306 without it)."""
    least, most = counts(site.findings, site.at, "minItems", "maxItems")
    is_unique = flag(site.findings, site.at, "uniqueItems")
    node = site.at.get("items")
    hint = "say what it holds: `items: {type: string}`"
    if node is None:
        site.report("PC1306", site.place, problem="an array needs `items`", suggestion=hint)
        return None
    if isinstance(node, Scalar) and isinstance(node.value, bool):
        site.report("PC1306", node, problem="`items` is a schema", suggestion=hint)
        return None
    items = site.read(node, PART)
    return ArraySchema(*site.head, items, least or 0, most, is_unique)


def tuple_schema(site: Site) -> Schema | None:
    """`prefixItems`, 1 to 32 schemas; PC1307 for another length than theirs."""
    node = site.at.members["prefixItems"].value
    if not isinstance(node, Sequence) or not 1 <= len(node.items) <= TUPLE_MAX:
        found = f"{len(node.items)}" if isinstance(node, Sequence) else describe(node)
        problem = f"`prefixItems` lists 1 to {TUPLE_MAX} schemas, found {found}"
        site.report("PC1307", node, problem=problem)
        return None
    _check_length(site, len(node.items))
    return TupleSchema(*site.head, tuple(site.read(item, PART) for item in node.items))


def _check_length(site: Site, length: int) -> None:
    """What may be written beside `prefixItems`: that nothing follows."""
    rest = site.at.get("items")
    if rest is not None and not (isinstance(rest, Scalar) and rest.value is False):
        problem = "nothing follows a tuple's `prefixItems`"
        hint = "write `items: false`, or leave it out"
        report_hinted(site.findings, "PC1307", rest, hint, problem=problem)
    for name in ("minItems", "maxItems"):
        count = site.at.get(name)
        if count is not None and not (isinstance(count, Scalar) and _is(count.value, length)):
            problem = f"the tuple has {length} members, so `{name}` is {length}"
            report_hinted(site.findings, "PC1307", count, "leave it out", problem=problem)


def _is(value: object, length: int) -> bool:
    return type(value) is int and value == length
