"""Texts to try a pattern on: words of it, words with one edit, and what engines stumble over."""

from __future__ import annotations

import random

from peerc.compiler.pattern import Pattern, dfa_of
from peerc.compiler.pattern.sample import sample

TRAPS = (
    "\n\r\t\x0b\x0c\x1c\x1f\x85\xa0\u0661\uff11\u017f\u212a\u2028\u2029\u3000\ufeff\ufffd"
    "\U0001f600\U0010ffff\x00 -_/.:@aAzZ09\u00e9\u0301"
)


def texts(pattern: Pattern, generator: random.Random, count: int) -> list[str]:
    """`count` texts, about half of them words."""
    words = sample(dfa_of(pattern), generator.randrange(2**32), count // 2)
    edited = [_edited(generator.choice(words), generator) for _ in range(count - len(words) - 3)]
    return [*words, *edited, "", words[0] + "\n", "\n" + words[0]]


def _edited(word: str, generator: random.Random) -> str:
    at = generator.randrange(len(word) + 1)
    edit = generator.randrange(4)
    char = generator.choice(TRAPS)
    if edit == 0:
        return word[:at] + char + word[at:]
    if edit == 1:
        return word[:at] + char + word[at + 1 :]
    if edit == 2:
        return word[:at] + word[at + 1 :]
    return word + word[:at]
