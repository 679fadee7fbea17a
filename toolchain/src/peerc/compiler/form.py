"""The contract form: a contract without all that changes no meaning; its bytes are hashed.

The steps of spec/contract.md#contract-form-and-hash; step 7, the bytes, is the run time's own
`canonical`.
"""

from __future__ import annotations

from peercontract.core.canonical import canonical

from peerc.compiler.checks.contract import DEADLINE_DEFAULT_MS, HOPS_DEFAULT
from peerc.compiler.model import (
    AgentDecl,
    ArraySchema,
    BooleanSchema,
    ConstSchema,
    ContractDecl,
    EnumSchema,
    NameUse,
    NumericSchema,
    OpDecl,
    RecordSchema,
    RefSchema,
    Schema,
    StringSchema,
)

Form = dict[str, object]
BODY_BYTES_MAX = 5_242_880  # spec/limits.json
RETRIES = {"read": 3, "idempotent": 3, "once": 0, "destructive": 0}


def contract_form(contract: ContractDecl) -> Form:
    """The contract form of a contract without errors, as a JSON value."""
    form: Form = {
        "peer": 1,
        "name": contract.name,
        "types": {name: schema_form(decl.schema) for name, decl in contract.types.items()},
        "agents": {name: _agent(agent) for name, agent in contract.agents.items()},
    }
    limits = {}
    if contract.hops != HOPS_DEFAULT:
        limits["hops"] = contract.hops
    if contract.deadline_ms != DEADLINE_DEFAULT_MS:
        limits["deadline_ms"] = contract.deadline_ms
    if limits:
        form["limits"] = limits
    return form


def _agent(agent: AgentDecl) -> Form:
    form: Form = {"ops": {op.name: _op(op) for op in agent.ops}}
    if agent.calls:
        form["calls"] = sorted(use.name for use in agent.calls)
    return form


def _op(op: OpDecl) -> Form:
    form: Form = {
        "input": name_of(op.input),
        "output": name_of(op.output),
        "effect": op.effect,
        "timeout_ms": op.timeout_ms,
        "max_input_bytes": BODY_BYTES_MAX,
        "max_output_bytes": BODY_BYTES_MAX,
        "retries": RETRIES[op.effect],
    }
    if op.errors:
        form["errors"] = sorted(use.name for use in op.errors)
    return form


def name_of(use: NameUse | None) -> str:
    """The type that an op's input or output names; only an op with an error lacks one."""
    assert use is not None
    return use.name


def schema_form(schema: Schema | None) -> Form:
    """The contract form of one schema."""
    if isinstance(schema, RefSchema):
        return {"$ref": schema.target}
    if isinstance(schema, RecordSchema):
        form = _typed(schema, "object")
        form["additionalProperties"] = False
        form["properties"] = {one.name: schema_form(one.schema) for one in schema.properties}
        required = sorted(one.name for one in schema.properties if one.required)
        return form | ({"required": required} if required else {})
    if isinstance(schema, ArraySchema):
        form = _typed(schema, "array") | {"items": schema_form(schema.items)}
        return form | _counts("minItems", schema.min_items, "maxItems", schema.max_items)
    if isinstance(schema, StringSchema):
        form = _typed(schema, "string")
        return form | _counts("minLength", schema.min_length, "maxLength", schema.max_length)
    if isinstance(schema, NumericSchema):
        return _typed(schema, schema.kind) | _bounds(schema)
    if isinstance(schema, BooleanSchema):
        return _typed(schema, "boolean")
    if isinstance(schema, EnumSchema):
        return _typed(schema, schema.kind) | {"enum": enum_form(schema)}
    if isinstance(schema, ConstSchema):
        return _typed(schema, "string") | {"const": schema.value}
    raise TypeError(f"no schema: {schema!r}")  # a contract with errors has no form


def enum_form(schema: EnumSchema) -> list[object]:
    """The members of an enum, `null` among them, by their canonical text in UTF-16 code units."""
    members: list[object] = [*schema.values, *([None] if schema.nullable else [])]
    return sorted(members, key=lambda member: canonical(member).encode("utf-16-be"))


def _typed(schema: Schema, kind: str) -> Form:
    return {"type": [kind, "null"] if schema.nullable else kind}


def _counts(low: str, least: int, high: str, most: int | None) -> Form:
    form: Form = {low: least} if least else {}
    return form if most is None else form | {high: most}


def _bounds(schema: NumericSchema) -> Form:
    bounds = {
        "minimum": schema.minimum,
        "exclusiveMinimum": schema.exclusive_minimum,
        "maximum": schema.maximum,
        "exclusiveMaximum": schema.exclusive_maximum,
    }
    return {name: _bound(value) for name, value in bounds.items() if value is not None}


def _bound(value: int | float) -> int | str:
    """An int stays; what is no safe integer becomes its shortest ECMAScript text."""
    return value if isinstance(value, int) else canonical(value)
