"""Changes of the run's states (spec/machine.md): what is admitted where, and what follows."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from peerc.compiler import ir
from peerc.compiler.compat.changes import Change
from peerc.compiler.compat.rules import WHOLE
from peerc.compiler.compat.shapes import token

# Two guards (None is always) of an operation's output -> an output for which the first holds and
# the second does not, in words; None where there is none. Raises Undecided.
Beyond = Callable[[str, ir.Guard | None, ir.Guard | None], str | None]


class TooLarge(Exception):
    """Two guards that would take too many cases."""


def run_changes(old: ir.Contract, new: ir.Contract, beyond: Beyond) -> Iterator[Change]:
    """Of the whole run."""
    if old.machine is None and new.machine is None:
        return
    if old.machine is None or new.machine is None:
        rule = "run-added" if new.machine else "run-removed"
        names = ", ".join(sorted(_governed(new.machine))) if new.machine else ""
        yield _change(
            rule, "/run" if old.machine else "", "/run" if new.machine else "", name=names
        )
        return
    if old.machine.initial != new.machine.initial:
        at = "/run/initial"
        texts = {"old": old.machine.initial, "new": new.machine.initial}
        yield _change("initial-changed", at, at, **texts)
    before = {state.name: state for state in old.machine.states}
    after = {state.name: state for state in new.machine.states}
    yield from (_change("state-removed", _at(s), "", name=s) for s in before if s not in after)
    yield from (_change("state-added", "", _at(s), name=s) for s in after if s not in before)
    governed = _governed(old.machine), _governed(new.machine)
    yield from _governance(*governed)
    for name in sorted(before.keys() & after.keys()):
        yield from _states(before[name], after[name], governed, beyond)


def _governed(machine: ir.Machine) -> dict[str, str]:
    """Each operation that some state lists, and the pointer of its first place."""
    found: dict[str, str] = {}
    for state in machine.states:
        for one in state.transitions:
            found.setdefault(_event(one), f"{_at(state.name)}/on/{token(_event(one))}")
    return found


def _governance(old: dict[str, str], new: dict[str, str]) -> Iterator[Change]:
    for name in sorted(new.keys() - old.keys()):
        yield _change("event-governed", "", new[name], name=name)
    for name in sorted(old.keys() - new.keys()):
        yield _change("event-freed", old[name], "", name=name)


def _states(
    old: ir.State, new: ir.State, governed: tuple[dict[str, str], dict[str, str]], beyond: Beyond
) -> Iterator[Change]:
    at = _at(new.name)
    kinds = _kind(old), _kind(new)
    if kinds[0] != kinds[1]:
        yield _change("state-changed", at, at, name=new.name, old=kinds[0], new=kinds[1])
    elif old.timeout_ms is not None and new.timeout_ms is not None:
        if old.timeout_ms != new.timeout_ms:
            is_tighter = new.timeout_ms < old.timeout_ms
            rule = "limit-tightened" if is_tighter else "limit-loosened"
            texts = {"old": str(old.timeout_ms), "new": str(new.timeout_ms)}
            place = f"{at}/timeout_ms"
            yield _change(rule, place, place, keyword="timeout_ms", **texts)
        if (old.approval, old.quorum) != (new.approval, new.quorum):
            place = f"{at}/approval"
            texts = {"old": _approval(old), "new": _approval(new)}
            yield _change("approval-changed", place, place, name=new.name, **texts)
    before = {_event(one): one for one in old.transitions}
    after = {_event(one): one for one in new.transitions}
    for name in sorted(before.keys() | after.keys()):
        if name not in governed[0] or name not in governed[1]:
            continue  # its own row says it
        place = f"{at}/on/{token(name)}"
        if name not in after:
            yield _change("transition-removed", place, "", name=name, state=new.name)
        elif name not in before:
            yield _change("transition-added", "", place, name=name, state=new.name)
        else:
            yield from _targets(place, new.name, before[name], after[name], beyond)


def _targets(
    at: str, state: str, old: ir.Transition, new: ir.Transition, beyond: Beyond
) -> Iterator[Change]:
    name = _event(new)
    before, after = _ways(old), _ways(new)
    if before.keys() != after.keys():
        texts = {"old": _listed(before), "new": _listed(after)}
        yield _change("transition-retargeted", at, at, name=name, state=state, **texts)
    for to in sorted(before.keys() & after.keys()):
        if before[to] == after[to]:
            continue
        place = f"{at}/{token(to)}"
        texts = {"name": name, "state": state, "new": f"`{to}`"}
        try:
            lost = beyond(name, before[to], after[to])
            gained = beyond(name, after[to], before[to])
        except TooLarge:
            yield _change("guard-undecided", place, place, **texts)
            continue
        if lost is not None:
            yield _change("guard-narrowed", place, place, example=lost, **texts)
        if gained is not None:
            yield _change("guard-widened", place, place, example=gained, **texts)


def _ways(transition: ir.Transition) -> dict[str, ir.Guard | None]:
    """Each target and when it is taken; None is always. *else* is what no guard takes."""
    guards = tuple(target.when for target in transition.targets if target.when is not None)
    found: dict[str, ir.Guard | None] = {}
    for target in transition.targets:
        when = target.when
        if when is None and guards:
            when = ir.Not(_any(guards))
        is_known = target.to in found
        known = found.get(target.to)
        if is_known and known is not None and when is not None:
            when = _any((known, when))
        found[target.to] = None if is_known and known is None else when
    return found


def _any(guards: tuple[ir.Guard, ...]) -> ir.Guard:
    return guards[0] if len(guards) == 1 else ir.Both("or", guards)


def _change(rule: str, old_at: str, new_at: str, **texts: str) -> Change:
    return Change(rule, "", WHOLE, old_at, new_at, texts)


def _at(state: str) -> str:
    return f"/run/states/{token(state)}"


def _event(transition: ir.Transition) -> str:
    return f"{transition.agent}.{transition.op}"


def _kind(state: ir.State) -> str:
    if state.is_final:
        return "final"
    return "waiting" if state.timeout_ms is not None else "neither final nor waiting"


def _approval(state: ir.State) -> str:
    return f"{state.quorum} of {', '.join(state.approval)}" if state.approval else "nobody"


def _listed(ways: dict[str, ir.Guard | None]) -> str:
    return ", ".join(f"`{to}`" for to in sorted(ways))
