"""Schemas as a tree to walk: every schema below one, and every reference with how it is held."""

from __future__ import annotations

from collections.abc import Iterator

from peerc.compiler.model import ArraySchema, ContractDecl, RecordSchema, RefSchema, Schema


def schemas(schema: Schema | None) -> Iterator[Schema]:
    """`schema` and all below it, depth first, in the order of the source; at most 64 levels."""
    if schema is None:
        return
    yield schema
    if isinstance(schema, RecordSchema):
        for member in schema.properties:
            yield from schemas(member.schema)
    elif isinstance(schema, ArraySchema):
        yield from schemas(schema.items)


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
