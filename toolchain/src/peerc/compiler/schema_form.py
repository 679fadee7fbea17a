"""The contract form of one schema (spec/contract.md#contract-form-and-hash, its steps 2 to 6)."""

from __future__ import annotations

from typing import TypeVar

from peercontract.core.canonical import canonical

from peerc.compiler.model import (
    ArraySchema,
    BooleanSchema,
    ConstSchema,
    EnumSchema,
    MapSchema,
    NumericSchema,
    Property,
    RecordSchema,
    RefSchema,
    Schema,
    StringSchema,
    TupleSchema,
    UnionSchema,
)

Form = dict[str, object]
Item = TypeVar("Item")
BOUNDS = ("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum")
_NULL: Form = {"type": "null"}


def schema_form(schema: Schema | None) -> Form:
    """The contract form of one schema."""
    assert schema is not None  # a contract with errors has no form
    form = _form(schema)
    if schema.label is not None:
        form["x-pc-label"] = schema.label
    return form


def _form(schema: Schema) -> Form:
    match schema:
        case RefSchema():
            reference: Form = {"$ref": schema.form_target}
            return {"oneOf": [reference, _NULL]} if schema.nullable else reference
        case RecordSchema():
            return _typed(schema, "object") | _record(schema)
        case MapSchema():
            return _typed(schema, "object") | _map(schema)
        case ArraySchema():
            form = _typed(schema, "array") | {"items": schema_form(schema.items)}
            form |= _counts("minItems", schema.min_items, "maxItems", schema.max_items)
            return form | ({"uniqueItems": True} if schema.is_unique else {})
        case TupleSchema():
            items = [schema_form(item) for item in schema.items]
            count = {"minItems": len(items), "maxItems": len(items)}
            return _typed(schema, "array") | {"prefixItems": items, "items": False, **count}
        case StringSchema():
            return _typed(schema, "string") | _string(schema)
        case NumericSchema():
            return _typed(schema, schema.kind) | _bounds(schema)
        case BooleanSchema():
            return _typed(schema, "boolean")
        case EnumSchema():
            return _typed(schema, schema.kind) | {"enum": enum_form(schema)} | _open(schema)
        case ConstSchema():
            kind = "string" if isinstance(schema.value, str) else "integer"
            return _typed(schema, kind) | {"const": schema.value}
        case UnionSchema():
            return {"oneOf": one_of_form(schema)} | _open(schema)
    raise TypeError(f"no schema: {schema!r}")


def enum_form(schema: EnumSchema) -> list[object]:
    """The members of an enum, `null` among them, by their canonical text in UTF-16 code units."""
    members: list[object] = [*schema.values, *([None] if schema.nullable else [])]
    return _by_text(members)


def one_of_form(schema: UnionSchema) -> list[object]:
    """The arms of a union, null among them, by their canonical text."""
    return _by_text([*map(schema_form, schema.arms), *([_NULL] if schema.nullable else [])])


def ordered_arms(schema: UnionSchema) -> list[tuple[int, Schema]]:
    """The arms as they stand in the contract form, each with its place there, null passed over."""
    forms: list[tuple[bytes, Schema | None]] = [
        (_units(schema_form(arm)), arm) for arm in schema.arms
    ]
    if schema.nullable:
        forms.append((_units(_NULL), None))
    forms.sort(key=lambda one: one[0])
    return [(index, arm) for index, (_, arm) in enumerate(forms) if arm is not None]


def _by_text(members: list[Item]) -> list[Item]:
    return sorted(members, key=_units)


def _units(member: object) -> bytes:
    return canonical(member).encode("utf-16-be")


def _typed(schema: Schema, kind: str) -> Form:
    return {"type": [kind, "null"] if schema.nullable else kind}


def _open(schema: EnumSchema | UnionSchema) -> Form:
    return {"x-pc-open": True} if schema.is_open else {}


def _record(schema: RecordSchema) -> Form:
    form: Form = {
        "additionalProperties": False,
        "properties": {one.name: _property(one) for one in schema.properties},
    }
    required = sorted(one.name for one in schema.properties if one.required)
    return form | ({"required": required} if required else {})


def _property(one: Property) -> Form:
    form = schema_form(one.schema)
    if one.default is not None:
        form["default"] = _number(one.default.value)
    return form


def _map(schema: MapSchema) -> Form:
    form: Form = {"additionalProperties": schema_form(schema.values)}
    if schema.name_pattern is not None:
        form["propertyNames"] = {"pattern": schema.name_pattern.text}
    least, most = schema.min_properties, schema.max_properties
    return form | _counts("minProperties", least, "maxProperties", most)


def _string(schema: StringSchema) -> Form:
    form = _counts("minLength", schema.min_length, "maxLength", schema.max_length)
    if schema.pattern is not None:
        form["pattern"] = schema.pattern.text
    if schema.format is not None:
        form["format"] = schema.format
    if schema.is_base64:
        form["contentEncoding"] = "base64"
    return form


def _counts(low: str, least: int, high: str, most: int | None) -> Form:
    form: Form = {low: least} if least else {}
    return form if most is None else form | {high: most}


def _bounds(schema: NumericSchema) -> Form:
    values = (
        schema.minimum,
        schema.exclusive_minimum,
        schema.maximum,
        schema.exclusive_maximum,
    )
    bounds = dict(zip(BOUNDS, values, strict=True))
    form: Form = {name: _number(value) for name, value in bounds.items() if value is not None}
    return form if schema.multiple_of is None else form | {"multipleOf": schema.multiple_of}


def _number(value: object) -> object:
    """An int stays; a number that is no safe integer becomes its shortest ECMAScript text."""
    return canonical(value) if isinstance(value, float) else value
