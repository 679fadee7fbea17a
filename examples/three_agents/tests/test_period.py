"""What a question says about years and speakers is read, and only that."""

from __future__ import annotations

import pytest
from period import SPEAKERS, read_scope


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("slavery before 1861", None, 1860),
        ("slavery after 1865", 1866, None),
        ("the internet since 1997", 1997, None),
        ("slavery until 1808", None, 1808),
        ("trade between 1920 and 1930", 1920, 1930),
        ("trade from 1930 to 1920", 1920, 1930),
        ("trade 1920-1930", 1920, 1930),
        ("banks in the 1930s", 1930, 1939),
        ("banks in the early 1930s", 1930, 1933),
        ("banks before the 1930s", None, 1929),
        ("railroads in the 19th century", 1801, 1900),
        ("railroads in 1869", 1869, 1869),
        ("taxes during the Civil War", 1861, 1865),
        ("taxes after World War II", 1946, None),
    ],
)
def test_a_time_becomes_years_and_leaves_the_subject(
    text: str, first: int | None, last: int | None
) -> None:
    scope, rest = read_scope(text)
    assert (scope.from_year, scope.to_year) == (first, last)
    assert rest.split() == [word for word in text.split() if word in rest.split()]
    assert not any(character.isdigit() for character in rest)


@pytest.mark.parametrize("text", ["about the Civil War", "the Great Depression", "1000 ships"])
def test_a_subject_is_not_mistaken_for_a_time(text: str) -> None:
    scope, rest = read_scope(text)
    assert (scope.from_year, scope.to_year) == (None, None)
    assert rest == text


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("What did Lincoln say about slavery", ["Abraham Lincoln"]),
        ("What did FDR say about banks", ["Franklin D. Roosevelt"]),
        ("Roosevelt on trusts", ["Theodore Roosevelt", "Franklin D. Roosevelt"]),
        ("Theodore Roosevelt's view of trusts", ["Theodore Roosevelt"]),
        ("John Quincy Adams on canals", ["John Quincy Adams"]),
        ("John Adams on canals", ["John Adams"]),
        ("George W. Bush on Iraq", ["George W. Bush"]),
        ("President Grant on Indians", ["Ulysses S. Grant"]),
        ("a grant of land near Washington", []),
        ("the Monroe Doctrine", []),
    ],
)
def test_a_name_becomes_the_speaker_it_means(text: str, speakers: list[str]) -> None:
    scope, rest = read_scope(text)
    assert list(scope.speakers) == speakers
    assert not any(name.split()[-1] in rest for name in speakers)


def test_every_speaker_is_read_from_the_full_name() -> None:
    for name in SPEAKERS:
        assert read_scope(f"What did {name} say about trade?")[0].speakers == (name,)


def test_a_scope_holds_its_bounds() -> None:
    scope, _ = read_scope("What did Lincoln say between 1861 and 1864?")
    assert scope.holds(1861, "Abraham Lincoln")
    assert scope.holds(1864, "Abraham Lincoln")
    assert not scope.holds(1865, "Abraham Lincoln")
    assert not scope.holds(1862, "James Buchanan")
