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
    deprecated: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """A PC-Regex (spec/pattern.md). Equal texts share one object."""

    text: str  # normal form
    table: bytes  # spec/pattern.md#table
    is_linear: bool  # a host engine may match it: anchored at both ends, deterministic


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference to a named type. `boxed`: it closes a cycle, so Rust needs a pointer here."""

    rule: str
    nullable: bool
    target: str  # wire name of the NamedType
    boxed: bool
    label: str | None = None  # x-pc-label: `actual` at and below is redacted


@dataclass(frozen=True, slots=True)
class Field:
    """One declared member of a record."""

    names: Names
    required: bool
    doc: Doc
    shape: Shape
    default: Default | None = None  # only where not required; the field is then always there


@dataclass(frozen=True, slots=True)
class Default:
    """A default value as JSON: None, bool, int, float, str, [] or {}; it fits the field's shape."""

    value: object


@dataclass(frozen=True, slots=True)
class Record:
    """A closed object. `names` is the type's own, or made from its place when it stands inline."""

    rule: str
    nullable: bool
    names: Names
    doc: Doc
    fields: tuple[Field, ...]
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Map:
    """An object with any names (but `__proto__`) and one shape of values."""

    rule: str
    nullable: bool
    values: Shape
    name_pattern: Pattern | None  # what every name matches
    min_properties: int
    max_properties: int | None
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Array:
    """A list of one shape; `is_unique`: of a String, Integer, Enum or Const, maybe by Ref."""

    rule: str
    nullable: bool
    items: Shape
    min_items: int  # 0 where there is none
    max_items: int | None
    is_unique: bool = False
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Tuple:
    """A list of a fixed length, each place with a shape of its own (1 to 32)."""

    rule: str
    nullable: bool
    names: Names  # for languages that name it
    items: tuple[Shape, ...]
    label: str | None = None


@dataclass(frozen=True, slots=True)
class String:
    """Text; bounds count code points of the text on the wire, base64 and numbers as well.

    `format`: one of spec/contract.md#formats except base64, which is `is_base64`.
    """

    rule: str
    nullable: bool
    min_length: int  # code points
    max_length: int | None
    pattern: Pattern | None = None
    format: str | None = None
    is_base64: bool = False
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Integer:
    """A number that is integral and within the safe range; None where there is no bound."""

    rule: str
    nullable: bool
    minimum: int | None
    exclusive_minimum: int | None
    maximum: int | None
    exclusive_maximum: int | None
    multiple_of: int | None = None  # never 1
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Number:
    """A finite double; None where there is no bound."""

    rule: str
    nullable: bool
    minimum: float | None
    exclusive_minimum: float | None
    maximum: float | None
    exclusive_maximum: float | None
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Boolean:
    """True or false."""

    rule: str
    nullable: bool
    label: str | None = None


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
    is_open: bool = False  # in tolerant mode another string, or safe integer, is an unknown member
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Const:
    """One string or integer: a literal type in Python and TypeScript, a unit struct in Rust."""

    rule: str
    nullable: bool
    names: Names
    value: str | int
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Arm:
    """One alternative of a union. `names.python` and its like name it where a language does.

    `kind`: string | number | boolean | array | object, the JSON kind that selects it, or "" for a
    tagged record, which `tag` selects; its shape is then a Ref.
    """

    names: Names
    kind: str
    tag: str | None
    shape: Shape


@dataclass(frozen=True, slots=True)
class Union:
    """`oneOf`: at most one arm a JSON kind, or several tagged records for the kind object.

    `arms` stand in the order of the contract form. `expected` is the canonical text of `oneOf` in
    the contract form, `expected_tags` that of the sorted tags, both bounded to 64 code points.
    """

    rule: str
    nullable: bool
    names: Names
    doc: Doc
    arms: tuple[Arm, ...]
    tag_name: str | None  # the property that tells tagged records apart; None without any
    expected: str
    expected_tags: str
    is_open: bool = False
    label: str | None = None


Shape = (
    Ref | Record | Map | Array | Tuple | String | Integer | Number | Boolean | Enum | Const | Union
)


@dataclass(frozen=True, slots=True)
class NamedType:
    """A type of the contract under its own name, or one it imports (wire name `pc:...#Name`)."""

    names: Names
    doc: Doc
    shape: Shape
    is_error: bool  # named in some op's `errors`: also gets an error class
    is_imported: bool = False


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
    interface_id: str = ""  # interface hash, `pi1-` + 52 characters
    forward: Call | None = None


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
    clearance: tuple[str, ...] = ()  # pii, secret
    concurrency: int | None = None
    accelerator_gib: int | None = None


@dataclass(frozen=True, slots=True)
class Budget:
    """What one run may spend; None where there is no bound."""

    usd_micro: int | None
    tokens: int | None
    invocations: int | None
    bytes: int | None


@dataclass(frozen=True, slots=True)
class Limits:
    """What bounds a whole run."""

    hops: int
    deadline_ms: int
    budget: Budget | None = None


@dataclass(frozen=True, slots=True)
class Path:
    """A guard's operand: members of the op's output, outermost first; `is_length`: `len(path)`."""

    members: tuple[str, ...]  # wire names of record members; () is the output itself
    is_length: bool


@dataclass(frozen=True, slots=True)
class Compare:
    """`operator` is == != < <= > >= or in; the right side of `in` is a tuple of literals.

    A bare boolean operand is `== true`. An absent or null path makes it false.
    """

    operator: str
    left: Path | int | str | bool
    right: Path | int | str | bool | tuple[int | str | bool, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """True where its part is false."""

    part: Guard


@dataclass(frozen=True, slots=True)
class Both:
    """`and` (all parts) or `or` (any part)."""

    operator: str  # and | or
    parts: tuple[Guard, ...]


Guard = Compare | Not | Both


@dataclass(frozen=True, slots=True)
class Target:
    """Where an event leads; `when` None is *else*. `text` is the guard's normal form, or ""."""

    to: str
    when: Guard | None
    text: str


@dataclass(frozen=True, slots=True)
class Transition:
    """What the completion of `agent`.`op` does in a state."""

    agent: str
    op: str
    targets: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class State:
    """A leaf state; inner ones are named `outer.inner`. Transitions are sorted by `agent.op`."""

    name: str
    doc: Doc
    transitions: tuple[Transition, ...]
    is_final: bool
    timeout_ms: int | None  # of a waiting state
    approval: tuple[str, ...]  # who may approve; () where nobody has to
    quorum: int


@dataclass(frozen=True, slots=True)
class Machine:
    """`run`: flattened, states sorted by name."""

    initial: str
    states: tuple[State, ...]


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
    machine: Machine | None = None
    doc_id: str = ""  # doc hash, `pd1-` + 52 characters
    accepts: tuple[str, ...] = ()  # hashes of older contracts served in tolerant mode
