"""Reads a pattern: its text to a tree, with advice for what only other dialects have."""

from __future__ import annotations

import re

from peerc.compiler.pattern import normal
from peerc.compiler.pattern.char_class import read_class
from peerc.compiler.pattern.classes import SURROGATE_FIRST, SURROGATE_LAST, one
from peerc.compiler.pattern.escapes import ANY, SETS, escape
from peerc.compiler.pattern.problem import PatternError
from peerc.compiler.pattern.syntax import Anchor, Chars, Choice, Group, Part, Repeat, has_anchor

GROUPS_MAX = 64  # open at once; spec/pattern.md#language: limits

_ANY = Chars(ANY, "[^\\n\\r]")
_COUNTS = re.compile(r"\{([0-9]+)(?:(,)([0-9]+)?)?\}")
_SIMPLE = {"*": (0, None), "+": (1, None), "?": (0, 1)}
_FOREIGN_GROUPS = (
    (
        "(?=",
        "it has a look-ahead",
        "write what follows as part of the pattern, or check it in code",
    ),
    ("(?!", "it has a look-ahead", "write what may stand there, or check it in code"),
    ("(?<=", "it has a look-behind", "write what precedes as part of the pattern"),
    ("(?<!", "it has a look-behind", "write what may precede as part of the pattern"),
    ("(?P=", "it has a back-reference", "no automaton can match one: compare the parts in code"),
    ("(?P<", "it has a named group", "write `(...)`: nothing is captured"),
    ("(?<", "it has a named group", "write `(...)`: nothing is captured"),
    ("(?'", "it has a named group", "write `(...)`: nothing is captured"),
    ("(?>", "it has an atomic group", "write `(?:...)`: there is no backtracking to prevent"),
    ("(?#", "it has a comment", "write it into `$comment`"),
)


def parse(text: str) -> Choice:
    """The tree of a pattern. PatternError at the first thing that is not in the dialect."""
    for offset, char in enumerate(text):
        if SURROGATE_FIRST <= ord(char) <= SURROGATE_LAST:
            raise PatternError("it holds half a surrogate pair", "write the character", offset)
    return _Parser(text).pattern()


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.depth = 0

    def pattern(self) -> Choice:
        choice = self.choice()
        if self.at < len(self.text):
            raise PatternError("a `)` closes no group", "write `\\)`, or open it with `(`", self.at)
        return choice

    def choice(self) -> Choice:
        branches = [self.branch()]
        while self.text.startswith("|", self.at):
            self.at += 1
            branches.append(self.branch())
        return Choice(tuple(branches))

    def branch(self) -> tuple[Part, ...]:
        parts: list[Part] = []
        text = self.text
        while self.at < len(text) and text[self.at] not in "|)":
            parts.append(self.part())
        return tuple(parts)

    def part(self) -> Part:
        start = self.at
        body = self.atom()
        quantifier = self.at
        found = self.quantifier()
        if found is None:
            return body
        if isinstance(body, Anchor):
            hint = f"remove the quantifier, or write `\\{body.text}` for the character"
            raise PatternError(f"`{body.text}` is repeated", hint, quantifier)
        if isinstance(body, Group) and has_anchor(body.body):
            hint = "anchor each alternative instead: `(?:^a|b)` for `(^a)?b`"
            raise PatternError("a repeated group holds `^` or `$`", hint, start)
        self.refuse_second_quantifier(quantifier)
        return Repeat(body, *found)

    def atom(self) -> Chars | Anchor | Group:
        char = self.text[self.at]
        if char == "(":
            return self.group()
        if char == "[":
            found, self.at = read_class(self.text, self.at)
            return found
        if char == "\\":
            code, self.at = escape(self.text, self.at)
            if isinstance(code, int):
                return Chars(one(code), normal.char_text(code))
            return Chars(SETS[code], _set_text(code))
        if char in "*+?{":
            self.refuse_stray_quantifier(char)
        if char in "}]":
            opening = "{" if char == "}" else "["
            hint = f"write `\\{char}` for the character"
            raise PatternError(f"a `{char}` closes no `{opening}`", hint, self.at)
        self.at += 1
        if char == ".":
            return _ANY
        if char in "^$":
            return Anchor(char, self.at - 1)
        return Chars(one(ord(char)), normal.char_text(ord(char)))

    def group(self) -> Group:
        start = self.at
        opening = "(?:" if self.text.startswith("(?:", start) else "("
        if opening == "(" and self.text.startswith("(?", start):
            self.refuse_group(start)
        if self.depth == GROUPS_MAX:
            problem = f"groups are nested more than {GROUPS_MAX} deep"
            raise PatternError(problem, "remove those that hold a single part", start)
        self.depth += 1
        self.at += len(opening)
        body = self.choice()
        if self.at >= len(self.text):
            raise PatternError("a group is not closed", "add `)`, or write `\\(`", start)
        self.at += 1
        self.depth -= 1
        return Group(opening, body)

    def quantifier(self) -> tuple[int, int | None, str] | None:
        """Reads what repeats: `(minimum, maximum, its text)`."""
        char = self.text[self.at : self.at + 1]
        if char in _SIMPLE:
            self.at += 1
            return (*_SIMPLE[char], char)
        if char != "{":
            return None
        found = _COUNTS.match(self.text, self.at)
        if found is None:
            self.refuse_stray_quantifier("{")
            return None
        minimum = int(found[1])
        maximum = int(found[3]) if found[3] else None if found[2] else minimum
        if maximum is not None and maximum < minimum:
            problem = f"`{found[0]}` runs backwards"
            raise PatternError(problem, f"write `{{{maximum},{minimum}}}`", self.at)
        self.at = found.end()
        return minimum, maximum, found[0]

    def refuse_second_quantifier(self, first: int) -> None:
        char = self.text[self.at : self.at + 1]
        written = self.text[first : self.at + 1]
        if char == "?":
            hint = f"write `{written[:-1]}`: a match is a match, however it is found"
            raise PatternError(f"`{written}` is lazy", hint, first)
        if char == "+":
            hint = f"write `{written[:-1]}`: there is no backtracking to prevent"
            raise PatternError(f"`{written}` is possessive", hint, first)
        if char == "*" or _COUNTS.match(self.text, self.at):
            hint = "put the first into a group: `(?:a{2}){3}`"
            raise PatternError("two quantifiers stand in a row", hint, self.at)

    def refuse_stray_quantifier(self, char: str) -> None:
        if char == "{":
            hint = "write `\\{` for the character, `{2}`, `{2,}` or `{2,3}` to repeat"
            if self.text.startswith("{,", self.at):
                hint = "write the lower bound too: `{0,3}` for `{,3}`"
            raise PatternError("a `{` begins no repetition", hint, self.at)
        raise PatternError(f"`{char}` repeats nothing", f"write `\\{char}`", self.at)

    def refuse_group(self, start: int) -> None:
        for opening, problem, hint in _FOREIGN_GROUPS:
            if self.text.startswith(opening, start):
                raise PatternError(problem, hint, start)
        hint = "there are no flags: write both cases as `[Aa]`"
        raise PatternError(f"`{self.text[start : start + 3]}` opens no group of it", hint, start)


def _set_text(letter: str) -> str:
    inside = normal.ranges_text(SETS[letter.lower()])
    return f"[{'^' if letter.isupper() else ''}{inside}]"
