"""How a violation shows values and keywords (spec/wire.md#violations)."""

from __future__ import annotations

from json.encoder import encode_basestring as quote

from ..canonical import canonical, number
from ..error_table import VIOLATION_TEXT_MAX

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def bounded(text: str) -> str:
    """At most 64 code points: what is longer keeps 61 and ends in `...`."""
    return text if len(text) <= VIOLATION_TEXT_MAX else text[: VIOLATION_TEXT_MAX - 3] + "..."


def show(value: Any) -> str:
    """How a violation's `actual` shows a value; of a string only 64 code points are looked at."""
    kind = type(value)
    if kind is str:
        return bounded(quote(value[:VIOLATION_TEXT_MAX]))
    if kind is list:
        return f"array({len(value)})"
    if kind is dict:
        return f"object({len(value)})"
    if value is None or kind is bool:
        return canonical(value)
    if kind is int or kind is float:
        try:
            return number(float(value))
        except OverflowError:
            return "<int>"
    return bounded(f"<{kind.__name__}>")
