"""References of a schema written out, for readers that follow none."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


class Recursive(Exception):
    """A definition that holds itself; says its name."""


def inlined(schema: Json) -> Json:
    """The schema without `$ref` and `$defs`. Raises Recursive."""
    definitions = schema.get("$defs", {})
    rest = {name: one for name, one in schema.items() if name != "$defs"}
    return dict(_inlined(rest, definitions, ()))


def _inlined(node: Any, definitions: Json, above: tuple[str, ...]) -> Any:
    if isinstance(node, list):
        return [_inlined(one, definitions, above) for one in node]
    if not isinstance(node, dict):
        return node
    reference = node.get("$ref")
    if isinstance(reference, str):
        name = reference.removeprefix("#/$defs/")
        if name in above or name not in definitions:
            raise Recursive(name)
        target = _inlined(definitions[name], definitions, (*above, name))
        return target | {key: one for key, one in node.items() if key != "$ref"}
    return {key: _inlined(one, definitions, above) for key, one in node.items()}
