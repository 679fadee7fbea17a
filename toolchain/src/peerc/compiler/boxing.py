"""Which references close a cycle of values, so that Rust must put one behind a pointer."""

from __future__ import annotations

from collections.abc import Iterator

from peerc.compiler.checks.walk import aliased, parts
from peerc.compiler.model import ContractDecl, RefSchema, Schema

_Held = tuple[tuple[str, ...], RefSchema]  # the names on the way to a `$ref`, and it


def boxed_references(contract: ContractDecl) -> frozenset[RefSchema]:
    """The references to box: the back edges of a depth-first walk, types and parts by name.

    What an array or a map holds is behind a pointer already. An alias holds nothing itself: the
    walk looks through it.
    """
    edges = {name: _sorted(decl.schema) for name, decl in contract.types.items()}
    boxed: set[RefSchema] = set()
    done: set[str] = set()
    for root in sorted(edges):
        path = {root: iter(edges[root])}  # in the order of the walk
        while path and root not in done:
            name = next(reversed(path))
            reference = next(path[name], None)
            if reference is None:
                done.add(name)
                del path[name]
                continue
            target = aliased(contract, reference.target)
            if target in path:
                boxed.add(reference)
            elif target not in done and target in edges:
                path[target] = iter(edges[target])
    return frozenset(boxed)


def _sorted(schema: Schema | None) -> list[RefSchema]:
    """Whatever order the source has: one contract, one code."""
    held = sorted(_held(schema, ()), key=lambda one: (one[0], one[1].target))
    return [reference for _, reference in held]


def _held(schema: Schema | None, way: tuple[str, ...]) -> Iterator[_Held]:
    """The references that a value of the type holds directly. An alias holds none."""
    for part in parts(schema):
        if not part.is_held:
            continue
        inner = (*way, part.name)
        if isinstance(part.schema, RefSchema):
            yield inner, part.schema
        else:
            yield from _held(part.schema, inner)
