"""Composes the answer's sentences from counts and years; no sentence without a number behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from inquiry import Inquiry, Mention

SILENCE_MIN = 25  # years without a word that are worth a sentence
ADDRESSES_MIN = 5  # a decade with fewer addresses than this is not compared
PEAK_MIN = 3  # an address with fewer passages on the subject is no peak
PASSAGES_MIN = 12  # below this, shares of decades say little


def compose(inquiry: Inquiry, asked: str) -> list[str]:
    """The answer to the question as it was `asked`, in paragraphs of plain text.

    The inquiry found something; its own question is another text where a word was misspelt.
    """
    spoken = [mention for mention in inquiry.timeline if mention.matches]
    paragraphs = [_extent(inquiry, spoken)]
    if sum(mention.matches for mention in spoken) >= PASSAGES_MIN:
        paragraphs.append(" ".join(_weight(inquiry.timeline, spoken)))
    if inquiry.plan.subject != inquiry.plan.written or inquiry.question != asked:
        paragraphs.insert(0, f"Read as a question about {_subject(inquiry)}.")
    return paragraphs


def _extent(inquiry: Inquiry, spoken: Sequence[Mention]) -> str:
    """In how many addresses, first and last time, and the longest silence between."""
    speakers = inquiry.plan.scope.speakers
    opening = f"{_who(speakers)} spoke of {_subject(inquiry)} in"
    first, last = spoken[0], spoken[-1]
    timeline = inquiry.timeline
    if len(spoken) == 1:
        text = f"{opening} one address of {len(timeline)}: {first.speaker} in {first.year}."
    elif len(speakers) == 1:
        text = f"{opening} {len(spoken)} of {len(timeline)} addresses"
        text += f", from {first.year} to {last.year}."
    else:
        years = f"of {timeline[0].year}" if timeline[0].year == timeline[-1].year else ""
        years = years or f"from {timeline[0].year} to {timeline[-1].year}"
        text = (
            f"{opening} {len(spoken)} of the {len(timeline)} addresses {years}: "
            f"first {first.speaker} in {first.year}, last {last.speaker} in {last.year}."
        )
    gaps = [(a.year, b.year) for a, b in pairwise(spoken) if b.year - a.year >= SILENCE_MIN]
    if gaps and not speakers:
        start, end = max(gaps, key=lambda gap: gap[1] - gap[0])
        text += f" Between {start} and {end} nobody did."
    return text


def _weight(timeline: Sequence[Mention], spoken: Sequence[Mention]) -> list[str]:
    """Where the subject weighed most: by decade, by address, by speaker."""
    lines = []
    years = Counter(mention.year // 10 for mention in timeline)
    decades = [decade for decade, count in years.items() if count >= ADDRESSES_MIN]
    if len(decades) > 1:
        shares = {
            decade: _share([m for m in timeline if m.year // 10 == decade]) for decade in decades
        }
        top = max(sorted(shares), key=lambda decade: shares[decade])
        lines.append(f"It weighed most in the {top}0s, in {_percent(shares[top])} of all passages.")
    peak = max(spoken, key=lambda mention: (mention.matches / mention.passages, -mention.year))
    if peak.matches >= PEAK_MIN:
        lines.append(
            f"No address gave it more room than that of {peak.speaker} in {peak.year}: "
            f"{peak.matches} of its {peak.passages} passages."
        )
    totals: dict[str, int] = {}
    for mention in spoken:
        totals[mention.speaker] = totals.get(mention.speaker, 0) + mention.matches
    if len(totals) > 2:
        most = sorted(totals, key=lambda name: (-totals[name], name))[:3]
        names = [f"{name} ({totals[name]})" for name in most]
        lines.append(f"Most passages come from {names[0]}, {names[1]} and {names[2]}.")
    return lines


def _subject(inquiry: Inquiry) -> str:
    """What the counted passages speak of: all parts of the question, or any word of it."""
    subject = "” and “".join(inquiry.plan.subject.split(", "))
    is_loose = inquiry.core is not None and not inquiry.core.needs_all
    return f"{'any word of ' if is_loose else ''}“{subject}”"


def _who(speakers: Sequence[str]) -> str:
    if not speakers:
        return "Presidents"
    *front, last = speakers
    return f"{', '.join(front)} and {last}" if front else last


def _share(mentions: Sequence[Mention]) -> float:
    return sum(m.matches for m in mentions) / sum(m.passages for m in mentions)


def _percent(share: float) -> str:
    return f"{share:.1%}" if share >= 0.0005 else "less than 0.1%"
