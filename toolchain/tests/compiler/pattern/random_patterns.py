"""Random sources in the dialect, with every way to write a token."""

from __future__ import annotations

import random

_PLAIN = [*"abcxyzABZ019_-/,:;<=>@&%#\"' ~`!", "é", "\u017f", "\u2028", "\U0001f600"]
_ESCAPED = [r"\.", r"\$", r"\^", r"\\", r"\[", r"\]", r"\{", r"\}", r"\(", r"\)", r"\|", r"\*"]
_ESCAPED += [r"\n", r"\t", r"\r", r"\f", r"\v", r"\x41", r"\x7f", r"\u0661", r"\u00e9", r"\/"]
_SETS = [r"\d", r"\w", r"\s", r"\D", r"\W", r"\S"]
_QUANTIFIERS = ["*", "+", "?", "{2}", "{0,2}", "{1,}", "{1,3}", "{0}"]
_RANGES = ["a-c", "0-9", "A-Z", "!-/", r"\x00-\x1f", "é-ü", r"\--\/", "\u4e00-\u4eff", "b-b"]


def random_source(generator: random.Random) -> str:
    """A pattern of a few alternatives, anchored here and there."""
    return "|".join(_branch(generator, 3, True, True) for _ in range(generator.choice((1, 1, 2))))


def _branch(generator: random.Random, depth: int, left: bool, right: bool) -> str:
    has_caret, has_dollar = left and generator.random() < 0.5, right and generator.random() < 0.5
    count = generator.randrange(4)
    parts = []
    for number in range(count):
        is_first, is_last = number == 0, number == count - 1
        inner = (left and is_first, right and is_last)
        parts.append(_part(generator, depth, *inner))
    return "^" * has_caret + "".join(parts) + "$" * has_dollar


def _part(generator: random.Random, depth: int, left: bool, right: bool) -> str:
    if depth and generator.random() < 0.3:
        opening = generator.choice(("(", "(?:"))
        # A group may be repeated, or hold anchors, not both.
        is_repeated = generator.random() < 0.5
        edges = (False, False) if is_repeated else (left, right)
        branches = (_branch(generator, depth - 1, *edges) for _ in range(generator.choice((1, 2))))
        group = f"{opening}{'|'.join(branches)})"
        return group + (generator.choice(_QUANTIFIERS) if is_repeated else "")
    atom: str = generator.choice((_char, _char, _set, _class))(generator)
    return atom + (generator.choice(_QUANTIFIERS) if generator.random() < 0.4 else "")


def _char(generator: random.Random) -> str:
    return generator.choice(_PLAIN + _ESCAPED)


def _set(generator: random.Random) -> str:
    return generator.choice([*_SETS, "."])


def _class(generator: random.Random) -> str:
    members = [
        generator.choice((generator.choice(_RANGES), _class_char(generator), _small(generator)))
        for _ in range(generator.randrange(1, 4))
    ]
    opening = generator.choice(("[", "[^", "[-"))
    return f"{opening}{''.join(members)}{generator.choice(('', '-'))}]"


def _small(generator: random.Random) -> str:
    return str(generator.choice(_SETS[:3]))


def _class_char(generator: random.Random) -> str:
    return generator.choice([*"abz09_.$|?*+(){}", r"\-", r"\]", r"\[", r"\\", r"\^", r"\n", "é"])
