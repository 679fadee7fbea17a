"""Reads a bracketed class of characters."""

from __future__ import annotations

from peerc.compiler.pattern import normal
from peerc.compiler.pattern.classes import complement, one, union
from peerc.compiler.pattern.escapes import SETS, escape
from peerc.compiler.pattern.problem import PatternError
from peerc.compiler.pattern.syntax import Chars

_HYPHEN = 0x2D
_ESCAPE_HYPHEN = "write `\\-` for a hyphen"


def read_class(text: str, at: int) -> tuple[Chars, int]:
    """Reads the class whose `[` is at `at`: the set and where it ends."""
    start = at
    is_negated = text.startswith("^", at + 1)
    at += 2 if is_negated else 1
    if text.startswith("]", at):
        hint = "write `\\]` for the bracket, `[\\d\\D]` for any character"
        raise PatternError("it has an empty class", hint, start)
    ranges: list[tuple[int, int]] = []
    spelled: list[str] = []
    before = "start"
    while not text.startswith("]", at):
        if at >= len(text):
            raise PatternError("a class is not closed", "add `]`, or write `\\[`", start)
        if text[at] == "-":
            _check_hyphen(text, at, before)
            before, member, shown, end = "hyphen", [(_HYPHEN, _HYPHEN)], "-", at + 1
        else:
            before, member, shown, end = _member(text, at)
        ranges += member
        spelled.append(shown)
        at = end
    found = union(ranges)
    if is_negated and not (found := complement(found)):
        hint = "name the characters that may stand there"
        raise PatternError("a class excludes every character", hint, start)
    return Chars(found, normal.class_text(is_negated, spelled)), at + 1


def _check_hyphen(text: str, at: int, before: str) -> None:
    """A bare hyphen is itself first or last in a class (RFC 9485), and here after a range too."""
    if text.startswith("]", at + 1):
        return
    if before == "set":
        raise PatternError("a range begins with a set", _ESCAPE_HYPHEN, at)
    if before == "hyphen" or (text.startswith("-", at + 1) and not text.startswith("]", at + 2)):
        raise PatternError("a class holds `--`", _ESCAPE_HYPHEN, at)


def _member(text: str, at: int) -> tuple[str, list[tuple[int, int]], str, int]:
    """One set, character or range: `(which, its ranges, its normal form, its end)`."""
    first, end = _atom(text, at)
    if isinstance(first, str):
        return "set", list(SETS[first]), normal.ranges_text(SETS[first]), end
    shown = normal.class_char_text(first)
    if not text.startswith("-", end) or text.startswith("]", end + 1) or end + 1 >= len(text):
        return "character", list(one(first)), shown, end
    if text[end + 1] == "-":
        raise PatternError("a range ends in a bare hyphen", _ESCAPE_HYPHEN, end + 1)
    last, end_of_range = _atom(text, end + 1)
    if isinstance(last, str):
        raise PatternError(f"a range ends in the set `\\{last}`", _ESCAPE_HYPHEN, end)
    if last < first:
        written = text[at:end_of_range]
        raise PatternError(f"the range `{written}` runs backwards", "swap its ends", at)
    return "range", [(first, last)], f"{shown}-{normal.class_char_text(last)}", end_of_range


def _atom(text: str, at: int) -> tuple[int | str, int]:
    char = text[at]
    if char == "\\":
        return escape(text, at)
    if char == "[":
        if text.startswith(("[:", "[=", "[."), at):
            hint = "list the ranges: `[A-Za-z]` for `[[:alpha:]]`"
            raise PatternError("it has a POSIX class", hint, at)
        raise PatternError("a class holds a bare `[`", "write `\\[`", at)
    if text.startswith("&&", at):
        hint = "write the characters that are left, or `&` once"
        raise PatternError("a class holds `&&`", hint, at)
    return ord(char), at + 1
