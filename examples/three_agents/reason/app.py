"""The agent `reason`: puts the reasoning behind `ask`, with peers as its library."""

from __future__ import annotations

from collections.abc import Sequence

from answer import compose
from contract import crunch, reason
from inquiry import Inquiry, Measure, Mention, Nothing, investigate
from period import Scope
from plan import Phrasing
from weigh import Pick


class Shelves:
    """The library of an inquiry: the peer `crunch`, asked in the contract's words."""

    def __init__(self, peers: reason.Peers) -> None:
        self.peers = peers

    def search(
        self, phrasing: Phrasing, scope: Scope, measure: Measure, limit: int
    ) -> Sequence[reason.Finding] | Nothing:
        """The best passages, or why there are none: the peer's declared error, caught by class."""
        query = reason.Query(subject=_subject(phrasing, scope), measure=measure, limit=limit)
        try:
            return self.peers.crunch.search(query)
        except crunch.NothingFound as nothing:
            return Nothing(list(nothing.data.unknown), list(nothing.data.near))

    def timeline(self, phrasing: Phrasing, scope: Scope) -> Sequence[reason.Mention]:
        """Every address of the scope."""
        return self.peers.crunch.timeline(_subject(phrasing, scope))


@reason.agent
class Reason:
    """Plans, asks more than once, weighs, and hands the answer on to be set as a page."""

    def ask(self, question: reason.Question, peers: reason.Peers, run: reason.Run) -> reason.Report:
        """The report on a question about what presidents said."""
        inquiry = investigate(question.text, Shelves(peers))
        if inquiry is None or not inquiry.picks:
            nothing = inquiry.nothing if inquiry else None
            unknown, near = nothing or ([], [])
            raise reason.NothingFound(unknown=unknown, near=near)
        answer = reason.Answer(
            question=question,
            paragraphs=compose(inquiry, question.text),
            quotes=[_quote(one) for one in inquiry.picks],
            timeline=[_mention(one) for one in inquiry.timeline],
            searches=_searches(inquiry),
        )
        return reason.Report(answer=answer, page=peers.write.render(answer))


def _subject(phrasing: Phrasing, scope: Scope) -> reason.Subject:
    return reason.Subject(
        terms=[list(forms) for forms in phrasing.terms],
        needs="all" if phrasing.needs_all else "any",
        from_year=scope.from_year,
        to_year=scope.to_year,
        speakers=list(scope.speakers),
    )


def _mention(one: Mention) -> reason.Mention:
    return reason.Mention(
        year=one.year, speaker=one.speaker, passages=one.passages, matches=one.matches
    )


def _quote(one: Pick) -> reason.Quote:
    return reason.Quote(
        id=f"{one.passage.id}.{one.choice.nth}",
        text=one.choice.text,
        is_clipped=one.choice.is_clipped,
        year=one.passage.year,
        speaker=one.passage.speaker,
        score=one.strength,
    )


def _searches(inquiry: Inquiry) -> list[reason.Search]:
    return [
        reason.Search(
            phrasing=asked.phrasing.label,
            forms=list(dict.fromkeys(form for forms in asked.phrasing.terms for form in forms)),
            passages=asked.passages,
        )
        for asked in inquiry.asked
    ]


handler = reason.handler(Reason)
