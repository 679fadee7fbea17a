"""The keywords of PC Schema 1: which form has which, and what never will be one."""

from __future__ import annotations

ANNOTATIONS = frozenset({"title", "description", "$comment", "examples", "deprecated"})
# What any schema may have beside the keywords of its form.
EVERYWHERE = ANNOTATIONS | {"default", "x-pc-label", "x-pc-names"}

_BOUNDS = frozenset({"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"})
# The keywords of each form, `type` among them where the form has one.
FORMS: dict[str, frozenset[str]] = {
    "ref": frozenset({"$ref"}),
    "object": frozenset(
        {"type", "properties", "required", "additionalProperties", "x-pc-reserved"}
    ),
    "map": frozenset(
        {"type", "additionalProperties", "propertyNames", "minProperties", "maxProperties"}
    ),
    "array": frozenset({"type", "items", "minItems", "maxItems", "uniqueItems"}),
    "tuple": frozenset({"type", "prefixItems", "items", "minItems", "maxItems"}),
    "string": frozenset({"type", "minLength", "maxLength", "pattern", "format", "contentEncoding"}),
    "integer": _BOUNDS | {"type"},
    "number": _BOUNDS | {"type"},
    "boolean": frozenset({"type"}),
    "enum": frozenset({"type", "enum", "x-pc-open"}),
    "const": frozenset({"type", "const"}),
    "union": frozenset({"oneOf", "x-pc-open"}),
}
TYPES = ("object", "array", "string", "integer", "number", "boolean")
LABELS = ("pii", "secret")
EXTENSIONS = ("x-pc-open", "x-pc-label", "x-pc-names", "x-pc-reserved")
WAIVERS = "x-pc-waivers"  # a member of the contract, not of a schema

COMBINATORS = frozenset({"anyOf", "allOf", "not", "if", "then", "else"})
DYNAMIC_MEMBERS = frozenset(
    {
        "patternProperties",
        "unevaluatedProperties",
        "unevaluatedItems",
        "dependentRequired",
        "dependentSchemas",
        "dependencies",
    }
)
CONTAINS = frozenset({"contains", "minContains", "maxContains"})

# What people write who come from JSON Schema, OpenAPI or other tools, and how it is said here.
ELSEWHERE: dict[str, str] = {
    "discriminator": "leave it out: the tag of `oneOf` is found by itself",
    "nullable": 'write `type: [string, "null"]`',
    "optional": "leave the property out of `required`",
    "$defs": "put the schema under `types` at the top",
    "definitions": "put the schema under `types` at the top",
    "$id": "types have names: put the schema under `types`",
    "$anchor": "types have names: put the schema under `types`",
    "$dynamicRef": "write `$ref: Name`",
    "$dynamicAnchor": "types have names: put the schema under `types`",
    "$schema": "leave it out: the dialect is that of `peer: 1`",
    "readOnly": "leave it out",
    "writeOnly": "leave it out",
    "contentMediaType": "leave it out, or say it in the `description`",
    "min": "`minimum` for numbers, `minLength` for text, `minItems` for arrays",
    "max": "`maximum` for numbers, `maxLength` for text, `maxItems` for arrays",
    "fields": "did you mean `properties`?",
    "values": "did you mean `enum`?",
}

ALL = frozenset().union(*FORMS.values(), EVERYWHERE)
INFERRED: tuple[tuple[str, str], ...] = (
    ("properties", "object"),
    ("required", "object"),
    ("propertyNames", "map"),
    ("minProperties", "map"),
    ("maxProperties", "map"),
    ("additionalProperties", "object"),
    ("prefixItems", "tuple"),
    ("items", "array"),
    ("minItems", "array"),
    ("maxItems", "array"),
    ("uniqueItems", "array"),
    ("minLength", "string"),
    ("maxLength", "string"),
    ("pattern", "string"),
    ("contentEncoding", "string"),
    ("minimum", "number"),
    ("maximum", "number"),
)  # a keyword without `type` beside it, and the form whose other rules are then checked as well

_WORDS = {
    "ref": "a `$ref`",
    "object": "a record",
    "map": "a map",
    "tuple": "a tuple",
    "enum": "an enum",
    "const": "a const",
    "union": "a union",
}


def form_name(form: str) -> str:
    """A form in words, for a message."""
    return _WORDS.get(form, f"`type: {form}`")
