"""Unions: that their arms are told apart by kind or by a tag (PC1313); unique items (PC1306).

Here references are looked through, so every type of the contract has been read.
"""

from __future__ import annotations

from collections import defaultdict

from peerc.compiler.checks.reading import report
from peerc.compiler.checks.walk import kind, resolved, schemas
from peerc.compiler.diagnostics import Findings, bounded
from peerc.compiler.model import (
    ArraySchema,
    ConstSchema,
    ContractDecl,
    EnumSchema,
    NumericSchema,
    RecordSchema,
    RefSchema,
    Schema,
    StringSchema,
    TypeDecl,
    UnionSchema,
)
from peerc.compiler.tree import Node

_NUMBERS_AS_TEXT = ("int64", "uint64")
Types = dict[str, TypeDecl]


def check(findings: Findings, contract: ContractDecl) -> None:
    """Every union and every array with `uniqueItems`."""
    for decl in contract.types.values():
        for schema in schemas(decl.schema):
            if isinstance(schema, UnionSchema):
                _Check(findings, contract.types, schema).run()
            elif isinstance(schema, ArraySchema) and schema.is_unique:
                _check_unique(findings, contract.types, schema)


def tag_of(types: Types, union: UnionSchema) -> str | None:
    """The property that tells the records of a checked union apart; None without several."""
    records = [
        core
        for arm in union.arms
        if isinstance(core := resolved(types, arm)[0], RecordSchema) and core is not None
    ]
    return _tag(types, records) if len(records) > 1 else None


def tag_value(types: Types, schema: Schema | None, tag: str) -> str | None:
    """What a record requires of the property `tag`: a `const` string, else None."""
    core, _ = resolved(types, schema)
    for one in core.properties if isinstance(core, RecordSchema) else ():
        if one.name == tag and one.required:
            value, nullable = resolved(types, one.schema)
            if isinstance(value, ConstSchema) and not nullable and isinstance(value.value, str):
                return value.value
    return None


def _tag(types: Types, records: list[RecordSchema]) -> str | None:
    """The first property in ASCII order that is a distinct `const` string in every record."""
    for name in sorted(one.name for one in records[0].properties):
        values = [tag_value(types, record, name) for record in records]
        if None not in values and len(set(values)) == len(values):
            return name
    return None


class _Check:
    """One union: each arm's kind, and what two arms of one kind lack."""

    def __init__(self, findings: Findings, types: Types, union: UnionSchema) -> None:
        self._findings = findings
        self._types = types
        self._union = union
        self._by_kind: dict[str, list[tuple[Schema, Node]]] = defaultdict(list)

    def run(self) -> None:
        """Arms that could not be told have findings of their own, and nothing is said then."""
        for arm, node in zip(self._union.arms, self._union.arm_nodes, strict=True):
            core, nullable = resolved(self._types, arm)
            if core is None:
                return
            if nullable:
                problem = f"the arm `{_name(arm)}` is nullable itself"
                hint = 'refer to a type that is not, and write `{type: "null"}` as an arm'
                self._report(node, problem, hint)
                return
            if isinstance(core, UnionSchema):
                problem = f"the arm `{_name(arm)}` is a union itself"
                self._report(node, problem, "list its arms here")
                return
            self._by_kind[kind(core)].append((core, node))
        is_tagged = self._check_kinds()
        self._check_numbers_as_text()
        if self._union.is_open and not is_tagged:
            key = self._union.node.members["x-pc-open"].key
            fields = {"found": "x-pc-open", "type": "a union without tagged records"}
            report(self._findings, "PC1321", key, **fields)

    def _check_kinds(self) -> bool:
        """Whether there are several tagged records, or what should be some."""
        is_tagged = False
        for name, arms in self._by_kind.items():
            if len(arms) < 2:
                continue
            records = [core for core, _ in arms if isinstance(core, RecordSchema)]
            if len(records) < len(arms):
                problem = f"two arms take {_article(name)}"
                hint = "one arm a JSON kind; several records need a tag each"
                self._report(arms[1][1], problem, hint)
            elif _tag(self._types, records) is None:
                problem = "nothing tells these records apart"
                hint = "give each a required property with its own `const`: `kind: {const: cat}`"
                self._report(arms[1][1], problem, hint)
            is_tagged = is_tagged or bool(records)
        return is_tagged

    def _check_numbers_as_text(self) -> None:
        for core, node in self._by_kind["string"]:
            if not isinstance(core, StringSchema) or core.format not in _NUMBERS_AS_TEXT:
                continue
            if self._by_kind["number"]:
                problem = f"`format: {core.format}` beside a number is the same `int` in Python"
                self._report(node, problem, "put one of the two into a record")

    def _report(self, node: Node, problem: str, hint: str) -> None:
        report(self._findings, "PC1313", node, problem=bounded(problem), suggestion=hint)


def _name(arm: Schema | None) -> str:
    return arm.target if isinstance(arm, RefSchema) else "inline"


def _article(name: str) -> str:
    return f"an {name}" if name[0] in "ao" else f"a {name}"


def _check_unique(findings: Findings, types: Types, schema: ArraySchema) -> None:
    """Items that every language tells apart alike: text, integers, members of an enum."""
    core, nullable = resolved(types, schema.items)
    if core is None:
        return
    is_text = isinstance(core, StringSchema) and not core.is_base64
    is_integer = isinstance(core, NumericSchema) and core.kind == "integer"
    if nullable or not (is_text or is_integer or isinstance(core, EnumSchema | ConstSchema)):
        node = schema.node.members["uniqueItems"].key
        problem = "`uniqueItems` is for strings, integers and enums that are not nullable"
        hint = "leave it out and check it in the agent's code, or use a map"
        report(findings, "PC1306", node, problem=problem, suggestion=hint)
