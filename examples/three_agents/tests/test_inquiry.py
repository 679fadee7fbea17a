"""The reasoning: what is asked, when it asks again, and how findings are weighed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import answer
import inquiry
import weigh
from period import Scope
from plan import Phrasing
from quoting import pattern_of


class Passage(NamedTuple):
    """A finding, as the contract has it."""

    id: str
    year: int
    speaker: str
    sentences: tuple[str, ...]


class Mention(NamedTuple):
    """An address of a timeline."""

    year: int
    speaker: str
    passages: int
    matches: int


class Shelf:
    """A library in memory: a passage matches when it holds a form of each term (or of any)."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self.passages = passages
        self.asked: list[tuple[str, str]] = []

    def search(
        self, phrasing: Phrasing, scope: Scope, measure: str, limit: int
    ) -> Sequence[Passage] | inquiry.Nothing:
        self.asked.append((phrasing.label, measure))
        found = [passage for passage in self.passages if _matches(passage, phrasing, scope)]
        words = {word for p in self.passages for word in "".join(p.sentences).lower().split()}
        asked = [word for forms in phrasing.terms for form in forms for word in form.split()]
        unknown = [word for word in asked if word not in words]
        return found[:limit] or inquiry.Nothing(unknown, sorted(words) if unknown else [])

    def timeline(self, phrasing: Phrasing, scope: Scope) -> Sequence[Mention]:
        inside = [p for p in self.passages if scope.holds(p.year, p.speaker)]
        return [Mention(p.year, p.speaker, 1, int(_matches(p, phrasing, scope))) for p in inside]


def _matches(passage: Passage, phrasing: Phrasing, scope: Scope) -> bool:
    text = "".join(passage.sentences)
    named = [bool(pattern_of(forms).search(text)) for forms in phrasing.terms]
    is_match = all(named) if phrasing.needs_all else any(named)
    return is_match and scope.holds(passage.year, passage.speaker)


def passage(year: int, speaker: str, text: str) -> Passage:
    return Passage(f"{year}-{speaker.lower()}/1", year, speaker, (text,))


ZINC = [
    passage(
        year, f"Speaker{year % 3}", f"We must keep the price of zinc as it was in year {year - 1}. "
    )
    for year in range(1900, 1912)
]
TIN = [passage(1950, "Other", "We should buy tin; and the ore of zinc is of no use to us now. ")]


def test_both_measures_are_asked_for_each_phrasing() -> None:
    shelf = Shelf(ZINC)
    inquiry.investigate("What about zinc?", shelf)
    assert shelf.asked[:2] == [("as asked", "bm25"), ("as asked", "dirichlet")]


def test_looser_phrasings_are_asked_only_when_the_name_finds_little() -> None:
    shelf = Shelf(ZINC + TIN)
    found = inquiry.investigate("What about zinc ore?", shelf)
    assert found is not None
    assert [(one.phrasing.label, one.passages) for one in found.asked] == [
        ("as asked", 0),
        ("all its words in one passage", 1),
    ]
    assert [one.passage.year for one in found.picks] == [1950]


def test_a_misspelt_question_is_read_as_the_corpus_spells_it() -> None:
    found = inquiry.investigate("What about zincc?", Shelf(ZINC))
    assert found is not None
    assert found.question == "What about zinc?"
    first = answer.compose(found, "What about zincc?")[0]
    assert first == "Read as a question about “zinc”."


def test_nothing_found_says_what_is_unknown() -> None:
    found = inquiry.investigate("What about xylophones?", Shelf(ZINC))
    assert found is not None
    assert found.picks == []
    assert found.nothing is not None
    assert "xylophones" in found.nothing.unknown


def test_the_first_and_the_last_mention_are_quoted() -> None:
    found = inquiry.investigate("What about zinc?", Shelf(ZINC + TIN))
    assert found is not None
    assert {1900, 1950} <= {one.passage.year for one in found.picks}
    text = answer.compose(found, "What about zinc?")[0]
    assert "13 of the 13 addresses" in text
    assert "first Speaker1 in 1900, last Other in 1950. Between 1911 and 1950 nobody did." in text


def test_agreement_of_rankings_beats_one_first_place() -> None:
    a, b, c = ZINC[:3]
    fused = weigh.fuse([weigh.Ranking([a, b], 1.0), weigh.Ranking([c, b], 1.0)])
    assert [one.id for one, _ in fused] == [b.id, a.id, c.id]


def test_quotes_are_spread_over_speakers() -> None:
    pool = [
        passage(1900 + n, "Same", f"We must keep the zinc of mine {n}, and keep it well. ")
        for n in range(20)
    ]
    pool.append(passage(1990, "Else", "We must keep the zinc of all mines, and keep it well. "))
    fused = weigh.fuse([weigh.Ranking(pool, 1.0)])
    picks = weigh.pick(fused, [pattern_of(["zinc"])])
    assert "Else" in {one.passage.speaker for one in picks}
    assert picks[0].strength == 1.0
    assert len(picks) <= weigh.QUOTES_MAX
