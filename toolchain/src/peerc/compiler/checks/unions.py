"""The form `oneOf`: its arms, and null among them. What overlaps is looked at in `arms`."""

from __future__ import annotations

from dataclasses import replace

from peerc.compiler.checks.reading import flag
from peerc.compiler.checks.site import ARM, Site
from peerc.compiler.model import RecordSchema, RefSchema, Schema, UnionSchema
from peerc.compiler.tree import Mapping, Node, Sequence, describe, text_of

ARMS_MAX = 64


def union(site: Site) -> Schema | None:
    """A union, or a nullable reference; PC1313 for arms that cannot be told apart by their form."""
    node = site.at.members["oneOf"].value
    if not isinstance(node, Sequence) or not 1 <= len(node.items) <= ARMS_MAX:
        found = f"{len(node.items)}" if isinstance(node, Sequence) else describe(node)
        problem = f"`oneOf` lists 1 to {ARMS_MAX} arms, found {found}"
        _report(site, node, problem, "list the alternatives: `oneOf: [{$ref: Cat}, {$ref: Dog}]`")
        return None
    nulls = [item for item in node.items if _is_null(item)]
    others = [item for item in node.items if not _is_null(item)]
    if len(nulls) > 1:
        _report(site, nulls[1], "`null` is an arm twice", "name it once")
    is_open = flag(site.findings, site.at, "x-pc-open")
    arms = tuple(_arm(site, item) for item in others)
    if len(others) < 2:
        return _alone(site, node, arms[0] if arms else None, bool(others), bool(nulls))
    head = site.head._replace(nullable=bool(nulls))
    return UnionSchema(*head, arms, tuple(others), is_open)


def _is_null(item: Node) -> bool:
    return isinstance(item, Mapping) and text_of(item.get("type")) == "null"


def _arm(site: Site, item: Node) -> Schema | None:
    """PC1313 for an arm that is nullable, a union, or a record without a name."""
    arm = site.read(item, ARM)
    if isinstance(arm, UnionSchema):
        _report(site, item, "an arm is not a union itself", "list its arms here")
    elif isinstance(arm, RefSchema) and arm.nullable:
        hint = 'add `{type: "null"}` to the arms instead'
        _report(site, item, "an arm is not nullable itself", hint)
    elif arm is not None and arm.nullable:
        hint = 'write the type alone, and `{type: "null"}` as an arm of its own'
        _report(site, item, "an arm is not nullable itself", hint)
    elif isinstance(arm, RecordSchema):
        hint = "define it under `types` and write `$ref: Name`"
        _report(site, item, "a record among the arms has a name", hint)
    else:
        return arm
    return None


def _alone(
    site: Site, node: Node, arm: Schema | None, is_there: bool, nullable: bool
) -> Schema | None:
    """One arm beside null, or alone: only a nullable reference is said that way."""
    if isinstance(arm, RefSchema) and nullable:
        label = site.head.label or arm.label
        return replace(
            arm,
            node=site.at,
            doc=site.head.doc,
            nullable=True,
            label=label,
            given=site.head.given,
        )
    if not is_there:
        _report(
            site, node, "`null` alone is no value to send", "add the other arm, or leave it out"
        )
    elif arm is not None:
        hint = 'write the schema itself, with `type: [T, "null"]` where it is nullable'
        if isinstance(arm, RefSchema):
            hint = "write the `$ref` itself"
        _report(site, node, "`oneOf` has one arm only", hint)
    return None


def _report(site: Site, node: Node, problem: str, hint: str) -> None:
    site.report("PC1313", node, problem=problem, suggestion=hint)
