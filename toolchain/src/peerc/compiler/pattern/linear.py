"""Whether a host's own engine may match a pattern: linear, and read by every host alike."""

from __future__ import annotations

import re

# Python warns of what it may one day read as an operator of sets; pairs of escapes are ECMA-262's.
_DISPUTED = re.compile(r"--|\|\||~~|&&|\\uD[89AB]")


def is_linear(text: str, is_anchored: bool, is_deterministic: bool, is_unambiguous: bool) -> bool:
    """Whether backtracking over `text`, a normal form, takes time linear in what it reads.

    Anchored at both ends and deterministic, a matcher has one way to read each character; and where
    the automaton is unambiguous, one way to get there: `(a+)+` has one state and 2^n ways.
    """
    if not (is_anchored and is_deterministic and is_unambiguous):
        return False
    return _DISPUTED.search(text) is None
