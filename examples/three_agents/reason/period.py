"""Reads years and speakers out of a question: `before 1900`, `under Lincoln`.

What is read is taken out of the text, so that the rest names the subject. A named time is a period
only after `during`, `in` or the like: `about the Civil War` asks for the war, not for its years.
"""

from __future__ import annotations

import re
from typing import NamedTuple

# name in the question -> first and last year
ERAS = {
    "founding era": (1790, 1815),
    "early republic": (1790, 1824),
    "war of 1812": (1812, 1815),
    "era of good feelings": (1817, 1825),
    "mexican war": (1846, 1848),
    "mexican american war": (1846, 1848),
    "antebellum period": (1824, 1860),
    "civil war": (1861, 1865),
    "reconstruction": (1865, 1877),
    "gilded age": (1870, 1900),
    "progressive era": (1897, 1917),
    "spanish american war": (1898, 1898),
    "first world war": (1914, 1918),
    "world war i": (1914, 1918),
    "great war": (1914, 1918),
    "roaring twenties": (1920, 1929),
    "great depression": (1929, 1939),
    "depression": (1929, 1939),
    "new deal": (1933, 1939),
    "second world war": (1939, 1945),
    "world war ii": (1939, 1945),
    "cold war": (1947, 1991),
    "korean war": (1950, 1953),
    "vietnam war": (1964, 1973),
    "war on terror": (2001, 2021),
}

# Every speaker, as the corpus shows him.
SPEAKERS = (
    "George Washington", "John Adams", "Thomas Jefferson", "James Madison", "James Monroe",
    "John Quincy Adams", "Andrew Jackson", "Martin Van Buren", "John Tyler", "James K. Polk",
    "Zachary Taylor", "Millard Fillmore", "Franklin Pierce", "James Buchanan", "Abraham Lincoln",
    "Andrew Johnson", "Ulysses S. Grant", "Rutherford B. Hayes", "Chester A. Arthur",
    "Grover Cleveland", "Benjamin Harrison", "William McKinley", "Theodore Roosevelt",
    "William Howard Taft", "Woodrow Wilson", "Warren G. Harding", "Calvin Coolidge",
    "Herbert Hoover", "Franklin D. Roosevelt", "Harry S. Truman", "Dwight D. Eisenhower",
    "John F. Kennedy", "Lyndon B. Johnson", "Richard Nixon", "Gerald R. Ford", "Jimmy Carter",
    "Ronald Reagan", "George H. W. Bush", "Bill Clinton", "George W. Bush", "Barack Obama",
    "Donald J. Trump", "Joe Biden",
)  # fmt: skip
NICKNAMES = {
    "fdr": "Franklin D. Roosevelt",
    "franklin delano roosevelt": "Franklin D. Roosevelt",
    "teddy roosevelt": "Theodore Roosevelt",
    "jfk": "John F. Kennedy",
    "lbj": "Lyndon B. Johnson",
    "george bush": "George H. W. Bush",
}
# Surnames that are also words or places in questions: only with a first name or `president` before.
AMBIGUOUS = {"washington", "grant", "ford", "pierce", "taylor", "arthur", "carter"}


class Scope(NamedTuple):
    """Where to look: years (both included, None = open) and speakers (empty = everyone)."""

    from_year: int | None = None
    to_year: int | None = None
    speakers: tuple[str, ...] = ()

    def holds(self, year: int, speaker: str) -> bool:
        """Whether an address of this year by this speaker lies inside."""
        is_after = self.from_year is None or self.from_year <= year
        is_before = self.to_year is None or year <= self.to_year
        return is_after and is_before and (not self.speakers or speaker in self.speakers)


def read_scope(text: str) -> tuple[Scope, str]:
    """The scope that `text` names, and `text` without the words that named it."""
    first, last, text = _read_years(text)
    speakers, text = _read_speakers(text)
    return Scope(first, last, speakers), text


_YEAR = r"(1[789]\d\d|20[0-9]\d)"
_BEFORE = r"(?:\b(?:in|during|throughout|over|of|for)\s+(?:the\s+)?)"
_AGES = {"nineteenth": 1801, "19th": 1801, "twentieth": 1901, "20th": 1901}
_AGES |= {"eighteenth": 1701, "18th": 1701, "twenty-first": 2001, "21st": 2001}
_PART = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}


