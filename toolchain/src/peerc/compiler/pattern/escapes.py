"""What stands behind a backslash: a character, a set, or a form of other dialects."""

from __future__ import annotations

import re

from peerc.compiler.pattern.classes import (
    SURROGATE_FIRST,
    SURROGATE_LAST,
    Ranges,
    complement,
    one,
    union,
)
from peerc.compiler.pattern.problem import PatternError

_DIGITS: Ranges = ((0x30, 0x39),)
_WORD: Ranges = ((0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A))
_SPACE: Ranges = ((0x09, 0x0D), (0x20, 0x20))
SETS: dict[str, Ranges] = {
    "d": _DIGITS,
    "w": _WORD,
    "s": _SPACE,
    "D": complement(_DIGITS),
    "W": complement(_WORD),
    "S": complement(_SPACE),
}
ANY = complement(union([*one(0x0A), *one(0x0D)]))  # `.`

_CONTROLS = {"n": 0x0A, "r": 0x0D, "t": 0x09, "f": 0x0C, "v": 0x0B}
_HEX = {"x": (re.compile("[0-9A-Fa-f]{2}"), "xHH"), "u": (re.compile("[0-9A-Fa-f]{4}"), "uHHHH")}
_TRAIL = re.compile(r"\\u([Dd][C-Fc-f][0-9A-Fa-f]{2})")
_WORD_BOUNDARY = "write what may stand there, as in `(?:^|[^0-9A-Za-z])word`"
_FOREIGN = {
    "b": ("`\\b` is not in it", _WORD_BOUNDARY),
    "B": ("`\\B` is not in it", _WORD_BOUNDARY),
    "A": ("`\\A` is not in it", "write `^`, which is the start of the text"),
    "Z": ("`\\Z` is not in it", "write `$`, which is the end of the text"),
    "z": ("`\\z` is not in it", "write `$`, which is the end of the text"),
    "0": ("`\\0` is not in it", "write `\\x00`"),
    "c": ("`\\c` is not in it", "write the control character as `\\xHH`"),
    "p": ("`\\p` depends on a Unicode version", "list the ranges: `[A-Za-z\\u00C0-\\u024F]`"),
    "P": ("`\\P` depends on a Unicode version", "list the ranges: `[^A-Za-z]`"),
    "k": ("it has a back-reference", "no automaton can match one: compare the parts in code"),
    "a": ("`\\a` is no escape of it", "write `\\x07`"),
    "e": ("`\\e` is no escape of it", "write `\\x1B`"),
}


def escape(text: str, at: int) -> tuple[int | str, int]:
    """Reads the escape whose backslash is at `at`: `(code point or letter of SETS, its end)`."""
    letter = text[at + 1 : at + 2]
    if not letter:
        raise PatternError("it ends in a backslash", "write `\\\\` for a backslash", at)
    if letter in SETS:
        return letter, at + 2
    if letter in _CONTROLS:
        return _CONTROLS[letter], at + 2
    if letter in _HEX:
        return _code_point(text, at, letter)
    if letter.isascii() and letter.isprintable() and not letter.isalnum():
        return ord(letter), at + 2
    problem, hint = _FOREIGN.get(letter, ("", ""))
    if letter in "123456789":
        problem, hint = _FOREIGN["k"]
    if not problem:
        problem = f"`\\{letter}` is no escape of it"
        hint = f"write `{letter}` for the character, `\\\\{letter}` for a backslash before it"
    raise PatternError(problem, hint, at)


def _code_point(text: str, at: int, letter: str) -> tuple[int, int]:
    form, shown = _HEX[letter]
    found = form.match(text, at + 2)
    if found is None:
        hint = f"write `\\{shown}` with hexadecimal digits, or the character itself"
        raise PatternError(f"`\\{letter}` is not followed by its digits", hint, at)
    code = int(found[0], 16)
    if not SURROGATE_FIRST <= code <= SURROGATE_LAST:
        return code, found.end()
    trail = _TRAIL.match(text, found.end())
    if code >= 0xDC00 or trail is None:
        hint = "write the character itself, or both halves: `\\uD83D\\uDE00`"
        raise PatternError(f"`{text[at : found.end()]}` is half a character", hint, at)
    return 0x10000 + ((code - 0xD800) << 10) + int(trail[1], 16) - 0xDC00, trail.end()
