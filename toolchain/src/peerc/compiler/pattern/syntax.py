"""The tree of a pattern: what the parser makes, and what becomes an automaton."""

from __future__ import annotations

from dataclasses import dataclass

from peerc.compiler.pattern.classes import Ranges


@dataclass(frozen=True, slots=True)
class Chars:
    """One code point of a set. `text` is the token's normal form."""

    ranges: Ranges
    text: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """`^` or `$`, the edge of the text."""

    text: str
    offset: int


@dataclass(frozen=True, slots=True)
class Group:
    """`(...)` or `(?:...)`; nothing is captured either way."""

    opening: str
    body: Choice


@dataclass(frozen=True, slots=True)
class Repeat:
    """`body` so many times; `maximum` None is without end. `text` is the quantifier."""

    body: Chars | Group
    minimum: int
    maximum: int | None
    text: str


Part = Chars | Anchor | Group | Repeat


@dataclass(frozen=True, slots=True)
class Choice:
    """Branches parted by `|`, each a row of parts; an empty row matches the empty string."""

    branches: tuple[tuple[Part, ...], ...]


def has_anchor(choice: Choice) -> bool:
    """Whether `^` or `$` stands anywhere within; in a repeated group it never does."""
    return any(
        isinstance(part, Anchor) or (isinstance(part, Group) and has_anchor(part.body))
        for branch in choice.branches
        for part in branch
    )
