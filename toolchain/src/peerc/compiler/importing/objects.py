"""Objects of a foreign schema: records, which are closed, and maps; lists and tuples."""

from __future__ import annotations

import re
from typing import Protocol

from peerc.compiler.importing import names, scalars
from peerc.compiler.importing.losses import NARROWED, REFUSED, WIDENED, Losses, Refused
from peerc.compiler.importing.made import Made
from peerc.compiler.importing.view import View, made
from peerc.compiler.tree import Mapping, Node, Scalar, Sequence, json_value

_NAME = re.compile(r"[\x20-\x7e]{1,128}\Z")
_PARTS_MAX = 32  # members of a tuple


class Reader(Protocol):
    """What reads the schemas inside one."""

    losses: Losses

    def part(self, node: Node, owner: str, name: str, is_property: bool = False) -> Made:
        """The schema that stands in `owner` under `name`. Raises Refused."""

    def distinct(self, schema: Made) -> bool:
        """Whether `uniqueItems` may look at such items."""


def _says(node: Node | None) -> bool:
    """Whether a schema for further members is there and more than `true`, `false` or `{}`."""
    return isinstance(node, Mapping) and bool(node.members)


def _is(node: Node | None, value: bool) -> bool:
    return isinstance(node, Scalar) and node.value is value


def object_schema(reader: Reader, view: View, owner: str) -> dict[str, object]:
    """A record where it has properties, else a map, or the empty record."""
    properties = view.words.get("properties")
    extra = view.words.get("additionalProperties")
    patterns = view.words.get("patternProperties")
    patterned = patterns if isinstance(patterns, Mapping) and patterns.members else None
    if isinstance(properties, Mapping) and properties.members:
        return _record(reader, view, owner, properties)
    if _says(extra) or patterned:
        return _map(reader, view, owner, extra, patterned)
    if _is(extra, False) or view.value("maxProperties") == 0:
        return {"type": "object", "properties": {}}
    raise Refused(view.node, "an object of anything", "list its `properties`")


def _record(reader: Reader, view: View, owner: str, properties: Mapping) -> dict[str, object]:
    listed = view.value("required")
    required = [str(one) for one in listed] if isinstance(listed, list) else []
    for name in required:
        if name not in properties.members:
            problem = f"`{name}` is required and has no schema: anything fits"
            raise Refused(view.words["required"], problem, "give it a schema in `properties`")
    found: dict[str, Made] = {}
    for name, member in properties.members.items():
        schema = _property(reader, owner, name, member.value, name in required)
        if schema is not None:
            found[name] = schema
    for name, given in names.fields(list(found)).items():
        found[name]["x-pc-names"] = given
    _closed(reader.losses, view)
    _sizes_of_record(reader.losses, view, len(set(required)), len(found))
    words: dict[str, object] = {"type": "object"}
    kept = list(dict.fromkeys(required))
    return words | ({"required": kept} if kept else {}) | {"properties": found}


def _property(reader: Reader, owner: str, name: str, node: Node, is_required: bool) -> Made | None:
    """The schema of a property; None when it is left out."""
    if _is(node, False) and not is_required:
        return None
    if not _NAME.match(name) or name == "__proto__":
        problem = "a property's name has 1 to 128 printable ASCII characters"
        if is_required:
            raise Refused(node, problem)
        reader.losses.report(NARROWED, node, name, f"the property is left out: {problem}")
        return None
    try:
        schema = reader.part(node, owner, name, is_property=True)
    except Refused as refused:
        if is_required:
            raise
        if refused.said:
            reader.losses.report(NARROWED, node, name, "left out: what it refers to is refused")
        else:
            reader.losses.report(REFUSED, refused.node, name, refused.problem, refused.hint)
        return None
    if is_required and "default" in schema:
        del schema["default"]
        reader.losses.report("annotation dropped", node, "default", "the property is required")
    return schema


def _closed(losses: Losses, view: View) -> None:
    extra = view.words.get("additionalProperties")
    patterns = view.words.get("patternProperties")
    if patterns is not None:
        problem = "the record is closed: only names in `properties` fit"
        losses.report(NARROWED, patterns, "patternProperties", problem)
        declared = view.words.get("properties")
        if isinstance(declared, Mapping) and isinstance(patterns, Mapping):
            for name in declared.members:
                if any(scalars.may_match(text, name) for text in patterns.members):
                    problem = f"what `{name}` has to fit besides, by its name"
                    losses.report(WIDENED, patterns, "patternProperties", problem)
    elif extra is None and _is(view.words.get("unevaluatedProperties"), False):
        return
    elif extra is None:
        problem = "the record is closed: a member that it does not declare is refused"
        losses.report(NARROWED, view.words["properties"], "additionalProperties", problem)
    elif not _is(extra, False):
        problem = "the record is closed: a member that it does not declare is refused"
        losses.report(NARROWED, extra, "additionalProperties", problem)


