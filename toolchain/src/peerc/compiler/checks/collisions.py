"""Two things of a contract that one language would call the same (PC1204)."""

from __future__ import annotations

from collections.abc import Iterable

from peerc.compiler import naming
from peerc.compiler.checks.reading import report
from peerc.compiler.checks.walk import schemas
from peerc.compiler.diagnostics import Findings, bounded
from peerc.compiler.ir import Names
from peerc.compiler.model import (
    ArraySchema,
    ConstSchema,
    ContractDecl,
    EnumSchema,
    RecordSchema,
    Schema,
)
from peerc.compiler.tree import Node

_LANGUAGES = (("python", "Python"), ("javascript", "JavaScript"), ("rust", "Rust"))
Named = tuple[str, Names, Node]  # how a message calls it, its names, its place


def check(findings: Findings, contract: ContractDecl) -> None:
    """Agents, ops, types, fields, enum members; nothing is renamed behind the author."""
    agents = contract.agents.values()
    _check_scope(findings, [(a.name, naming.agent_names(a.name), a.key) for a in agents])
    for agent in agents:
        _check_scope(findings, [(op.name, naming.op_names(op.name), op.key) for op in agent.ops])
    types: list[Named] = []
    for decl in contract.types.values():
        types.append((decl.name, naming.type_names(decl.name), decl.key))
        types += _inline_types(decl.schema, decl.name, decl.name)
        for schema in schemas(decl.schema):
            _check_members(findings, schema)
    _check_scope(findings, types)


def _check_members(findings: Findings, schema: Schema) -> None:
    if isinstance(schema, RecordSchema):
        fields = [(one.name, naming.field_names(one.name), one.key) for one in schema.properties]
        _check_scope(findings, fields)
    elif isinstance(schema, EnumSchema):
        pairs = zip(schema.values, schema.value_nodes, strict=True)
        values = [(str(value), naming.variant_names(value), node) for value, node in pairs]
        _check_scope(findings, values, only="rust")  # the others write a member as its literal


def _inline_types(schema: Schema | None, wire: str, place: str) -> Iterable[Named]:
    """The records, enums and consts below the type `wire`, each named after its place."""
    if isinstance(schema, RecordSchema):
        for one in schema.properties:
            yield from _inline(one.schema, naming.inline(wire, one.name), f"{place}.{one.name}")
    elif isinstance(schema, ArraySchema):
        yield from _inline(schema.items, naming.inline(wire, "Item"), f"{place}[]")


def _inline(schema: Schema | None, wire: str, place: str) -> Iterable[Named]:
    if isinstance(schema, RecordSchema | EnumSchema | ConstSchema):
        yield place, naming.type_names(wire), schema.node
    yield from _inline_types(schema, wire, place)


def _check_scope(findings: Findings, things: Iterable[Named], only: str = "") -> None:
    """Reports the later of two things with one name, once for both languages that agree on it."""
    first: dict[tuple[str, str], str] = {}
    for found, names, node in things:
        for language, title in _LANGUAGES:
            if only and language != only:
                continue
            name = getattr(names, language)
            other = first.setdefault((language, name), found)
            if other is not found:
                fields = {"found": bounded(found), "other": bounded(other), "language": title}
                report(findings, "PC1204", node, **fields, name=name)
                break
