"""Checks JSON against the few keywords of JSON Schema that vector.schema.json uses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

TYPES = {"object": dict, "array": list, "string": str}
KEYWORDS = {
    "$comment",
    "$schema",
    "$defs",
    "$ref",
    "type",
    "required",
    "additionalProperties",
    "properties",
    "propertyNames",
    "items",
    "minItems",
    "maxItems",
    "minProperties",
    "pattern",
    "enum",
    "oneOf",
}


def problems(
    root: dict[str, Any], schema: dict[str, Any], value: Any, at: str = ""
) -> Iterator[str]:
    """What is wrong with `value`, each with its place; a keyword this page lacks is an error."""
    if unknown := schema.keys() - KEYWORDS:
        raise NotImplementedError(f"keywords {sorted(unknown)}")
    if "$ref" in schema:
        yield from problems(root, root["$defs"][schema["$ref"].rpartition("/")[2]], value, at)
        return
    if "type" in schema and not isinstance(value, TYPES[schema["type"]]):
        yield f"{at}: not a {schema['type']}"
    elif isinstance(value, dict):
        yield from object_problems(root, schema, value, at)
    elif isinstance(value, list):
        if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
            yield f"{at}: {len(value)} items"
        for index, item in enumerate(value):
            yield from problems(root, schema.get("items", {}), item, f"{at}/{index}")
    elif isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        yield f"{at}: {value!r} does not match {schema['pattern']}"
    if value not in schema.get("enum", [value]):
        yield f"{at}: {value!r} is none of {schema['enum']}"
    if "oneOf" in schema:
        fitting = [not any(problems(root, branch, value, at)) for branch in schema["oneOf"]]
        if fitting.count(True) != 1:
            yield f"{at}: fits {fitting.count(True)} of the alternatives"


def object_problems(
    root: dict[str, Any], schema: dict[str, Any], value: dict[str, Any], at: str
) -> Iterator[str]:
    """The keywords about members."""
    for name in schema.get("required", ()):
        if name not in value:
            yield f"{at}: no {name}"
    if len(value) < schema.get("minProperties", 0):
        yield f"{at}: {len(value)} members"
    declared = schema.get("properties", {})
    for name, member in value.items():
        yield from problems(root, schema.get("propertyNames", {}), name, f"{at}/{name}")
        if name in declared:
            yield from problems(root, declared[name], member, f"{at}/{name}")
        elif schema.get("additionalProperties") is False:
            yield f"{at}: unknown member {name}"
        elif isinstance(schema.get("additionalProperties"), dict):
            yield from problems(root, schema["additionalProperties"], member, f"{at}/{name}")
