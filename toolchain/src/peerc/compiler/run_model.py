"""`run` as its author wrote it, nested states not flattened, guards parsed but not typed."""

from __future__ import annotations

from dataclasses import dataclass

from peerc.compiler import ir
from peerc.compiler.tree import Mapping, Node, Scalar

Literal = int | str | bool
Operand = ir.Path | Literal


@dataclass(frozen=True, slots=True)
class Place:
    """Offsets of characters in a guard's text, the end exclusive."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Test:
    """One comparison of a guard with the places of its parts; `right` has one a literal of `in`."""

    compare: ir.Compare
    left: Place
    operator: Place
    right: tuple[Place, ...]
    is_bare: bool  # a lone operand, which stands for `== true`


@dataclass(frozen=True, slots=True)
class GuardDecl:
    """`when`: what it says, its comparisons in order, and the scalar it is written in."""

    guard: ir.Guard
    tests: tuple[Test, ...]
    node: Node


@dataclass(frozen=True, slots=True, eq=False)
class TargetDecl:
    """Where an event leads. `guard` None with `when` is a guard that does not parse."""

    to: str
    node: Node
    when: Node | None
    guard: GuardDecl | None


@dataclass(frozen=True, slots=True, eq=False)
class EventDecl:
    """`agent.op` of an `on`, and its targets in order."""

    name: str
    key: Scalar
    targets: tuple[TargetDecl, ...]


@dataclass(frozen=True, slots=True, eq=False)
class StateDecl:
    """A state; one that holds states has `inner` and the name of the one it is entered by."""

    name: str  # as written: without the outer's
    key: Scalar
    description: str
    events: tuple[EventDecl, ...]
    is_final: bool
    is_waiting: bool
    timeout_ms: int | None
    approval: tuple[str, ...]  # sorted
    quorum: int
    inner: tuple[StateDecl, ...] = ()
    initial: str = ""
    initial_node: Node | None = None


@dataclass(frozen=True, slots=True, eq=False)
class RunDecl:
    """The whole table, states in the order of the source; `initial` is "" where it is missing."""

    node: Mapping
    initial: str
    initial_node: Node | None
    states: tuple[StateDecl, ...]
