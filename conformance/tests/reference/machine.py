"""Run states by spec/machine.md: the table of the contract form, guards read from their text."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from . import form, validate
from .fault import Fault

TOKEN = re.compile(r'\s*("(?:[^"\\]|\\.)*"|-?\d+|[A-Za-z_]\w*|[=!<>]=|[<>()\[\],.])')
NOTHING = object()  # what is absent or null
COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "==": lambda left, right: same(left, right),
    "!=": lambda left, right: not same(left, right),
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
    "in": lambda left, right: any(same(left, one) for one in right),
}


def same(left: Any, right: Any) -> bool:
    """Equal by value and kind: `true` is not 1."""
    return isinstance(left, bool) == isinstance(right, bool) and bool(left == right)


def answer(given: dict[str, Any]) -> dict[str, Any]:
    """One form of the suite's cases."""
    if "sent" in given:
        return {"state": merge(given["sent"], given["own"], given["replied"])}
    return walk(form.load("machine", given["contract"]), given)


def walk(contract: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """The answer of `machine` for any contract form: one event, or several one after the other."""
    state = given.get("state", contract["run"]["initial"])
    if "op" in given:
        return {"state": step(contract, state, given["op"], given["output"])}
    trace = []
    for event in given["events"]:
        try:
            state = step(contract, state, event["op"], event["output"])
            trace.append(state)
        except Fault as fault:
            trace.append(fault.code)
    return {"trace": trace}


def merge(sent: str, own: str, replied: str) -> str:
    """The caller's state once a reply is there."""
    if replied == sent:
        return own
    if own in (sent, replied):
        return replied
    raise Fault("PC2004")


def step(contract: dict[str, Any], state: str, event: str, text: str) -> str:
    """Admission in a state, then where the output leads."""
    states = contract["run"]["states"]
    admit(states, state, event)
    agent, _, op = event.partition(".")
    type_name = contract["agents"][agent]["ops"][op]["output"]
    read = validate.check(contract["types"], type_name, text.encode(), "output")
    value = json.loads(read.canonical)
    for target in states[state].get("on", {}).get(event, []):
        if "when" not in target or Guard(target["when"], value).holds():
            return str(target["to"])
    return state


def admit(states: dict[str, Any], state: str, event: str) -> None:
    """PC2003 for an unknown state, and for what another state lists and this one does not."""
    governed = {event for one in states.values() for event in one.get("on", {})}
    if state not in states or (event in governed and event not in states[state].get("on", {})):
        raise Fault("PC2003")


class Guard:
    """Recursive descent that computes while it reads, every part of the text."""

    def __init__(self, text: str, output: Any) -> None:
        self.tokens = TOKEN.findall(text)
        self.at = 0
        self.output = output

    def holds(self) -> bool:
        """Whether all of the text holds."""
        found = self.either()
        assert self.at == len(self.tokens)
        return found

    def take(self, *wanted: str) -> str | None:
        if self.at < len(self.tokens) and self.tokens[self.at] in wanted:
            self.at += 1
            return str(self.tokens[self.at - 1])
        return None

    def either(self) -> bool:
        found = self.both()
        while self.take("or"):
            found = self.both() or found
        return found

    def both(self) -> bool:
        found = self.negated()
        while self.take("and"):
            found = self.negated() and found
        return found

    def negated(self) -> bool:
        return not self.test() if self.take("not") else self.test()

    def test(self) -> bool:
        if self.take("("):
            found = self.either()
            assert self.take(")")
            return found
        left = self.operand()
        operator = self.take(*COMPARE)
        right = True if operator is None else self.members() if operator == "in" else self.operand()
        if left is NOTHING or right is NOTHING:
            return False
        return COMPARE[operator or "=="](left, right)

    def members(self) -> list[Any]:
        assert self.take("[")
        found = [self.operand()]
        while self.take(","):
            found.append(self.operand())
        assert self.take("]")
        return found

    def operand(self) -> Any:
        if self.take("len"):
            assert self.take("(")
            found = self.operand()
            assert self.take(")")
            return found if found is NOTHING else len(found)
        if self.take("output"):
            found = self.output
            while self.take("."):
                name = self.tokens[self.at]
                self.at += 1
                found = found.get(name) if isinstance(found, dict) else None
            return NOTHING if found is None else found
        self.at += 1
        return json.loads(self.tokens[self.at - 1])
