"""PC-Regex (spec/pattern.md): a pattern's text to its normal form and its table.

Only a contract that holds a pattern needs this package: it is imported by who meets one.
"""

from __future__ import annotations

from functools import lru_cache

from peerc.compiler.ir import Pattern
from peerc.compiler.pattern import table
from peerc.compiler.pattern.build import build
from peerc.compiler.pattern.dfa import Dfa
from peerc.compiler.pattern.problem import PatternError

__all__ = ["Dfa", "Pattern", "PatternError", "compile_pattern", "dfa_of"]

# spec/pattern.md#language: limits; code points, states but for the dead one, states times classes.
SOURCE_MAX = 1_024
STATES_MAX = 256
CELLS_MAX = 4_096


@lru_cache(maxsize=1_024)  # a contract has at most 512 types; equal texts share one object
def compile_pattern(text: str) -> Pattern:
    """The pattern of a source text. PatternError when it is not in the dialect or too large."""
    if len(text) > SOURCE_MAX:
        problem = f"it is {len(text):,} characters long, at most {SOURCE_MAX:,} are allowed"
        raise PatternError(problem, "split the text into properties, or check it in code", 0)
    built = build(text)
    _refuse_large(built.dfa)
    return Pattern(built.text, table.encode(built.dfa), built.is_linear)


@lru_cache(maxsize=1_024)
def dfa_of(pattern: Pattern) -> Dfa:
    """The automaton behind a pattern's table."""
    return table.decode(pattern.table)


def _refuse_large(dfa: Dfa) -> None:
    states, classes = len(dfa.rows) - 1, dfa.class_count
    if states > STATES_MAX:
        raise PatternError(
            f"its automaton has {states:,} states, at most {STATES_MAX} are allowed",
            "bound lengths with `maxLength` instead, or check a part of it in code",
            0,
        )
    if states * classes > CELLS_MAX:
        raise PatternError(
            f"its table has {states * classes:,} cells ({states} states, {classes} classes of "
            f"characters), at most {CELLS_MAX:,} are allowed",
            "tell fewer kinds of characters apart, or check a part of it in code",
            0,
        )
