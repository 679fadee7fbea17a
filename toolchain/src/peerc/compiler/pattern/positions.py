"""The position automaton (Glushkov) of a tree: a state for each place where a character stands.

Sets of positions are integers, bit `p` for position `p`: union and intersection are single steps.
"""

from __future__ import annotations

from dataclasses import dataclass

from peerc.compiler.pattern.classes import Ranges
from peerc.compiler.pattern.problem import PatternError
from peerc.compiler.pattern.syntax import Anchor, Chars, Choice, Group, Part, Repeat

POSITIONS_MAX = 20_000  # spec/pattern.md#language: limits, as is the next
STEPS_MAX = 1_000_000  # each costs up to a microsecond


@dataclass(frozen=True, slots=True)
class Positions:
    """`follow[p]`: which positions may come after `p`; `first`, `last`: which begin and end a word.

    `is_unambiguous`: no word has two derivations that visit the same positions, as in `(a+)+`.
    """

    sets: tuple[Ranges, ...]  # distinct
    set_of: tuple[int, ...]  # the set of each position
    follow: tuple[int, ...]
    first: int
    last: int
    is_nullable: bool  # the empty word is one
    is_unambiguous: bool


def positions(choice: Choice) -> Positions:
    """The automaton of a tree without anchors. PatternError beyond `POSITIONS_MAX`."""
    size = _size(choice)
    if size > POSITIONS_MAX:
        raise PatternError(
            f"its repetitions unfold to {size:,} characters, at most {POSITIONS_MAX:,} are allowed",
            "bound the length with `maxLength`, or check a part of it in code",
            0,
        )
    builder = _Builder()
    whole = builder.choice(choice)
    return Positions(
        sets=tuple(builder.sets),
        set_of=tuple(builder.set_of),
        follow=tuple(builder.follow),
        first=whole.first,
        last=sum(1 << position for position in whole.last),
        is_nullable=whole.is_nullable,
        is_unambiguous=builder.is_unambiguous,
    )


def too_many_steps() -> PatternError:
    """What is said when building the automaton would take too long."""
    return PatternError(
        f"its automaton takes more than {STEPS_MAX:,} steps to build",
        "repeat nothing that may be empty, as in `(?:a?){99}`; bound the length with `maxLength`",
        0,
    )


def _size(choice: Choice) -> int:
    return sum(_part_size(part) for branch in choice.branches for part in branch)


def _part_size(part: Part) -> int:
    if isinstance(part, Group):
        return _size(part.body)
    if isinstance(part, Repeat):
        times = max(part.minimum, 1) if part.maximum is None else part.maximum
        return times * _part_size(part.body)
    return 1


@dataclass(slots=True)
class _Piece:
    """A part of the automaton; whoever joins it to another owns its list."""

    is_nullable: bool
    first: int
    last: list[int]


class _Builder:
    def __init__(self) -> None:
        self.sets: dict[Ranges, int] = {}
        self.set_of: list[int] = []
        self.follow: list[int] = []
        self.is_unambiguous = True
        self.steps = 0

    def choice(self, choice: Choice) -> _Piece:
        whole = self.branch(choice.branches[0])
        for branch in choice.branches[1:]:
            other = self.branch(branch)
            if whole.is_nullable and other.is_nullable:
                self.is_unambiguous = False
            whole.is_nullable |= other.is_nullable
            whole.first |= other.first
            whole.last += other.last
        return whole

    def branch(self, branch: tuple[Part, ...]) -> _Piece:
        whole = _Piece(True, 0, [])
        for part in branch:
            whole = self.joined(whole, self.part(part))
        return whole

    def part(self, part: Part) -> _Piece:
        if isinstance(part, Chars):
            position = len(self.set_of)
            self.set_of.append(self.sets.setdefault(part.ranges, len(self.sets)))
            self.follow.append(0)
            return _Piece(False, 1 << position, [position])
        if isinstance(part, Group):
            return self.choice(part.body)
        assert not isinstance(part, Anchor), "edges.expand has removed them"
        return self.repeat(part)

    def repeat(self, repeat: Repeat) -> _Piece:
        if _part_size(repeat.body) == 0:
            self.is_unambiguous = False
            return _Piece(True, 0, [])
        whole = _Piece(True, 0, [])
        if repeat.maximum is None:
            for _ in range(repeat.minimum - 1):
                whole = self.joined(whole, self.part(repeat.body))
            loop = self.looped(self.part(repeat.body))
            return self.joined(whole, loop if repeat.minimum else self.optional(loop))
        # The optional copies nest, `(a(a)?)?`, so that each is followed by the next alone.
        rest = _Piece(True, 0, [])
        for _ in range(repeat.maximum - repeat.minimum):
            rest = self.optional(self.joined(self.part(repeat.body), rest))
        for _ in range(repeat.minimum):
            whole = self.joined(whole, self.part(repeat.body))
        return self.joined(whole, rest)

    def joined(self, left: _Piece, right: _Piece) -> _Piece:
        self.connect(left.last, right.first)
        first = left.first | right.first if left.is_nullable else left.first
        if right.is_nullable:
            right.last += left.last
        return _Piece(left.is_nullable and right.is_nullable, first, right.last)

    def looped(self, body: _Piece) -> _Piece:
        if body.is_nullable:
            self.is_unambiguous = False
        self.connect(body.last, body.first)
        return body

    def optional(self, body: _Piece) -> _Piece:
        if body.is_nullable:
            self.is_unambiguous = False
        body.is_nullable = True
        return body

    def connect(self, sources: list[int], targets: int) -> None:
        if not targets:
            return
        self.steps += len(sources)
        if self.steps > STEPS_MAX:
            raise too_many_steps()
        follow = self.follow
        for position in sources:
            if follow[position] & targets:
                self.is_unambiguous = False
            follow[position] |= targets
