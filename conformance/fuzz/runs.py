"""Random contracts with a `run`, and ways through them: the op `machine`.

Every contract is valid by construction: a chain of states leads through all of them to the end,
and the guards of one list exclude each other, the second being `not (first) and ...`.
"""

from __future__ import annotations

import json
import random
from typing import Any

Body = dict[str, Any]

OPS = 5
LONG = 100  # so that a guard stays within its 32 parts
OUTPUT: Body = {
    "type": "object",
    "properties": {
        "m": {"type": "integer"},
        "n": {"type": "integer", "minimum": -3},
        "z": {"type": ["integer", "null"]},
        "d": {"type": "integer", "default": 1},
        "f": {"type": "number"},
        "b": {"type": "boolean"},
        "t": {"type": ["boolean", "null"]},
        "s": {"type": "string"},
        "u": {"type": ["string", "null"], "maxLength": 3},
        "e": {"enum": ["a", "ab", "é"]},
        "i": {"enum": [-1, 2, 3]},
        "valueOf": {"type": "string"},
        "list": {"type": "array", "items": {"type": "integer"}},
        "map": {"type": ["object", "null"], "additionalProperties": {"type": "integer"}},
        "rec": {"$ref": "Inner"},
    },
    "required": ["m"],
}
INNER: Body = {
    "type": "object",
    "properties": {"n": {"type": ["integer", "null"]}, "s": {"type": "string"}},
    "required": ["s"],
}
COMPARISONS = ("==", "!=", "<", "<=", ">", ">=")
INTEGERS = ("m", "n", "z", "d", "i", "rec.n")
COUNTED = ("s", "u", "e", "list", "map", "rec.s", "valueOf")
STRINGS = ("s", "u", "rec.s", "valueOf")
BOOLEANS = ("b", "t")
NUMBERS = (-1, 0, 1, 2, 3)
TEXTS = ("", "a", "ab", "é", "😀", "a😀")


def contract(rng: random.Random, name: str) -> Body:
    """The source of a contract: agent `a` has the operations, `b` calls all but the last."""
    ops = [f"o{index}" for index in range(OPS)]
    op = {"input": "Out", "output": "Out"}
    return {
        "peer": 1,
        "name": name,
        "types": {"Out": OUTPUT, "Inner": INNER},
        "agents": {
            "a": {"language": "python", "ops": {one: dict(op) for one in [*ops, "free"]}},
            "b": {
                "language": "rust",
                "ops": {"ask": dict(op)},
                "calls": [f"a.{one}" for one in ops],
            },
        },
        "run": run(rng, [f"a.{one}" for one in ops]),
    }


def run(rng: random.Random, ops: list[str]) -> Body:
    """A chain of states, one of which holds two, with more ways between them."""
    flat = [f"s{index}" for index in range(rng.randint(1, 4))]
    chain = [*flat, "o", "done"]
    inside = ["s0", "o", "x", "y", "o.x", "done"]
    states: Body = {
        one: {"on": events(rng, ops, follower, chain)}
        for one, follower in zip(flat, chain[1:], strict=False)
    }
    states["o"] = {
        "initial": "x",
        "on": events(rng, ops[2:], "done", inside),
        "states": {
            "x": {"on": events(rng, ops[:2], "y", inside)},
            "y": rng.choice(({"final": True}, {"on": events(rng, ops, "done", inside)})),
        },
    }
    if "final" not in states["o"]["states"]["y"]:
        states["o"]["states"]["y"] |= {"wait": True, "timeout_ms": 1000}
    states["done"] = {"final": True}
    return {"initial": "s0", "states": states}


def events(rng: random.Random, ops: list[str], follower: str, names: list[str]) -> Body:
    """What a state lists; one of the events leads to `follower` when nothing else holds."""
    chosen = rng.sample(ops, rng.randint(1, min(3, len(ops))))
    listed = {op: targets(rng, names, rng.choice(names)) for op in chosen}
    listed[chosen[0]] = targets(rng, names, follower)
    return listed


