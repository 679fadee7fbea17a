"""Chooses the words to quote from a passage: one or two sentences that stand on their own.

A quote is a slice of the passage, so it is a slice of the address. Sentences that name the subject,
take a stand and do not lean on the one before win; tables, headings and fragments lose.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

LENGTH_MIN, LENGTH_EASY, LENGTH_GOOD, LENGTH_MAX = 50, 220, 300, 420  # characters

_LEANS = re.compile(
    r"(?:It|This|That|These|Those|They|He|She|Such|But|And|Nor|Or|So|Yet|Thus|Hence|Therefore"
    r"|However|Also|Then|Their|His|Its|Neither|Moreover|Again|Accordingly|For this|In this|In that"
    r"|On this|On that|At that|To this|Under these|With this|Of these|Of this|The same|The latter"
    r"|The former|The one|Here|There)\b"
)
_STAND = re.compile(
    r"\b(?:must|should|shall|ought|cannot|never|recommend|urge|ask|hope|believe|propose|right"
    r"|wrong|duty|justice|freedom|liberty|evil|peace|danger|great|greatest|first|history|world)\b",
    re.IGNORECASE,
)
_VOICE = re.compile(r"\b(?:I|[Ww]e|[Ll]et|must|shall|should)\b")
_ROUTINE = re.compile(
    r"\b(?:refer(?:red)? you to|accompanying|herewith|transmit|full details|detailed information"
    r"|reports? of the|Commissioner of|submitted (?:by|to)|your (?:attention|consideration)"
    r"|attention of Congress|section \d+|estimates?)\b|\bART[.]",
    re.IGNORECASE,
)
# `PANAMA CANAL TREATY The proclamation ...`, `(Applause.) And ...`: before the sentence proper.
_HEADING = re.compile(
    r"[\"\s]*(?:\(Applause\.\)\s*|(?:[IVX]+\. |\d+\. |\([a-z0-9]\) )?"
    r"(?:[A-Z][A-Z'\-.,&]*[ ,:;-]+){2,}(?=[A-Z\"]))"
)
_ENDS = re.compile(r"[.!?][\"')\]\N{RIGHT DOUBLE QUOTATION MARK}]*$")
_CLAUSE = re.compile(r"[;:,] -?|(?<=\w)--(?=\w)| --? |\N{EM DASH}")
_JOINS = re.compile(r"(?:and|or|but|nor|which|that|who|whose|as|to|of|in|with|by|for)\b")


class Choice(NamedTuple):
    """Quotable words of a passage. `nth` counts sentences from 1; `quality` is about 0 to 6."""

    text: str
    nth: int
    is_clipped: bool
    quality: float


def pattern_of(forms: Iterable[str]) -> re.Pattern[str]:
    """Finds any of `forms` in running text the way the index does: whole words, any case."""
    longest_first = sorted(set(forms), key=lambda form: (-len(form), form))
    spoken = (r"\W{1,3}".join(map(re.escape, form.split())) for form in longest_first)
    return re.compile(rf"(?<!\w)(?:{'|'.join(spoken)})(?!\w)", re.IGNORECASE)


def choose(sentences: Sequence[str], terms: Sequence[re.Pattern[str]]) -> Choice | None:
    """The best quote of a passage; None when no sentence of it names the subject."""
    choices = []
    for at, sentence in enumerate(sentences):
        choices.append(_weigh(sentence, at + 1, terms))
        # Two sentences where the second leans on the first, or both name the subject.
        second = sentences[at + 1] if at + 1 < len(sentences) else ""
        is_bound = bool(_LEANS.match(second)) or _names(sentence, terms)
        is_short = len(sentence) + len(second) <= LENGTH_GOOD
        if is_short and is_bound and _names(second, terms):
            choices.append(_weigh(sentence + second, at + 1, terms))
    found = [choice for choice in choices if choice is not None]
    return max(found, key=lambda choice: choice.quality, default=None)


def _weigh(raw: str, nth: int, terms: Sequence[re.Pattern[str]]) -> Choice | None:
    heading = _HEADING.match(raw)
    whole = raw[heading.end() if heading else 0 :].strip()
    text = whole if len(whole) <= LENGTH_MAX else _clip(whole, terms)
    named = [len(term.findall(text)) for term in terms]
    if not any(named):
        return None
    first = min(match.start() for term in terms for match in term.finditer(text))
    # Words of a subject that stand in different sentences need not be about it.
    quality = 2.0 * all(named) + 0.3 * min(sum(named), 3)
    quality += 0.6 * bool(_VOICE.search(text)) + 0.45 * min(len(_STAND.findall(text)), 3)
    # What a sentence is about stands early in it; what it mentions in passing, late.
    quality += 0.8 * (first < 0.4 * len(text))
    quality -= 1.3 * bool(_LEANS.match(text)) + 1.5 * (len(text) < LENGTH_MIN)
    quality -= max(0.0, len(text) - LENGTH_EASY) / 200 + 0.8 * (len(text) < 80)
    quality -= 0.8 * min(len(_ROUTINE.findall(text)), 2)
    # A table, a clause from the middle of a sentence, a sentence that was cut off by the passage.
    quality -= 12.0 * max(0.0, sum(c.isdigit() for c in text) / len(text) - 0.02)
    quality -= 0.4 * (text != whole) + 0.8 * (not whole.startswith(text))
    quality -= 2.0 * (not _ENDS.search(whole))
    return Choice(text, nth, text != whole, quality)


def _names(sentence: str, terms: Sequence[re.Pattern[str]]) -> bool:
    return any(term.search(sentence) for term in terms)


def _clip(text: str, terms: Sequence[re.Pattern[str]]) -> str:
    """The clauses of a long sentence around a naming of the subject; empty when none fit."""
    found = [match.span() for term in terms for match in term.finditer(text)]
    cuts = sorted({0, *(match.end() for match in _CLAUSE.finditer(text)), len(text)})
    fitting = [
        (start, end)
        for start in cuts
        for end in cuts
        if LENGTH_MIN <= end - start <= LENGTH_MAX
        and any(start <= low and high <= end for low, high in found)
    ]
    if not fitting:
        return ""
    first = found[0][0]
    start, end = max(fitting, key=lambda cut: _roundness(text, *cut) - abs(first - cut[0]) / 6)
    return re.sub(r"[\s,;:\N{EM DASH}-]+$", "", text[start:end])


def _roundness(text: str, start: int, end: int) -> float:
    """How well the slice reads on its own: whole clauses, about as long as is easy to read."""
    roundness = -abs(end - start - LENGTH_EASY) / 2
    roundness += 90 if start == 0 else 45 * (text[start - 2] in ";:-")
    roundness += 60 if end == len(text) else 45 * (text[end - 2] in ";:-")
    return roundness - 70 * bool(_JOINS.match(text, start))
