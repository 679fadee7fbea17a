"""The tree of errors, each with a code of spec/errors.json. A leaf: it knows no wire and no JSON.

PeerError               code  fault  retry  at  hint
  ContractError         PC1xxx  a contract or a value does not fit
  WireError             PC3xxx  bytes that spec/wire.md does not allow, or a peer out of reach
  CallError             PC2xxx, PC8xxx  the other side failed, or a guard said no
    DeclaredError       PC2101  an error that the contract declares; generated code subclasses it
  DirectoryError        PC4xxx  a registration
  StoreError            PC5xxx  the durable store
  DeployError           PC6xxx  toolchain
  UsageError            PC7xxx  a wrong argument, a missing variable
"""

from __future__ import annotations

from .error_table import ERROR_MESSAGE_MAX, TABLE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, ClassVar, Self, TypeAlias

    from .validate import Codec

    # A place in a value: (parent, key or index), None at the root. Text only when reported.
    Path: TypeAlias = "tuple[Path, str | int] | None"

VIOLATION_MEMBERS = ("code", "at", "rule", "expected", "actual", "direction")


def pointer(at: Path) -> str:
    """The JSON Pointer (RFC 6901) of a place; the root is the empty string."""
    parts: list[str] = []
    while at is not None:
        at, key = at
        parts.append(str(key).replace("~", "~0").replace("/", "~1"))
        parts.append("/")
    return "".join(reversed(parts))


class Violation:
    """One broken rule of the contract: six strings, as spec/wire.md#violations lists them."""

    __slots__ = VIOLATION_MEMBERS

    def __init__(
        self, code: str, at: str, rule: str, expected: str, actual: str, direction: str
    ) -> None:
        self.code = code
        self.at = at
        self.rule = rule
        self.expected = expected
        self.actual = actual
        self.direction = direction

    def members(self) -> dict[str, str]:
        """The six by name."""
        return {name: getattr(self, name) for name in VIOLATION_MEMBERS}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Violation) and other.members() == self.members()

    def __repr__(self) -> str:
        return f"{self.code} at {self.at or 'the root'}: {self.rule} {self.expected}, {self.actual}"


class PeerError(Exception):
    """Root of all errors of Peer Contract. Construct one with `make`, which picks the class.

    `agent` and `op` say which operation it belongs to ("" where none does). Of a PC2102, `cause` is
    the error behind it as {agent, op, code, at[, type]}, `error_type` the class of what was raised.
    """

    error_type: str | None = None
    request_id: str | None = None
    cause: dict[str, str] | None = None
    is_from_call = False  # whether a call to a peer gave it, so that an agent's own failure differs

    def __init__(self, code: str, at: str = "", message: str = "") -> None:
        entry = TABLE.get(code)
        self.code = code
        self.at = at
        self.name = entry[0] if entry else "unknown"
        self.fault = entry[2] if entry else "peer"
        self.retry = entry[3] if entry else "never"
        self.hint = entry[4] if entry else "update this peer: it does not know the code"
        self.message = (message or self.name.replace("_", " "))[:ERROR_MESSAGE_MAX]
        self.agent = ""
        self.op = ""
        self.violations: tuple[Violation, ...] = ()
        super().__init__(code, at, message)

    def __str__(self) -> str:
        place = f" at {self.at}" if self.at else ""
        party = f" [{self.agent}.{self.op}]" if self.agent else ""
        return f"{self.code} {self.name}{party}{place}: {self.message} (hint: {self.hint})"


class ContractError(PeerError):
    """A contract or a value does not fit (PC1xxx). A PC14xx has `violations`."""


class WireError(PeerError):
    """Bytes that the spec does not allow, or a peer that cannot be reached (PC3xxx)."""


class CallError(PeerError):
    """The other side failed, or a guard refused (PC2xxx, PC8xxx)."""


class DeclaredError(CallError):
    """An error that the contract declares (PC2101): `type` is its name there, `data` its record."""

    TYPE: ClassVar[str] = ""
    CODEC: ClassVar[Codec]

    def __init__(self, data: Any, type_name: str = "") -> None:
        self.type = type_name or self.TYPE
        self.data = data
        super().__init__("PC2101", message=f"{self.type}: {data!r}")

    @classmethod
    def from_value(cls, value: Any) -> Self:
        """The error around parsed JSON, past the subclass's own arguments. Raises ContractError."""
        error = cls.__new__(cls)
        DeclaredError.__init__(error, cls.CODEC.read_value(value, "output"))
        return error


class DirectoryError(PeerError):
    """A promise about registrations cannot be kept (PC4xxx)."""


class StoreError(PeerError):
    """The durable store, a cache or a seal failed (PC5xxx)."""


class DeployError(PeerError):
    """A project cannot be built or deployed (PC6xxx)."""


class UsageError(PeerError):
    """A wrong argument or a missing environment variable (PC7xxx)."""


_BY_RANGE: dict[str, type[PeerError]] = {
    "1": ContractError,
    "2": CallError,
    "3": WireError,
    "4": DirectoryError,
    "5": StoreError,
    "6": DeployError,
    "7": UsageError,
    "8": CallError,
}


def make(code: str, at: str = "", message: str = "", direction: str = "") -> PeerError:
    """An error of the class that its code's range names; PC2101 is made by `DeclaredError`.

    With `direction` (`input` or `output`) the fault of PC11xx and PC14xx follows it.
    """
    error = _BY_RANGE[code[2]](code, at, message)
    return directed(error, direction) if direction else error


def directed(error: PeerError, direction: str) -> PeerError:
    """`error` itself, its fault set by the direction of the value that was read or written."""
    if error.code[:4] in ("PC11", "PC14"):
        error.fault = "callee" if direction == "output" else "caller"
    return error


def violated(violations: Sequence[Violation], direction: str) -> PeerError:
    """The ContractError that carries `violations`, with code and place of the first."""
    first = violations[0]
    message = f"{first.rule}: expected {first.expected}, found {first.actual}"
    error = make(first.code, first.at, message, direction)
    error.violations = tuple(violations)
    return error
