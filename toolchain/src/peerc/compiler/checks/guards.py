"""Guards of `run`: text to tree, and the tree's normal form (spec/machine.md#guards)."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field

from peercontract.core.canonical import canonical

from peerc.compiler import ir
from peerc.compiler.frontend.events import SAFE_INTEGER_MAX
from peerc.compiler.run_model import Literal, Operand, Place, Test

CHARACTERS_MAX = 256  # spec/limits.json
NODES_MAX = 32

COMPARISONS = ("==", "!=", "<=", ">=", "<", ">")
_WORDS = frozenset({"and", "or", "not", "in", "len", "output", "true", "false"})
_TOKEN = re.compile(
    r"(?P<space>[ \t\r\n]+)"
    r"|(?P<text>\"(?:[^\"\\]|\\.)*\")"
    r"|(?P<integer>-?(?:0|[1-9][0-9]*)(?![0-9A-Za-z_.]))"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_]*)"
    r"|(?P<mark>==|!=|<=|>=|[<>()\[\],.])"
)
_GRAMMAR = "write comparisons like `output.pages <= 20`, joined by `and`, `or`, `not`, `(`, `)`"


class Malformed(Exception):
    """A guard that does not parse: what is wrong, where in its text, and what to do."""

    def __init__(self, problem: str, place: Place, hint: str = _GRAMMAR) -> None:
        super().__init__(problem)
        self.problem = problem
        self.place = place
        self.hint = hint


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str  # text | integer | name | mark | end
    text: str
    place: Place


def parse(text: str) -> tuple[ir.Guard, tuple[Test, ...]]:
    """The guard that `text` writes, and its comparisons with their places. Raises Malformed."""
    if len(text) > CHARACTERS_MAX:
        whole = Place(0, len(text))
        problem = f"it has {len(text)} characters, at most {CHARACTERS_MAX} are read"
        raise Malformed(problem, whole, "compute it in the agent, and return a boolean")
    parser = _Parser(_tokens(text))
    guard = parser.guard()
    parser.expect_end()
    return guard, tuple(parser.tests)


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise _unreadable(text, at)
        if match.lastgroup != "space":
            found.append(_Token(match.lastgroup or "", match[0], Place(at, match.end())))
        at = match.end()
    found.append(_Token("end", "the end", Place(max(0, at - 1), max(1, at))))
    return found


def _unreadable(text: str, at: int) -> Malformed:
    place = Place(at, at + 1)
    if text[at] == '"':
        return Malformed("the string does not end", Place(at, len(text)), 'close it with `"`')
    if text[at] == "'":
        return Malformed("strings stand in double quotes", place, 'write `"a"`')
    if text[at].isdigit() or text[at] == "-":
        number = re.compile(r"-?[0-9A-Za-z_.]*").match(text, at)
        end = number.end() if number else at + 1
        problem = f"`{text[at:end]}` is no integer"
        return Malformed(problem, Place(at, max(end, at + 1)), "write an integer without leading 0")
    if text[at] == "=":
        return Malformed("`=` is no operator", place, "write `==`")
    if text[at] in "&|!":
        return Malformed(f"`{text[at]}` is no operator", place, "write `and`, `or`, `not`")
    return Malformed(f"`{text[at]}` does not belong there", place)


@dataclass(slots=True)
class _Parser:
    """Recursive descent. Nodes: operands, literals of `in`, comparisons, `not`, `and`, `or`, `(`.

    They are counted while it parses, so the depth is bounded too.
    """

    tokens: list[_Token]
    at: int = 0
    nodes: int = 0
    tests: list[Test] = field(default_factory=list)

    def guard(self) -> ir.Guard:
        """`and ("or" and)*`"""
        return self._chain("or")

    def expect_end(self) -> None:
        token = self.tokens[self.at]
        if token.kind != "end":
            raise Malformed(f"`{token.text}` does not belong there", token.place)

    def _chain(self, word: str) -> ir.Guard:
        read = self._and if word == "or" else self._not
        parts = [read()]
        while self._takes("name", word):
            parts.append(read())
        if len(parts) == 1:
            return parts[0]
        self._count()
        flat: list[ir.Guard] = []
        for part in parts:  # `(a and b) and c` is `a and b and c`
            is_same = isinstance(part, ir.Both) and part.operator == word
            flat.extend(part.parts if isinstance(part, ir.Both) and is_same else [part])
        return ir.Both(word, tuple(flat))

    def _and(self) -> ir.Guard:
        return self._chain("and")

    def _not(self) -> ir.Guard:
        if self._takes("name", "not"):
            self._count()
            return ir.Not(self._test())
        return self._test()

    def _test(self) -> ir.Guard:
        if self._takes("mark", "("):
            self._count()
            inner = self.guard()
            self._need(")")
            return inner
        left, left_place = self._operand()
        token = self.tokens[self.at]
        if token.kind == "mark" and token.text in COMPARISONS:
            self.at += 1
            right, right_place = self._operand()
            return self._add(ir.Compare(token.text, left, right), left_place, token, (right_place,))
        if token.kind == "name" and token.text == "in":
            self.at += 1
            values, places = self._list()
            return self._add(ir.Compare("in", left, values), left_place, token, places)
        return self._add(ir.Compare("==", left, True), left_place, None, ())

    def _add(
        self, compare: ir.Compare, left: Place, operator: _Token | None, right: tuple[Place, ...]
    ) -> ir.Compare:
        self._count()
        place = operator.place if operator else left
        self.tests.append(Test(compare, left, place, right, operator is None))
        return compare

    def _operand(self) -> tuple[Operand, Place]:
        self._count()
        token = self.tokens[self.at]
        if token.kind == "name" and token.text == "len":
            self.at += 1
            self._need("(")
            path, place = self._path()
            end = self._need(")")
            whole = Place(token.place.start, end.end)
            return ir.Path(path, True), whole
        if token.kind == "name" and token.text == "output":
            path, place = self._path()
            return ir.Path(path, False), place
        return self._literal()

    def _path(self) -> tuple[tuple[str, ...], Place]:
        first = self.tokens[self.at]
        if (first.kind, first.text) != ("name", "output"):
            hint = "a guard sees the operation's output: `output`, `output.pages`"
            raise Malformed(f"`{first.text}` is no path", first.place, hint)
        self.at += 1
        end = first.place.end
        members: list[str] = []
        while self._takes("mark", "."):
            token = self.tokens[self.at]
            if token.kind != "name":
                hint = "a member's name follows the dot: letters, digits and `_`"
                raise Malformed("a path ends in a dot", token.place, hint)
            self.at += 1
            members.append(token.text)
            end = token.place.end
        return tuple(members), Place(first.place.start, end)

    def _list(self) -> tuple[tuple[Literal, ...], tuple[Place, ...]]:
        self._need("[")
        values, places = [], []
        while True:
            self._count()
            value, place = self._literal()
            values.append(value)
            places.append(place)
            if not self._takes("mark", ","):
                break
        self._need("]")
        return tuple(values), tuple(places)

    def _literal(self) -> tuple[Literal, Place]:
        token = self.tokens[self.at]
        self.at += 1
        if token.kind == "integer":
            value = int(token.text)
            if abs(value) > SAFE_INTEGER_MAX:
                raise Malformed(
                    f"`{token.text}` is beyond 2^53-1", token.place, "use a smaller one"
                )
            return value, token.place
        if token.kind == "text":
            return _text(token), token.place
        if token.kind == "name" and token.text in ("true", "false"):
            return token.text == "true", token.place
        if token.kind == "end":
            raise Malformed("it ends too early", token.place)
        hint = _GRAMMAR
        if token.kind == "name" and token.text not in _WORDS:
            hint = f'write `output.{token.text}` for a member, `"{token.text}"` for a string'
        raise Malformed(f"`{token.text}` does not belong there", token.place, hint)

    def _takes(self, kind: str, text: str) -> bool:
        token = self.tokens[self.at]
        if (token.kind, token.text) != (kind, text):
            return False
        self.at += 1
        return True

    def _need(self, mark: str) -> Place:
        token = self.tokens[self.at]
        if not self._takes("mark", mark):
            found = "it ends" if token.kind == "end" else f"`{token.text}` stands"
            raise Malformed(f"{found} where `{mark}` is needed", token.place, f"write `{mark}`")
        return token.place

    def _count(self) -> None:
        self.nodes += 1
        if self.nodes > NODES_MAX:
            token = self.tokens[min(self.at, len(self.tokens) - 1)]
            hint = "compute it in the agent, and return a boolean"
            raise Malformed(f"it has more than {NODES_MAX} parts", token.place, hint)


def _text(token: _Token) -> str:
    """A string literal's value; it is JSON, and holds no half of a surrogate pair."""
    try:
        value = json.loads(token.text)
        value.encode()
    except ValueError:
        hint = 'write it as in JSON: `"a\\"b"`'
        raise Malformed(f"{token.text} is no string of JSON", token.place, hint) from None
    return str(value)


