"""The two forms of an event: texts with an envelope, or a bare op and input from a stock tool."""

from __future__ import annotations

from ..errors import make

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class EnvelopeEvent:
    """An event `{"body", "env"}`: two texts, not read yet."""

    __slots__ = ("body", "env")

    def __init__(self, env: str, body: str) -> None:
        self.env = env
        self.body = body


class BareEvent:
    """An event `{"input", "op"}` from a stock tool; `input` was parsed by the platform's client."""

    __slots__ = ("input", "op")

    def __init__(self, op: str, input: Any) -> None:
        self.op = op
        self.input = input


def is_envelope(event: Any) -> bool:
    """Whether an event wants a reply envelope, be it well-formed or not."""
    return isinstance(event, dict) and ("env" in event or "body" in event)


def classify(event: Any) -> EnvelopeEvent | BareEvent:
    """Which of the two forms an event has. Raises WireError PC3001 for any other."""
    if is_envelope(event):
        env, body = event.get("env"), event.get("body")
        if len(event) == 2 and _is_text(env) and _is_text(body):
            return EnvelopeEvent(env, body)
    elif isinstance(event, dict) and event.keys() == {"op", "input"} and _is_text(event["op"]):
        return BareEvent(event["op"], event["input"])
    raise make("PC3001", message="the event is neither {body, env} nor {input, op}")


def _is_text(value: Any) -> bool:
    return isinstance(value, str)
