"""Which references close a cycle of values, so that Rust must put one behind a pointer."""

from __future__ import annotations

from collections.abc import Iterator

from peerc.compiler.checks.walk import aliased
from peerc.compiler.model import ContractDecl, RecordSchema, RefSchema, Schema

Edge = tuple[str, ...]  # a type, then the property names that lead to a `$ref`


def boxed_edges(contract: ContractDecl) -> frozenset[Edge]:
    """The references to box: the back edges of a depth-first walk, types and properties by name.

    What an array holds is behind a pointer already. An alias holds nothing itself: the walk looks
    through it.
    """
    edges = {name: sorted(_held(decl.schema, (name,))) for name, decl in contract.types.items()}
    boxed: set[Edge] = set()
    done: set[str] = set()
    for root in sorted(edges):
        path = {root: iter(edges[root])}  # in the order of the walk
        while path and root not in done:
            name = next(reversed(path))
            step = next(path[name], None)
            if step is None:
                done.add(name)
                del path[name]
                continue
            edge, target = step
            target = aliased(contract, target)
            if target in path:
                boxed.add(edge)
            elif target not in done:
                path[target] = iter(edges[target])
    return frozenset(boxed)


def _held(schema: Schema | None, edge: Edge) -> Iterator[tuple[Edge, str]]:
    """The references that a value of the type holds directly, and where. An alias holds none."""
    if isinstance(schema, RecordSchema):
        for one in schema.properties:
            if isinstance(one.schema, RefSchema):
                yield (*edge, one.name), one.schema.target
            else:
                yield from _held(one.schema, (*edge, one.name))
