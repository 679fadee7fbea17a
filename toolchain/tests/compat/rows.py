"""Edits by the row of spec/compatibility.md that names them, and edits that it must not name.

An edit is two sources. `of(old, new)` puts two schemas where an operation takes and gives them, so
that one edit shows both directions; `NEAR` holds edits that come close to a row and are not it.
"""

from __future__ import annotations

import copy
from typing import Any

Source = dict[str, Any]
Edit = tuple[Source, Source]

STRING, INTEGER, NUMBER = {"type": "string"}, {"type": "integer"}, {"type": "number"}
CLEARED = {"clearance": ["pii", "secret"]}
ERRORS = {
    name: {"type": "object", "required": ["code"], "properties": {"code": {"const": name.lower()}}}
    for name in ("Gone", "Busy")
}
RUN = {
    "initial": "open",
    "states": {
        "open": {"on": {"a.f": "done", "a.g": "open"}},
        "done": {"final": True},
    },
}


def contract(schema: Source, **given: Any) -> Source:
    """A contract whose operation `a.f` takes and gives the type `T`."""
    types = {"T": schema, "N": {"type": "object", "properties": {}}, **given.pop("types", {})}
    op = {"input": "T", "output": "T", **given.pop("op", {})}
    other = {"input": "N", "output": "N"}
    agents = {
        "a": {"language": "python", **CLEARED, "ops": {"f": op, "g": other}, **given.pop("a", {})},
        "b": {"language": "rust", **CLEARED, "calls": ["a.f", "a.g"], "ops": {"h": other}},
        **given.pop("agents", {}),
    }
    return {"peer": 1, "name": "rows", "types": types, "agents": agents, **given}


def of(old: Source, new: Source, **types: Source) -> Edit:
    return contract(old, types=types), contract(new, types=types)


def record(required: str = "", **properties: Source) -> Source:
    return {"type": "object", "required": required.split(), "properties": properties}


def text(**keywords: object) -> Source:
    return {"type": "string", **keywords}


def enum(*members: object, **keywords: object) -> Source:
    return {"enum": list(members), **keywords}


def items(schema: Source, **keywords: object) -> Source:
    return {"type": "array", "items": schema, **keywords}


def tagged(*tags: str, tag: str = "kind", **keywords: object) -> Source:
    arms = [record(tag, **{tag: {"const": one}}) for one in tags]
    return {"oneOf": arms, **keywords}


def union(*tags: str, **keywords: object) -> Source:
    """The type `T` and its arms, for a union is of names."""
    return {"oneOf": [{"$ref": one.title()} for one in tags], **keywords}


def unions(
    old: list[str], new: list[str], tags: tuple[str, str] = ("kind", "kind"), **also: object
) -> Edit:
    sides = []
    for names, tag in zip((old, new), tags, strict=True):
        arms = {one.title(): record(tag, **{tag: {"const": one}}) for one in ("a", "b", "c")}
        sides.append(contract(union(*names, **also), types=arms))
    return sides[0], sides[1]


def ops(**changed: object) -> Edit:
    base = {"effect": "idempotent", "timeout_ms": 9000, "max_input_bytes": 9000, "retries": 1}
    return contract(STRING, op=base), contract(STRING, op=base | changed)


def whole(old: Source, new: Source) -> Edit:
    return contract(STRING, **old), contract(STRING, **new)


def states(**changed: Any) -> Edit:
    """Edits of RUN: `state={member: value}`; None removes a state or a member."""
    run = copy.deepcopy(RUN)
    run["initial"] = changed.pop("initial", run["initial"])
    for name, members in changed.items():
        if members is None:
            del run["states"][name]
            continue
        state = run["states"].setdefault(name, {})
        for member, value in members.items():
            state.pop(member, None)
            if value is not None:
                state[member] = value
    return runs(RUN, run)


def runs(old: Source | None, new: Source | None) -> Edit:
    schema = record("n", n=INTEGER)
    before, after = (contract(schema, **({"run": one} if one else {})) for one in (old, new))
    return before, after


