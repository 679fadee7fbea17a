"""The schema dialect PC Schema 1, one schema at a time: a mapping of the source to a `Schema`.

A reader returns None when its schema cannot be told; whatever else is wrong is reported and read
past, so that one run says everything.
"""

from __future__ import annotations

import re

from peerc.compiler.checks import keywords, names
from peerc.compiler.checks.members import (
    const_schema,
    counts,
    enum_schema,
    numeric_schema,
    string_schema,
)
from peerc.compiler.checks.reading import bad_value, doc, mapping, not_yet, report, sequence
from peerc.compiler.diagnostics import Findings, bounded
from peerc.compiler.model import (
    ArraySchema,
    BooleanSchema,
    Doc,
    Property,
    RecordSchema,
    RefSchema,
    Schema,
)
from peerc.compiler.tree import Mapping, Member, Node, Scalar, describe, text_of

_REF = re.compile(r"(?:#/\$defs/)?([A-Za-z_][A-Za-z0-9_]{0,63})\Z")
_IMPORT = re.compile(r"pc:")


def read(findings: Findings, node: Node) -> Schema | None:
    """The schema that `node` writes."""
    at = _as_mapping(findings, node)
    if at is None:
        return None
    form, nullable = _form(findings, at)
    _check_keywords(findings, at, form)
    docs = doc(findings, at)
    return _READERS[form](findings, at, docs, nullable, form) if form else None


def ref_target(findings: Findings, node: Node) -> str | None:
    """The type's name that a `$ref` holds; PC1315 for any other form of reference."""
    target = text_of(node)
    if target is not None and _IMPORT.match(target):
        report(
            findings, "PC1323", node, found=bounded(target), suggestion="copy the type into `types`"
        )
        return None
    match = _REF.match(target) if target is not None else None
    if match is None:
        found = f"`$ref: {bounded(target) if target is not None else describe(node)}`"
        report(findings, "PC1315", node, found=found)
        return None
    return match[1]


def _as_mapping(findings: Findings, node: Node) -> Mapping | None:
    if isinstance(node, Mapping):
        return node
    word = text_of(node)
    if word in keywords.TYPES:
        hint = f"write `{{type: {word}}}`"
    elif word and _REF.match(word):
        hint = f"write `{{$ref: {word}}}` for a type of that name"
    else:
        hint = "write a mapping with `type`, `$ref`, `enum` or `const`"
    bad_value(findings, node, "a schema", "a mapping", hint)
    return None


def _form(findings: Findings, at: Mapping) -> tuple[str, bool]:
    """The form of a schema and whether it is nullable; "" when it has none, after a finding.

    Without `type` the form is guessed from the keywords, so that all else is found as well.
    """
    if "$ref" in at.members:
        return "ref", False
    kind, nullable = "", False
    if "type" in at.members:
        kind, nullable = _type(findings, at.members["type"].value)
    for form in ("enum", "const"):
        if form in at.members:
            return form, nullable
    if "type" not in at.members and not any(_stands_for_type(name) for name in at.members):
        _report_missing_type(findings, at)
    guess = next((form for word, form in keywords.INFERRED if word in at.members), "")
    return kind or guess, nullable


def _report_missing_type(findings: Findings, at: Mapping) -> None:
    """PC1302, at the key that holds the schema: a whole schema underlined says nothing."""
    parent = at.parent
    key: Node = at
    if isinstance(parent, Mapping) and at.token in parent.members:
        key = parent.members[at.token].key
    findings.report("PC1302", (key.start, max(key.start + 1, min(key.end, at.end))), at.pointer, {})


def _stands_for_type(name: str) -> bool:
    """Whether the keyword is reported by itself where it stands in place of a type."""
    return name in keywords.COMBINATORS or name in keywords.DYNAMIC_MEMBERS or name == "oneOf"


def _type(findings: Findings, node: Node) -> tuple[str, bool]:
    """`type: T` or `type: [T, "null"]`; "" after PC1303."""
    word = text_of(node)
    if word in keywords.TYPES:
        return word, False
    items = getattr(node, "items", None)
    if items is not None:
        words = [text_of(item) for item in items]
        if len(words) == 2 and words[1] == "null" and words[0] in keywords.TYPES:
            return words[0], True
        hint = 'write one type, or [T, "null"] with "null" in quotes and last'
        report(findings, "PC1303", node, found="another list", suggestion=hint)
        return "", False
    hint = findings.suggest(word or "", keywords.TYPES)
    if word in keywords.FORMS or word == "map":
        hint = "leave `type` out" if word != "map" else keywords.MAP_INSTEAD
    report(findings, "PC1303", node, found=describe(node), suggestion=hint)
    return "", False


def _check_keywords(findings: Findings, at: Mapping, form: str) -> None:
    """Reports each keyword that the form does not have."""
    for name, member in at.members.items():
        if name in keywords.ANNOTATIONS or (form and name in keywords.FORMS[form]):
            continue
        if form == "ref":
            report(findings, "PC1315", member.key, found=f"`$ref` with `{bounded(name)}` beside it")
        else:
            _check_keyword(findings, at, member, name, form)


