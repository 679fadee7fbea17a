"""What is wrong with a pattern, where in it, and what to write instead."""

from __future__ import annotations


class PatternError(ValueError):
    """A pattern that is not in the dialect (PC1309).

    `problem` completes "the pattern is not in the dialect: ...", `hint` says what to write,
    `offset` counts code points from the start of the pattern.
    """

    def __init__(self, problem: str, hint: str, offset: int) -> None:
        super().__init__(f"{problem} (at {offset}); {hint}")
        self.problem = problem
        self.hint = hint
        self.offset = offset