def _sizes_of_record(losses: Losses, view: View, least: int, most: int) -> None:
    low, high = view.value("minProperties"), view.value("maxProperties")
    if low is not None and not (isinstance(low, int) and low <= least):
        losses.report(WIDENED, view.words["minProperties"], "minProperties", "it is for maps")
    if high is not None and not (isinstance(high, int) and high >= most):
        losses.report(WIDENED, view.words["maxProperties"], "maxProperties", "it is for maps")
    if "propertyNames" in view.words:
        losses.report(WIDENED, view.words["propertyNames"], "propertyNames", "it is for maps")


def _map(
    reader: Reader, view: View, owner: str, extra: Node | None, patterns: Mapping | None
) -> dict[str, object]:
    losses = reader.losses
    pattern: str | None = None
    values = extra
    if patterns is not None:
        texts = list(patterns.members)
        schemas = [member.value for member in patterns.members.values()]
        if any(json_value(one) != json_value(schemas[0]) for one in schemas):
            raise Refused(patterns, "names of different patterns have different schemas")
        joined = texts[0] if len(texts) == 1 else "|".join(f"(?:{one})" for one in texts)
        pattern = scalars.pattern_of(joined)
        if pattern is None:
            raise Refused(patterns, "its pattern for names is not in PC-Regex")
        values = schemas[0]
        if not _is(extra, False):
            problem = "names that the pattern does not match are refused"
            losses.report(NARROWED, patterns, "patternProperties", problem)
    assert values is not None
    words: dict[str, object] = {"type": "object"}
    words["additionalProperties"] = reader.part(values, owner, "value")
    names_of = view.words.get("propertyNames")
    if isinstance(names_of, Mapping):
        own = json_value(names_of)
        text = own.get("pattern") if isinstance(own, dict) else None
        known = isinstance(text, str) and scalars.pattern_of(text) is not None
        if known and pattern is not None and text != pattern:
            known = False
        elif known:
            pattern = str(text)
        if not known or set(own if isinstance(own, dict) else ()) - {"pattern", "type"}:
            losses.report(WIDENED, names_of, "propertyNames", "only a pattern for names is kept")
    if pattern is not None:
        words["propertyNames"] = {"pattern": pattern}
    if view.value("required"):
        losses.report(WIDENED, view.words["required"], "required", "a map requires no names")
    return words | scalars.counts(losses, view, "minProperties", "maxProperties")


def array_schema(reader: Reader, view: View, owner: str) -> dict[str, object]:
    """A list, or a tuple."""
    parts = view.words.get("prefixItems")
    if isinstance(parts, Sequence) and parts.items:
        return _tuple(reader, view, owner, parts)
    items = view.words.get("items")
    if not _says(items):
        empty = _is(items, False) or view.value("maxItems") == 0
        if not empty:
            raise Refused(view.node, "a list of anything", "say what its `items` are")
        items = made(view.node, {"type": "boolean"})
        return {"type": "array", "items": reader.part(items, owner, "item"), "maxItems": 0}
    assert items is not None
    schema = reader.part(items, owner, "item")
    words: dict[str, object] = {"type": "array", "items": schema}
    words |= scalars.counts(reader.losses, view, "minItems", "maxItems")
    if view.value("uniqueItems") is True:
        if reader.distinct(schema):
            words["uniqueItems"] = True
        else:
            problem = "items are compared where they are strings, integers or enums"
            reader.losses.report(WIDENED, view.words["uniqueItems"], "uniqueItems", problem)
    return words


def _tuple(reader: Reader, view: View, owner: str, parts: Sequence) -> dict[str, object]:
    count = len(parts.items)
    most, least = view.value("maxItems"), view.value("minItems")
    if count > _PARTS_MAX:
        raise Refused(parts, f"a tuple has at most {_PARTS_MAX} members")
    if (isinstance(most, int) and most < count) or (isinstance(least, int) and least > count):
        raise Refused(parts, "its length is not that of its list of schemas")
    if least != count or not (_is(view.words.get("items"), False) or most == count):
        reader.losses.report(NARROWED, parts, "items", f"a tuple has exactly its {count} members")
    if view.value("uniqueItems") is True:
        reader.losses.report(WIDENED, view.words["uniqueItems"], "uniqueItems", "it is a tuple")
    read = [reader.part(one, owner, f"Part{n}") for n, one in enumerate(parts.items, 1)]
    return {"type": "array", "prefixItems": read}
