"""`run` in the contract form, by spec/machine.md#form: nested states flattened, targets as lists.

Guards stand as they are written: the suites write them in their normal form.
"""

from __future__ import annotations

from typing import Any

Body = dict[str, Any]


def flat(run: Body) -> Body:
    """The table with every inner state as `outer.inner`."""
    outer = run["states"]
    states: Body = {}
    for name, body in outer.items():
        if "states" not in body:
            states[name] = leaf(body, body.get("on", {}), outer, "")
            continue
        for inner, inside in body["states"].items():
            inherited = {} if "final" in inside else body.get("on", {})
            events = inherited | inside.get("on", {})
            states[f"{name}.{inner}"] = leaf(inside, events, outer, name)
    return {"initial": entered(run["initial"], outer, ""), "states": states}


def leaf(body: Body, events: Body, outer: Body, scope: str) -> Body:
    """One state of the table."""
    made = {name: body[name] for name in ("final", "wait", "timeout_ms") if name in body}
    if "approval" in body:
        by = sorted(body["approval"]["by"])
        made["approval"] = {"by": by, "quorum": body["approval"].get("quorum", 1)}
    if events:
        made["on"] = {event: targets(where, outer, scope) for event, where in events.items()}
    return made


def targets(where: str | list[Body], outer: Body, scope: str) -> list[Body]:
    """A target as the list that it always is in the form."""
    listed = [{"to": where}] if isinstance(where, str) else where
    return [one | {"to": entered(one["to"], outer, scope)} for one in listed]


def entered(name: str, outer: Body, scope: str) -> str:
    """The state that a name means inside `scope`; one that holds states is entered by its first."""
    if scope and name in outer[scope]["states"]:
        return f"{scope}.{name}"
    if "states" in outer.get(name, {}):
        return f"{name}.{outer[name]['initial']}"
    return name
