"""Two things of a contract that one language would call the same (PC1204)."""

from __future__ import annotations

from collections.abc import Iterable

from peerc.compiler import naming
from peerc.compiler.checks.reading import report
from peerc.compiler.checks.walk import arm_word, given_of, parts, schemas
from peerc.compiler.diagnostics import Findings, bounded
from peerc.compiler.ir import Names
from peerc.compiler.model import (
    ConstSchema,
    ContractDecl,
    EnumSchema,
    RecordSchema,
    Schema,
    TupleSchema,
    UnionSchema,
)
from peerc.compiler.naming import settled, variant_of
from peerc.compiler.tree import Node

_LANGUAGES = (("python", "Python"), ("javascript", "JavaScript"), ("rust", "Rust"))
_NAMED = RecordSchema | EnumSchema | ConstSchema | UnionSchema | TupleSchema
Named = tuple[str, Names, Node]  # how a message calls it, its names, its place


def check(findings: Findings, contract: ContractDecl) -> None:
    """Agents, ops, types, fields, enum members; nothing is renamed behind the author."""
    agents = contract.agents.values()
    named = [(a.name, settled(naming.agent_names(a.name), a.given), a.key) for a in agents]
    _check_scope(findings, named)
    for agent in agents:
        ops = [(op.name, settled(naming.op_names(op.name), op.given), op.key) for op in agent.ops]
        _check_scope(findings, ops)
    types: list[Named] = []
    for decl in contract.types.values():
        given = decl.schema.given if decl.schema else None
        names = settled(naming.type_names(decl.name), given)
        types.append((decl.name, names, decl.key))
        types += _inline_types(decl.schema, decl.name, decl.name)
        for schema in schemas(decl.schema):
            _check_members(findings, schema)
    _check_scope(findings, types)


def _check_members(findings: Findings, schema: Schema) -> None:
    if isinstance(schema, RecordSchema):
        fields = [
            (one.name, settled(naming.field_names(one.name), given_of(one.schema)), one.key)
            for one in schema.properties
        ]
        _check_scope(findings, fields)
    elif isinstance(schema, EnumSchema):
        pairs = zip(schema.values, schema.value_nodes, strict=True)
        values = [(str(value), variant_of(value, schema.given), node) for value, node in pairs]
        _check_scope(findings, values + _unknown(schema), only="rust")  # the others write literals
    elif isinstance(schema, UnionSchema):
        words = zip(map(arm_word, schema.arms), schema.arm_nodes, strict=True)
        arms = [(word, naming.arm_names(word), node) for word, node in words]
        _check_scope(findings, arms + _unknown(schema), only="rust")


def _unknown(schema: EnumSchema | UnionSchema) -> list[Named]:
    """The variant of an open one that holds what the contract does not know."""
    if not schema.is_open:
        return []
    word = "Unknown"
    return [(f"{word} (of `x-pc-open`)", Names(word, word, word, word), schema.node)]


def _inline_types(schema: Schema | None, wire: str, place: str) -> Iterable[Named]:
    """What stands inline below the type `wire` and has a name, each named after its place."""
    for part in parts(schema):
        name, below = naming.inline(wire, part.name), place + part.place
        if isinstance(part.schema, _NAMED):
            yield below, naming.type_names(name), part.schema.node
        yield from _inline_types(part.schema, name, below)


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
