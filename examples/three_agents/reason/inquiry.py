"""Carries a plan out: asks, looks at what came, and only asks more loosely when it must.

The searching itself is a parameter (`Library`), so that this file knows no peers and no contract.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Literal, NamedTuple, Protocol

from period import Scope
from plan import Phrasing, Plan, make_plan, respell
from quoting import pattern_of
from weigh import Passage, Pick, Ranking, fuse, pick

Measure = Literal["bm25", "dirichlet"]
MEASURES: tuple[Measure, ...] = ("bm25", "dirichlet")
LIMIT, LIMIT_PLACE = 50, 10
# Each of this many decades is quoted, when it has at least so many passages.
DECADES, DECADE_MIN = 5, 4
# With fewer passages than this under its own names, a subject is looked for by its words too.
ENOUGH = 6


class Mention(Protocol):
    """One address of a timeline: how many of its `passages` match."""

    @property
    def year(self) -> int: ...
    @property
    def speaker(self) -> str: ...
    @property
    def passages(self) -> int: ...
    @property
    def matches(self) -> int: ...


class Nothing(NamedTuple):
    """A search found no passage; words it did not know, and known ones close to them."""

    unknown: list[str]
    near: list[str]


class Library(Protocol):
    """Where passages come from."""

    def search(
        self, phrasing: Phrasing, scope: Scope, measure: Measure, limit: int
    ) -> Sequence[Passage] | Nothing:
        """The best passages by `measure`, best first, or why there are none."""

    def timeline(self, phrasing: Phrasing, scope: Scope) -> Sequence[Mention]:
        """Every address of the scope."""


class Asked(NamedTuple):
    """A phrasing that was tried and how many passages it matches; 0 when none."""

    phrasing: Phrasing
    passages: int


class Inquiry:
    """What is known so far. `timeline` and `picks` stay empty when nothing is found."""

    __slots__ = ("asked", "core", "nothing", "picks", "plan", "question", "timeline")

    def __init__(self, question: str, plan: Plan) -> None:
        self.question = question
        self.plan = plan
        self.asked: list[Asked] = []
        self.core: Phrasing | None = None
        self.timeline: Sequence[Mention] = ()
        self.picks: list[Pick] = []
        self.nothing: Nothing | None = None


def investigate(question: str, library: Library) -> Inquiry | None:
    """Everything asked and found for `question`; None when it names no subject at all."""
    plan = make_plan(question)
    if plan is None:
        return None
    inquiry = _carry_out(question, plan, library)
    again = _respelt(inquiry)
    other = make_plan(again)
    if not inquiry.timeline and again != question and other is not None:
        return _carry_out(again, other, library)
    return inquiry


def _carry_out(question: str, plan: Plan, library: Library) -> Inquiry:
    inquiry = Inquiry(question, plan)
    rankings: list[Ranking] = []
    for phrasing in plan.named:
        rankings += _ask(inquiry, phrasing, library)
    for phrasing in plan.loose:
        found = max((one.passages for one in inquiry.asked), default=0)
        is_misspelt = not found and _respelt(inquiry) != question
        if found < (ENOUGH if phrasing.needs_all else 1) and not is_misspelt:
            rankings += _ask(inquiry, phrasing, library)
    if inquiry.core is not None:
        patterns = [pattern_of(forms) for forms in inquiry.core.terms]
        inquiry.picks = pick(fuse(rankings), patterns)
        for place in _places(inquiry.timeline, plan.scope):
            inquiry.picks += _look_at(place, inquiry, inquiry.core, library)
    return inquiry


def _respelt(inquiry: Inquiry) -> str:
    """The question with its unknown words replaced, after a search that found nothing."""
    if inquiry.nothing is None:
        return inquiry.question
    return respell(inquiry.question, inquiry.nothing.unknown, inquiry.nothing.near)


def _ask(inquiry: Inquiry, phrasing: Phrasing, library: Library) -> list[Ranking]:
    """Both measures' rankings under one phrasing; notes the phrasing's reach in `inquiry`."""
    rankings: list[Ranking] = []
    for measure in MEASURES:
        found = library.search(phrasing, inquiry.plan.scope, measure, LIMIT)
        if isinstance(found, Nothing):
            inquiry.nothing = inquiry.nothing or found
            inquiry.asked.append(Asked(phrasing, 0))
            return []
        rankings.append(Ranking(found, phrasing.trust))
    timeline = library.timeline(phrasing, inquiry.plan.scope)
    passages = sum(mention.matches for mention in timeline)
    if inquiry.core is None or passages > sum(mention.matches for mention in inquiry.timeline):
        inquiry.core, inquiry.timeline = phrasing, timeline
    inquiry.asked.append(Asked(phrasing, passages))
    return rankings


def _places(timeline: Sequence[Mention], scope: Scope) -> list[Scope]:
    """Where an answer to `when` has to look: first and last address, the decades that said most."""
    spoken = [mention for mention in timeline if mention.matches]
    places = [Scope(end.year, end.year, (end.speaker,)) for end in (spoken[0], spoken[-1])]
    passages, matches = Counter[int](), Counter[int]()
    for mention in timeline:
        passages[mention.year // 10] += mention.passages
        matches[mention.year // 10] += mention.matches
    loud = [decade for decade in matches if matches[decade] >= DECADE_MIN]
    loud.sort(key=lambda decade: (-matches[decade] / passages[decade], decade))
    for decade in loud[:DECADES]:
        first, last = max(decade * 10, timeline[0].year), min(decade * 10 + 9, timeline[-1].year)
        places.append(Scope(first, last, scope.speakers))
    return places


def _look_at(place: Scope, inquiry: Inquiry, core: Phrasing, library: Library) -> list[Pick]:
    """The best quote of a place that no quote is from yet; it ranks behind those found at large."""
    if any(place.holds(one.passage.year, one.passage.speaker) for one in inquiry.picks):
        return []
    found = library.search(core, place, MEASURES[0], LIMIT_PLACE)
    if isinstance(found, Nothing):
        return []
    patterns = [pattern_of(forms) for forms in core.terms]
    picks = pick(fuse([Ranking(found, core.trust)]), patterns, count=1)
    return [one._replace(strength=0.0) for one in picks]
