"""The forms of `type: object`: the closed record and the map."""

from __future__ import annotations

import math

from peerc.compiler.checks import names
from peerc.compiler.checks.counts import counts
from peerc.compiler.checks.patterns import read_pattern
from peerc.compiler.checks.reading import bad_value, mapping, report_hinted, sequence
from peerc.compiler.checks.site import PART, PROPERTY, Site
from peerc.compiler.diagnostics import bounded
from peerc.compiler.ir import Pattern
from peerc.compiler.model import DefaultDecl, MapSchema, Property, RecordSchema, Schema
from peerc.compiler.tree import Mapping, Member, Node, Scalar, Sequence, describe, text_of

_MAP_WORDS = ("additionalProperties", "propertyNames", "minProperties", "maxProperties")


def object_form(at: Mapping) -> str:
    """`object` for a record, `map` for what only a map can be."""
    if "properties" in at.members:
        return "object"
    more = at.get("additionalProperties")
    is_closed = isinstance(more, Scalar) and more.value is False
    is_map = any(word in at.members for word in _MAP_WORDS[1:]) or (more and not is_closed)
    return "map" if is_map else "object"


def record(site: Site) -> Schema | None:
    """A closed object; PC1304 when it is open or does not say its properties."""
    declared = site.at.members.get("properties")
    more = site.at.get("additionalProperties")
    if more is not None and not (isinstance(more, Scalar) and more.value is False):
        problem = "a record is closed: `additionalProperties` is `false` or left out"
        site.report("PC1304", more, problem=problem)
    if declared is None:
        site.report("PC1304", site.place, problem="an object needs `properties`")
        return None
    hint = "write `name: schema` lines below it"
    properties = mapping(site.findings, declared.value, "`properties`", hint)
    if properties is None:
        return None
    required = _required(site, properties)
    members = tuple(
        _property(site, name, member, name in required)
        for name, member in properties.members.items()
    )
    return RecordSchema(*site.head, members, _reserved(site, properties))


def _property(site: Site, name: str, member: Member, required: bool) -> Property:
    names.check(site.findings, names.PROPERTY, name, member.key)
    schema = site.read(member.value, PROPERTY)
    return Property(name, member.key, required, schema, _default(site, member.value, required))


def _default(site: Site, schema: Node, required: bool) -> DefaultDecl | None:
    """`default` of a property; PC1316 for one that is always there, and for a filled container."""
    node = schema.get("default") if isinstance(schema, Mapping) else None
    if node is None:
        return None
    if required:
        problem = "a required property has no default"
        hint = "leave it out, or take the property out of `required`"
        site.report("PC1316", node, problem=problem, suggestion=hint)
        return None
    if isinstance(node, Scalar) and isinstance(node.value, float) and math.isinf(node.value):
        site.report("PC1319", node, found=describe(node).strip("`"))
        return None
    if isinstance(node, Scalar) and not (node.plain and node.value == ""):
        return DefaultDecl(node.value, node)
    if isinstance(node, Sequence) and not node.items:
        return DefaultDecl([], node)
    if isinstance(node, Mapping) and not node.members:
        return DefaultDecl({}, node)
    problem = "a default is null, a boolean, a string, a number, `[]` or `{}`"
    hint = "fill the property in the agent's code"
    site.report("PC1316", node, problem=problem, suggestion=hint)
    return None


def _required(site: Site, properties: Mapping) -> set[str]:
    node = site.at.get("required")
    required: set[str] = set()
    hint = "list the names of properties: `required: [text]`"
    for item in sequence(site.findings, node, "`required`", hint) if node else ():
        name = text_of(item)
        if name is None:
            bad_value(site.findings, item, "a member of `required`", "a property's name", hint)
        elif name not in properties.members:
            near = site.findings.suggest(name, properties.members)
            problem = "which `properties` does not declare"
            site.report("PC1320", item, found=bounded(name), problem=problem, suggestion=near)
        elif name in required:
            site.report(
                "PC1320", item, found=bounded(name), problem="twice", suggestion="name it once"
            )
        else:
            required.add(name)
    return required


def _reserved(site: Site, properties: Mapping) -> tuple[str, ...]:
    """`x-pc-reserved`; PC1205 at a property that takes one of the names again."""
    node = site.at.get("x-pc-reserved")
    reserved: dict[str, None] = {}
    hint = "list the names of former properties: `x-pc-reserved: [page]`"
    for item in sequence(site.findings, node, "`x-pc-reserved`", hint) if node else ():
        name = text_of(item)
        if name is None:
            bad_value(site.findings, item, "a reserved name", "a property's name", hint)
        elif name in reserved:
            bad_value(
                site.findings, item, "`x-pc-reserved`", "distinct names", "list each name once"
            )
        else:
            reserved[name] = None
    for name in reserved:
        if name in properties.members:
            site.report(
                "PC1205",
                properties.members[name].key,
                found=name,
                problem="`x-pc-reserved` keeps it for what it meant before",
                suggestion="use another name",
            )
    return tuple(reserved)


def map_schema(site: Site) -> Schema | None:
    """An object with any names; PC1304 when it does not say what it holds."""
    least, most = counts(site.findings, site.at, "minProperties", "maxProperties")
    pattern = _name_pattern(site)
    node = site.at.get("additionalProperties")
    if node is None:
        problem = "a map needs `additionalProperties`, the schema of its values"
        site.report("PC1304", site.place, problem=problem)
        return None
    if isinstance(node, Scalar) and isinstance(node.value, bool):
        problem = "`additionalProperties` of a map is the schema of its values"
        hint = "say what the map holds: `additionalProperties: {type: string}`"
        if node.value:
            problem = "an object takes no members that the contract does not describe"
            hint = f"list them under `properties`, or {hint}"
        report_hinted(site.findings, "PC1304", node, hint, problem=problem)
        return None
    values = site.read(node, PART)
    return MapSchema(*site.head, values, pattern, least or 0, most)


def _name_pattern(site: Site) -> Pattern | None:
    """`propertyNames: {pattern: ...}` and nothing else in it (PC1304)."""
    node = site.at.get("propertyNames")
    if node is None:
        return None
    hint = "write `propertyNames: {pattern: '^[a-z]+$'}`"
    if not isinstance(node, Mapping) or "pattern" not in node.members:
        problem = "`propertyNames` holds one `pattern`"
        report_hinted(site.findings, "PC1304", node, hint, problem=problem)
        return None
    for name, member in node.members.items():
        if name != "pattern":
            problem = f"`propertyNames` holds one `pattern`, not `{bounded(name)}`"
            report_hinted(site.findings, "PC1304", member.key, hint, problem=problem)
    return read_pattern(site.findings, node.members["pattern"].value)
