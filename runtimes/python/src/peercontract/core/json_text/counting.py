"""Exact counts for texts that a cheap bound does not settle: members, depth, halves of pairs."""

from __future__ import annotations

import re

# One string, or what an unclosed one leaves. Unrolled: the naive form is quadratic on hostile text.
_STRING = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z)', re.DOTALL)
_BRACKETS = bytes.maketrans(b"{}", b"[]")
_OTHERS = bytes(set(range(256)) - set(b'[]{}"'))
_GOOD_ESCAPE = re.compile(
    r"\\(?:[^u]|u(?![dD][89a-fA-F])....|u[dD][89abAB]..\\u[dD][c-fC-F]..)", re.DOTALL
)


def members(source: str) -> int:
    """Colons outside strings (J4), of a text that need not be JSON."""
    return _STRING.sub("", source).count(":")


def is_deeper(source: str, most: int) -> bool:
    """Whether more than `most` containers are open at once; for a text that is no JSON, either."""
    raw = source.encode()
    if b'\\"' in raw or b"\\\\" in raw:
        brackets = _STRING.sub("", source).encode().translate(_BRACKETS, _OTHERS)
    else:
        # Every quote begins or ends a string; one without a bracket in it leaves two quotes.
        brackets = raw.translate(_BRACKETS, _OTHERS).replace(b'""', b"")
        if b'"' in brackets:
            brackets = _STRING.sub("", source).encode().translate(_BRACKETS, _OTHERS)
    # Each round takes the innermost containers away, so there are as many rounds as levels.
    for _ in range(most):
        brackets = brackets.replace(b"[]", b"")
    return bool(brackets)


def has_lone_surrogate(source: str) -> bool:
    """Whether well-formed JSON holds an escape of half a pair: what is left after all good ones."""
    return "\\" in _GOOD_ESCAPE.sub("", source)
