"""Which JSON kinds the values of a foreign schema may have."""

from __future__ import annotations

from peerc.compiler.importing.losses import Refused
from peerc.compiler.importing.view import View, Views
from peerc.compiler.tree import Node

KINDS = ("object", "array", "string", "number", "integer", "boolean", "null")
_ABOUT = {
    "string": ("minLength", "maxLength", "pattern", "format", "contentEncoding"),
    "number": ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
    "array": (
        *("items", "prefixItems", "minItems", "maxItems", "uniqueItems", "contains"),
        *("additionalItems", "unevaluatedItems", "minContains", "maxContains"),
    ),
    "object": (
        *("properties", "required", "additionalProperties", "patternProperties", "propertyNames"),
        *("minProperties", "maxProperties", "dependencies", "dependentRequired"),
        *("dependentSchemas", "unevaluatedProperties"),
    ),
}
_OF = {word: kind for kind, words in _ABOUT.items() for word in words}
CHOICES = ("oneOf", "anyOf")


def about(word: str) -> str:
    """The kind of values that a keyword speaks of, "" for all."""
    return _OF.get(word, "")


def written(view: View) -> list[str] | None:
    """The members of `type`, None where it is not there. Raises Refused for another kind."""
    value = view.value("type")
    if value is None:
        return None
    listed = value if isinstance(value, list) else [value]
    kinds = [one for one in listed if one in KINDS]
    if len(kinds) != len(listed):
        raise Refused(view.words["type"], "it is no type of JSON")
    if not kinds:
        raise Refused(view.words["type"], "no value has all of these types")
    return list(dict.fromkeys(kinds))


def implied(view: View) -> list[str]:
    """The kinds that the keywords speak of."""
    return list(dict.fromkeys(about(word) for word in view.words if about(word)))


def of_value(value: object) -> str:
    """The kind of a JSON value; numbers are all `number`."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, str):
        return "string"
    if isinstance(value, int | float):
        return "number"
    return "array" if isinstance(value, list) else "object"


def of(views: Views, node: Node, depth: int = 0) -> set[str]:
    """The kinds of a schema's values, `integer` as `number`. Raises Refused."""
    if depth > 16:
        raise Refused(node, "its choices are nested too deep")
    view = views.of(node, through=True)
    for word in ("enum", "const"):
        if word in view.words:
            value = view.value(word)
            values = value if word == "enum" and isinstance(value, list) else [value]
            return {of_value(one) for one in values}
    kinds = written(view)
    if kinds is None:
        for word in CHOICES:
            arms = view.words.get(word)
            items = getattr(arms, "items", None)
            if isinstance(items, list):
                return {kind for arm in items for kind in of(views, arm, depth + 1)}
        kinds = implied(view)
    return {"number" if kind == "integer" else kind for kind in kinds}
