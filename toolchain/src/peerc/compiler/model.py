"""The contract as its author wrote it: what the checks between its parts work on.

Every part keeps its node of the source, so that a later check can point at it. Names are wire names
and references are still names. What could not be told is None, and has an error.
"""

from __future__ import annotations

from dataclasses import dataclass

from peerc.compiler.tree import Mapping, Node, Scalar


@dataclass(frozen=True, slots=True)
class Doc:
    """`title` and `description`; "" where there is none."""

    title: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Schema:
    """What all forms of a schema share."""

    node: Node
    doc: Doc
    nullable: bool


@dataclass(frozen=True, slots=True, eq=False)
class RefSchema(Schema):
    """The name of a type, and the place where it is written."""

    target: str
    at: Node  # the value of `$ref`


@dataclass(frozen=True, slots=True, eq=False)
class Property:
    """A property of a record."""

    name: str
    key: Scalar
    required: bool
    schema: Schema | None


@dataclass(frozen=True, slots=True, eq=False)
class RecordSchema(Schema):
    """A closed object."""

    properties: tuple[Property, ...]  # in the order of the source


@dataclass(frozen=True, slots=True, eq=False)
class ArraySchema(Schema):
    """`items`, and how many; `max_items` None is unbounded."""

    items: Schema | None
    min_items: int
    max_items: int | None


@dataclass(frozen=True, slots=True, eq=False)
class StringSchema(Schema):
    """Lengths in code points; `max_length` None is unbounded."""

    min_length: int
    max_length: int | None


@dataclass(frozen=True, slots=True, eq=False)
class NumericSchema(Schema):
    """`integer` or `number`; bounds are ints where integral and safe, else (a number's) floats."""

    kind: str
    minimum: int | float | None
    exclusive_minimum: int | float | None
    maximum: int | float | None
    exclusive_maximum: int | float | None


@dataclass(frozen=True, slots=True, eq=False)
class BooleanSchema(Schema):
    """`true` or `false`."""


@dataclass(frozen=True, slots=True, eq=False)
class EnumSchema(Schema):
    """A choice of strings or of integers."""

    kind: str  # string | integer
    values: tuple[str | int, ...]  # without null, in the order of the source
    value_nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False)
class ConstSchema(Schema):
    """One string."""

    value: str


@dataclass(frozen=True, slots=True, eq=False)
class TypeDecl:
    """A type: a member of `types`, or an op's inline input or output, named after its place."""

    name: str
    key: Node
    schema: Schema | None


@dataclass(frozen=True, slots=True, eq=False)
class NameUse:
    """A type's name, or `agent.op`, where something refers to it."""

    name: str
    node: Node


@dataclass(frozen=True, slots=True, eq=False)
class OpDecl:
    """An operation; `input` or `output` is None when it could not be told."""

    name: str
    key: Scalar
    doc: Doc
    input: NameUse | None
    output: NameUse | None
    errors: tuple[NameUse, ...]
    effect: str
    timeout_ms: int


@dataclass(frozen=True, slots=True, eq=False)
class AgentDecl:
    """An agent; `language` is "" when it could not be told."""

    name: str
    key: Scalar
    doc: Doc
    language: str
    ops: tuple[OpDecl, ...]
    calls: tuple[NameUse, ...]


@dataclass(frozen=True, slots=True, eq=False)
class ContractDecl:
    """The whole; `name` is "" when it could not be told."""

    node: Mapping
    name: str
    version: str
    doc: Doc
    types: dict[str, TypeDecl]
    agents: dict[str, AgentDecl]
    hops: int
    hops_node: Node | None
    deadline_ms: int
