"""The schema dialect PC Schema 1, one schema at a time: a mapping of the source to a `Schema`.

A reader returns None when its schema cannot be told; whatever else is wrong is reported and read
past, so that one run says everything.
"""

from __future__ import annotations

import re

from peerc.compiler.checks import extensions, keywords
from peerc.compiler.checks.arrays import array, tuple_schema
from peerc.compiler.checks.choices import const_schema, enum_schema
from peerc.compiler.checks.numbers import numeric_schema
from peerc.compiler.checks.objects import map_schema, object_form, record
from peerc.compiler.checks.reading import bad_value, doc, report, report_hinted, sequence
from peerc.compiler.checks.site import PROPERTY, TYPE, Site
from peerc.compiler.checks.strings import string_schema
from peerc.compiler.checks.unions import union
from peerc.compiler.checks.walk import IMPORT
from peerc.compiler.diagnostics import Findings, bounded
from peerc.compiler.model import BooleanSchema, Head, RefSchema, Schema
from peerc.compiler.tree import Mapping, Member, Node, describe, text_of

_REF = re.compile(
    r"(?:#/\$defs/)?([A-Za-z_][A-Za-z0-9_]{0,63}"
    r"|pc:[a-z][a-z0-9-]{0,62}@pc1-[a-z2-7]{52}#[A-Za-z_][A-Za-z0-9_]{0,63})\Z"
)
_NUMBERS_AS_TEXT = ("int64", "uint64", "decimal")  # formats of strings that hold a number


def read(findings: Findings, node: Node, place: str = TYPE) -> Schema | None:
    """The schema that `node` writes; `place` as in `site`."""
    at = _as_mapping(findings, node)
    if at is None:
        return None
    form, nullable = _form(findings, at)
    _check_keywords(findings, at, form)
    _check_default(findings, at, place)
    _check_examples(findings, at)
    label = extensions.label(findings, at)
    given = extensions.given(findings, at, form, place)
    head = Head(at, doc(findings, at), nullable, label, given)
    return _READERS[form](Site(findings, at, head, form, read)) if form else None


def ref_target(findings: Findings, node: Node) -> str | None:
    """The type's name that a `$ref` holds; PC1315 for any other form of reference."""
    target = text_of(node)
    match = _REF.match(target) if target is not None else None
    if match is None:
        found = f"`$ref: {bounded(target) if target is not None else describe(node)}`"
        if target is not None and target.startswith(IMPORT):
            hint = "`peerc vendor` prints it: `$ref: pc:<contract>@pc1-<52 characters>#<Type>`"
            report_hinted(findings, "PC1315", node, hint, found=found)
        else:
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
    if "oneOf" in at.members:
        return "union", False
    kind, nullable = "", False
    if "type" in at.members:
        kind, nullable = _type(findings, at.members["type"].value)
    for form in ("enum", "const"):
        if form in at.members:
            return form, nullable
    if "type" not in at.members and not any(_stands_for_type(name) for name in at.members):
        _report_missing_type(findings, at)
    form = kind or next((form for word, form in keywords.INFERRED if word in at.members), "")
    if form in ("object", "map"):
        return object_form(at), nullable
    return ("tuple" if form == "array" and "prefixItems" in at.members else form), nullable


def _report_missing_type(findings: Findings, at: Mapping) -> None:
    """PC1302, at the key that holds the schema: a whole schema underlined says nothing."""
    parent = at.parent
    key: Node = at
    if isinstance(parent, Mapping) and at.token in parent.members:
        key = parent.members[at.token].key
    findings.report("PC1302", (key.start, max(key.start + 1, min(key.end, at.end))), at.pointer, {})


def _stands_for_type(name: str) -> bool:
    """Whether the keyword is reported by itself where it stands in place of a type."""
    return name in keywords.COMBINATORS or name in keywords.DYNAMIC_MEMBERS


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
    if word == "map":
        hint = "write `type: object` and `additionalProperties`, the schema of its values"
    elif word in keywords.FORMS:
        hint = "leave `type` out"
    report(findings, "PC1303", node, found=describe(node), suggestion=hint)
    return "", False


def _check_keywords(findings: Findings, at: Mapping, form: str) -> None:
    """Reports each keyword that the form does not have."""
    for name, member in at.members.items():
        if name in keywords.EVERYWHERE or (form and name in keywords.FORMS[form]):
            continue
        if name.startswith("x-"):
            _check_extension(findings, member, name, form)
        elif form == "ref":
            report(findings, "PC1315", member.key, found=f"`$ref` with `{bounded(name)}` beside it")
        else:
            _check_keyword(findings, member, name, form)


def _check_extension(findings: Findings, member: Member, name: str, form: str) -> None:
    """`x-*` is the author's own; of `x-pc-*` there are those of the dialect."""
    if not name.startswith("x-pc-"):
        return
    if name in keywords.EXTENSIONS:
        if form:
            report(findings, "PC1321", member.key, found=name, type=keywords.form_name(form))
        return
    hint = findings.suggest(name, keywords.EXTENSIONS, "leave it out: `x-pc-` is the dialect's own")
    report(findings, "PC1317", member.key, found=bounded(name), suggestion=hint)


def _check_keyword(findings: Findings, member: Member, name: str, form: str) -> None:
    if name in keywords.COMBINATORS:
        report(findings, "PC1314", member.key, found=name)
    elif name in keywords.DYNAMIC_MEMBERS:
        report(findings, "PC1305", member.key, found=name)
    elif name in keywords.CONTAINS:
        problem = f"`{name}` is not in the dialect"
        hint = "check the items in the agent's code"
        report(findings, "PC1306", member.key, problem=problem, suggestion=hint)
    elif name == "format" and form in ("integer", "number") and _is_number_as_text(member):
        report(findings, "PC1311", member.value, found=text_of(member.value))
    elif name in keywords.ALL:
        if form:
            report(findings, "PC1321", member.key, found=name, type=keywords.form_name(form))
    else:
        known = keywords.FORMS[form] | keywords.EVERYWHERE if form else keywords.ALL
        hint = keywords.ELSEWHERE.get(name) or findings.suggest(name, known)
        report(findings, "PC1318", member.key, found=bounded(name), suggestion=hint)


def _is_number_as_text(member: Member) -> bool:
    return text_of(member.value) in _NUMBERS_AS_TEXT


def _check_default(findings: Findings, at: Mapping, place: str) -> None:
    """A record reads the defaults of its properties; elsewhere nothing is ever absent."""
    if place != PROPERTY and "default" in at.members:
        problem = "only a property has a default"
        hint = "write it beside the schema of the property, or leave it out"
        key = at.members["default"].key
        report(findings, "PC1316", key, problem=problem, suggestion=hint)


def _check_examples(findings: Findings, at: Mapping) -> None:
    """Whether each fits the schema is looked at when all schemas are known."""
    if "examples" in at.members:
        sequence(findings, at.members["examples"].value, "`examples`", "write `examples: [...]`")


def _ref(site: Site) -> Schema | None:
    node = site.at.members["$ref"].value
    target = ref_target(site.findings, node)
    return None if target is None else RefSchema(*site.head, target, node)


def _boolean(site: Site) -> Schema | None:
    return BooleanSchema(*site.head)


_READERS = {
    "ref": _ref,
    "object": record,
    "map": map_schema,
    "array": array,
    "tuple": tuple_schema,
    "string": string_schema,
    "integer": numeric_schema,
    "number": numeric_schema,
    "boolean": _boolean,
    "enum": enum_schema,
    "const": const_schema,
    "union": union,
}
