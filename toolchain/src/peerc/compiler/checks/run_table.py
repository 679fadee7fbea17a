"""The table of a run with its states flattened: one entry a leaf state, targets resolved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from peerc.compiler.run_model import EventDecl, RunDecl, StateDecl
from peerc.compiler.tree import Node


@dataclass(frozen=True, slots=True)
class Leaf:
    """A state that holds none. `scope` is the name of the state it stands in, or ""."""

    name: str  # `outer.inner` for an inner one
    decl: StateDecl
    scope: str
    events: tuple[tuple[EventDecl, str], ...]  # own ones, then inherited ones; each with its scope


@dataclass(frozen=True, slots=True)
class Use:
    """A state's name where it is used: as `initial`, or as a target."""

    name: str
    node: Node
    scope: str


class Table:
    """Flattened states of a run, by name, in the order of the source."""

    def __init__(self, run: RunDecl) -> None:
        self.run = run
        self._outer = {state.name: state for state in run.states}
        self.leaves = {leaf.name: leaf for state in run.states for leaf in _leaves(state)}

    @property
    def initial(self) -> str | None:
        """The leaf that a run begins in; None where it is not known."""
        return self.resolve(self.run.initial, "")

    def resolve(self, name: str, scope: str) -> str | None:
        """The leaf that `name` means inside the state `scope`; entering a state that holds states
        is entering its initial one. None for no state."""
        if scope:
            inner = f"{scope}.{name}"
            if inner in self.leaves:
                return inner
        if name in self.leaves:
            return name
        outer = self._outer.get(name)
        if outer is None or not outer.inner:
            return None
        entered = f"{name}.{outer.initial}"
        return entered if entered in self.leaves else None

    def is_known(self, name: str, scope: str) -> bool:
        """Whether `name` is a state, though it may lack an initial one to enter."""
        return name in self._outer or self.resolve(name, scope) is not None

    def names(self) -> list[str]:
        """What a target may be called from outside."""
        return sorted({*self._outer, *self.leaves})

    def uses(self) -> Iterator[Use]:
        """Every use of a state's name."""
        if self.run.initial_node is not None and self.run.initial:
            yield Use(self.run.initial, self.run.initial_node, "")
        for scope, event in self.events():
            for target in event.targets:
                yield Use(target.to, target.node, scope)

    def events(self) -> Iterator[tuple[str, EventDecl]]:
        """Every event as it is written, with the scope of the names in it."""
        for outer in self.run.states:
            scope = outer.name if outer.inner else ""
            for state in (outer, *outer.inner):
                yield from ((scope, event) for event in state.events)

    def following(self, leaf: Leaf) -> list[str]:
        """The leaves that a state's events lead to."""
        found = (
            self.resolve(target.to, scope)
            for event, scope in leaf.events
            for target in event.targets
        )
        return [name for name in found if name is not None]


def _leaves(state: StateDecl) -> Iterator[Leaf]:
    if not state.inner:
        yield Leaf(state.name, state, "", tuple((event, "") for event in state.events))
        return
    for inner in state.inner:
        own = {event.name for event in inner.events}
        inherited = () if inner.is_final else state.events
        events = [*inner.events, *(event for event in inherited if event.name not in own)]
        scoped = tuple((event, state.name) for event in events)
        yield Leaf(f"{state.name}.{inner.name}", inner, state.name, scoped)
