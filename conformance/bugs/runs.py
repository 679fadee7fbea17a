"""Mistakes in run states, guards of transitions and contract modes."""

from __future__ import annotations

from typing import Any

from peercontract.core import guards
from peercontract.core.machine import Machine

from .patch import bug, core_with, rewrite_stubs, wrap


@bug
def last_reply_wins(driver: Any) -> None:
    driver.compiled.merge = lambda sent, own, replied: replied


@bug
def two_moves_are_a_fork(driver: Any) -> None:
    wrap(
        driver.compiled,
        "merge",
        lambda old, sent, own, replied: old(sent, own, replied if own == sent else replied + "."),
    )


@bug
def unknown_state_is_the_first(_: Any) -> None:
    def known(original: Any, self: Any, state: str, *rest: Any) -> Any:
        return original(self, state if state in self.states else self.initial, *rest)

    wrap(Machine, "admit", known)
    wrap(Machine, "after", known)


@bug
def ungoverned_is_refused(_: Any) -> None:
    def admit(original: Any, self: Any, state: str, event: str) -> None:
        self.governed |= {event}
        original(self, state, event)

    wrap(Machine, "admit", admit)


@bug
def the_end_admits_everything(_: Any) -> None:
    wrap(
        Machine,
        "admit",
        lambda old, self, state, event: old(self, state, event) if self.states.get(state) else None,
    )


@bug
def first_target_always(_: Any) -> None:
    rewrite_stubs(r"^    if .*:\n    (    return '\w+')$", r"    if True:\n    \1")


@bug
def absent_is_unequal(_: Any) -> None:
    rewrite_stubs(r"\((_\d+) := ([\w.]+)\) is not None and \1 !=", r"\2 !=")


@bug
def length_in_units(_: Any) -> None:
    units = r"(len(\1.encode('utf-16-le')) // 2 if isinstance(\1, str) else len(\1))"
    rewrite_stubs(r"len\((_\d+|output[\w.]*)\)", units)


@bug
def and_binds_like_or(_: Any) -> None:
    rewrite_stubs(r"^    if \(\((.*)\) or (.*)\)\) and (.*):$", r"    if (\1) or \2) and \3:")


@bug
def state_is_not_judged(_: Any) -> None:
    wrap(guards, "_state", lambda old, contract, state, to: None)


@bug
def absent_state_is_unknown(_: Any) -> None:
    wrap(guards, "_state", lambda old, contract, state, to: old(contract, state or "none", to))


@bug
def interface_is_not_read(_: Any) -> None:
    def admit(original: Any, contract: Any, agent: Any, sent: Any, *rest: Any) -> Any:
        sent.interface = None
        return original(contract, agent, sent, *rest)

    wrap(guards, "admit", admit)


@bug
def interface_of_any_op(_: Any) -> None:
    def is_tolerant(original: Any, contract: Any, request: Any, *rest: Any) -> Any:
        ops = [op for agent in contract.agents.values() for op in agent.ops.values()]
        is_known = request.interface in {op.interface_id for op in ops}
        return False if is_known else original(contract, request, *rest)

    wrap(guards, "_is_tolerant", is_tolerant)


@bug
def accepted_is_exact(_: Any) -> None:
    wrap(guards, "_is_tolerant", lambda old, *given: old(*given) and False)


@bug
def accepted_comes_first(_: Any) -> None:
    wrap(
        guards,
        "_is_tolerant",
        lambda old, contract, sent, *rest: (
            sent.contract in contract.accepts or old(contract, sent, *rest)
        ),
    )


@bug
def any_text_is_a_state(_: Any) -> None:
    for module in core_with("is_state"):
        module.is_state = lambda text: type(text) is str and text != ""
