"""Changes of agents, operations and limits: what callers can reach, and what a call may cost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import astuple, fields

from peerc.compiler import ir
from peerc.compiler.compat.changes import Change
from peerc.compiler.compat.rules import INPUT, OUTPUT, WHOLE
from peerc.compiler.compat.shapes import token

_EFFECTS = ("read", "idempotent", "once", "destructive")  # each promises less than the one before


def contract_changes(old: ir.Contract, new: ir.Contract) -> Iterator[Change]:
    """Of names, agents and limits; operations that both have come in `op_changes`."""
    if old.name != new.name:
        yield _whole("contract-renamed", "/name", "/name", old=old.name, new=new.name)
    before = {agent.names.wire: agent for agent in old.agents}
    after = {agent.names.wire: agent for agent in new.agents}
    for name, agent in before.items():
        at = _agent_at(agent)
        if name not in after:
            yield _whole("agent-removed", at, "", name=name)
        else:
            yield from _agents(agent, after[name])
    for name, agent in after.items():
        if name not in before:
            yield _whole("agent-added", "", _agent_at(agent), name=name)
    yield from _limits(old.limits, new.limits)


def op_changes(agent: str, old: ir.Op, new: ir.Op) -> Iterator[Change]:
    """Of an operation that both contracts have, but for its values."""
    at = f"/agents/{token(agent)}/ops/{token(old.names.wire)}"
    op = f"{agent}.{old.names.wire}"

    def change(rule: str, keyword: str, direction: str, before: object, after: object) -> Change:
        texts = {"keyword": keyword, "old": str(before), "new": str(after)}
        place = f"{at}/{keyword}"
        return Change(rule, op, direction, place, place, texts)

    if old.effect != new.effect:
        is_weaker = _EFFECTS.index(new.effect) > _EFFECTS.index(old.effect)
        rule = "effect-weakened" if is_weaker else "effect-strengthened"
        yield change(rule, "effect", INPUT, old.effect, new.effect)
    for keyword, direction in (
        ("timeout_ms", INPUT),
        ("max_input_bytes", INPUT),
        ("max_output_bytes", OUTPUT),
    ):
        before, after = getattr(old, keyword), getattr(new, keyword)
        if before != after:
            rule = "limit-tightened" if after < before else "limit-loosened"
            yield change(rule, keyword, direction, before, after)
    if old.retries != new.retries:
        yield change("retries-changed", "retries", INPUT, old.retries, new.retries)
    if old.forward != new.forward:
        yield change("forward-changed", "forward", OUTPUT, _call(old.forward), _call(new.forward))


def _agents(old: ir.Agent, new: ir.Agent) -> Iterator[Change]:
    at = _agent_at(new)
    name = new.names.wire
    before = {op.names.wire for op in old.ops}
    after = {op.names.wire for op in new.ops}
    for one in sorted(before - after):
        yield Change("op-removed", f"{name}.{one}", WHOLE, f"{at}/ops/{token(one)}", "")
    for one in sorted(after - before):
        place = f"{at}/ops/{token(one)}"
        yield Change("op-added", f"{name}.{one}", WHOLE, "", place, {"name": one})
    calls = [[_call(call) for call in agent.calls] for agent in (old, new)]
    yield from _lists("calls", at, name, *calls)
    yield from _lists("clearance", at, name, old.clearance, new.clearance)
    for keyword, was, now in (
        ("concurrency", old.concurrency, new.concurrency),
        ("accelerator", old.accelerator_gib, new.accelerator_gib),
    ):
        if was != now:
            place = f"{at}/{keyword}"
            texts = {"keyword": keyword, "old": _or_none(was), "new": _or_none(now)}
            yield _whole("resource-changed", place, place, agent=name, **texts)


def _lists(
    keyword: str, at: str, agent: str, old: Iterable[str], new: Iterable[str]
) -> Iterator[Change]:
    before, after = set(old), set(new)
    for one in sorted(after - before):
        place = f"{at}/{keyword}/{token(one)}"
        yield _whole(f"{keyword}-extended", "", place, agent=agent, name=one)
    for one in sorted(before - after):
        place = f"{at}/{keyword}/{token(one)}"
        yield _whole(f"{keyword}-reduced", place, "", agent=agent, name=one)


def _limits(old: ir.Limits, new: ir.Limits) -> Iterator[Change]:
    pairs: list[tuple[str, int | None, int | None]] = [
        ("hops", old.hops, new.hops),
        ("deadline_ms", old.deadline_ms, new.deadline_ms),
    ]
    nothing = ir.Budget(None, None, None, None)
    before, after = old.budget or nothing, new.budget or nothing
    names = (f"budget/{field.name}" for field in fields(ir.Budget))
    pairs += list(zip(names, astuple(before), astuple(after), strict=True))
    for name, one, other in pairs:
        if one == other:
            continue
        keyword = name.rpartition("/")[2].removesuffix("_micro")
        is_tighter = other is not None and (one is None or other < one)
        rule = "limit-tightened" if is_tighter else "limit-loosened"
        place = f"/limits/{name}"
        texts = {"keyword": keyword, "old": _or_none(one), "new": _or_none(other)}
        yield _whole(rule, place, place, **texts)


def _whole(rule: str, old_at: str, new_at: str, **texts: str) -> Change:
    return Change(rule, "", WHOLE, old_at, new_at, texts)


def _agent_at(agent: ir.Agent) -> str:
    return f"/agents/{token(agent.names.wire)}"


def _call(call: ir.Call | None) -> str:
    return f"{call.agent}.{call.op}" if call else "nobody"


def _or_none(value: int | None) -> str:
    return "unbounded" if value is None else str(value)
