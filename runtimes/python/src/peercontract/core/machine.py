"""Run states: which operation may follow which (spec/machine.md).

Generated code builds the `Machine`; its guards are functions over typed outputs.
"""

from __future__ import annotations

from .errors import make

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any, TypeAlias

    Entry: TypeAlias = str | Callable[[Any], str | None]
    """The next state, or what gives it for an output; None where no guard holds."""


class Machine:
    """`states`: name of a state -> `agent.op` -> entry. A final state has no entries."""

    __slots__ = ("governed", "initial", "states")

    def __init__(self, *, initial: str, states: Mapping[str, Mapping[str, Entry]]) -> None:
        self.initial = initial
        self.states = states
        self.governed = frozenset(event for entries in states.values() for event in entries)

    def admit(self, state: str, event: str) -> None:
        """Raises CallError PC2003 where `state` does not admit the operation `agent.op`."""
        entries = self.states.get(state)
        if entries is None:
            raise make("PC2003", message="the run is in a state that this contract does not have")
        if event in self.governed and event not in entries:
            raise make("PC2003", message=f"`{event}` is not admitted in the state `{state}`")

    def after(self, state: str, event: str, output: Any) -> str:
        """The state after `event` is done with `output`; it stays where nothing says otherwise."""
        entry = self.states.get(state, {}).get(event)
        if entry is None or isinstance(entry, str):
            return entry or state
        return entry(output) or state

    def step(self, state: str, event: str, output: Any) -> str:
        """`admit`, then `after`: one call seen from outside. Raises CallError PC2003."""
        self.admit(state, event)
        return self.after(state, event, output)


def merge(sent: str, own: str, replied: str) -> str:
    """The caller's state once a reply is there: `sent` with the call, `own` by now.

    Raises CallError PC2004 when two calls at once moved the run to different states.
    """
    if replied == sent:
        return own
    if own not in (sent, replied):
        problem = f"one call moved the run to `{own}`, another to `{replied}`"
        raise make("PC2004", message=problem)
    return replied
