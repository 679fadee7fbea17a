"""The grammars of names: of contracts, types, agents, ops and properties (PC1205)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from peerc.compiler.checks.reading import report
from peerc.compiler.diagnostics import Findings, bounded
from peerc.compiler.tree import Node


@dataclass(frozen=True, slots=True)
class Grammar:
    """What names of one kind look like."""

    pattern: re.Pattern[str]
    rule: str  # what a name of this kind looks like, in words
    reserved: frozenset[str] = frozenset()


CONTRACT = Grammar(
    re.compile(r"[a-z][a-z0-9-]{0,62}\Z"),
    "a contract's name has 1 to 63 of a-z, 0-9 and -, and starts with a letter",
)
TYPE = Grammar(
    re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}\Z"),
    "a type's name has 1 to 64 letters, digits and _, and does not start with a digit",
)
AGENT = Grammar(
    re.compile(r"[a-z][a-z0-9_-]{0,62}\Z"),
    "an agent's name has 1 to 63 of a-z, 0-9, _ and -, and starts with a letter",
)
OP = Grammar(
    re.compile(r"[a-z][a-z0-9_]{0,62}\Z"),
    "an operation's name has 1 to 63 of a-z, 0-9 and _, and starts with a letter",
    # `then` would make a stub a thenable; the others are methods of JavaScript's objects, promises.
    frozenset({"then", "catch", "finally", "constructor"}),
)
STATE = Grammar(
    re.compile(r"[a-z][a-z0-9_]{0,62}\Z"),
    "a state's name has 1 to 63 of a-z, 0-9 and _, and starts with a letter",
)
PROPERTY = Grammar(
    re.compile(r"[\x20-\x7e]{1,128}\Z"),
    "a property's name has 1 to 128 printable ASCII characters",
    frozenset({"__proto__"}),  # sets the prototype in JavaScript
)


def check(findings: Findings, grammar: Grammar, name: str, node: Node) -> bool:
    """Whether `name` is one; reports PC1205 at `node` when it is not."""
    if name in grammar.reserved:
        problem = "it is reserved"
        report(findings, "PC1205", node, found=name, problem=problem, suggestion="use another name")
        return False
    if grammar.pattern.match(name):
        return True
    fields = {"found": bounded(name), "problem": _problem(name), "suggestion": grammar.rule}
    report(findings, "PC1205", node, **fields)
    return False


def _problem(name: str) -> str:
    if not name:
        return "it is empty"
    if not name.isascii():
        return "it holds a character that is not ASCII"
    if len(name) > 63:
        return f"it has {len(name)} characters"
    return "it holds a character that is not allowed there"
