"""Exact counts for texts that a cheap bound does not settle: members, depth, halves of pairs."""

from __future__ import annotations

import re

# One string, or what an unclosed one leaves. Unrolled: the naive form is quadratic on hostile text.
_STRING = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z)', re.DOTALL)
_NOT_BRACKETS = re.compile(r"[^\[\]{}]+")
_GOOD_ESCAPE = re.compile(
    r"\\(?:[^u]|u(?![dD][89a-fA-F])....|u[dD][89abAB]..\\u[dD][c-fC-F]..)", re.DOTALL
)


def members(source: str) -> int:
    """Colons outside strings (J4), of a text that need not be JSON."""
    return _STRING.sub("", source).count(":")


def depth(source: str) -> int:
    """The most containers that are open at once."""
    depth = deepest = 0
    for bracket in _NOT_BRACKETS.sub("", _STRING.sub("", source)):
        if bracket in "[{":
            depth += 1
            if depth > deepest:
                deepest = depth
        else:
            depth -= 1
    return deepest


def has_lone_surrogate(source: str) -> bool:
    """Whether well-formed JSON holds an escape of half a pair: what is left after all good ones."""
    return "\\" in _GOOD_ESCAPE.sub("", source)