def targets(rng: random.Random, names: list[str], last: str) -> str | list[Body]:
    """None, one or two guards, and where the event leads without them."""
    count = rng.choice((0, 1, 1, 2))
    if count == 0:
        return last
    first = guard(rng, 2 // count)
    while len(first) > LONG:
        first = guard(rng, 2 // count)
    listed = [{"to": rng.choice(names), "when": first}]
    if count == 2:
        second = f"not ({first}) and ({comparison(rng)})"
        listed.append({"to": rng.choice(names), "when": second})
    return [*listed, {"to": last}]


def guard(rng: random.Random, depth: int) -> str:
    """A guard's text, with brackets wherever they are needed and sometimes where they are not."""
    if depth == 0 or rng.random() < 0.4:
        text = comparison(rng)
        return f"not {text}" if rng.random() < 0.25 else text
    word = rng.choice((" and ", " or "))
    parts = [guard(rng, depth - 1) for _ in range(2)]
    parts = [f"({part})" if rng.random() < 0.6 else part for part in parts]
    return rng.choice(("", "", "not ")) + f"({word.join(parts)})"


def comparison(rng: random.Random) -> str:
    """One comparison whose operands are of one kind."""
    kind = rng.choice(("integer", "integer", "string", "choice", "boolean", "number"))
    if kind == "boolean":
        return rng.choice(("output.b", "output.t", "output.b == output.t", "output.t != true"))
    if kind == "choice":
        listed = rng.sample(("a", "ab", "é"), 2)
        wanted = f"output.e {rng.choice(COMPARISONS[:2])} {quoted(listed[0])}"
        return rng.choice((wanted, f"output.e in [{', '.join(map(quoted, listed))}]"))
    if kind == "number":
        return f"output.f {rng.choice(COMPARISONS)} {rng.choice(NUMBERS)}"
    if kind == "string":
        left = f"output.{rng.choice(STRINGS)}"
        literals = [quoted(text) for text in rng.sample(TEXTS, 2)]
        if rng.random() < 0.3:
            return f"{left} in [{', '.join(literals)}]"
        right = rng.choice((literals[0], f"output.{rng.choice(STRINGS)}"))
        return f"{left} {rng.choice(COMPARISONS[:2])} {right}"
    left, right = integer(rng), rng.choice((integer(rng), str(rng.choice(NUMBERS))))
    if rng.random() < 0.2:
        return f"{left} in [{', '.join(map(str, rng.sample(NUMBERS, 3)))}]"
    return f"{left} {rng.choice(COMPARISONS)} {right}"


def integer(rng: random.Random) -> str:
    """A path to an integer, or a length."""
    if rng.random() < 0.6:
        return f"output.{rng.choice(INTEGERS)}"
    return f"len(output.{rng.choice(COUNTED)})"


def quoted(text: str) -> str:
    """A string literal of a guard."""
    return json.dumps(text, ensure_ascii=False)


def ask(rng: random.Random, forms: Body) -> Body:
    """One way through one of the contracts, mostly along what its states list."""
    name = rng.choice(sorted(forms))
    states = forms[name]["run"]["states"]
    given: Body = {"contract": name}
    state = forms[name]["run"]["initial"]
    if rng.random() < 0.5:
        state = given["state"] = rng.choice([*states, "o", "nowhere"])
    listed = [*states.get(state, {}).get("on", ()), "a.free", "b.ask"]
    every = [f"a.o{index}" for index in range(OPS)]
    first = rng.choice(listed) if rng.random() < 0.9 else rng.choice(every)
    rest = [rng.choice(every) for _ in range(rng.randint(0, 5))]
    given["events"] = [{"op": op, "output": output(rng)} for op in (first, *rest)]
    return given


def output(rng: random.Random) -> str:
    """The text of an output: members are there or not, their values those that guards know."""
    value: Body = {"m": rng.choice(NUMBERS)} if rng.random() < 0.97 else {}
    pools: dict[str, tuple[Any, ...]] = {
        "n": NUMBERS,
        "z": (*NUMBERS, None),
        "d": NUMBERS,
        "f": (*NUMBERS, 0.5, -0.0, 1e300),
        "b": (True, False),
        "t": (True, False, None),
        "s": TEXTS,
        "u": (*TEXTS, None),
        "e": ("a", "ab", "é"),
        "i": (-1, 2, 3),
        "valueOf": TEXTS,
        "list": ([], [0], [1, 1]),
        "map": ({}, {"a": 1}, {"toString": 1, "😀": 2}, None),
        "rec": ({"s": "a"}, {"s": "", "n": 1}, {"s": "😀", "n": None}),
    }
    for name, pool in pools.items():
        if rng.random() < 0.6:
            value[name] = rng.choice(pool)
    return json.dumps(value)


def smaller(given: Body) -> list[Body]:
    """The same case with an event less, or a member of an output less."""
    events = given["events"]
    found = [given | {"events": [*events[:at], *events[at + 1 :]]} for at in range(len(events))]
    for at, event in enumerate(events):
        value = json.loads(event["output"])
        for name in value:
            less = {other: member for other, member in value.items() if other != name}
            changed = event | {"output": json.dumps(less)}
            found.append(given | {"events": [*events[:at], changed, *events[at + 1 :]]})
    return found
