"""The way from a pattern's text to its automaton, stage by stage."""

from __future__ import annotations

from dataclasses import dataclass

from peerc.compiler.pattern import edges, linear, minimal, normal, parse, positions
from peerc.compiler.pattern.automaton import determinise
from peerc.compiler.pattern.dfa import Dfa


@dataclass(frozen=True, slots=True)
class Built:
    """A pattern's normal form, its canonical automaton, and whether a host may match it."""

    text: str
    dfa: Dfa
    is_linear: bool


def build(text: str) -> Built:
    """Reads a pattern and makes its automaton, of whatever size. PatternError as in `parse`."""
    choice = parse.parse(text)
    spelled = normal.render(choice)
    searched, is_anchored = edges.expand(choice)
    found = positions.positions(searched)
    made = determinise(found)
    is_linear = linear.is_linear(spelled, is_anchored, made.was_deterministic, found.is_unambiguous)
    return Built(spelled, minimal.minimal(made.dfa), is_linear)
