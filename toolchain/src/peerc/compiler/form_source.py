"""A contract form back to a source: what the form writes as text becomes a number again."""

from __future__ import annotations

import json
from typing import Any

from peercontract.core.canonical import canonical
from peercontract.core.errors import PeerError
from peercontract.core.json_text import parse

from peerc.compiler.schema_form import BOUNDS

FORM_BYTES_MAX = 65_535  # spec/limits.json, canonical_bytes_max
_MEMBERS = {"peer", "name", "types", "agents", "limits", "run"}


class NotAForm(Exception):
    """Why some bytes are no contract form."""


def contract_source(raw: bytes) -> str:
    """A JSON source of the contract that a form is of. Raises NotAForm.

    A form has no languages: every agent is given one.
    """
    form = _form(raw)
    if not isinstance(form["agents"], dict):
        raise NotAForm("its `agents` are no object")
    source = form | {
        "types": {name: _source(schema) for name, schema in form["types"].items()},
        "agents": {
            name: agent | {"language": "python"} if isinstance(agent, dict) else agent
            for name, agent in form["agents"].items()
        },
    }
    if isinstance(form.get("limits"), dict):
        source["limits"] = _limits(form["limits"])
    run = form.get("run")
    if isinstance(run, dict) and isinstance(run.get("states"), dict):
        source["run"] = run | {"states": _states(run["states"])}
    return json.dumps(source)


def types_source(raw: bytes) -> tuple[str, dict[str, Any]]:
    """A JSON source of the types of a form, and these types as the form has them.

    Raises NotAForm. What the schemas hold is not looked at.
    """
    form = _form(raw)
    types = {name: _source(schema) for name, schema in form["types"].items()}
    return json.dumps({"peer": 1, "name": form["name"], "types": types}), form["types"]


def _form(raw: bytes) -> dict[str, Any]:
    """The JSON of a form, its `types` an object."""
    if len(raw) > FORM_BYTES_MAX:
        raise NotAForm(f"it has more than {FORM_BYTES_MAX:,} bytes")
    try:
        form = parse(raw, FORM_BYTES_MAX)
    except PeerError as error:
        raise NotAForm(error.message) from None
    if not isinstance(form, dict) or not {"peer", "name", "types", "agents"} <= form.keys():
        raise NotAForm("it is no object with `peer`, `name`, `types` and `agents`")
    if form.keys() - _MEMBERS or form["peer"] != 1 or not isinstance(form["types"], dict):
        raise NotAForm("it is not of a contract with `peer: 1`")
    if canonical(form).encode() != raw:
        raise NotAForm("its bytes are not canonical (RFC 8785)")
    return form


def _limits(limits: dict[str, Any]) -> dict[str, Any]:
    """A budget's millionths become the dollars that a source has."""
    budget = limits.get("budget")
    if not isinstance(budget, dict) or type(budget.get("usd_micro")) is not int:
        return limits
    others = {name: bound for name, bound in budget.items() if name != "usd_micro"}
    return limits | {"budget": others | {"usd": budget["usd_micro"] / 1_000_000}}


def _states(states: dict[str, Any]) -> dict[str, Any]:
    """`outer.inner` becomes a state inside another, which no form tells the initial one of."""
    found: dict[str, Any] = {}
    for name, state in states.items():
        outer, dot, inner = name.partition(".")
        if not dot:
            found[name] = state
            continue
        into = found.setdefault(outer, {"initial": inner, "states": {}})
        if not isinstance(into, dict) or not isinstance(into.get("states"), dict):
            raise NotAForm(f"`{outer}` is a state, and one that holds states")
        into["states"][inner] = state
    return found


def _source(schema: Any) -> Any:
    """The schema with its numbers; what is no schema stays, and is refused where it is read."""
    if not isinstance(schema, dict):
        return schema
    kinds = schema.get("type")
    is_number = kinds == "number" or kinds == ["number", "null"]
    found: dict[str, Any] = {}
    for name, value in schema.items():
        if is_number and name in (*BOUNDS, "default") and isinstance(value, str):
            found[name] = _number(value)
        elif name == "properties" and isinstance(value, dict):
            found[name] = {one: _source(part) for one, part in value.items()}
        elif name in ("prefixItems", "oneOf") and isinstance(value, list):
            found[name] = [_source(part) for part in value]
        elif name in ("items", "additionalProperties"):
            found[name] = _source(value)
        else:
            found[name] = value
    return found


def _number(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text