def on(*targets: Source) -> Source:
    """RUN whose `a.f` has these targets in `open`."""
    run = copy.deepcopy(RUN)
    run["states"]["open"]["on"]["a.f"] = list(targets)
    if REST in targets:
        run["states"]["third"] = {"final": True}
    return run


def waiting(**members: object) -> Source:
    run = copy.deepcopy(RUN)
    run["states"]["open"]["on"]["a.f"] = "held"
    held = {"on": {"a.g": "done", "a.f": "open"}, "wait": True, "timeout_ms": 5000} | members
    run["states"]["held"] = {name: one for name, one in held.items() if one is not None}
    return run


REST: Source = {"to": "third"}


def flip(edit: Edit) -> Edit:
    return edit[1], edit[0]


C = {"language": "rust", "ops": {"k": {"input": "N", "output": "N"}}}
MORE = {"language": "rust", "ops": C["ops"] | {"f": {"input": "T", "output": "T"}}}
LOW = {"to": "done", "when": "output.n < 5"}
LOWER = {"to": "done", "when": "output.n < 3"}
X, Y = record(x=STRING), record(x=STRING, y=STRING)

EDITS: dict[str, list[Edit]] = {
    "field-added-optional": [of(X, Y)],
    "field-added-required": [of(X, record("y", x=STRING, y=STRING)), of(items(X), items(record("y", x=STRING, y=STRING)))],
    "field-removed-optional": [of(Y, X)],
    "field-removed-required": [of(record("y", x=STRING, y=STRING), X)],
    "field-name-unreserved": [of(Y, X)],
    "optional-to-required": [of(X, record("x", x=STRING))],
    "required-to-optional": [of(record("x", x=STRING), X)],
    "nullable-added": [of(STRING, {"type": ["string", "null"]}), of(record("x", x=INTEGER), record("x", x={"type": ["integer", "null"]}))],
    "nullable-removed": [of({"type": ["string", "null"]}, STRING)],
    "enum-value-added": [of(enum("a"), enum("a", "b")), of(enum(1), enum(1, 2)), of({"const": "a"}, enum("a", "b"))],
    "open-enum-value-added": [of(enum("a", **{"x-pc-open": True}), enum("a", "b", **{"x-pc-open": True}))],
    "enum-value-removed": [of(enum("a", "b"), enum("a")), of(enum(1, 2), enum(2))],
    "arm-added": [unions(["a", "b"], ["a", "b", "c"])],
    "open-arm-added": [unions(["a", "b"], ["a", "b", "c"], **{"x-pc-open": True})],
    "arm-removed": [unions(["a", "b", "c"], ["a", "b"])],
    "open-added": [of(enum("a"), enum("a", **{"x-pc-open": True}))],
    "open-removed": [of(enum("a", **{"x-pc-open": True}), enum("a"))],
    "bound-widened": [
        of(text(maxLength=4), text(maxLength=5)),
        of(text(minLength=4), text(minLength=3)),
        of(items(STRING, maxItems=4), items(STRING, maxItems=5)),
        of(INTEGER | {"minimum": 3}, INTEGER | {"minimum": 2}),
        of(NUMBER | {"maximum": 3}, NUMBER | {"maximum": 3.5}),
        of(NUMBER | {"exclusiveMinimum": 3}, NUMBER | {"exclusiveMinimum": 2}),
        of(INTEGER | {"multipleOf": 4}, INTEGER | {"multipleOf": 2}),
    ],
    "bound-narrowed": [
        of(text(maxLength=5), text(maxLength=4)),
        of(text(minLength=3), text(minLength=4)),
        of(items(STRING, minItems=1), items(STRING, minItems=2)),
        of(INTEGER | {"maximum": 3}, INTEGER | {"maximum": 2}),
        of(NUMBER | {"minimum": 3}, NUMBER | {"minimum": 3.5}),
        of(NUMBER | {"exclusiveMaximum": 3}, NUMBER | {"exclusiveMaximum": 2}),
        of(INTEGER | {"multipleOf": 2}, INTEGER | {"multipleOf": 4}),
    ],
    "bound-set": [
        of(STRING, text(maxLength=4)),
        of(INTEGER, INTEGER | {"minimum": 4}),
        of(items(STRING), items(STRING, maxItems=4)),
        of(INTEGER, INTEGER | {"multipleOf": 2}),
        of({"type": "object", "additionalProperties": STRING}, {"type": "object", "additionalProperties": STRING, "maxProperties": 2}),
    ],
    "bound-dropped": [
        of(text(minLength=4), STRING),
        of(NUMBER | {"maximum": 4}, NUMBER),
        of(items(STRING, minItems=1), items(STRING)),
        of({"type": "object", "additionalProperties": STRING, "minProperties": 2}, {"type": "object", "additionalProperties": STRING}),
    ],
    "unique-added": [of(items(STRING), items(STRING, uniqueItems=True))],
    "unique-removed": [of(items(STRING, uniqueItems=True), items(STRING))],
    "pattern-added": [of(STRING, text(pattern="^a+$"))],
    "pattern-removed": [of(text(pattern="^a+$"), STRING)],
    "pattern-changed": [of(text(pattern="^[ab]+$"), text(pattern="^[bc]+$"))],
    "format-added": [of(STRING, text(format="uuid"))],
    "format-removed": [of(text(format="date"), STRING)],
    "format-changed": [of(text(format="date"), text(format="uuid"))],
    "integer-to-number": [of(INTEGER, NUMBER)],
    "number-to-integer": [of(NUMBER, INTEGER)],
    "type-changed": [of(STRING, INTEGER), of(items(STRING), STRING), of(X, {"type": "boolean"})],
    "tag-renamed": [unions(["a", "b"], ["a", "b"], ("kind", "sort"))],
    "error-added": [(contract(STRING, types=ERRORS, op={"errors": ["Gone"]}), contract(STRING, types=ERRORS, op={"errors": ["Gone", "Busy"]}))],
    "error-removed": [(contract(STRING, types=ERRORS, op={"errors": ["Gone", "Busy"]}), contract(STRING, types=ERRORS, op={"errors": ["Gone"]}))],
    "default-added": [of(X, record(x=text(default="a")))],
    "default-removed": [of(record(x=text(default="a")), X)],
    "default-changed": [of(record(x=text(default="a")), record(x=text(default="b")))],
    "presence-changed": [of(X, record(x=text(default="a"))), of(record(x=text(default="a")), X)],
    "native-type-changed": [of(text(format="date"), STRING)],
    "label-changed": [of(STRING, text(**{"x-pc-label": "pii"})), of(text(**{"x-pc-label": "pii"}), text(**{"x-pc-label": "secret"}))],
    "type-renamed": [(contract(STRING, types={"Old": X}, op={"input": "Old"}), contract(STRING, types={"New": X}, op={"input": "New"}))],
    "name-changed": [of(X, record(x=text(**{"x-pc-names": {"python": "other"}})))],
    "type-removed": [(contract(STRING, types={"Loose": X}), contract(STRING))],
    "contract-renamed": [whole({}, {"name": "renamed"})],
    "agent-added": [whole({}, {"agents": {"c": C}})],
    "agent-removed": [whole({"agents": {"c": C}}, {})],
    "op-added": [whole({"agents": {"c": C}}, {"agents": {"c": MORE}})],
    "op-removed": [whole({"agents": {"c": MORE}}, {"agents": {"c": C}})],
    "effect-weakened": [ops(effect="once", retries=0), flip(ops(effect="read"))],
    "effect-strengthened": [ops(effect="read")],
    "limit-tightened": [ops(timeout_ms=8000), ops(max_input_bytes=8000), ops(max_output_bytes=8000), whole({}, {"limits": {"hops": 5}}), whole({}, {"limits": {"budget": {"tokens": 5}}})],
    "limit-loosened": [ops(timeout_ms=9001), ops(max_input_bytes=9001), flip(ops(max_output_bytes=8000)), whole({}, {"limits": {"deadline_ms": 70000}})],
    "retries-changed": [ops(retries=2)],
    "forward-changed": [(contract(STRING), contract(STRING, op={"forward": "b.i"}, agents={"b": {"language": "rust", "calls": ["a.f", "a.g"], "ops": {"h": {"input": "N", "output": "N"}, "i": {"input": "T", "output": "T"}}}}, a={"calls": ["b.i"]}))],
    "calls-extended": [whole({}, {"a": {"calls": ["b.h"]}})],
    "calls-reduced": [whole({"a": {"calls": ["b.h"]}}, {})],
    "clearance-extended": [whole({"a": {"clearance": []}}, {"a": {"clearance": ["pii"]}})],
    "clearance-reduced": [whole({"a": {"clearance": ["pii"]}}, {"a": {"clearance": []}})],
    "resource-changed": [whole({}, {"a": {"concurrency": 3}})],
    "run-added": [runs(None, RUN)],
    "run-removed": [runs(RUN, None)],
    "state-added": [runs(RUN, on(LOW, REST))],
    "state-removed": [runs(on(LOW, REST), RUN)],
    "state-changed": [runs(waiting(), waiting(wait=None, timeout_ms=None))],
    "initial-changed": [runs(waiting(), waiting() | {"initial": "held"})],
    "event-governed": [flip(states(open={"on": {"a.f": "done"}}))],
    "event-freed": [states(open={"on": {"a.f": "done"}})],
    "transition-added": [runs(waiting(on={"a.g": "done"}), waiting())],
    "transition-removed": [runs(waiting(), waiting(on={"a.g": "done"}))],
    "transition-retargeted": [states(open={"on": {"a.f": "open", "a.g": "done"}})],
    "guard-narrowed": [runs(on(LOW), on(LOWER))],
    "guard-widened": [runs(on(LOWER), on(LOW))],
    "approval-changed": [runs(waiting(wait=None, approval={"by": ["operator"]}), waiting(wait=None, approval={"by": ["auditor"]}))],
}  # fmt: skip

