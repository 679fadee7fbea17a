"""Plans a search: what the question is about, under which phrasings, in which years.

A question's content words form chunks (`Panama Canal`, `League of Nations`); a chunk is looked for
as it was asked, then by the names the subject had in its time, then by its words in one passage.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from period import Scope, read_scope
from subjects import NAMES, SENSES

# The contract's bounds (`Subject.terms`, `Term`, `Name`) that a plan has to stay within.
TERMS_MAX, FORMS_MAX = 8, 40

STOP_WORDS = """
    a about address addresses again against all also always am america american an and any
    are as asked at be became because been before being between both but by call called can
    come concerning could country debate did discuss discussed do does done each ever every
    evolve evolved feel felt find first for from gave get give had has have he her him his
    history how i idea if in into is issue it its know last latest like long look made make
    many matter me mean meant mention mentioned mentions more most much my nation never no
    not of often old on once one only opinion or other our over past people president
    presidents problem question raise raised refer referred regarding said same say saying
    says see she should show since so some speak speaking speech speeches spoke spoken stop
    subject talk talked talking talks tell than that the their them then there these they
    thing things think this those thought through time times to told topic towards under
    until up upon us usa use view views was we were what when where whether which who whom
    whose why will with word words would year years you your
"""
STOP = frozenset(STOP_WORDS.split())
# What a question may say about the corpus itself.
FRAME = r"\bstates? of the union\b|\bunited states\b"
WORD = r"[^\W_]+(?:['’][^\W_]+)*"
# Words that hold a chunk together: `League of Nations`, `war on drugs`, `right to vote`.
LINKS = frozenset({"of", "on", "to", "for", "the", "in"})


class Chunk(NamedTuple):
    """Neighbouring content words of the question: `shown` as written, `words` in lower case."""

    shown: str
    words: tuple[str, ...]


class Phrasing(NamedTuple):
    """One way to put the subject: terms of forms, and how far its findings are trusted.

    What matches `as asked` matches the wider naming too, so the wider one carries more trust:
    else the times that used another name would always lose.
    """

    label: str
    terms: tuple[tuple[str, ...], ...]
    needs_all: bool
    trust: float


class Plan(NamedTuple):
    """What to look for. `named` phrasings name the subject, `loose` ones hint at it.

    `subject` is shown; `written` is what the question says, another text where a word has senses.
    """

    subject: str
    written: str
    scope: Scope
    named: tuple[Phrasing, ...]
    loose: tuple[Phrasing, ...]


def make_plan(question: str) -> Plan | None:
    """The plan for `question`; None when it holds no content word."""
    scope, rest = read_scope(re.sub(FRAME, " ", question, flags=re.IGNORECASE))
    written = read_chunks(rest)[:TERMS_MAX]
    if not written:
        return None
    chunks = [_sense(chunk) for chunk in written]
    asked = tuple(variants(chunk.words) for chunk in chunks)
    named = [Phrasing("as asked", asked, True, 0.6)]
    known = tuple(_merge(asked[n], names_of(chunk)) for n, chunk in enumerate(chunks))
    if known != asked:
        named.append(Phrasing("by its names over time", known, True, 1.0))
    content = [w for chunk in chunks for w in chunk.words if w not in LINKS][:TERMS_MAX]
    each = tuple(variants((word,)) for word in dict.fromkeys(content))
    loose = []
    if each != asked:
        loose.append(Phrasing("all its words in one passage", each, True, 0.5))
    if len(each) > 1:
        loose.append(Phrasing("any of its words", each, False, 0.3))
    subject = _shown(chunks)
    return Plan(subject, _shown(written), scope, tuple(named), tuple(loose))


def read_chunks(text: str) -> list[Chunk]:
    """The content of `text` in runs of neighbouring words."""
    words = [(found.group(), found.start(), found.end()) for found in re.finditer(WORD, text)]
    chunks: list[Chunk] = []
    run: list[int] = []
    for n, (word, start, _) in enumerate(words):
        is_near = bool(run) and not re.search(r"[,;?!.]", text[words[n - 1][2] : start])
        if not is_near:
            _close(run, words, text, chunks)
        if _bare(word) in STOP and not (run and word.lower() in LINKS):
            _close(run, words, text, chunks)
        else:
            run.append(n)
    _close(run, words, text, chunks)
    return list({chunk.words: chunk for chunk in chunks}.values())


def variants(words: tuple[str, ...]) -> tuple[str, ...]:
    """Forms of a phrase by its last word's number: `canal`, `canals`; `-ism` and `-ist` too."""
    *front, last = words
    singular, plural = _numbers(last)
    endings = [last, singular, plural]
    for one, other in (("ism", "ist"), ("ist", "ism")):
        if len(last) > 6 and singular.endswith(one):
            endings += [singular[:-3] + other, singular[:-3] + other + "s"]
    return tuple(dict.fromkeys(" ".join([*front, ending]) for ending in endings))


def names_of(chunk: Chunk) -> tuple[str, ...]:
    """What the chunk's subject was called over time; empty where `subjects` does not know it."""
    *front, last = chunk.words
    key = " ".join([*front, _numbers(last)[0]])
    for keys, names in NAMES.items():
        if key in keys:
            return names
    return ()


def respell(question: str, unknown: list[str], near: list[str]) -> str:
    """The question with words that the corpus does not hold replaced by the closest it does."""
    from difflib import get_close_matches  # 2 ms, needed only for a misspelt question

    def replace(found: re.Match[str]) -> str:
        word = found.group()
        close = get_close_matches(_bare(word), near, n=1, cutoff=0.7)
        return close[0] if _bare(word) in unknown and close else word

    return re.sub(WORD, replace, question)


def _sense(chunk: Chunk) -> Chunk:
    """The chunk, or what it means where its only word has too many senses to look for."""
    meant = SENSES.get(_numbers(chunk.words[0])[0]) if len(chunk.words) == 1 else None
    return Chunk(meant, tuple(meant.split())) if meant else chunk


def _shown(chunks: list[Chunk]) -> str:
    return ", ".join(chunk.shown for chunk in chunks)


def _close(
    run: list[int], words: list[tuple[str, int, int]], text: str, chunks: list[Chunk]
) -> None:
    """Ends the run: a chunk of its words, without links that lead nowhere."""
    while run and words[run[-1]][0].lower() in LINKS:
        run.pop()
    if run:
        shown = text[words[run[0]][1] : words[run[-1]][2]]
        chunks.append(Chunk(shown, tuple(_bare(words[n][0]) for n in run)))
    run.clear()


def _bare(word: str) -> str:
    """Lower case, without a possessive ending: what the index calls a word."""
    return re.sub(r"['’]s?$", "", word.lower().replace("’", "'"))


def _numbers(word: str) -> tuple[str, str]:
    """Singular and plural of a noun, by its ending."""
    irregular = {"women": ("woman", "women"), "woman": ("woman", "women")}
    if word in irregular:
        return irregular[word]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y", word
    if re.search(r"(?:s|x|z|ch|sh)es$", word):
        return word[:-2], word
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        return word[:-1], word
    if re.search(r"(?:s|x|z|ch|sh)$", word):
        return word, word + "es"
    return word, (word[:-1] + "ies" if re.search(r"[^aeiou]y$", word) else word + "s")


def _merge(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*first, *second]))[:FORMS_MAX]
