"""Violations by spec/wire.md#violations: a plain walk over the contract form."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from . import form
from .canonical import canonical, units
from .fault import Fault
from .json_text import parse, pointer

SAFE = 2**53 - 1
SHOWN = 64
KINDS = {type(None): "null", bool: "boolean", float: "number", str: "string", list: "array"}
ORDER: tuple[tuple[str, str, Callable[[float, float], bool]], ...] = (
    ("minimum", "PC1406", lambda value, limit: value >= limit),
    ("exclusiveMinimum", "PC1406", lambda value, limit: value > limit),
    ("maximum", "PC1407", lambda value, limit: value <= limit),
    ("exclusiveMaximum", "PC1407", lambda value, limit: value < limit),
)


class Full(Exception):
    """As many violations as were asked for."""


def check(contract: str, name: str, text: bytes, direction: str, limit: int) -> str:
    """Canonical text of a value that fits the type; Fault with all its violations up to `limit`."""
    value = parse(text)
    walk = Walk(form.load("validate", contract)["types"], direction, limit)
    with suppress(Full):
        walk.named(name, value, "")
    if walk.found:
        first = walk.found[0]
        raise Fault(first["code"], first["at"], violations=walk.found)
    return canonical(value)


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


class Walk:
    """Collects violations of one value."""

    def __init__(self, types: dict[str, Any], direction: str, limit: int) -> None:
        self.types = types
        self.direction = direction
        self.limit = limit
        self.found: list[dict[str, str]] = []

    def report(self, code: str, at: str, rule: str, expected: str, shown: str) -> None:
        self.found.append(
            {
                "code": code,
                "at": at,
                "rule": rule,
                "expected": expected,
                "actual": shown,
                "direction": self.direction,
            }
        )
        if len(self.found) == self.limit:
            raise Full

    def named(self, name: str, value: Any, at: str) -> None:
        self.shape(self.types[name], value, at, pointer("/types", name))

    def shape(self, schema: dict[str, Any], value: Any, at: str, rule: str) -> None:
        """Whatever the schema is: nullable first, then the form it has."""
        if "$ref" in schema:
            return self.named(schema["$ref"], value, at)
        wanted = schema["type"]
        if isinstance(wanted, list):
            if value is None:
                return None
            wanted = wanted[0]
        for keyword in ("enum", "const"):
            if keyword in schema:
                return self.listed(schema, keyword, value, at, rule)
        accepted = {"integer": "number"}.get(wanted, wanted)
        integral = wanted != "integer" or (isinstance(value, float) and value.is_integer())
        if kind(value) != accepted or not integral:
            return self.keyword("PC1401", schema, "type", value, at, rule)
        checks: dict[str, Callable[..., None]] = {
            "object": self.object,
            "array": self.array,
            "string": self.string,
            "number": self.number,
            "integer": self.integer,
        }
        if wanted in checks:
            checks[wanted](schema, value, at, rule)
        return None

    def keyword(
        self, code: str, schema: dict[str, Any], keyword: str, value: Any, at: str, rule: str
    ) -> None:
        """Reports a keyword by its own value."""
        expected = bounded(canonical(schema[keyword]))
        self.report(code, at, pointer(rule, keyword), expected, actual(value))

    def listed(self, schema: dict[str, Any], keyword: str, value: Any, at: str, rule: str) -> None:
        members = schema["enum"] if keyword == "enum" else [schema["const"]]
        sample = next(member for member in members if member is not None)
        if kind(value) != kind(float(sample) if isinstance(sample, int) else sample):
            self.keyword("PC1401", schema, keyword, value, at, rule)
        elif value not in members:
            self.keyword("PC1404", schema, keyword, value, at, rule)

    def object(self, schema: dict[str, Any], value: dict[str, Any], at: str, rule: str) -> None:
        properties = schema["properties"]
        for name in sorted(properties):
            if name in value:
                inside = pointer(pointer(rule, "properties"), name)
                self.shape(properties[name], value[name], pointer(at, name), inside)
            elif name in schema.get("required", ()):
                self.report("PC1402", at, pointer(rule, "required"), bounded(name), actual(value))
        for name in sorted(value.keys() - properties.keys(), key=units):
            closed = pointer(rule, "additionalProperties")
            self.report("PC1403", at, closed, "false", bounded(name))

    def array(self, schema: dict[str, Any], value: list[Any], at: str, rule: str) -> None:
        self.size(schema, "Items", ("PC1413", "PC1414"), value, at, rule)
        for index, item in enumerate(value):
            self.shape(schema["items"], item, pointer(at, index), pointer(rule, "items"))

    def string(self, schema: dict[str, Any], value: str, at: str, rule: str) -> None:
        self.size(schema, "Length", ("PC1409", "PC1410"), value, at, rule)

    def size(
        self,
        schema: dict[str, Any],
        what: str,
        codes: tuple[str, str],
        value: Any,
        at: str,
        rule: str,
    ) -> None:
        """minItems, maxItems, minLength, maxLength."""
        if len(value) < schema.get("min" + what, 0):
            self.keyword(codes[0], schema, "min" + what, value, at, rule)
        if len(value) > schema.get("max" + what, len(value)):
            self.keyword(codes[1], schema, "max" + what, value, at, rule)

    def integer(self, schema: dict[str, Any], value: float, at: str, rule: str) -> None:
        if abs(value) > SAFE:
            self.keyword("PC1421", schema, "type", value, at, rule)
        else:
            self.number(schema, value, at, rule)

    def number(self, schema: dict[str, Any], value: float, at: str, rule: str) -> None:
        for keyword, code, holds in ORDER:
            if keyword in schema and not holds(value, schema[keyword]):
                self.keyword(code, schema, keyword, value, at, rule)
