"""The tables that generated code builds: agents, ops, records, the mark for "absent"."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any, ClassVar, Self

    from .errors import DeclaredError
    from .machine import Machine
    from .validate import Codec


class Unset:
    """The type of `UNSET`. False in a condition, like None."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "UNSET"

    def __reduce__(self) -> str:
        return "UNSET"  # copies and pickles are the one object


UNSET = Unset()
"""A member that is not there, where null is a value of its own: optional *and* nullable fields."""


class Unknown:
    """A record whose tag only a newer contract knows, as tolerant mode reads it (`tag`)."""

    __slots__ = __match_args__ = ("tag",)

    def __init__(self, tag: str) -> None:
        self.tag = tag

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Unknown) and other.tag == self.tag

    __hash__ = None  # type: ignore[assignment]  # as records

    def __repr__(self) -> str:
        return f"Unknown({self.tag!r})"


class Record:
    """Base of generated records: equal by fields, written and read as JSON text.

    `__match_args__` lists the fields in the order of their wire names.
    """

    __slots__ = ()
    __match_args__: ClassVar[tuple[str, ...]] = ()
    CODEC: ClassVar[Codec]

    @classmethod
    def from_json(cls, text: str | bytes, limit: int = 1) -> Self:
        """The record that strict JSON text stands for. Raises ContractError; `limit` violations."""
        record: Self = cls.CODEC.read(text, "input", limit)
        return record

    def to_json(self, direction: str = "input", limit: int = 1) -> str:
        """The record's JSON text, members in name order. Raises ContractError."""
        return self.CODEC.write(self, direction, limit)

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in self.__match_args__)

    __hash__ = None  # type: ignore[assignment]  # fields may be changed

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__match_args__)
        return f"{type(self).__name__}({fields})"


class Op:
    """One operation: its wire name, times in ms, sizes in bytes of body text, codecs for its types.

    `errors`: type name -> class of the declared error. `method`: the op's name in Python.
    `interface_id`: hash of what the op looks like on the wire (`pi1-` and 52 characters).
    """

    __slots__ = (
        "effect",
        "errors",
        "input",
        "interface_id",
        "max_input_bytes",
        "max_output_bytes",
        "method",
        "name",
        "output",
        "timeout_ms",
    )

    def __init__(
        self,
        *,
        name: str,
        method: str,
        effect: str,
        timeout_ms: int,
        max_input_bytes: int,
        max_output_bytes: int,
        input: Codec,
        output: Codec,
        errors: Mapping[str, type[DeclaredError]],
        interface_id: str = "",
    ) -> None:
        self.name = name
        self.method = method
        self.effect = effect
        self.timeout_ms = timeout_ms
        self.max_input_bytes = max_input_bytes
        self.max_output_bytes = max_output_bytes
        self.input = input
        self.output = output
        self.errors = errors
        self.interface_id = interface_id

    def error_makers(self) -> dict[str, Callable[[Any], DeclaredError]]:
        """What `errors.from_wire` needs to make this op's declared errors."""
        return {name: kind.from_value for name, kind in self.errors.items()}


class Agent:
    """One agent: its ops by wire name, and the (agent, op) pairs that it may call."""

    __slots__ = ("calls", "name", "ops")

    def __init__(
        self, *, name: str, ops: tuple[Op, ...], calls: tuple[tuple[str, str], ...]
    ) -> None:
        self.name = name
        self.ops = {op.name: op for op in ops}
        self.calls = frozenset(calls)


class Contract:
    """A contract as one build knows it; `id` is its hash (`pc1-` and 52 characters).

    `accepts`: hashes of older contracts whose callers are read in tolerant mode.
    """

    __slots__ = ("accepts", "agents", "deadline_ms", "hops", "id", "machine", "name")

    def __init__(
        self,
        *,
        name: str,
        id: str,
        hops: int,
        deadline_ms: int,
        agents: tuple[Agent, ...],
        machine: Machine | None = None,
        accepts: tuple[str, ...] = (),
    ) -> None:
        self.name = name
        self.id = id
        self.hops = hops
        self.deadline_ms = deadline_ms
        self.agents = {agent.name: agent for agent in agents}
        self.machine = machine
        self.accepts = frozenset(accepts)

    def allows(self, caller: str, agent: str, op: str) -> bool:
        """Whether `caller` may call `agent.op`; "" is a caller outside the contract."""
        if caller == "":
            return True
        return caller in self.agents and (agent, op) in self.agents[caller].calls
