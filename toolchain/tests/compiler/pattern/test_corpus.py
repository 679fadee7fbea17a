"""Real patterns: how many are in the dialect, and every engine agrees about what they match."""

from __future__ import annotations

import os
import random
import re
import time

import pytest
from peerc.compiler.pattern import Pattern, PatternError, compile_pattern

from .corpus import name_patterns, patterns
from .engines import Asked, differences
from .texts import texts

TEXTS = 200
ROUNDS = int(os.environ.get("SOAK", "1"))


def compiled(sources: tuple[str, ...]) -> dict[str, Pattern]:
    found = {}
    for source in sources:
        try:
            found[source] = compile_pattern(source)
        except PatternError:
            continue
    return found


def test_most_patterns_that_people_wrote_are_in_the_dialect_and_within_limits() -> None:
    assert len(patterns()) >= 780
    accepted = compiled(patterns())
    assert len(accepted) >= 733
    assert len(accepted) / len(patterns()) >= 0.93
    named = compiled(name_patterns())
    assert len(named) / len(name_patterns()) >= 0.85


def test_compiling_a_real_pattern_takes_milliseconds() -> None:
    sources = [*patterns(), *name_patterns()]
    compile_pattern.cache_clear()
    start = time.process_time()
    compiled(tuple(sources))
    # Measured: 0.25 ms each; the bar leaves room for slow and busy machines.
    assert (time.process_time() - start) / len(sources) < 0.01


@pytest.mark.slow
def test_three_languages_and_two_hosts_agree_on_every_real_pattern(
    generator: random.Random,
) -> None:
    accepted = compiled((*patterns(), *name_patterns()))
    for _ in range(ROUNDS):
        asked = [
            Asked(source, pattern, texts(pattern, generator, TEXTS))
            for source, pattern in accepted.items()
        ]
        found = differences(asked)
        assert not found, found[:20]


def test_the_corpus_holds_what_would_show_a_difference() -> None:
    accepted = compiled((*patterns(), *name_patterns()))
    assert sum(pattern.is_linear for pattern in accepted.values()) >= 400
    assert sum(not pattern.is_linear for pattern in accepted.values()) >= 200
    assert sum(bool(re.search(r"\\[dws]|\.", source)) for source in accepted) >= 300