# What a row may be taken for. Every edit of EDITS turned round is one as well, but for SYMMETRIC.
NEAR: dict[str, list[Edit]] = {
    "pattern-changed": [of(text(pattern="^(a|b)$"), text(pattern="^[ab]$"))],
    "format-changed": [of(text(format="date"), text(format="date", maxLength=10))],
    "type-changed": [of({"$ref": "S"}, STRING, S=STRING)],
    "tag-renamed": [unions(["a", "b"], ["a", "b"], ("kind", "kind"))],
    "default-changed": [of(record(x=NUMBER | {"default": 1}), record(x=NUMBER | {"default": 1.0}))],
    "presence-changed": [of(record("x", x=STRING), record("x", x=text(title="same")))],
    "native-type-changed": [of(text(maxLength=4), text(pattern="^.{0,4}$"))],
    "label-changed": [of(text(**{"x-pc-label": "pii"}), text(**{"x-pc-label": "pii"}, title="same"))],
    "type-renamed": [(contract(STRING, types={"Old": X}, op={"input": "Old"}), contract(STRING, types={"New": X, "Old": {"$ref": "New"}}, op={"input": "New"}))],
    "name-changed": [of(X, record(x=text(title="other")))],
    "contract-renamed": [whole({}, {"description": "renamed"})],
    "retries-changed": [ops(retries=1)],
    "forward-changed": [ops(timeout_ms=9001)],
    "resource-changed": [whole({"a": {"concurrency": 3}}, {"a": {"concurrency": 3, "description": "x"}})],
    "state-changed": [runs(waiting(), waiting(timeout_ms=6000))],
    "initial-changed": [states(open={"description": "the first"})],
    "transition-retargeted": [runs(RUN, on({"to": "done"}))],
    "approval-changed": [runs(waiting(wait=None, approval={"by": ["operator"]}), waiting(wait=None, approval={"by": ["operator"]}))],
    "field-name-unreserved": [of(Y, X | {"x-pc-reserved": ["y"]})],
}  # fmt: skip
SYMMETRIC = frozenset(NEAR) - {"field-name-unreserved"}
# Rows that tests of their own hold: they need more than an edit of this size.
ELSEWHERE = frozenset(("undecided", "guard-undecided"))
