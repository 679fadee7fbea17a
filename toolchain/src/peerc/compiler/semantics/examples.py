"""Every member of `examples` is a value of the schema that it stands in (PC1326)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from peerc.compiler.checks.reading import report
from peerc.compiler.diagnostics import Findings
from peerc.compiler.model import RefSchema, Schema
from peerc.compiler.semantics.parts import Pair, Types
from peerc.compiler.tree import Mapping, Node, Sequence, json_value
from peerc.compiler.violation import violation


def check(findings: Findings, pairs: Iterable[Pair], types: Types) -> None:
    """Exact mode: an example is what may be sent."""
    for schema, shape in pairs:
        for node in _examples(schema):
            found = violation(types, shape, json_value(node))
            if found is not None:
                report(findings, "PC1326", node, problem=f"it {found}")


def _examples(schema: Schema) -> Iterator[Node]:
    """Those beside `$ref` inside a `oneOf` with null, too."""
    places: list[Node | None] = [schema.node]
    if isinstance(schema, RefSchema) and schema.at.parent is not schema.node:
        places.append(schema.at.parent)
    for place in places:
        node = place.get("examples") if isinstance(place, Mapping) else None
        if isinstance(node, Sequence):
            yield from node.items
