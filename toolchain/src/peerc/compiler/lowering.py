"""A contract without errors to the IR: names settled, everything in its fixed order."""

from __future__ import annotations

from peercontract.core.canonical import canonical

from peerc.compiler import ir, naming
from peerc.compiler.boxing import Edge, boxed_edges
from peerc.compiler.form import BODY_BYTES_MAX, RETRIES, enum_form, name_of
from peerc.compiler.model import (
    AgentDecl,
    ArraySchema,
    BooleanSchema,
    ConstSchema,
    ContractDecl,
    Doc,
    EnumSchema,
    NumericSchema,
    OpDecl,
    Property,
    RecordSchema,
    RefSchema,
    Schema,
    StringSchema,
)

EXPECTED_MAX = 64  # code points, spec/wire.md#violations


def lower(contract: ContractDecl, source: str, contract_id: str, form: bytes) -> ir.Contract:
    """The IR of a contract that every check has passed."""
    types = _Types(contract)
    return ir.Contract(
        name=contract.name,
        version=contract.version,
        doc=_doc(contract.doc),
        source=source,
        id=contract_id,
        form=form,
        types=tuple(types.named(name) for name in sorted(contract.types)),
        agents=tuple(_agent(contract.agents[name]) for name in sorted(contract.agents)),
        limits=ir.Limits(contract.hops, contract.deadline_ms),
    )


def _doc(doc: Doc) -> ir.Doc:
    return ir.Doc(doc.title, doc.description)


def _agent(agent: AgentDecl) -> ir.Agent:
    calls = sorted(tuple(use.name.split(".")) for use in agent.calls)
    return ir.Agent(
        names=naming.agent_names(agent.name),
        doc=_doc(agent.doc),
        language=agent.language,
        ops=tuple(_op(op) for op in sorted(agent.ops, key=lambda op: op.name)),
        calls=tuple(ir.Call(peer, op) for peer, op in calls),
    )


def _op(op: OpDecl) -> ir.Op:
    return ir.Op(
        names=naming.op_names(op.name),
        doc=_doc(op.doc),
        input=name_of(op.input),
        output=name_of(op.output),
        errors=tuple(sorted(use.name for use in op.errors)),
        effect=op.effect,
        timeout_ms=op.timeout_ms,
        max_input_bytes=BODY_BYTES_MAX,
        max_output_bytes=BODY_BYTES_MAX,
        retries=RETRIES[op.effect],
    )


class _Types:
    """Lowers the types of one contract: knows which are errors, and which edges are boxed."""

    def __init__(self, contract: ContractDecl) -> None:
        self._types = contract.types
        self._boxed = boxed_edges(contract)
        ops = [op for agent in contract.agents.values() for op in agent.ops]
        self._errors = {use.name for op in ops for use in op.errors}

    def named(self, name: str) -> ir.NamedType:
        schema = self._types[name].schema
        assert schema is not None  # else there was an error
        is_error = name in self._errors
        names = naming.type_names(name, is_error)
        shape = self._shape(schema, f"/types/{name}", names, (name,))
        return ir.NamedType(names, _doc(schema.doc), shape, is_error)

    def _shape(self, schema: Schema, rule: str, names: ir.Names, edge: Edge) -> ir.Shape:
        """`edge`: the type and the property names on the way here, as `boxed_edges` writes it."""
        nullable = schema.nullable
        if isinstance(schema, RefSchema):
            return ir.Ref(rule, nullable, schema.target, edge in self._boxed)
        if isinstance(schema, RecordSchema):
            fields = sorted(schema.properties, key=lambda one: one.name)
            lowered = tuple(self._field(one, rule, names, edge) for one in fields)
            return ir.Record(rule, nullable, names, _doc(schema.doc), lowered)
        if isinstance(schema, ArraySchema):
            assert schema.items is not None
            inner = naming.type_names(naming.inline(names.wire, "Item"))
            items = self._shape(schema.items, f"{rule}/items", inner, ())
            return ir.Array(rule, nullable, items, schema.min_items, schema.max_items)
        return _leaf(schema, rule, names)

    def _field(self, one: Property, rule: str, owner: ir.Names, edge: Edge) -> ir.Field:
        assert one.schema is not None
        token = one.name.replace("~", "~0").replace("/", "~1")
        names = naming.type_names(naming.inline(owner.wire, one.name))
        below = (*edge, one.name) if edge else ()
        shape = self._shape(one.schema, f"{rule}/properties/{token}", names, below)
        return ir.Field(naming.field_names(one.name), one.required, _doc(one.schema.doc), shape)


def _leaf(schema: Schema, rule: str, names: ir.Names) -> ir.Shape:
    nullable = schema.nullable
    if isinstance(schema, StringSchema):
        return ir.String(rule, nullable, schema.min_length, schema.max_length)
    if isinstance(schema, BooleanSchema):
        return ir.Boolean(rule, nullable)
    if isinstance(schema, ConstSchema):
        return ir.Const(rule, nullable, names, schema.value)
    if isinstance(schema, EnumSchema):
        values = tuple(ir.EnumValue(value, naming.variant_names(value)) for value in schema.values)
        expected = _bounded(canonical(enum_form(schema)))
        return ir.Enum(rule, nullable, names, _doc(schema.doc), values, expected)
    assert isinstance(schema, NumericSchema)
    bounds = (
        schema.minimum,
        schema.exclusive_minimum,
        schema.maximum,
        schema.exclusive_maximum,
    )
    if schema.kind == "integer":
        return ir.Integer(rule, nullable, *(None if one is None else int(one) for one in bounds))
    return ir.Number(rule, nullable, *(None if one is None else float(one) for one in bounds))


def _bounded(text: str) -> str:
    """spec/wire.md#violations: over 64 code points, the first 61 and `...`."""
    return text if len(text) <= EXPECTED_MAX else text[: EXPECTED_MAX - 3] + "..."
