"""Quotes are exact, stand on their own, and name the subject."""

from __future__ import annotations

from quoting import LENGTH_MAX, choose, pattern_of

CANAL = [pattern_of(["canal", "canals", "panama canal"])]


def test_a_form_is_found_as_whole_words_in_any_case() -> None:
    pattern = pattern_of(["canal zone", "canal"])
    assert [m.group() for m in pattern.finditer("The Canal Zone, canals, CANAL's canal-zone")] == [
        "Canal Zone",
        "CANAL",
        "canal-zone",
    ]


def test_a_sentence_that_stands_alone_beats_one_that_leans() -> None:
    sentences = ["It concerns the canal and all that was said about it by others. "]
    sentences += ["We must build the canal, and we must build it for all nations of the world. "]
    choice = choose(sentences, CANAL)
    assert choice is not None
    assert (choice.nth, choice.text) == (2, sentences[1].strip())


def test_a_passage_that_does_not_name_the_subject_has_no_quote() -> None:
    assert choose(["We must build roads. ", "They are long. "], CANAL) is None


def test_a_heading_before_the_sentence_is_not_quoted() -> None:
    choice = choose(["PANAMA CANAL TREATY The canal is open to the ships of all nations. "], CANAL)
    assert choice is not None
    assert choice.text == "The canal is open to the ships of all nations."
    assert not choice.is_clipped


def test_a_long_sentence_is_clipped_to_clauses_around_the_subject() -> None:
    clause = "the several reports which were laid before this body at its last session are printed"
    sentence = f"{'; '.join([clause] * 6)}; the canal will be open in a year; {clause}. "
    choice = choose([sentence], CANAL)
    assert choice is not None
    assert choice.is_clipped
    assert choice.text in sentence
    assert "canal" in choice.text
    assert len(choice.text) <= LENGTH_MAX


def test_a_quote_is_a_slice_of_its_passage() -> None:
    sentences = [
        "The canal is ours.  ",
        "It is our canal, ours alone, for all time.  ",
        "Yes. ",
    ]
    choice = choose(sentences, CANAL)
    assert choice is not None
    assert choice.text in "".join(sentences)
