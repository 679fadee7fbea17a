"""The whole example through `peerc run`: three processes, the contract between them, one report."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import corpus
import demo
import pytest

EXPECTED = Path(__file__).resolve().parent.parent / "expected.json"
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def report() -> dict[str, Any]:
    """The report on the default question."""
    corpus.ensure()
    return demo.ask(demo.QUESTION)[0]


def test_the_default_question_gives_the_expected_answer(report: dict[str, Any]) -> None:
    answer = report["answer"]
    found = {
        "paragraphs": answer["paragraphs"],
        "quotes": [quote["id"] for quote in answer["quotes"]],
        "searches": [[one["phrasing"], one["passages"]] for one in answer["searches"]],
    }
    assert found == json.loads(EXPECTED.read_text(encoding="utf-8"))


def test_every_quote_is_an_exact_part_of_its_address(report: dict[str, Any]) -> None:
    texts = {(one.year, one.speaker): one.text for one in corpus.addresses()}
    for quote in report["answer"]["quotes"]:
        assert quote["text"] in texts[quote["year"], quote["speaker"]]


def test_the_page_shows_every_quote_and_runs_nothing(report: dict[str, Any]) -> None:
    page = _Page()
    page.feed(report["page"]["html"])
    for quote in report["answer"]["quotes"]:
        assert quote["text"] in page.text
    assert page.tags.isdisjoint({"script", "iframe", "object", "embed", "link", "img", "base"})


def test_the_timeline_covers_every_address_and_not_1933(report: dict[str, Any]) -> None:
    years = [mention["year"] for mention in report["answer"]["timeline"]]
    assert len(years) == 233
    assert 1933 not in years


def test_markup_in_a_question_reaches_the_page_as_text() -> None:
    question = "What of <script>alert(1)</script> the Panama Canal?"
    page = _Page()
    page.feed(demo.ask(question)[0]["page"]["html"])
    assert question in page.text
    assert "script" not in page.tags


def test_the_same_question_gives_the_same_report(report: dict[str, Any]) -> None:
    assert demo.ask(demo.QUESTION)[0] == report


def test_a_subject_nobody_spoke_of_is_the_declared_error() -> None:
    with pytest.raises(demo.DemoError, match="no address speaks of that"):
        demo.ask("What about xqzvw?")


def test_each_call_is_timed() -> None:
    hops = [match.group("name") for match in demo.HOP.finditer(demo.ask(demo.QUESTION)[1])]
    assert hops[0] == "reason.ask"
    assert hops[-1] == "write.render"
    assert hops.count("crunch.search") >= 4


class _Page(HTMLParser):
    """The page's text and the names of its elements."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.text += data
