"""What the page claims about the corpus holds for the corpus that was fetched."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import corpus
import pytest
from period import SPEAKERS


@pytest.fixture(scope="module")
def addresses() -> list[corpus.Address]:
    corpus.fetch()
    return corpus.addresses()


def test_there_are_233_addresses_from_1790_to_2021(addresses: list[corpus.Address]) -> None:
    assert len(addresses) == 233
    assert (addresses[0].year, addresses[-1].year) == (1790, 2021)


def test_1933_is_missing_and_1953_and_1961_have_two(addresses: list[corpus.Address]) -> None:
    years = Counter(address.year for address in addresses)
    assert set(range(1790, 2022)) - set(years) == {1933}
    assert {year for year, count in years.items() if count > 1} == {1953, 1961}


def test_who_left_speaks_before_who_came(addresses: list[corpus.Address]) -> None:
    spoken = [address.speaker for address in addresses if address.year in (1953, 1961)]
    assert spoken == [
        "Harry S. Truman",
        "Dwight D. Eisenhower",
        "Dwight D. Eisenhower",
        "John F. Kennedy",
    ]


def test_year_and_speaker_name_an_address(addresses: list[corpus.Address]) -> None:
    assert len({(address.year, address.speaker) for address in addresses}) == 233


def test_the_reasoner_knows_every_speaker_by_name(
    addresses: list[corpus.Address],
) -> None:
    assert {address.speaker for address in addresses} == set(SPEAKERS)


def test_a_text_is_one_line(addresses: list[corpus.Address]) -> None:
    assert not any("\n" in address.text for address in addresses)


def test_a_changed_archive_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "other.tgz"
    other.write_bytes(b"not the corpus")
    monkeypatch.setattr(corpus, "ARCHIVE", other)
    with pytest.raises(corpus.CorpusError, match="SHA-256"):
        corpus.fetch()
