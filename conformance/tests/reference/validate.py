"""Violations by spec/wire.md#violations: a plain walk over the contract form, which reads a value.

A walk answers with the value as a reader has it: defaults filled in, a uuid in lower case, and in
tolerant mode without the members it does not know.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from . import form, formats, pattern
from .canonical import canonical, units
from .fault import Fault
from .form import whole
from .json_text import parse, pointer

SAFE = 2**53 - 1
SHOWN = 64
KINDS = {
    type(None): "null",
    bool: "boolean",
    int: "number",
    float: "number",
    str: "string",
    list: "array",
}
ORDER: tuple[tuple[str, str, Callable[[float, float], bool]], ...] = (
    ("minimum", "PC1406", lambda value, limit: value >= limit),
    ("exclusiveMinimum", "PC1406", lambda value, limit: value > limit),
    ("maximum", "PC1407", lambda value, limit: value <= limit),
    ("exclusiveMaximum", "PC1407", lambda value, limit: value < limit),
    ("multipleOf", "PC1408", lambda value, step: int(value) % int(step) == 0),
)
Schema = dict[str, Any]


class Full(Exception):
    """As many violations as were asked for."""


@dataclass
class Outcome:
    """A value that was read; `unknown` is the first thing in it that no writer writes."""

    canonical: str
    dropped: int = 0
    unknown: tuple[str, str] | None = None  # code and place


def check(
    types: dict[str, Schema],
    name: str,
    text: bytes,
    direction: str = "input",
    limit: int = 1,
    mode: str = "exact",
) -> Outcome:
    """The value as a reader of one of a contract's types has it.

    Fault with all its violations up to `limit`.
    """
    value = parse(text)
    walk = Walk(types, direction, limit, mode == "tolerant")
    read = value
    with suppress(Full):
        read = walk.named(name, value, "")
    if walk.found:
        first = walk.found[0]
        raise Fault(first["code"], first["at"], violations=walk.found)
    return Outcome(canonical(read), walk.dropped, walk.unknown)


def kind(value: Any) -> str:
    """The JSON kind of a value."""
    return KINDS.get(type(value), "object")


def bounded(text: str) -> str:
    """At most 64 code points."""
    return text if len(text) <= SHOWN else text[:61] + "..."


def actual(value: Any) -> str:
    """How a violation shows a value."""
    if isinstance(value, dict | list):
        return f"{kind(value)}({len(value)})"
    return bounded(canonical(value))


@dataclass
class Walk:
    """Collects violations of one value."""

    types: dict[str, Schema]
    direction: str
    limit: int
    is_tolerant: bool
    found: list[dict[str, str]] = field(default_factory=list)
    dropped: int = 0
    unknown: tuple[str, str] | None = None
    hidden: int = 0  # labelled schemas that are being read

    def report(self, code: str, at: str, rule: str, expected: str, shown: str) -> None:
        self.found.append(
            {
                "code": code,
                "at": at,
                "rule": rule,
                "expected": expected,
                "actual": "<redacted>" if self.hidden else shown,
                "direction": self.direction,
            }
        )
        if len(self.found) == self.limit:
            raise Full

    def keyword(
        self, code: str, schema: Schema, keyword: str, value: Any, at: str, rule: str
    ) -> None:
        """Reports a keyword by its own value."""
        expected = bounded(canonical(schema[keyword]))
        self.report(code, at, pointer(rule, keyword), expected, actual(value))

    @contextmanager
    def hiding(self, wanted: bool) -> Iterator[None]:
        """What is reported meanwhile shows no value."""
        self.hidden += wanted
        try:
            yield
        finally:
            self.hidden -= wanted

    def named(self, reference: str, value: Any, at: str) -> Any:
        name = whole(reference)
        start = pointer(name.partition("#")[0] + "#/types", name.partition("#")[2])
        rule = start if name.startswith("pc:") else pointer("/types", name)
        return self.shape(self.types[name], value, at, rule)

    def shape(self, schema: Schema, value: Any, at: str, rule: str) -> Any:
        """Whatever the schema is: labels and null first, then the form it has."""
        with self.hiding("x-pc-label" in schema):
            if "$ref" in schema:
                return self.named(schema["$ref"], value, at)
            if "oneOf" in schema:
                return self.union(schema, value, at, rule)
            wanted = schema["type"]
            if isinstance(wanted, list):
                if value is None:
                    return None
                wanted = wanted[0]
            for keyword in ("enum", "const"):
                if keyword in schema:
                    return self.listed(schema, keyword, value, at, rule)
            integral = wanted != "integer" or (isinstance(value, float) and value.is_integer())
            if kind(value) != kind_name(wanted) or not integral:
                return self.keyword("PC1401", schema, "type", value, at, rule)
            return self.typed(schema, wanted, value, at, rule)

    def typed(self, schema: Schema, wanted: str, value: Any, at: str, rule: str) -> Any:
        if wanted == "object":
            inside = self.record if "properties" in schema else self.map
            return inside(schema, value, at, rule)
        if wanted == "array":
            inside = self.tuple if "prefixItems" in schema else self.array
            return inside(schema, value, at, rule)
        if wanted == "string":
            return self.string(schema, value, at, rule)
        return value if wanted == "boolean" else self.number(schema, wanted, value, at, rule)

    def listed(self, schema: Schema, keyword: str, value: Any, at: str, rule: str) -> Any:
        members = schema["enum"] if keyword == "enum" else [schema["const"]]
        sample = next(member for member in members if member is not None)
        if kind(value) != kind(sample):
            self.keyword("PC1401", schema, keyword, value, at, rule)
        elif value not in members:
            usable = isinstance(value, str) or (value.is_integer() and abs(value) <= SAFE)
            if self.is_tolerant and schema.get("x-pc-open") and usable:
                self.unknown = self.unknown or ("PC1404", at)
            else:
                self.keyword("PC1404", schema, keyword, value, at, rule)
        return value

    def union(self, schema: Schema, value: Any, at: str, rule: str) -> Any:
        arms = list(enumerate(schema["oneOf"]))
        others = [(index, arm) for index, arm in arms if arm.get("type") != "null"]
        if value is None and len(others) < len(arms):
            return None
        if len(others) == 1:
            return self.shape(others[0][1], value, at, pointer(pointer(rule, "oneOf"), 0))
        fitting = [(index, arm) for index, arm in others if self.kind_of(arm) == kind(value)]
        if not fitting:
            return self.keyword("PC1401", schema, "oneOf", value, at, rule)
        if len(fitting) > 1:
            return self.tagged(schema, [arm["$ref"] for _, arm in fitting], value, at, rule)
        index, arm = fitting[0]
        return self.shape(arm, value, at, pointer(pointer(rule, "oneOf"), index))

    def kind_of(self, schema: Schema) -> str:
        """The JSON kind that an arm takes."""
        target = self.target(schema)
        return kind_name(target["type"])

    def target(self, schema: Schema) -> Schema:
        """Aliases looked through."""
        while "$ref" in schema:
            schema = self.types[whole(schema["$ref"])]
        return schema

    def tagged(
        self, schema: Schema, names: list[str], value: dict[str, Any], at: str, rule: str
    ) -> Any:
        records = {name: self.target({"$ref": name}) for name in names}
        tag = tag_of(list(records.values()))
        arms = {records[name]["properties"][tag]["const"]: name for name in names}
        over = pointer(rule, "oneOf")
        if tag not in value:
            return self.report("PC1402", at, over, bounded(tag), actual(value))
        given, place = value[tag], pointer(at, tag)
        if not isinstance(given, str):
            return self.report("PC1401", place, over, '"string"', actual(given))
        if given in arms:
            return self.named(arms[given], value, at)
        if self.is_tolerant and schema.get("x-pc-open"):
            self.unknown = self.unknown or ("PC1405", place)
        else:
            expected = bounded(canonical(sorted(arms, key=units)))
            self.report("PC1405", place, over, expected, actual(given))
        return value

    def record(self, schema: Schema, value: dict[str, Any], at: str, rule: str) -> Any:
        properties, made = schema["properties"], {}
        for name in sorted(properties):
            inside = pointer(pointer(rule, "properties"), name)
            if name in value:
                made[name] = self.shape(properties[name], value[name], pointer(at, name), inside)
            elif name in schema.get("required", ()):
                self.report("PC1402", at, pointer(rule, "required"), bounded(name), actual(value))
            elif "default" in properties[name]:
                start = form.as_read(properties[name]["default"])
                made[name] = self.shape(properties[name], start, pointer(at, name), inside)
        for name in sorted(value.keys() - properties.keys(), key=units):
            if self.is_tolerant:
                self.dropped += 1
            else:
                closed = pointer(rule, "additionalProperties")
                self.report("PC1403", at, closed, "false", bounded(name))
        return made

    def map(self, schema: Schema, value: dict[str, Any], at: str, rule: str) -> Any:
        self.size(schema, "Properties", ("PC1417", "PC1418"), value, at, rule)
        names = schema.get("propertyNames", {})
        made = {}
        for name in sorted(value, key=units):
            if "pattern" in names and not pattern.found(names["pattern"], name):
                over = pointer(pointer(rule, "propertyNames"), "pattern")
                expected = bounded(canonical(names["pattern"]))
                self.report("PC1419", at, over, expected, bounded(name))
            inside = pointer(rule, "additionalProperties")
            values = schema["additionalProperties"]
            made[name] = self.shape(values, value[name], pointer(at, name), inside)
        return made

    def tuple(self, schema: Schema, value: list[Any], at: str, rule: str) -> Any:
        items = schema["prefixItems"]
        if len(value) < len(items):
            self.keyword("PC1416", schema, "minItems", value, at, rule)
        elif len(value) > len(items):
            self.keyword("PC1416", schema, "maxItems", value, at, rule)
        inside = pointer(rule, "prefixItems")
        both = enumerate(zip(items, value, strict=False))
        return [
            self.shape(item, part, pointer(at, index), pointer(inside, index))
            for index, (item, part) in both
        ]

    def array(self, schema: Schema, value: list[Any], at: str, rule: str) -> Any:
        self.size(schema, "Items", ("PC1413", "PC1414"), value, at, rule)
        before, items = len(self.found), schema["items"]
        inside = pointer(rule, "items")
        made = [
            self.shape(items, item, pointer(at, index), inside) for index, item in enumerate(value)
        ]
        if schema.get("uniqueItems") and len(self.found) == before:
            repeated = (index for index, item in enumerate(made) if item in made[:index])
            with self.hiding(self.is_labelled(items)):
                for index in list(repeated)[:1]:
                    self.keyword(
                        "PC1415", schema, "uniqueItems", value[index], pointer(at, index), rule
                    )
        return made

    def is_labelled(self, schema: Schema) -> bool:
        """Whether the schema, or what it refers to, has a label."""
        if "x-pc-label" in schema or "$ref" not in schema:
            return "x-pc-label" in schema
        return self.is_labelled(self.types[whole(schema["$ref"])])

    def size(
        self,
        schema: Schema,
        what: str,
        codes: tuple[str, str],
        value: Any,
        at: str,
        rule: str,
    ) -> None:
        """minItems, maxItems, minLength, maxLength, minProperties, maxProperties."""
        if len(value) < schema.get("min" + what, 0):
            self.keyword(codes[0], schema, "min" + what, value, at, rule)
        if len(value) > schema.get("max" + what, len(value)):
            self.keyword(codes[1], schema, "max" + what, value, at, rule)

    def string(self, schema: Schema, value: str, at: str, rule: str) -> str:
        self.size(schema, "Length", ("PC1409", "PC1410"), value, at, rule)
        if "pattern" in schema and not pattern.found(schema["pattern"], value):
            self.keyword("PC1411", schema, "pattern", value, at, rule)
        for keyword in ("format", "contentEncoding"):
            if keyword in schema and not formats.fits(schema[keyword], value):
                self.keyword("PC1412", schema, keyword, value, at, rule)
        return value.lower() if schema.get("format") == "uuid" else value

    def number(self, schema: Schema, wanted: str, value: float, at: str, rule: str) -> float:
        if wanted == "integer" and abs(value) > SAFE:
            self.keyword("PC1421", schema, "type", value, at, rule)
            return value
        for keyword, code, holds in ORDER:
            if keyword in schema and not holds(value, schema[keyword]):
                self.keyword(code, schema, keyword, value, at, rule)
        return value


def kind_name(wanted: str) -> str:
    """The JSON kind of a type."""
    return {"integer": "number"}.get(wanted, wanted)


def tag_of(records: list[Schema]) -> str:
    """The first property in ASCII order that is a required, distinct string `const` in each."""
    for name in sorted(records[0]["properties"]):
        each = [record["properties"].get(name, {}) for record in records]
        values = [one.get("const") for one in each]
        needed = all(name in record.get("required", ()) for record in records)
        if needed and all(isinstance(v, str) for v in values) and len(set(values)) == len(values):
            return name
    raise AssertionError("no tag: not a valid contract")
