"""OpenAI's strict mode: the part of JSON Schema that a model is held to while it writes.

Every property is required there, an optional one is null instead; some keywords are unknown and
move into the description; a map or a tuple cannot be strict at all. Source: the vendor's guide to
structured outputs, "supported schemas".
"""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]
_MOVED = {
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
    "uniqueItems": "no item twice",
    "contentEncoding": "encoded as {}",
}
_NEVER = ("propertyNames", "minProperties", "maxProperties", "prefixItems")
_DROPPED = ("default", "deprecated", "title")
_FORMATS = frozenset(
    ("date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid")
)


def strict(schema: Json) -> tuple[Json, list[str], bool]:
    """The schema for strict mode, what a reader should know, and whether strict mode can be on."""
    found = _Strict()
    made = found.made(schema, "")
    if found.loose:
        return schema, [f"not strict: {one}" for one in found.loose], False
    return made, found.lost, True


class _Strict:
    def __init__(self) -> None:
        self.lost: list[str] = []
        self.loose: list[str] = []

    def made(self, node: Json, at: str) -> Json:
        if "$ref" in node:
            return {"$ref": node["$ref"]}  # nothing may stand beside it there
        moved: list[str] = []
        made: Json = {}
        for name, one in node.items():
            if name in _NEVER or (name == "additionalProperties" and one is not False):
                self.loose.append(f"`{at or '/'}` is a map or a tuple")
            elif name in _MOVED:
                moved.append(_MOVED[name].format(one))
            elif name == "format" and one not in _FORMATS:
                moved.append(f"a {one}")
            elif name == "allOf":
                moved += [f"matches {part['pattern']}" for part in one]
            elif name not in _DROPPED:
                made["anyOf" if name == "oneOf" else name] = self._below(name, one, at)
        if "properties" in made:
            self._require(made, at)
        if moved:
            texts = [str(node["description"])] if node.get("description") else []
            made["description"] = " ".join([*texts, f"({', '.join(moved)})"])
        return made

    def _below(self, name: str, one: Any, at: str) -> Any:
        if name in ("properties", "$defs"):
            return {key: self.made(part, f"{at}/{key}") for key, part in one.items()}
        if name == "oneOf":
            return [self.made(part, at) for part in one]
        return self.made(one, f"{at}/items") if name == "items" and isinstance(one, dict) else one

    def _require(self, made: Json, at: str) -> None:
        """Optional properties become nullable and required."""
        given = made.get("required", [])
        for name, part in made["properties"].items():
            if name not in given:
                made["properties"][name] = _or_null(part)
                self.lost.append(f"`{at}/{name}` is optional: leave a null out before the call")
        made["required"] = list(made["properties"])


def _or_null(part: Json) -> Json:
    if isinstance(part.get("type"), str) and "enum" not in part and "const" not in part:
        return part | {"type": [part["type"], "null"]}
    if {"type": "null"} in part.get("anyOf", ()) or "null" in part.get("type", ()):
        return part
    described = {name: one for name, one in part.items() if name == "description"}
    bare = {name: one for name, one in part.items() if name != "description"}
    return {"anyOf": [bare, {"type": "null"}]} | described