def _check_keyword(findings: Findings, at: Mapping, member: Member, name: str, form: str) -> None:
    if name in keywords.COMBINATORS:
        report(findings, "PC1314", member.key, found=name)
    elif name in keywords.DYNAMIC_MEMBERS:
        report(findings, "PC1305", member.key, found=name)
    elif name in keywords.CONTAINS:
        problem = f"`{name}` is not in the dialect"
        hint = "check the items in the agent's code"
        report(findings, "PC1306", member.key, problem=problem, suggestion=hint)
    elif name in keywords.LATER:
        forms, instead = keywords.LATER[name]
        here = "map" if form == "object" and "properties" not in at.members else form
        if form and forms and here not in forms:
            report(findings, "PC1321", member.key, found=name, type=keywords.form_name(form))
        else:
            not_yet(findings, member, name, instead)
    elif name in keywords.ALL:
        if form:
            report(findings, "PC1321", member.key, found=name, type=keywords.form_name(form))
    elif name.startswith("x-pc-") and name not in keywords.EXTENSIONS:
        report(findings, "PC1317", member.key, found=bounded(name))
    elif name.startswith("x-"):
        not_yet(findings, member, bounded(name), keywords.EXTENSION_INSTEAD)
    else:
        known = keywords.FORMS[form] | keywords.ANNOTATIONS if form else keywords.ALL
        hint = keywords.ELSEWHERE.get(name) or findings.suggest(name, known)
        report(findings, "PC1318", member.key, found=bounded(name), suggestion=hint)


def _ref(findings: Findings, at: Mapping, docs: Doc, nullable: bool, form: str) -> Schema | None:
    node = at.members["$ref"].value
    target = ref_target(findings, node)
    return None if target is None else RefSchema(at, docs, False, target, node)


def _record(findings: Findings, at: Mapping, docs: Doc, nullable: bool, form: str) -> Schema | None:
    """A closed object; PC1304 when it is open or does not say its properties."""
    declared = at.members.get("properties")
    if not _is_closed(findings, at) or declared is None:
        return None
    properties = mapping(
        findings, declared.value, "`properties`", "write `name: schema` lines below it"
    )
    if properties is None:
        return None
    required = _required(findings, at, properties)
    declared_properties = []
    for name, member in properties.members.items():
        names.check(findings, names.PROPERTY, name, member.key)
        schema = read(findings, member.value)
        declared_properties.append(Property(name, member.key, name in required, schema))
    return RecordSchema(at, docs, nullable, tuple(declared_properties))


def _is_closed(findings: Findings, at: Mapping) -> bool:
    """PC1304 for `additionalProperties` beside `properties` and for neither; PC1323 for a map."""
    more = at.members.get("additionalProperties")
    has_properties = "properties" in at.members
    if more is not None and not (isinstance(more.value, Scalar) and more.value.value is False):
        if isinstance(more.value, Mapping) and not has_properties:
            not_yet(findings, more, "additionalProperties: schema", keywords.MAP_INSTEAD)
        else:
            problem = "a record is closed: `additionalProperties` is `false` or left out"
            report(findings, "PC1304", more.value, problem=problem)
        return has_properties
    if not has_properties and not any(
        word in at.members for word in ("minProperties", "maxProperties", "propertyNames")
    ):
        node = at.members["type"].value if "type" in at.members else at
        report(findings, "PC1304", node, problem="an object needs `properties`")
    return has_properties


def _required(findings: Findings, at: Mapping, properties: Mapping) -> set[str]:
    node = at.get("required")
    if node is None:
        return set()
    required: set[str] = set()
    hint = "list the names of properties: `required: [text]`"
    for item in sequence(findings, node, "`required`", hint):
        name = text_of(item)
        if name is None:
            bad_value(findings, item, "a member of `required`", "a property's name", hint)
        elif name not in properties.members:
            near = findings.suggest(name, properties.members)
            problem = "which `properties` does not declare"
            fields = {"found": bounded(name), "problem": problem, "suggestion": near}
            report(findings, "PC1320", item, **fields)
        elif name in required:
            fields = {"found": bounded(name), "problem": "twice", "suggestion": "name it once"}
            report(findings, "PC1320", item, **fields)
        else:
            required.add(name)
    return required


def _array(findings: Findings, at: Mapping, docs: Doc, nullable: bool, form: str) -> Schema | None:
    least, most = counts(findings, at, "minItems", "maxItems")
    node = at.get("items")
    if node is None:
        if "prefixItems" not in at.members:  # which has a finding of its own
            place = at.members["type"].value if "type" in at.members else at
            hint = "say what it holds: `items: {type: string}`"
            report(findings, "PC1306", place, problem="an array needs `items`", suggestion=hint)
        return None
    if isinstance(node, Scalar) and isinstance(node.value, bool):
        hint = "say what the array holds: `items: {type: string}`"
        report(findings, "PC1306", node, problem="`items` is a schema", suggestion=hint)
        return None
    items = read(findings, node)
    return ArraySchema(at, docs, nullable, items, least or 0, most)


def _boolean(
    findings: Findings, at: Mapping, docs: Doc, nullable: bool, form: str
) -> Schema | None:
    return BooleanSchema(at, docs, nullable)


_READERS = {
    "ref": _ref,
    "object": _record,
    "array": _array,
    "string": string_schema,
    "integer": numeric_schema,
    "number": numeric_schema,
    "boolean": _boolean,
    "enum": enum_schema,
    "const": const_schema,
}
