"""Instance-directed closing: a schema of JSON Schema 2020-12 as a closed one, for one instance.

Most schemas of the suite say nothing about the type, so they are not of the dialect. For a pair of
schema and instance the type is added that the keywords imply for an instance of that kind; where
nothing is said, the type is inferred from the instance; a record declares the instance's extra
members; a list of different items becomes a tuple. What the instance is expected to be, valid or
not, is never looked at. What cannot be said exactly is refused with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

Schema = Any  # a schema of 2020-12: an object or a boolean
KINDS = {dict: "object", list: "array", str: "string", bool: "boolean", type(None): "null"}
SILENT = frozenset(
    (
        *("$schema", "$id", "$comment", "$defs", "definitions", "$vocabulary", "$anchor"),
        *("title", "description", "default", "examples", "deprecated", "readOnly", "writeOnly"),
    )
)
OF_KIND: dict[str, tuple[str, ...]] = {
    "object": (
        *("properties", "required", "additionalProperties", "propertyNames", "patternProperties"),
        *("minProperties", "maxProperties", "dependentRequired", "dependentSchemas"),
        "unevaluatedProperties",
    ),
    "array": (
        *("items", "prefixItems", "minItems", "maxItems", "uniqueItems", "contains"),
        *("minContains", "maxContains", "unevaluatedItems"),
    ),
    "string": (
        *("minLength", "maxLength", "pattern", "format"),
        *("contentEncoding", "contentMediaType", "contentSchema"),
    ),
    "number": ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
    "boolean": (),
    "null": (),
}
ANY_KIND = ("type", "enum", "const", "$ref", "allOf", "anyOf", "oneOf")
KEYWORDS = frozenset(one for names in OF_KIND.values() for one in names) | frozenset(ANY_KIND)
ABSENT = {"type": "boolean"}  # of a property that the instance does not have: never read
SIZES = ("minItems", "maxItems", "uniqueItems")
DRAFT = "https://json-schema.org/draft/2020-12/schema"
DEPTH_MAX = 32


class Refused(Exception):
    """What the dialect, or this adapter, has no exact word for."""


def kind_of(value: Any) -> str:
    return KINDS.get(type(value), "number")


class Closing:
    """Closes one schema for one instance; `types` are the named types that came up."""

    def __init__(self, root: Schema, prefix: str) -> None:
        self._root = root
        self._prefix = prefix
        self._depth = 0
        self.types: dict[str, Schema] = {}
        self.spoken = False  # whether a keyword spoke about an instance of this kind

    def name(self, schema: Schema) -> str:
        """Makes it a type of its own."""
        name = f"{self._prefix}N{len(self.types)}"
        self.types[name] = schema
        return name

    def close(self, schema: Schema, value: Any) -> Schema:
        """The closed schema that `value` fits exactly when it fits `schema`."""
        if schema is True:
            return self.inferred(value)
        if schema is False:
            raise Refused("false")
        self._depth += 1
        if self._depth > DEPTH_MAX:
            raise Refused("$ref without an end")
        try:
            return self._object(schema, value)
        finally:
            self._depth -= 1

    def _object(self, schema: dict[str, Any], value: Any) -> Schema:
        told = {name: one for name, one in schema.items() if name not in SILENT}
        for name in ("$anchor", "$dynamicRef", "$dynamicAnchor", "$id"):
            if name in schema and (name != "$id" or schema is not self._root):
                raise Refused(name)
        if schema.get("$schema", DRAFT) != DRAFT:
            raise Refused("another $schema")
        if any(name.startswith("unevaluated") for name in told) and "if" in told:
            raise Refused("unevaluated beside if")
        if "if" not in told or not told.keys() & {"then", "else"}:  # alone they say nothing
            told = {name: one for name, one in told.items() if name not in ("if", "then", "else")}
        for name in told.keys() - KEYWORDS:
            if name in ("not", "if", "then", "else") or name.startswith("$"):
                raise Refused(name)
            raise Refused(f"unknown keyword {name}")
        if "allOf" in told:
            return self.close(merged(told, self.target), value)
        if "$ref" in told:
            if len(told) > 1:
                return self.close(merged({"allOf": [told]}, self.target), value)
            return {"$ref": self.name(self.close(self.target(told["$ref"]), value))}
        for name in ("anyOf", "oneOf"):
            if name in told:
                return self._choice(told, name, value)
        return self._plain(told, value)

    def target(self, reference: str) -> Schema:
        """What a local reference points at."""
        if not reference.startswith("#") or (reference != "#" and not reference.startswith("#/")):
            raise Refused("$ref beyond the schema")
        found = self._root
        for token in reference.split("/")[1:]:
            token = unquote(token).replace("~1", "/").replace("~0", "~")
            found = found[int(token)] if isinstance(found, list) else found.get(token)
            if found is None:
                raise Refused("$ref to nothing")
        return found

    def _choice(self, told: dict[str, Any], keyword: str, value: Any) -> Schema:
        """Alternatives of scalars of different kinds: the only unions that need no tag."""
        if len(told) > 1:
            raise Refused(f"{keyword} beside other keywords")
        self.spoken = True
        kinds: dict[str, Schema] = {}
        for arm in told[keyword]:
            wanted = arm.get("type") if isinstance(arm, dict) else None
            if not isinstance(wanted, str) or wanted in ("object", "array", "null"):
                raise Refused(f"{keyword} of what has no type of its own")
            kind = "number" if wanted == "integer" else wanted
            if kind in kinds:
                raise Refused(f"{keyword} of one kind twice")
            fits = kind == kind_of(value)
            kinds[kind] = self.close(arm, value) if fits else self._other(arm, wanted)
        if len(kinds) == 1:
            return next(iter(kinds.values()))
        return {"oneOf": list(kinds.values())}

    def _other(self, arm: dict[str, Any], wanted: str) -> Schema:
        """An alternative that the instance is not of."""
        return {"type": wanted}

    def _plain(self, told: dict[str, Any], value: Any) -> Schema:
        kind = kind_of(value)
        wanted = self._type(told, value)
        if "const" in told or "enum" in told:
            return self._listed(told, value)
        if wanted != kind and not (wanted == "integer" and kind == "number"):
            return shell(wanted)
        spoken = [name for name in OF_KIND[kind] if name in told]
        self.spoken = self.spoken or bool(spoken)
        makers: dict[str, Callable[[dict[str, Any], Any], Schema]] = {
            "object": self._record,
            "array": self._list,
            "string": self._string,
            "number": self._number,
            "boolean": lambda _told, _value: {"type": "boolean"},
            "null": lambda _told, _value: {"type": ["boolean", "null"]},
        }
        return makers[kind](told | {"type": wanted}, value)

    def _type(self, told: dict[str, Any], value: Any) -> str:
        """The one type that matters for this instance."""
        kind = kind_of(value)
        if "type" not in told:
            return kind
        self.spoken = True
        given = told["type"]
        types = [given] if isinstance(given, str) else given
        if kind in types:
            return kind
        if kind == "number" and "integer" in types:
            return "integer"
        others = [one for one in types if one != "null"]
        if not others:
            raise Refused("null alone")
        return str(others[0])

    def _listed(self, told: dict[str, Any], value: Any) -> Schema:
        """`enum` and `const`: members of another kind than the instance's cannot be equal to it."""
        members = [told["const"]] if "const" in told else told["enum"]
        self.spoken = True
        kind = kind_of(value)
        same = [one for one in members if kind_of(one) == kind]
        if kind not in ("string", "number"):
            if same:
                raise Refused("a member that is neither text nor integer")
            same = [one for one in members if kind_of(one) in ("string", "number")]
            kind = kind_of(same[0]) if same else kind
            same = [one for one in same if kind_of(one) == kind]
        if not same and kind in ("string", "number"):
            other = [one for one in members if kind_of(one) in ("string", "number")]
            same = [one for one in other if kind_of(one) == kind_of(other[0])] if other else []
        if not same:
            raise Refused("members that are neither text nor integer")
        bounds = {name: told[name] for name in OF_KIND[kind_of(same[0])] if name in told}
        return {"enum": same} | bounds

    def inferred(self, value: Any) -> Schema:
        """A schema that the value fits."""
        return self._plain({}, value)

    def _string(self, told: dict[str, Any], _value: str) -> Schema:
        for name in ("contentEncoding", "contentMediaType", "contentSchema"):
            if name in told:
                raise Refused(f"{name} as an annotation")
        kept = ("minLength", "maxLength", "pattern", "format")
        return {"type": "string"} | {name: told[name] for name in kept if name in told}

    def _number(self, told: dict[str, Any], value: float) -> Schema:
        bounds = {name: told[name] for name in OF_KIND["number"] if name in told}
        wanted = told["type"]
        if "multipleOf" in bounds and wanted == "number":
            if value != int(value):
                raise Refused("multipleOf of what is no integer")
            wanted = "integer"
        return {"type": wanted} | bounds

    def _list(self, told: dict[str, Any], value: list[Any]) -> Schema:
        for name in ("contains", "minContains", "maxContains"):
            if name in told:
                raise Refused(name)
        sizes = {
            name: told[name] for name in ("minItems", "maxItems", "uniqueItems") if name in told
        }
        # Parts were merged before: nothing else has evaluated what no keyword here speaks of.
        rest = told.get("items", told.get("unevaluatedItems", True))
        prefix = told.get("prefixItems")
        if prefix is not None:
            if sizes:
                raise Refused("prefixItems beside sizes")
            return self._tuple(prefix, rest, value)
        if rest is False:
            return {"type": "array", "items": ABSENT, "maxItems": 0} | sizes
        items = [self.close(rest, one) for one in value]
        if not items:
            return {"type": "array", "items": ABSENT} | sizes
        if all(one == items[0] for one in items):
            return {"type": "array", "items": items[0]} | sizes
        if sizes:
            raise Refused("sizes of a list of different items")
        return {"type": "array", "prefixItems": items}

    def _tuple(self, prefix: list[Schema], rest: Schema, value: list[Any]) -> Schema:
        if not value:
            return {"type": "array", "items": ABSENT}
        items = [self.close(one, item) for one, item in zip(prefix, value, strict=False)]
        if rest is not False:
            items += [self.close(rest, item) for item in value[len(prefix) :]]
        return {"type": "array", "prefixItems": items}

    def _record(self, told: dict[str, Any], value: dict[str, Any]) -> Schema:
        for name in ("dependentRequired", "dependentSchemas"):
            if name in told:
                raise Refused(name)
        properties, required = told.get("properties", {}), told.get("required", [])
        if any(name in told for name in ("minProperties", "maxProperties", "propertyNames")):
            return self._map(told, value)
        properties = properties | self._by_pattern(told, value)
        rest = told.get("additionalProperties", told.get("unevaluatedProperties", True))
        made: dict[str, Schema] = {}
        for name in [*properties, *(one for one in value if one not in properties)]:
            if name not in value:
                made[name] = ABSENT
            elif name in properties:
                made[name] = self.close(properties[name], value[name])
            elif rest is not False:
                made[name] = self.close(rest, value[name])
        for name in required:
            made.setdefault(name, ABSENT)
        closed: dict[str, Any] = {"type": "object", "properties": made}
        return closed | ({"required": sorted(set(required))} if required else {})

    def _by_pattern(self, told: dict[str, Any], value: dict[str, Any]) -> dict[str, Schema]:
        """What `patternProperties` say of the instance's members, `properties` beside them."""
        found: dict[str, Schema] = {}
        for name in value:
            parts = [
                one
                for pattern, one in told.get("patternProperties", {}).items()
                if re.search(pattern, name)
            ]
            if parts and name in told.get("properties", {}):
                parts.append(told["properties"][name])
            if parts:
                found[name] = parts[0] if len(parts) == 1 else {"allOf": parts}
        return found

    def _map(self, told: dict[str, Any], value: dict[str, Any]) -> Schema:
        if any(told.get(name) for name in ("properties", "required", "patternProperties")):
            raise Refused("sizes or names beside properties")
        names = told.get("propertyNames", True)
        if names is False or (isinstance(names, dict) and set(names) - {"pattern"}):
            raise Refused("propertyNames that is no pattern")
        items = [self.close(told.get("additionalProperties", True), one) for one in value.values()]
        if any(one != items[0] for one in items):
            raise Refused("a map of different values")
        sizes = {name: told[name] for name in ("minProperties", "maxProperties") if name in told}
        made = {"type": "object", "additionalProperties": items[0] if items else ABSENT} | sizes
        return made | ({"propertyNames": names} if isinstance(names, dict) and names else {})


