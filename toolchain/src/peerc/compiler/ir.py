"""The contract after every check: frozen, resolved, named for each language; all an emitter reads.

Order is fixed: types, agents, ops, fields and calls are sorted by wire name (ASCII), except enum
values, which keep the order of the source (it drives generated code, not meaning). `rule` is the
JSON Pointer of a shape in the contract form (spec/contract.md); generated validators report it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Names:
    """One thing's identifiers, on the wire and in each language; keywords, collisions are settled.

    Types, records and enums are PascalCase in all three; fields, ops and agents snake_case in
    Python and Rust. JavaScript keeps the wire name of a *field* (the emitter quotes it where
    needed); agents and ops are camelCase there.
    """

    wire: str
    python: str
    javascript: str
    rust: str


@dataclass(frozen=True, slots=True)
class Doc:
    """Text of `title` and `description`, "" where there is none; holds any characters."""

    title: str
    description: str


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference to a named type. `boxed`: it closes a cycle, so Rust needs a pointer here."""

    rule: str
    nullable: bool
    target: str  # wire name of the NamedType
    boxed: bool


@dataclass(frozen=True, slots=True)
class Field:
    """One declared member of a record."""

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
    """A list of one shape."""

    rule: str
    nullable: bool
    items: Shape
    min_items: int  # 0 where there is none
    max_items: int | None


@dataclass(frozen=True, slots=True)
class String:
    """Text; bounds count code points."""

    rule: str
    nullable: bool
    min_length: int  # code points
    max_length: int | None


@dataclass(frozen=True, slots=True)
class Integer:
    """A number that is integral and within the safe range; None where there is no bound."""

    rule: str
    nullable: bool
    minimum: int | None
    exclusive_minimum: int | None
    maximum: int | None
    exclusive_maximum: int | None


@dataclass(frozen=True, slots=True)
class Number:
    """A finite double; None where there is no bound."""

    rule: str
    nullable: bool
    minimum: float | None
    exclusive_minimum: float | None
    maximum: float | None
    exclusive_maximum: float | None


@dataclass(frozen=True, slots=True)
class Boolean:
    """True or false."""

    rule: str
    nullable: bool


@dataclass(frozen=True, slots=True)
class EnumValue:
    """One member of an enum."""

    value: str | int
    names: Names  # where a language names the member (Rust variants); wire = str(value)


@dataclass(frozen=True, slots=True)
class Enum:
    """All members strings or all integers; the `null` of a nullable enum is not among them.

    `expected` is the RFC 8785 text of the `enum` keyword in the contract form (sorted, null
    included), already bounded to 64 code points: what a violation shows.
    """

    rule: str
    nullable: bool
    names: Names
    doc: Doc
    values: tuple[EnumValue, ...]
    expected: str


@dataclass(frozen=True, slots=True)
class Const:
    """One string and no other: a literal type in Python and TypeScript, a unit struct in Rust."""

    rule: str
    nullable: bool
    names: Names
    value: str


Shape = Ref | Record | Array | String | Integer | Number | Boolean | Enum | Const


@dataclass(frozen=True, slots=True)
class NamedType:
    """A type of the contract under its own name."""

    names: Names
    doc: Doc
    shape: Shape
    is_error: bool  # named in some op's `errors`: also gets an error class


@dataclass(frozen=True, slots=True)
class Op:
    """One operation, every default filled in."""

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
    """One worker: what it offers and whom it may call."""

    names: Names
    doc: Doc
    language: str  # python | javascript | rust
    ops: tuple[Op, ...]
    calls: tuple[Call, ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """What bounds a whole run."""

    hops: int
    deadline_ms: int


@dataclass(frozen=True, slots=True)
class Contract:
    """`id` is the contract hash (`pc1-` + 52 characters), `form` the RFC 8785 bytes behind it."""

    name: str
    version: str
    doc: Doc
    source: str  # path of the source as it was given, for the header of generated files
    id: str
    form: bytes
    types: tuple[NamedType, ...]
    agents: tuple[Agent, ...]
    limits: Limits
