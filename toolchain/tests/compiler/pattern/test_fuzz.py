"""Random patterns mean to every engine what they mean to a host that reads them as written."""

from __future__ import annotations

import os
import random
import re

import pytest
from peerc.compiler.pattern import Pattern, PatternError, compile_pattern

from .engines import Asked, as_written, differences
from .random_patterns import random_source
from .texts import texts

# A class that excludes everything, or too large an automaton: all the generator can make wrong.
REFUSED = re.compile("a class excludes|its (automaton|table)")
PATTERNS = 1_000 * int(os.environ.get("SOAK", "1"))


def compiled_or_refused(source: str) -> Pattern | None:
    """None where `source` is refused for a reason the generator is known to give."""
    try:
        return compile_pattern(source)
    except PatternError as refused:
        if REFUSED.match(refused.problem):
            return None
        raise


@pytest.mark.slow
def test_random_patterns_are_matched_as_python_and_javascript_match_their_sources(
    generator: random.Random,
) -> None:
    asked = []
    for _ in range(PATTERNS):
        source = random_source(generator)
        pattern = compiled_or_refused(source)
        if pattern is not None:
            asked.append(Asked(source, pattern, texts(pattern, generator, 40)))
    assert len(asked) > 0.95 * PATTERNS
    # Python refuses a few classes that ECMA-262 reads, such as `[\d-]` before a range.
    assert sum(as_written(one.source) is not None for one in asked) > 0.9 * len(asked)
    found = differences(asked)
    assert not found, found[:20]


def test_random_texts_are_compiled_or_refused_with_advice(generator: random.Random) -> None:
    accepted = 0
    for _ in range(PATTERNS):
        length = generator.randrange(1, 12)
        source = "".join(generator.choices("ab09-^$.*+?()[]{},|\\dwsxunUDP:=!<&é\n", k=length))
        try:
            compile_pattern(source)
        except PatternError as refused:
            if not (refused.hint and refused.problem and 0 <= refused.offset <= length):
                pytest.fail(f"{source!r}: {refused}")
        else:
            accepted += 1
    assert 0 < accepted < PATTERNS


def test_a_normal_form_is_its_own_normal_form_and_has_the_same_table(
    generator: random.Random,
) -> None:
    for _ in range(PATTERNS):
        try:
            pattern = compile_pattern(random_source(generator))
        except PatternError:
            continue
        again = compile_pattern(pattern.text)
        assert again == pattern
