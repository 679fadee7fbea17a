"""A question becomes phrasings that stay within the contract."""

from __future__ import annotations

import random

import plan
import pytest
from subjects import NAMES, SENSES


@pytest.mark.parametrize(
    ("question", "chunks"),
    [
        (
            "When did presidents speak about the Panama Canal, and what did they say?",
            ["Panama Canal"],
        ),
        ("What was said about the League of Nations?", ["League of Nations"]),
        ("What did they say of slavery and cotton?", ["slavery", "cotton"]),
        ("Who mentioned women’s suffrage first?", ["women’s suffrage"]),
        ("What did presidents say about the war on drugs?", ["war on drugs"]),
        ("What does the President say of the Soviet Union?", ["Soviet Union"]),
        ("When, why and what?", []),
    ],
)
def test_content_words_form_chunks(question: str, chunks: list[str]) -> None:
    assert [chunk.shown for chunk in plan.read_chunks(question)] == chunks


def test_a_plan_goes_from_the_words_asked_to_looser_ones() -> None:
    made = plan.make_plan("What about the Panama Canal?")
    assert made is not None
    assert [one.label for one in made.named] == ["as asked", "by its names over time"]
    assert [one.label for one in made.loose] == ["all its words in one passage", "any of its words"]
    assert "panama canal" in made.named[0].terms[0]
    assert "isthmian canal" in made.named[1].terms[0]
    assert set(made.named[0].terms[0]) <= set(made.named[1].terms[0])


def test_a_question_without_content_has_no_plan() -> None:
    assert plan.make_plan("What did they say, and when?") is None


def test_a_word_of_many_senses_is_read_in_the_one_meant() -> None:
    made = plan.make_plan("What did presidents say about climate?")
    assert made is not None
    assert (made.subject, made.written) == ("climate change", "climate")


@pytest.mark.parametrize(
    ("words", "forms"),
    [
        (("canal",), {"canal", "canals"}),
        (("panama", "canals"), {"panama canal", "panama canals"}),
        (("policies",), {"policy", "policies"}),
        (("tax",), {"tax", "taxes"}),
        (("women",), {"woman", "women"}),
        (("congress",), {"congress", "congresses"}),
        (("terrorism",), {"terrorism", "terrorist", "terrorists", "terrorisms"}),
    ],
)
def test_a_word_is_looked_for_in_both_numbers(words: tuple[str, ...], forms: set[str]) -> None:
    assert set(plan.variants(words)) == forms


def test_a_misspelt_word_is_replaced_and_others_are_kept() -> None:
    read = plan.respell("What of the panma cannal?", ["panma", "cannal"], ["panama", "canal"])
    assert read == "What of the panama canal?"
    assert plan.respell("What of xqzw?", ["xqzw"], ["canal"]) == "What of xqzw?"


def test_every_sense_is_a_subject_with_names() -> None:
    keys = {key for names in NAMES for key in names}
    assert set(SENSES.values()) <= keys


def test_a_plan_stays_within_the_contract_for_any_question() -> None:
    seed = 20
    print(f"seed {seed}")
    source = random.Random(seed)
    words = [
        *sorted(plan.STOP),
        "slavery",
        "gold",
        "canal",
        "Panama",
        "1900",
        "Lincoln",
        "’",
        "é",
        "?",
    ]
    for _ in range(300):
        question = " ".join(source.choices(words, k=source.randint(1, 40)))[:300]
        made = plan.make_plan(question)
        for phrasing in (*made.named, *made.loose) if made else ():
            assert 1 <= len(phrasing.terms) <= plan.TERMS_MAX
            assert len(phrasing.label) <= 80
            for forms in phrasing.terms:
                assert 1 <= len(forms) <= plan.FORMS_MAX
