"""The normal form of a pattern, token by token (spec/pattern.md#normal)."""

from __future__ import annotations

from peerc.compiler.pattern.classes import SURROGATE_FIRST, SURROGATE_LAST, Ranges
from peerc.compiler.pattern.syntax import Anchor, Chars, Choice, Group, Part

_NAMED = {"\n": "\\n", "\r": "\\r", "\t": "\\t", "\f": "\\f", "\v": "\\v"}
_SYNTAX = frozenset("^$\\.*+?()[]{}|")
_CLASS_SYNTAX = frozenset("\\[]-")


def render(choice: Choice) -> str:
    """The text of a tree."""
    return "|".join("".join(map(_part, branch)) for branch in choice.branches)


def char_text(code: int) -> str:
    """A code point outside a class."""
    return _escaped(code, _SYNTAX)


def class_char_text(code: int) -> str:
    """A code point inside a class, wherever it stands in it."""
    return _escaped(code, _CLASS_SYNTAX)


def class_text(is_negated: bool, members: list[str]) -> str:
    """A class of its members' texts."""
    body = "".join(members)
    if body.startswith("^"):
        body = "\\" + body
    # `&&` is an operator elsewhere and refused here, `\&` unknown to ECMA-262 with flag `u`.
    body = body.replace("&&", "&\\u0026")
    return f"[{'^' if is_negated else ''}{body}]"


def ranges_text(ranges: Ranges) -> str:
    """The members of a class that are these ranges; one may run across the surrogates."""
    spelled: list[tuple[int, int]] = []
    for first, last in ranges:
        if first == SURROGATE_LAST + 1 and spelled and spelled[-1][1] == SURROGATE_FIRST - 1:
            first, _ = spelled.pop()
        spelled.append((first, last))
    return "".join(_range_text(first, last) for first, last in spelled)


def _range_text(first: int, last: int) -> str:
    if first == last:
        return class_char_text(first)
    return f"{class_char_text(first)}-{class_char_text(last)}"


def _part(part: Part) -> str:
    if isinstance(part, Chars | Anchor):
        return part.text
    if isinstance(part, Group):
        return f"{part.opening}{render(part.body)})"
    return _part(part.body) + part.text


def _escaped(code: int, syntax: frozenset[str]) -> str:
    char = chr(code)
    if char in syntax:
        return "\\" + char
    if " " <= char <= "~":
        return char
    if char in _NAMED:
        return _NAMED[char]
    if code < 0xA0:
        return f"\\u{code:04X}"
    if code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF:  # noncharacters
        units = char.encode("utf-16-be")
        return "".join(f"\\u{units[at : at + 2].hex().upper()}" for at in range(0, len(units), 2))
    return char