def _read_years(text: str) -> tuple[int | None, int | None, str]:
    for pattern, read in _PATTERNS:
        found = re.search(pattern, text, re.IGNORECASE)
        if found is not None:
            first, last = read(found)
            return first, last, f"{text[: found.start()]} {text[found.end() :]}"
    for name, (first, last) in sorted(ERAS.items(), key=lambda era: -len(era[0])):
        words = name.replace(" ", r"[\s-]+")
        found = re.search(
            rf"\b(before|after|since|during|throughout|in)\s+(?:the\s+)?{words}\b", text, re.I
        )
        if found is not None:
            rest = f"{text[: found.start()]} {text[found.end() :]}"
            return *_around(found.group(1).lower(), first, last), rest
    return None, None, text


def _around(relation: str, first: int, last: int) -> tuple[int | None, int | None]:
    """The years that `before`, `after`, `since` or `during` a stretch of years means."""
    if relation in ("before", "until", "till"):
        return None, first - 1
    if relation in ("after",):
        return last + 1, None
    return (first, None) if relation == "since" else (first, last)


def _between(found: re.Match[str]) -> tuple[int | None, int | None]:
    first, last = int(found.group(1)), int(found.group(2))
    return min(first, last), max(first, last)


def _beside(found: re.Match[str]) -> tuple[int | None, int | None]:
    relation, year = found.group(1).lower(), int(found.group(2))
    if relation in ("until", "till", "up to"):
        return None, year
    return _around("since" if relation == "from" else relation, year, year)


def _decade(found: re.Match[str]) -> tuple[int | None, int | None]:
    start = int(found.group(3)) * 10
    low, high = _PART.get((found.group(2) or "").lower().rstrip("- "), (0, 9))
    relation = (found.group(1) or "in").split()[0].lower()
    return _around(relation, start + low, start + high)


def _century(found: re.Match[str]) -> tuple[int | None, int | None]:
    start = _AGES[found.group(2).lower().replace(" ", "-")]
    relation = (found.group(1) or "in").split()[0].lower()
    return _around(relation, start, start + 99)


def _single(found: re.Match[str]) -> tuple[int | None, int | None]:
    return int(found.group(1)), int(found.group(1))


_RELATION = r"(?:\b((?:in|during|throughout|of|before|after|since|until)(?:\s+the)?)\s+)?"
_PATTERNS = (
    (rf"\b(?:between|from)\s+{_YEAR}\s+(?:and|to|until|through)\s+{_YEAR}", _between),
    (rf"\b{_YEAR}\s*(?:-|–)\s*{_YEAR}", _between),
    (rf"{_RELATION}((?:early|mid|late)[\s-]+)?(1[789]\d|20[0-2])0'?s\b", _decade),
    (rf"{_RELATION}({'|'.join(_AGES).replace('-', '[ -]')})\s+century\b", _century),
    (rf"\b(before|after|since|until|till|up to|from)\s+{_YEAR}\b", _beside),
    (rf"\b(?:in|during|of)\s+{_YEAR}\b", _single),
)


def _read_speakers(text: str) -> tuple[tuple[str, ...], str]:
    found: list[str] = []
    for pattern, names in _speaker_patterns():
        shorter = re.sub(pattern, " ", text, flags=re.IGNORECASE)
        if shorter != text:
            text = shorter
            found += [name for name in names if name not in found]
    return tuple(found), text


def _speaker_patterns() -> list[tuple[str, tuple[str, ...]]]:
    """Patterns and whom they mean: whole names, nicknames, first and last names, last names."""
    whole = [(_name_pattern(name.split()), (name,)) for name in SPEAKERS]
    nick = [(_name_pattern(nickname.split()), (name,)) for nickname, name in NICKNAMES.items()]
    short, last = [], dict[str, tuple[str, ...]]()
    for name in SPEAKERS:
        first_name, *_, surname = name.replace("Van Buren", "Van_Buren").split()
        surname = surname.replace("_", " ")
        short.append((_name_pattern([first_name, *surname.split()]), (name,)))
        last[surname] = (*last.get(surname, ()), name)
    return [*whole, *nick, *short, *((_surname_pattern(s), names) for s, names in last.items())]


def _name_pattern(words: list[str]) -> str:
    """The words in a row, an initial with or without its full stop, perhaps a possessive."""
    spelled = r"\s+".join(word.replace(".", "[.]?") for word in words)
    return rf"\b{spelled}\b(?:['’]s)?"


def _surname_pattern(surname: str) -> str:
    title = r"(?:presidents?\s+)"
    # The Monroe doctrine and the Hoover dam are subjects.
    thing = r"(?!\s+(?:doctrine|dam|tariff|act|memorial|plan|amendment)\b)"
    return (
        rf"\b{title if surname.lower() in AMBIGUOUS else title + '?'}{surname}\b{thing}(?:['’]s)?"
    )
