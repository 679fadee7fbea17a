"""Weighs what the searches brought: fuses rankings, then picks quotes across years and speakers.

Reciprocal rank fusion (Cormack, Clarke, Buettcher 2009): a passage gains `trust / (60 + rank)` in
each ranking it stands in, so agreement between measures and phrasings counts, scores do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from quoting import Choice, choose

RANK_OFFSET = 60
QUOTES_MAX = 9
# What one more quote costs that shares a speaker, a decade or an address with one taken before.
SPEAKER, DECADE, ADDRESS = 0.80, 0.80, 0.45
# A passage whose best sentence is poor falls behind; below the minimum it is not quoted at all.
QUALITY_MIN, QUALITY_FULL = 1.2, 5.0
# Weaker than this beside the strongest, a quote would be there for variety's sake only.
STRENGTH_MIN = 0.45


class Passage(Protocol):
    """What this page needs of a finding."""

    @property
    def id(self) -> str: ...
    @property
    def year(self) -> int: ...
    @property
    def speaker(self) -> str: ...
    @property
    def sentences(self) -> Sequence[str]: ...


class Ranking(NamedTuple):
    """Passages of one search, best first, and how far its phrasing is trusted."""

    passages: Sequence[Passage]
    trust: float


class Pick(NamedTuple):
    """A passage chosen for quoting; `strength` is 1 for the strongest, 0 is possible."""

    passage: Passage
    choice: Choice
    strength: float


def fuse(rankings: Iterable[Ranking]) -> list[tuple[Passage, float]]:
    """Every passage with its fused score, best first; equals in the order of their ids."""
    scores: dict[str, float] = {}
    passages: dict[str, Passage] = {}
    for ranking in rankings:
        for rank, passage in enumerate(ranking.passages, start=1):
            gain = ranking.trust / (RANK_OFFSET + rank)
            scores[passage.id] = scores.get(passage.id, 0.0) + gain
            passages[passage.id] = passage
    best_first = sorted(scores, key=lambda key: (-scores[key], key))
    return [(passages[key], scores[key]) for key in best_first]


def pick(
    fused: Sequence[tuple[Passage, float]],
    terms: Sequence[re.Pattern[str]],
    count: int = QUOTES_MAX,
) -> list[Pick]:
    """The strongest quotable passages, strongest first, spread over years and speakers."""
    pool: list[Pick] = []
    for passage, score in fused:
        choice = choose(passage.sentences, terms)
        if choice is not None and choice.quality >= QUALITY_MIN:
            pool.append(Pick(passage, choice, score * min(choice.quality, QUALITY_FULL) ** 1.5))
    top = max((one.strength for one in pool), default=1.0)
    pool = [Pick(one.passage, one.choice, round(one.strength / top, 3)) for one in pool]
    taken: list[Pick] = []
    while pool and len(taken) < count:
        best = max(pool, key=lambda one: one.strength * _freshness(one.passage, taken))
        pool.remove(best)
        if best.strength >= STRENGTH_MIN or not taken:
            taken.append(best)
    return sorted(taken, key=lambda one: -one.strength)


def _freshness(passage: Passage, taken: Sequence[Pick]) -> float:
    factor = 1.0
    for other in (one.passage for one in taken):
        is_same = passage.speaker == other.speaker
        factor *= SPEAKER if is_same else 1.0
        factor *= DECADE if passage.year // 10 == other.year // 10 else 1.0
        factor *= ADDRESS if is_same and passage.year == other.year else 1.0
    return factor
