"""From the source of a valid contract to its contract form and hash, by spec/contract.md."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from .canonical import canonical, contract_id, number, units

ANNOTATIONS = ("title", "description", "$comment")
BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
SAFE = 2**53 - 1
SUITES = Path(__file__).resolve().parents[2] / "suites"


@cache
def load(suite: str, name: str) -> dict[str, Any]:
    """The contract form of `suites/<suite>/contracts/<name>.yaml`, bounds still as numbers."""
    source = (SUITES / suite / "contracts" / f"{name}.yaml").read_text(encoding="utf-8")
    return form(YAML(typ="safe", pure=True).load(source))


def identifier(contract: dict[str, Any]) -> str:
    """The contract's hash as text."""
    return contract_id(canonical(hashed(contract)))


def hashed(node: Any) -> Any:
    """The form as it is hashed: bounds that are no safe integers become text."""
    if isinstance(node, list):
        return [hashed(item) for item in node]
    if not isinstance(node, dict):
        return node
    return {
        name: bound(member) if name in BOUNDS and not isinstance(member, dict) else hashed(member)
        for name, member in node.items()
    }


def bound(value: float) -> int | str:
    """A bound in the form: an integer where it is a safe one, else its shortest text."""
    whole = float(value).is_integer() and abs(value) <= SAFE
    return int(value) if whole else number(float(value))


def form(source: dict[str, Any]) -> dict[str, Any]:
    """Steps 1 to 6 of the contract form."""
    types = {name: schema(body) for name, body in source.get("types", {}).items()}
    agents: dict[str, dict[str, Any]] = {}
    for name, body in source["agents"].items():
        ops = {op: operation(name, op, text, types) for op, text in body["ops"].items()}
        agents[name] = {"ops": ops}
        if body.get("calls"):
            agents[name]["calls"] = by_text(body["calls"])
    made = {"peer": 1, "name": source["name"], "types": types, "agents": agents}
    limits = {
        name: value
        for name, value in source.get("limits", {}).items()
        if value != {"hops": 8, "deadline_ms": 60_000}[name]
    }
    return made | ({"limits": limits} if limits else {})


def operation(agent: str, name: str, body: dict[str, Any], types: dict[str, Any]) -> dict[str, Any]:
    """An op with its defaults written out; inline schemas move to `types`."""
    effect = body.get("effect", "once")
    made = {
        "effect": effect,
        "timeout_ms": body.get("timeout_ms", 30_000),
        "max_input_bytes": 5_242_880,
        "max_output_bytes": 5_242_880,
        "retries": 0 if effect in ("once", "destructive") else 3,
    }
    for side in ("input", "output"):
        made[side] = body[side]
        if isinstance(body[side], dict):
            made[side] = pascal(agent) + pascal(name) + side.capitalize()
            types[made[side]] = schema(body[side])
    if body.get("errors"):
        made["errors"] = by_text(body["errors"])
    return made


def pascal(name: str) -> str:
    """`my-agent_2` -> `MyAgent2`."""
    return "".join(part.capitalize() for part in name.replace("-", "_").split("_"))


def schema(body: dict[str, Any]) -> dict[str, Any]:
    """A schema with everything written out and no annotations."""
    made = {name: value for name, value in body.items() if name not in ANNOTATIONS}
    if "$ref" in made:
        return {"$ref": made["$ref"].removeprefix("#/$defs/")}
    if "const" in made:
        made.setdefault("type", "string")
    if "enum" in made:
        sample = next(value for value in made["enum"] if value is not None)
        made.setdefault("type", "string" if isinstance(sample, str) else "integer")
        made["enum"] = by_text(made["enum"])
    if "properties" in made:
        made["additionalProperties"] = False
        made["properties"] = {name: schema(child) for name, child in made["properties"].items()}
        made["required"] = by_text(made.get("required", []))
    if "items" in made:
        made["items"] = schema(made["items"])
    empty = {"minItems": 0, "minLength": 0, "required": []}
    return {
        name: value for name, value in made.items() if name not in empty or empty[name] != value
    }


def by_text(members: list[Any]) -> list[Any]:
    """Sorted by canonical text."""
    return sorted(members, key=lambda member: units(canonical(member)))
