"""The text of an error on the wire (spec/wire.md#errors): written, and read strictly."""

from __future__ import annotations

from ..canonical import canonical
from ..error_table import ERROR_MESSAGE_MAX, VIOLATIONS_MAX
from ..errors import (
    VIOLATION_MEMBERS,
    ContractError,
    DeclaredError,
    PeerError,
    Violation,
    make,
)
from ..json_text import parse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

_FAULTS = ("author", "caller", "callee", "peer", "platform")
_RETRIES = ("never", "same", "later")
_CAUSE_MEMBERS = ("agent", "op", "code", "at")


def to_wire(error: PeerError) -> str:
    """The error text of spec/wire.md#errors, in RFC 8785 form."""
    members: dict[str, Any] = {
        "agent": error.agent,
        "at": error.at,
        "code": error.code,
        "fault": error.fault,
        "message": _well_formed(error.message),
        "op": error.op,
        "retry": error.retry,
    }
    if error.violations:
        members["violations"] = [violation.members() for violation in error.violations]
    if isinstance(error, DeclaredError):
        members["type"] = error.type
        members["data"] = error.CODEC.plain(error.data, "output") if error.TYPE else error.data
    for name in ("error_type", "request_id", "cause"):
        if getattr(error, name) is not None:
            members[name] = getattr(error, name)
    return canonical(members)


def _well_formed(message: str) -> str:
    """Half surrogate pairs, which an exception's text may hold, become question marks."""
    return message.encode("utf-8", "replace").decode()


def from_wire(
    text: str, declared: Mapping[str, Callable[[Any], DeclaredError]] | None = None
) -> PeerError:
    """The error that `text` stands for. `declared` makes the op's errors by name; None takes any.

    Raises WireError PC3007 for any text that is no error of spec/wire.md#errors.
    """
    try:
        members = parse(text)
        if not _is_error(members):
            raise _malformed("the text is no error of the wire")
        return _from_members(members, declared)
    except ContractError as fault:
        raise _malformed(f"{fault.code} at {fault.at}") from None


def _malformed(problem: str) -> PeerError:
    return make("PC3007", message=f"the error text is malformed: {problem}")


def _from_members(
    members: dict[str, Any], declared: Mapping[str, Callable[[Any], DeclaredError]] | None
) -> PeerError:
    error: PeerError
    if members["code"] == "PC2101":
        if declared is None:
            error = DeclaredError(members["data"], members["type"])
        elif members["type"] in declared:
            error = declared[members["type"]](members["data"])
        else:
            raise _malformed("the op declares no such error")
    else:
        error = make(members["code"])
    for name in ("agent", "at", "fault", "message", "op", "retry"):
        setattr(error, name, members[name])
    for name in ("error_type", "request_id", "cause"):
        if name in members:
            setattr(error, name, members[name])
    error.violations = tuple(Violation(**each) for each in members.get("violations", ()))
    return error


def _is_error(members: Any) -> bool:
    always = ("agent", "at", "code", "fault", "message", "op", "retry")
    if type(members) is not dict or not all(type(members.get(name)) is str for name in always):
        return False
    code = members["code"]
    allowed, needed = _by_code(code)
    extra = members.keys() - set(always)
    return (
        _is_code(code)
        and members["fault"] in _FAULTS
        and members["retry"] in _RETRIES
        and len(members["message"]) <= ERROR_MESSAGE_MAX
        and extra <= set(allowed)
        and extra >= set(needed)
        and all(_FORMS[name](members[name]) for name in extra)
        and _agrees_with_first(members)
    )


def _is_code(code: str) -> bool:
    digits = code[2:]
    return (
        code[:2] == "PC"
        and len(digits) == 4
        and digits.isascii()
        and digits.isdigit()
        and "1" <= digits[0] <= "8"
    )


def _by_code(code: str) -> tuple[Sequence[str], Sequence[str]]:
    """The members that an error of this code may and must have beside those that all have."""
    if code == "PC2101":
        return ("type", "data"), ("type", "data")
    if code == "PC2102":
        return ("error_type", "request_id", "cause"), ()
    if code[:4] == "PC14":
        return ("violations",), ("violations",)
    return (), ()


def _agrees_with_first(members: dict[str, Any]) -> bool:
    if "violations" not in members:
        return True
    first = members["violations"][0]
    return bool(first["code"] == members["code"] and first["at"] == members["at"])


def _is_violations(value: Any) -> bool:
    return (
        type(value) is list
        and 1 <= len(value) <= VIOLATIONS_MAX
        and all(_is_violation(each) for each in value)
    )


def _is_violation(value: Any) -> bool:
    return (
        _has_strings(value, VIOLATION_MEMBERS)
        and value["direction"] in ("input", "output")
        and value["code"][:4] == "PC14"
        and _is_code(value["code"])
    )


def _is_cause(value: Any) -> bool:
    declared = type(value) is dict and value.get("code") == "PC2101"
    names = (*_CAUSE_MEMBERS, "type") if declared else _CAUSE_MEMBERS
    return _has_strings(value, names) and _is_code(value["code"])


def _has_strings(value: Any, names: tuple[str, ...]) -> bool:
    return (
        type(value) is dict
        and value.keys() == set(names)
        and all(type(each) is str for each in value.values())
    )


def _is_string(value: Any) -> bool:
    return type(value) is str


_FORMS: dict[str, Callable[[Any], bool]] = {
    "violations": _is_violations,
    "type": _is_string,
    "data": lambda value: type(value) is dict,
    "error_type": _is_string,
    "request_id": _is_string,
    "cause": _is_cause,
}
