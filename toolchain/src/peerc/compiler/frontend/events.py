"""What the YAML and the JSON reader have in common: the events, the syntax fault, the scalars."""

from __future__ import annotations

import re
from dataclasses import dataclass

from peerc.compiler.tree import Value

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?\Z")
SAFE_INTEGER_MAX = 2**53 - 1


@dataclass(frozen=True, slots=True)
class Open:
    """A mapping (`is_mapping`) or a sequence starts."""

    start: int
    end: int
    is_mapping: bool


@dataclass(frozen=True, slots=True)
class Close:
    """The mapping or sequence opened last ends at `end`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Text:
    """A scalar: its text without quotes and escapes. `plain` = it stood without quotes."""

    start: int
    end: int
    text: str
    plain: bool


Event = Open | Close | Text


class SyntaxFault(Exception):
    """The source cannot be read on: a code at offsets `start` to `end`. Changes nothing."""

    def __init__(self, code: str, start: int, end: int, **fields: str) -> None:
        super().__init__(code)
        self.code = code
        self.start = start
        self.end = end
        self.fields = fields


def resolve(text: str, plain: bool) -> Value:
    """The value of a scalar: null, true, false, a JSON number when plain, else a string.

    A number is an `int` where its double is integral and safe (so `2.0` is 2), else the `float`,
    which may be infinite: what wants a number judges that.
    """
    if not plain:
        return text
    if text == "null":
        return None
    if text in ("true", "false"):
        return text == "true"
    if not _NUMBER.match(text):
        return text
    number = float(text)
    if number.is_integer() and abs(number) <= SAFE_INTEGER_MAX:
        return int(number)
    return number


def whole(text: str, start: int, end: int) -> str:
    """`text` with two escapes of a surrogate pair as the one character they mean (else PC1001)."""
    try:
        return text.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError:
        problem = "an escape gives half of a surrogate pair"
        raise SyntaxFault("PC1001", start, end, problem=problem) from None
