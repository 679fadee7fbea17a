"""Searching made explicit: a tree without `^` and `$` whose words are the texts that match."""

from __future__ import annotations

from dataclasses import dataclass

from peerc.compiler.pattern.classes import EVERY
from peerc.compiler.pattern.problem import PatternError
from peerc.compiler.pattern.syntax import Anchor, Chars, Choice, Group, Part, Repeat, has_anchor

# Whatever stands before and after what is searched for.
ANYTHING = Repeat(Chars(EVERY, ""), 0, None, "")


@dataclass(frozen=True, slots=True)
class _Edge:
    """Where a branch may meet the edge of the text. `is_open`: and anything may stand outside."""

    is_edge: bool
    is_open: bool


_OPEN, _SHUT, _INSIDE = _Edge(True, True), _Edge(True, False), _Edge(False, False)


def expand(choice: Choice) -> tuple[Choice, bool]:
    """The tree with `ANYTHING` at every edge that no anchor shuts, and whether none was needed.

    PatternError where an anchor stands at no edge.
    """
    expanded = _choice(choice, _OPEN, _OPEN)
    return expanded, not _searches(expanded)


def _choice(choice: Choice, left: _Edge, right: _Edge) -> Choice:
    return Choice(tuple(_branch(branch, left, right) for branch in choice.branches))


def _branch(branch: tuple[Part, ...], left: _Edge, right: _Edge) -> tuple[Part, ...]:
    parts = list(branch)
    if left.is_edge and parts and _is_anchor(parts[0], "^"):
        del parts[0]
        left = _SHUT
        _refuse_twice(parts[:1], "^")
    if right.is_edge and parts and _is_anchor(parts[-1], "$"):
        del parts[-1]
        right = _SHUT
        _refuse_twice(parts[-1:], "$")
    expanded: list[Part] = []
    for number, part in enumerate(parts):
        if isinstance(part, Anchor):
            _refuse(part)
        if isinstance(part, Group) and has_anchor(part.body):
            # Its branches meet the edge each in its own way, so that the way is decided in there.
            inner_left = left if number == 0 else _INSIDE
            inner_right = right if number == len(parts) - 1 else _INSIDE
            expanded.append(Group(part.opening, _choice(part.body, inner_left, inner_right)))
            left = _INSIDE if number == 0 else left
            right = _INSIDE if number == len(parts) - 1 else right
        else:
            expanded.append(part)
    if left.is_open:
        expanded = [ANYTHING, *_shortest(expanded)]
    if right.is_open:
        expanded = [*reversed(_shortest(expanded[::-1])), ANYTHING]
    return tuple(expanded)


def _shortest(parts: list[Part]) -> list[Part]:
    """`parts` beside `ANYTHING`, which takes what an outermost repetition need not."""
    for number, part in enumerate(parts):
        if not isinstance(part, Repeat):
            return parts[number:]
        if part.minimum:
            least = Repeat(part.body, part.minimum, part.minimum, part.text)
            return [least, *parts[number + 1 :]]
    return []


def _is_anchor(part: Part, text: str) -> bool:
    return isinstance(part, Anchor) and part.text == text


def _refuse_twice(parts: list[Part], text: str) -> None:
    for part in parts:
        if isinstance(part, Anchor) and part.text == text:
            raise PatternError(f"`{text}` stands twice", "write it once", part.offset)


def _refuse(anchor: Anchor) -> None:
    edge = "start" if anchor.text == "^" else "end"
    raise PatternError(
        f"`{anchor.text}` stands where the {edge} of the text cannot be",
        f"write `\\{anchor.text}` for the character, or move it to the {edge} of its alternative",
        anchor.offset,
    )


def _searches(choice: Choice) -> bool:
    return any(
        part is ANYTHING or (isinstance(part, Group) and _searches(part.body))
        for branch in choice.branches
        for part in branch
    )
