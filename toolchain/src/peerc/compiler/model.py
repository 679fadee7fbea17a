"""The contract as its author wrote it: what the checks between its parts work on.

Every part keeps its node of the source, so that a later check can point at it. Names are wire names
and references are still names. What could not be told is None, and has an error.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from peerc.compiler import ir
from peerc.compiler.run_model import RunDecl
from peerc.compiler.tree import Mapping, Node, Scalar


@dataclass(frozen=True, slots=True)
class Doc:
    """`title` and `description`, "" where there is none, and `deprecated`."""

    title: str = ""
    description: str = ""
    deprecated: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Given:
    """`x-pc-names`: identifiers by language, "" where the one made of the wire name stays."""

    node: Node
    python: str = ""
    javascript: str = ""
    rust: str = ""
    variants: dict[str | int, str] = field(default_factory=dict)  # an enum's members, in Rust


class Head(NamedTuple):
    """What all forms of a schema share, in the order of the fields of `Schema`."""

    node: Mapping
    doc: Doc
    nullable: bool
    label: str | None
    given: Given | None


@dataclass(frozen=True, slots=True, eq=False)
class Schema:
    """What all forms of a schema share. `label`: pii | secret."""

    node: Mapping
    doc: Doc
    nullable: bool
    label: str | None
    given: Given | None


@dataclass(frozen=True, slots=True, eq=False)
class RefSchema(Schema):
    """The name of a type, and the place where it is written; nullable in a `oneOf` with null.

    A type of another contract is named `pc:<contract>@<hash>#<Name>`, as in the source.
    """

    target: str
    at: Node  # the value of `$ref`
    written: str = ""  # in an imported type: the name as the form of its own contract has it

    @property
    def form_target(self) -> str:
        """The name in the contract form."""
        return self.written or self.target


@dataclass(frozen=True, slots=True, eq=False)
class DefaultDecl:
    """`default`: None, bool, int, float, str, [] or {}. Whether the schema takes it is not known.

    A number is an int where it is integral and safe.
    """

    value: object
    node: Node


@dataclass(frozen=True, slots=True, eq=False)
class Property:
    """A property of a record. What its schema has as `given` names the property."""

    name: str
    key: Scalar
    required: bool
    schema: Schema | None
    default: DefaultDecl | None = None


@dataclass(frozen=True, slots=True, eq=False)
class RecordSchema(Schema):
    """A closed object."""

    properties: tuple[Property, ...]  # in the order of the source
    reserved: tuple[str, ...] = ()  # names that may not be declared again


@dataclass(frozen=True, slots=True, eq=False)
class MapSchema(Schema):
    """An object with any names; `max_properties` None is unbounded."""

    values: Schema | None
    name_pattern: ir.Pattern | None
    min_properties: int
    max_properties: int | None


@dataclass(frozen=True, slots=True, eq=False)
class ArraySchema(Schema):
    """`items`, and how many; `max_items` None is unbounded."""

    items: Schema | None
    min_items: int
    max_items: int | None
    is_unique: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class TupleSchema(Schema):
    """`prefixItems`: one schema a place, and no other place."""

    items: tuple[Schema | None, ...]


@dataclass(frozen=True, slots=True, eq=False)
class StringSchema(Schema):
    """Lengths in code points; `max_length` None is unbounded. `format` is never base64."""

    min_length: int
    max_length: int | None
    pattern: ir.Pattern | None = None
    format: str | None = None
    is_base64: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class NumericSchema(Schema):
    """`integer` or `number`; bounds are ints where integral and safe, else (a number's) floats."""

    kind: str
    minimum: int | float | None
    exclusive_minimum: int | float | None
    maximum: int | float | None
    exclusive_maximum: int | float | None
    multiple_of: int | None = None  # of an integer; never 1


@dataclass(frozen=True, slots=True, eq=False)
class BooleanSchema(Schema):
    """`true` or `false`."""


@dataclass(frozen=True, slots=True, eq=False)
class EnumSchema(Schema):
    """A choice of strings or of integers."""

    kind: str  # string | integer
    values: tuple[str | int, ...]  # without null, in the order of the source
    value_nodes: tuple[Node, ...]
    is_open: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class ConstSchema(Schema):
    """One string or integer."""

    value: str | int


@dataclass(frozen=True, slots=True, eq=False)
class UnionSchema(Schema):
    """`oneOf`: its arms without null, in the order of the source; None where one has an error."""

    arms: tuple[Schema | None, ...]
    arm_nodes: tuple[Node, ...]
    is_open: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class TypeDecl:
    """A type: a member of `types`, or an op's inline input or output, named after its place."""

    name: str
    key: Node
    schema: Schema | None
    is_imported: bool = False


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
    timeout_node: Node | None  # where it is written
    max_input_bytes: int
    max_output_bytes: int
    retries: int
    forward: NameUse | None
    given: Given | None = None


@dataclass(frozen=True, slots=True, eq=False)
class AgentDecl:
    """An agent; `language` is "" when it could not be told."""

    name: str
    key: Scalar
    doc: Doc
    language: str
    ops: tuple[OpDecl, ...]
    calls: tuple[NameUse, ...]
    clearance: tuple[NameUse, ...] = ()
    concurrency: int | None = None
    accelerator_gib: int | None = None
    given: Given | None = None


@dataclass(frozen=True, slots=True)
class BudgetDecl:
    """`limits.budget`; None where there is no bound."""

    usd_micro: int | None
    tokens: int | None
    invocations: int | None
    bytes: int | None
    node: Node


@dataclass(frozen=True, slots=True, eq=False)
class LimitsDecl:
    """`limits`, and where its members are written."""

    hops: int
    hops_node: Node | None
    deadline_ms: int
    deadline_node: Node | None
    budget: BudgetDecl | None


@dataclass(frozen=True, slots=True, eq=False)
class WaiverDecl:
    """A change that was judged and is let pass until `expires`, YYYY-MM-DD, the last day."""

    fingerprint: str
    reason: str
    expires: str
    node: Node


@dataclass(frozen=True, slots=True, eq=False)
class ContractDecl:
    """The whole; `name` is "" when it could not be told."""

    node: Mapping
    name: str
    version: str
    doc: Doc
    types: dict[str, TypeDecl]
    agents: dict[str, AgentDecl]
    limits: LimitsDecl
    run: RunDecl | None = None
    waivers: tuple[WaiverDecl, ...] = ()
