"""Request envelopes, and the control documents that they and the envelopes of replies are."""

from __future__ import annotations

from ..canonical import canonical
from ..error_table import ENVELOPE_BYTES_MAX, HOPS_MAX, SAFE_INTEGER_MAX
from ..errors import ContractError, PeerError, make
from ..json_text import parse
from ..trace import is_hex, is_id
from ..trace import parse as parse_trace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

NO_HOP = "0" * 16
"""The hop_id of a refusal whose request could not be read."""

_LOWER = "abcdefghijklmnopqrstuvwxyz"
_DIGITS = "0123456789"
_NAME_MAX = 63
STATE_NAME_MAX = 127  # two names and a dot


class Request:
    """The members of a request envelope, in wire names but for `from_agent`."""

    __slots__ = (
        "contract",
        "deadline_ms",
        "from_agent",
        "hop_id",
        "hops_left",
        "idempotency_key",
        "interface",
        "left_ms",
        "run",
        "state",
        "to",
        "traceparent",
        "tracestate",
    )

    def __init__(self, members: Mapping[str, Any]) -> None:
        self.contract: str = members["contract"]
        self.deadline_ms: int = members["deadline_ms"]
        self.from_agent: str = members["from"]
        self.hop_id: str = members["hop_id"]
        self.hops_left: int = members["hops_left"]
        self.left_ms: int = members["left_ms"]
        self.run: str = members["run"]
        self.to: str = members["to"]
        self.traceparent: str = members["traceparent"]
        self.tracestate: str | None = members.get("tracestate")
        self.idempotency_key: str | None = members.get("idempotency_key")
        self.interface: str | None = members.get("interface")
        self.state: str | None = members.get("state")

    def members(self) -> dict[str, Any]:
        """The members again, as `build_request` takes them."""
        names = [name for name in Request.__slots__ if getattr(self, name) is not None]
        found = {"from" if name == "from_agent" else name: getattr(self, name) for name in names}
        return {"peer": 1, **found}


def parse_request(env: str) -> Request:
    """The request envelope of a text. Raises WireError PC3001, or PC3002 for another version."""
    members = control(env, "PC3001")
    peer = members.get("peer")
    if isinstance(peer, int) and peer != 1:
        raise make("PC3002", message=f"version {peer} of the envelope, 1 was expected")
    for name in _REQUEST.keys() | members.keys():
        check = _REQUEST.get(name)
        if check is None or not (name in members or name in _OPTIONAL):
            raise make("PC3001", message=f"the envelope: `{_short(name)}` is missing or unknown")
        if name in members and not check(members[name]):
            raise make("PC3001", message=f"the envelope's `{name}` is malformed")
    if members["traceparent"][36:52] != members["hop_id"]:
        raise make("PC3001", message="the envelope's `hop_id` is not its traceparent's parent")
    return Request(members)


def hop_id_of(env: str) -> str:
    """The hop id that a refusal of `env` repeats: NO_HOP where it cannot be read."""
    try:
        hop_id = control(env, "PC3001").get("hop_id")
    except PeerError:
        return NO_HOP
    return str(hop_id) if _is_hop(hop_id) else NO_HOP


def build_request(members: Mapping[str, Any]) -> str:
    """The text of a request envelope. Raises WireError PC3001 for an ill-formed member."""
    env = canonical(dict(members))
    parse_request(env)
    return env


def control(text: str, code: str) -> dict[str, Any]:
    """The members of a control document: integers and strings, ASCII keys, canonical."""
    try:
        members = parse(text, ENVELOPE_BYTES_MAX)
        good = (
            type(members) is dict
            and all(key.isascii() for key in members)
            and all(type(each) is int or type(each) is str for each in members.values())
            and canonical(members) == text
        )
    except ContractError as error:
        raise make(code, message=f"the envelope is no strict JSON: {error.code}") from None
    if not good:
        raise make(code, message="the envelope is no control document (spec/canonical.md)")
    found: dict[str, Any] = members
    return found


def _short(name: str) -> str:
    return name[:_NAME_MAX]


def is_contract(value: Any) -> bool:
    """Whether it has the form of a contract hash."""
    return _is_hash(value, "pc1-")


def _is_hash(value: Any, mark: str) -> bool:
    return (
        type(value) is str
        and len(value) == 56
        and value.startswith(mark)
        and not value[4:].strip(_LOWER + "234567")
    )


def is_state(value: Any) -> bool:
    """Whether it may be the name of a state, in some contract."""
    return (
        type(value) is str
        and 1 <= len(value) <= STATE_NAME_MAX
        and not value.strip(_LOWER + _DIGITS + "_.")
    )


def _is_agent(value: Any) -> bool:
    return _is_name(value, _LOWER + _DIGITS + "_-")


def _is_name(value: Any, allowed: str) -> bool:
    return (
        type(value) is str
        and 1 <= len(value) <= _NAME_MAX
        and value[0] in _LOWER
        and not value.strip(allowed)
    )


def _is_to(value: Any) -> bool:
    if type(value) is not str:
        return False
    agent, _, op = value.partition(".")
    return _is_agent(agent) and _is_name(op, _LOWER + _DIGITS + "_")


def _is_run(value: Any) -> bool:
    return type(value) is str and value[:2] == "r_" and is_hex(value[2:], 32)


def _is_hop(value: Any) -> bool:
    return type(value) is str and is_id(value, 16)


def _is_trace(value: Any) -> bool:
    if type(value) is not str:
        return False
    try:
        parse_trace(value)
    except PeerError:
        return False
    return True


def _is_count(value: Any, most: int) -> bool:
    return type(value) is int and 0 <= value <= most


def _is_printable(value: Any, most: int) -> bool:
    return (
        type(value) is str and 1 <= len(value) <= most and value.isascii() and value.isprintable()
    )


_OPTIONAL = ("idempotency_key", "interface", "state", "tracestate")
_REQUEST: dict[str, Callable[[Any], bool]] = {
    "peer": lambda value: type(value) is int,
    "contract": is_contract,
    "from": lambda value: value == "" or _is_agent(value),
    "to": _is_to,
    "run": _is_run,
    "hop_id": _is_hop,
    "hops_left": lambda value: _is_count(value, HOPS_MAX),
    "deadline_ms": lambda value: _is_count(value, SAFE_INTEGER_MAX),
    "left_ms": lambda value: _is_count(value, SAFE_INTEGER_MAX),
    "traceparent": _is_trace,
    "tracestate": lambda value: _is_printable(value, 512),
    "idempotency_key": lambda value: _is_printable(value, 128),
    "interface": lambda value: _is_hash(value, "pi1-"),
    "state": is_state,
}