def shell(wanted: str) -> Schema:
    """A schema of a type that the instance is not of."""
    if wanted == "object":
        return {"type": "object", "properties": {}}
    return {"type": "array", "items": ABSENT} if wanted == "array" else {"type": wanted}


def merged(told: dict[str, Any], target: Callable[[str], Schema]) -> dict[str, Any]:
    """`allOf`, and a `$ref` beside keywords, as one schema; refused where that is not exact."""
    parts = [{name: one for name, one in told.items() if name != "allOf"}, *told.get("allOf", ())]
    made: dict[str, Any] = {}
    waiting = list(parts)
    first: dict[str, Any] | None = None  # the schema itself: it sees what its parts evaluate
    for _ in range(DEPTH_MAX):
        if not waiting:
            return made
        part = waiting.pop(0)
        if part is True:
            continue
        if part is False:
            raise Refused("false")
        part = {name: one for name, one in part.items() if name not in SILENT}
        first = part if first is None else first
        if "$ref" in part:
            waiting.insert(0, target(part.pop("$ref")))
        waiting += part.pop("allOf", ())
        for name, one in part.items():
            made[name] = joined(name, made[name], one) if name in made else one
        for name in ("additionalProperties", "unevaluatedProperties", "items", "unevaluatedItems"):
            if name in part and len(parts) > 1 and (name[0] != "u" or part is not first):
                raise Refused(f"{name} in a part")
    raise Refused("$ref without an end")


def joined(name: str, one: Any, other: Any) -> Any:
    """One keyword that two parts have."""
    if one == other:
        return one
    if name == "required":
        return sorted({*one, *other})
    if name == "properties" and not one.keys() & other.keys():
        return one | other
    if name in ("minimum", "minLength", "minItems", "exclusiveMinimum", "minProperties"):
        return max(one, other)
    if name in ("maximum", "maxLength", "maxItems", "exclusiveMaximum", "maxProperties"):
        return min(one, other)
    raise Refused(f"{name} in two parts")
