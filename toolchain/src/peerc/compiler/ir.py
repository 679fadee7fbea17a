"""The contract after every check: frozen, fully resolved, named for each language. Emitters read this and nothing else.

Order is fixed: types, agents, ops, fields and calls are sorted by wire name (ASCII), except enum values,
which keep the order of the source (it drives generated code, not meaning). `rule` is the JSON Pointer of a
shape in the contract form (spec/contract.md); generated validators report it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Names:
    """One thing's identifiers: as it is on the wire and in each language, keywords and collisions already settled.

    Types, records and enums are PascalCase in all three; fields, ops and agents snake_case in Python
    and Rust. JavaScript keeps the wire name of a *field* (the emitter quotes it where needed), agents
    and ops are camelCase there.
    """

    wire: str
    python: str
    javascript: str
    rust: str


@dataclass(frozen=True, slots=True)
class Doc:
    """Text from `title` and `description`; "" where there is none. May hold any characters: emitters quote it."""

    title: str
    description: str


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference to a named type. `boxed`: this edge closes a cycle, so Rust puts the value behind a pointer."""

    rule: str
    nullable: bool
    target: str  # wire name of the NamedType
    boxed: bool


@dataclass(frozen=True, slots=True)
class Field:
    names: Names
    required: bool
    doc: Doc
    shape: Shape


@dataclass(frozen=True, slots=True)
class Record:
    """A closed object. `names` is the type's own, or made from its place when it stands inline."""

    rule: str
    nullable: bool
    names: Names
    doc: Doc
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Array:
    rule: str
    nullable: bool
    items: Shape
    min_items: int  # 0 where there is none
    max_items: int | None


@dataclass(frozen=True, slots=True)
class String:
    rule: str
    nullable: bool
    min_length: int  # code points
    max_length: int | None


@dataclass(frozen=True, slots=True)
class Integer:
    rule: str
    nullable: bool
    minimum: int | None
    exclusive_minimum: int | None
    maximum: int | None
    exclusive_maximum: int | None


@dataclass(frozen=True, slots=True)
class Number:
    rule: str
    nullable: bool
    minimum: float | None
    exclusive_minimum: float | None
    maximum: float | None
    exclusive_maximum: float | None


@dataclass(frozen=True, slots=True)
class Boolean:
    rule: str
    nullable: bool


@dataclass(frozen=True, slots=True)
class EnumValue:
    value: str | int
    names: Names  # identifier of the member where a language names it (Rust variants); wire = str(value)


@dataclass(frozen=True, slots=True)
class Enum:
    """All members strings or all integers; the `null` of a nullable enum is not among them.

    `expected` is the RFC 8785 text of the `enum` keyword in the contract form (sorted, null included),
    already bounded to 64 code points: what a violation shows.
    """

    rule: str
    nullable: bool
    names: Names
    doc: Doc
    values: tuple[EnumValue, ...]
    expected: str


@dataclass(frozen=True, slots=True)
class Const:
    """One string, required to be exactly it. Python and TypeScript use a literal type, Rust a unit struct."""

    rule: str
    nullable: bool
    names: Names
    value: str


Shape = Ref | Record | Array | String | Integer | Number | Boolean | Enum | Const


@dataclass(frozen=True, slots=True)
class NamedType:
    names: Names
    doc: Doc
    shape: Shape
    is_error: bool  # named in some op's `errors`: also gets an error class


@dataclass(frozen=True, slots=True)
class Op:
    names: Names
    doc: Doc
    input: str  # wire name of a NamedType
    output: str
    errors: tuple[str, ...]  # wire names of NamedTypes
    effect: str  # read | idempotent | once | destructive
    timeout_ms: int
    max_input_bytes: int
    max_output_bytes: int
    retries: int


@dataclass(frozen=True, slots=True)
class Call:
    """An edge of the contract: the agent that holds it may call `agent`.`op`. Wire names."""

    agent: str
    op: str


@dataclass(frozen=True, slots=True)
class Agent:
    names: Names
    doc: Doc
    language: str  # python | javascript | rust
    ops: tuple[Op, ...]
    calls: tuple[Call, ...]


@dataclass(frozen=True, slots=True)
class Limits:
    hops: int
    deadline_ms: int


@dataclass(frozen=True, slots=True)
class Contract:
    """`id` is the contract hash as text (`pc1-` + 52 characters), `form` the RFC 8785 bytes it is made of."""

    name: str
    version: str
    doc: Doc
    source: str  # path of the source as it was given, for the header of generated files
    id: str
    form: bytes
    types: tuple[NamedType, ...]
    agents: tuple[Agent, ...]
    limits: Limits