def normal(guard: ir.Guard) -> str:
    """The normal form of a guard: one space around operators, no redundant parentheses."""
    return _normal(guard, 0)


def _normal(guard: ir.Guard, level: int) -> str:
    """`level`: 0 inside nothing, 1 inside `or`, 2 inside `and`, 3 inside `not`, where all but a
    comparison is bracketed; elsewhere what binds looser is."""
    if isinstance(guard, ir.Compare):
        return _compare(guard)
    if isinstance(guard, ir.Not):
        text = f"not {_normal(guard.part, 3)}"
        return f"({text})" if level == 3 else text
    own = 0 if guard.operator == "or" else 1
    text = f" {guard.operator} ".join(_normal(part, own + 1) for part in guard.parts)
    return f"({text})" if level > own else text


def _compare(compare: ir.Compare) -> str:
    left = shown(compare.left)
    is_bare = isinstance(compare.left, ir.Path) or compare.left is True
    if is_bare and compare.operator == "==" and compare.right is True:
        return left
    if isinstance(compare.right, tuple):
        listed = ", ".join(shown(value) for value in compare.right)
        return f"{left} in [{listed}]"
    return f"{left} {compare.operator} {shown(compare.right)}"


def shown(operand: Operand) -> str:
    """An operand as a guard writes it."""
    if isinstance(operand, ir.Path):
        path = ".".join(("output", *operand.members))
        return f"len({path})" if operand.is_length else path
    return canonical(operand)
