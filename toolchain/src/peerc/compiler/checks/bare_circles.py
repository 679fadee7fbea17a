"""A type contains itself through a record: an alias of arrays alone has no name in Rust."""

from __future__ import annotations

from peerc.compiler.checks.reading import report
from peerc.compiler.circles import circles
from peerc.compiler.diagnostics import Findings
from peerc.compiler.model import ArraySchema, ContractDecl, RefSchema, Schema

_HINT = "put the array in a record: `{type: object, properties: {children: ...}}`"


def check(findings: Findings, contract: ContractDecl) -> None:
    """PC1323 for each circle of named arrays and aliases, at its first type."""
    edges = {name: _bare(contract, decl.schema) for name, decl in contract.types.items()}
    for circle in circles(edges):
        closes = len(circle) > 1 or circle[0] in edges[circle[0]]
        if closes and any(_is_list(contract, name) for name in circle):
            first = min(circle, key=lambda name: contract.types[name].key.start)
            what = f"{first}, an array of itself,"
            report(findings, "PC1323", contract.types[first].key, found=what, suggestion=_HINT)


def _is_list(contract: ContractDecl, name: str) -> bool:
    """Whether the type ends a circle, as null or an empty array; PC1206 is said of one that cannot."""
    schema = contract.types[name].schema
    return isinstance(schema, ArraySchema) and (schema.nullable or not schema.min_items)


def _bare(contract: ContractDecl, schema: Schema | None) -> list[str]:
    """The type that `schema` stands for or lists, however deep, with no record on the way."""
    while isinstance(schema, ArraySchema):
        schema = schema.items
    if isinstance(schema, RefSchema) and schema.target in contract.types:
        return [schema.target]
    return []
