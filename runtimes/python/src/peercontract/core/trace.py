"""W3C Trace Context, version 00: reads a `traceparent` and makes those of children and new runs."""

from __future__ import annotations

from .errors import make

_HEX = "0123456789abcdef"
SAMPLED = "01"


class Trace:
    """The parts of a traceparent, lower-case hex: 32, 16 and 2 digits."""

    __slots__ = ("flags", "parent_id", "trace_id")

    def __init__(self, trace_id: str, parent_id: str, flags: str) -> None:
        self.trace_id = trace_id
        self.parent_id = parent_id
        self.flags = flags

    def __str__(self) -> str:
        return f"00-{self.trace_id}-{self.parent_id}-{self.flags}"


def is_hex(text: str, digits: int) -> bool:
    """Whether `text` is so many lower-case hex digits."""
    return len(text) == digits and not text.strip(_HEX)


def is_id(text: str, digits: int) -> bool:
    """Whether `text` is an id: so many lower-case hex digits, not all zero."""
    return is_hex(text, digits) and bool(text.strip("0"))


def parse(traceparent: str) -> Trace:
    """The parts of `traceparent`. Raises WireError PC3001 unless it is version 00."""
    parts = traceparent.split("-")
    if len(parts) == 4 and parts[0] == "00":
        _, trace_id, parent_id, flags = parts
        if is_id(trace_id, 32) and is_id(parent_id, 16) and is_hex(flags, 2):
            return Trace(trace_id, parent_id, flags)
    raise make("PC3001", message="the traceparent is malformed")


def child(traceparent: str, span_id: str) -> str:
    """The traceparent of a call made within `traceparent`: same trace, same flags, a new parent."""
    parent = parse(traceparent)
    return str(Trace(parent.trace_id, span_id, parent.flags))


def start(trace_id: str, span_id: str) -> str:
    """The traceparent of a new run; sampled, for nothing else records it."""
    return str(Trace(trace_id, span_id, SAMPLED))
