"""The shapes of one contract as the judge looks at them: references resolved, kinds told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from peerc.compiler import ir

# What travels is no larger: spec/limits.json `json_keys_max`, and `[0,0,...]` in `body_bytes_max`.
KEYS_MAX = 1_024
ITEMS_MAX = 2_621_440
FORBIDDEN_NAME = "__proto__"  # spec/canonical.md#reading, J11

_WORDS = {
    ir.Record: "a record",
    ir.Map: "a map",
    ir.Array: "an array",
    ir.Tuple: "a tuple",
    ir.String: "a string",
    ir.Integer: "an integer",
    ir.Number: "a number",
    ir.Boolean: "a boolean",
    ir.Enum: "an enum",
    ir.Const: "a constant",
    ir.Union: "a union",
}


class Unsettled(Exception):
    """A question that takes too many steps; its text says which. Never an answer of yes."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a shape is when references are looked through.

    `name` is the type whose own shape `core` is, None where it stands inline; `nullable` counts
    every reference on the way, `core.nullable` included.
    """

    core: ir.Shape  # never a Ref
    nullable: bool
    name: str | None


class Types:
    """The named types of one contract, imported ones too."""

    def __init__(self, types: Mapping[str, ir.NamedType]) -> None:
        self.named = types

    @staticmethod
    def of(contract: ir.Contract) -> Types:
        """Those of a whole contract."""
        return Types({one.names.wire: one for one in contract.types})

    def resolve(self, shape: ir.Shape) -> Resolved:
        """Looks through references; a checked contract has no circle of them."""
        nullable, name = shape.nullable, None
        while isinstance(shape, ir.Ref):
            name = shape.target
            shape = self.named[name].shape
            nullable = nullable or shape.nullable
        return Resolved(shape, nullable, name)

    def core(self, shape: ir.Shape) -> ir.Shape:
        """The shape behind references."""
        return self.resolve(shape).core


def kind(core: ir.Shape) -> str:
    """The JSON kind of the values other than null: as in `ir.Arm`; "" for a union."""
    if isinstance(core, ir.Record | ir.Map):
        return "object"
    if isinstance(core, ir.Array | ir.Tuple):
        return "array"
    if isinstance(core, ir.Integer | ir.Number):
        return "number"
    if isinstance(core, ir.Boolean):
        return "boolean"
    members = finite(core)
    if members is not None:
        return "string" if isinstance(members[0], str) else "number"
    return "string" if isinstance(core, ir.String) else ""


def finite(core: ir.Shape) -> tuple[str | int, ...] | None:
    """The members of an enum or const, shortest first; None for any other shape."""
    if isinstance(core, ir.Const):
        return (core.value,)
    if isinstance(core, ir.Enum):
        return tuple(sorted((one.value for one in core.values), key=_brevity))
    return None


def describe(core: ir.Shape) -> str:
    """`a record`, for a message."""
    return _WORDS[type(core)]


def token(name: str) -> str:
    """A name as a token of a JSON Pointer."""
    return name.replace("~", "~0").replace("/", "~1")


def field_of(record: ir.Record, name: str) -> ir.Field | None:
    """The property `name`, None where it is not declared."""
    return next((one for one in record.fields if one.names.wire == name), None)


def _brevity(value: str | int) -> tuple[int, str]:
    return len(str(value)), str(value)
