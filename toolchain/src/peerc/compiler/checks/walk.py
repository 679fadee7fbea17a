"""Schemas as a tree to walk: what stands in what, every schema below one, every reference."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from peerc.compiler.model import (
    ArraySchema,
    BooleanSchema,
    ConstSchema,
    ContractDecl,
    EnumSchema,
    Given,
    MapSchema,
    NumericSchema,
    RecordSchema,
    RefSchema,
    Schema,
    StringSchema,
    TupleSchema,
    TypeDecl,
    UnionSchema,
)

IMPORT = "pc:"  # how the name of an imported type begins


class Part(NamedTuple):
    """A schema right below another."""

    name: str  # behind the owner's name, what an inline type there is called
    place: str  # behind the owner's place, in words
    schema: Schema | None
    is_held: bool  # a value holds it directly, not behind a list or a map


def parts(schema: Schema | None) -> Iterator[Part]:
    """The schemas right below one, in the order of the source."""
    if isinstance(schema, RecordSchema):
        for one in schema.properties:
            yield Part(one.name, f".{one.name}", one.schema, True)
    elif isinstance(schema, ArraySchema):
        yield Part("Item", "[]", schema.items, False)
    elif isinstance(schema, MapSchema):
        yield Part("Value", "{}", schema.values, False)
    elif isinstance(schema, TupleSchema):
        for number, item in enumerate(schema.items, 1):
            yield Part(str(number), f"[{number - 1}]", item, True)
    elif isinstance(schema, UnionSchema):
        for arm in schema.arms:
            word = kind(arm).capitalize()
            yield Part(word, f"|{word.lower()}", arm, True)


def schemas(schema: Schema | None) -> Iterator[Schema]:
    """`schema` and all below it, depth first, in the order of the source; at most 64 levels."""
    if schema is None:
        return
    yield schema
    for part in parts(schema):
        yield from schemas(part.schema)


def references(contract: ContractDecl) -> Iterator[RefSchema]:
    """Every `$ref` of the contract's types."""
    for decl in contract.types.values():
        for schema in schemas(decl.schema):
            if isinstance(schema, RefSchema):
                yield schema


def aliased(contract: ContractDecl, name: str) -> str:
    """The type that `name` is an alias of, or itself; "" for a circle of aliases."""
    seen = set()
    while name not in seen:
        seen.add(name)
        decl = contract.types.get(name)
        if decl is None or not isinstance(decl.schema, RefSchema):
            return name
        name = decl.schema.target
    return ""


def resolved(types: dict[str, TypeDecl], schema: Schema | None) -> tuple[Schema | None, bool]:
    """What a schema is when references are looked through, and whether null fits on the way.

    None for what is not defined, and for a circle of aliases.
    """
    nullable = False
    seen = set()
    while schema is not None:
        nullable = nullable or schema.nullable
        if not isinstance(schema, RefSchema):
            return schema, nullable
        if schema.target in seen or schema.target not in types:
            break
        seen.add(schema.target)
        schema = types[schema.target].schema
    return None, nullable


def given_of(schema: Schema | None) -> Given | None:
    """The names that a schema gives, if any."""
    return schema.given if schema else None


def arm_word(arm: Schema | None) -> str:
    """What an arm of a union is called: its type, or its kind."""
    return arm.target if isinstance(arm, RefSchema) else kind(arm)


def kind(schema: Schema | None) -> str:
    """The JSON kind of a schema's values but null; "" for a union, a reference and none."""
    match schema:
        case RecordSchema() | MapSchema():
            return "object"
        case ArraySchema() | TupleSchema():
            return "array"
        case NumericSchema():
            return "number"
        case BooleanSchema():
            return "boolean"
        case StringSchema():
            return "string"
        case EnumSchema():
            return "string" if schema.kind == "string" else "number"
        case ConstSchema():
            return "string" if isinstance(schema.value, str) else "number"
    return ""
