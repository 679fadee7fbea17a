"""The keywords of PC Schema 1: which form has which, what comes later, what never will."""

from __future__ import annotations

ANNOTATIONS = frozenset({"title", "description", "$comment"})

# The keywords of each form that are in this release, `type` among them where the form has one.
FORMS: dict[str, frozenset[str]] = {
    "ref": frozenset({"$ref"}),
    "object": frozenset({"type", "properties", "required", "additionalProperties"}),
    "array": frozenset({"type", "items", "minItems", "maxItems"}),
    "string": frozenset({"type", "minLength", "maxLength"}),
    "integer": frozenset({"type", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"}),
    "number": frozenset({"type", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"}),
    "boolean": frozenset({"type"}),
    "enum": frozenset({"type", "enum"}),
    "const": frozenset({"type", "const"}),
}
TYPES = ("object", "array", "string", "integer", "number", "boolean")

# Keywords of the language that this release does not enforce yet: the forms they belong to (none:
# any), and what to do instead.
LATER: dict[str, tuple[frozenset[str], str]] = {
    "pattern": (frozenset({"string"}), "check the text in the agent's code"),
    "format": (frozenset({"string"}), "leave it out, and check the text in the agent's code"),
    "contentEncoding": (frozenset({"string"}), "leave it out: the text travels as it is"),
    "uniqueItems": (frozenset({"array"}), "check for duplicates in the agent's code"),
    "prefixItems": (frozenset({"array"}), "use a record with one property a place"),
    "multipleOf": (frozenset({"integer", "number"}), "check the number in the agent's code"),
    "propertyNames": (frozenset({"map"}), "use an array of records with a key and a value"),
    "minProperties": (frozenset({"map"}), "use an array of records with a key and a value"),
    "maxProperties": (frozenset({"map"}), "use an array of records with a key and a value"),
    "oneOf": (
        frozenset(),
        "use one record with optional properties, or an operation for each case",
    ),
    "default": (frozenset(), "leave it out: an absent property stays absent"),
    "deprecated": (frozenset(), "say it in the `description`"),
    "examples": (frozenset(), "put an example into the `description`"),
}
MAP_INSTEAD = "a map is an array of records with a key and a value"
EXTENSION_INSTEAD = "leave it out, or put it into `$comment`"
EXTENSIONS = frozenset(
    {"x-pc-open", "x-pc-label", "x-pc-names", "x-pc-reserved", "x-pc-waivers"}
)  # the closed list of our own annotations; another `x-pc-` name is a typing error

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

ALL = frozenset().union(*FORMS.values(), ANNOTATIONS)
INFERRED: tuple[tuple[str, str], ...] = (
    ("properties", "object"),
    ("required", "object"),
    ("additionalProperties", "object"),
    ("items", "array"),
    ("minItems", "array"),
    ("maxItems", "array"),
    ("minLength", "string"),
    ("maxLength", "string"),
    ("minimum", "number"),
    ("maximum", "number"),
)  # a keyword without `type` beside it, and the form whose other rules are then checked as well


def form_name(form: str) -> str:
    """A form in words, for a message."""
    return {"ref": "a `$ref`", "enum": "an enum", "const": "a const"}.get(form, f"`type: {form}`")
