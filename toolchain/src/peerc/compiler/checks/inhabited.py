"""Every type has a finite value (PC1206): the least fixpoint over what types need of others."""

from __future__ import annotations

from collections import defaultdict

from peerc.compiler.checks.reading import report
from peerc.compiler.checks.walk import parts, schemas
from peerc.compiler.circles import circles
from peerc.compiler.diagnostics import Findings
from peerc.compiler.model import (
    ArraySchema,
    ContractDecl,
    MapSchema,
    RecordSchema,
    RefSchema,
    Schema,
    TypeDecl,
    UnionSchema,
)


def check(findings: Findings, contract: ContractDecl) -> None:
    """One finding a cycle, at its first type; types that only lead into one are not to blame."""
    empty = set(contract.types) - _inhabited(contract.types)
    within = {
        name: sorted({one.target for one in _needed(contract.types[name].schema)} & empty)
        for name in contract.types
        if name in empty
    }
    for circle in circles(within):
        if len(circle) > 1 or circle[0] in within[circle[0]]:
            first = min(circle, key=lambda name: contract.types[name].key.start)
            report(findings, "PC1206", contract.types[first].key, found=first)


def _inhabited(types: dict[str, TypeDecl]) -> set[str]:
    """The types that a finite value fits; one that is not defined counts as one."""
    users: dict[str, set[str]] = defaultdict(set)
    for name, decl in types.items():
        for schema in schemas(decl.schema):
            if isinstance(schema, RefSchema):
                users[schema.target].add(name)
    found: set[str] = set()
    waiting = list(types)
    while waiting:
        name = waiting.pop()
        if name not in found and not _lacks(types[name].schema, types.keys() - found):
            found.add(name)
            waiting.extend(users[name])
    return found


def _lacks(schema: Schema | None, empty: set[str]) -> bool:
    """Whether no value of `schema` can be written without one of the types `empty`."""
    if schema is None or schema.nullable:
        return False
    if isinstance(schema, RefSchema):
        return schema.target in empty
    below = [_lacks(part, empty) for part in _required(schema)]
    return all(below) and bool(below) if isinstance(schema, UnionSchema) else any(below)


def _needed(schema: Schema | None) -> list[RefSchema]:
    """The references that stand in the way of a value."""
    if schema is None or schema.nullable:
        return []
    if isinstance(schema, RefSchema):
        return [schema]
    return [one for part in _required(schema) for one in _needed(part)]


def _required(schema: Schema) -> list[Schema | None]:
    """The schemas right below of which a value holds one; the arms of a union."""
    if isinstance(schema, RecordSchema):
        return [one.schema for one in schema.properties if one.required]
    if isinstance(schema, ArraySchema) and not schema.min_items:
        return []
    if isinstance(schema, MapSchema) and not schema.min_properties:
        return []
    return [part.schema for part in parts(schema)]
