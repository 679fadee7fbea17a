"""From the source of a valid contract to its contract form and hash, by spec/contract.md."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from . import pattern, runs
from .canonical import canonical, contract_id, number, units

ANNOTATIONS = ("title", "description", "$comment", "examples", "deprecated")
SEMANTIC = ("x-pc-open", "x-pc-label")  # the extensions that are hashed
BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
SAFE = 2**53 - 1
SUITES = Path(__file__).resolve().parents[2] / "suites"


@cache
def load(suite: str, name: str) -> dict[str, Any]:
    """The contract form of `suites/<suite>/contracts/<name>.yaml`, bounds still as numbers."""
    source = (SUITES / suite / "contracts" / f"{name}.yaml").read_text(encoding="utf-8")
    return form(YAML(typ="safe", pure=True).load(source))


class Reference(str):
    """A `$ref` of an imported form as it is written there; `whole` is its name from outside."""

    whole: str

    __slots__ = ("whole",)


def whole(name: str) -> str:
    """The name by which a reference's type is found among `types`."""
    return name.whole if isinstance(name, Reference) else name


@cache
def types(suite: str, name: str) -> dict[str, Any]:
    """The types of a contract, and by their whole names the imported ones that they need."""
    found = dict(load(suite, name)["types"])
    waiting = [one for body in found.values() for one in references(body)]
    while waiting:
        one = whole(waiting.pop())
        if one not in found:
            found[one] = imported(suite, *one.split("#"))
            waiting += references(found[one])
    return found


def imported(suite: str, contract: str, name: str) -> dict[str, Any]:
    """A type of `pc:<name>@<hash>`, out of the form that lies beside the suite's contracts."""
    own, _, identity = contract.removeprefix("pc:").partition("@")
    path = SUITES / suite / "contracts" / "contracts" / f"{own}-{identity[4:20]}.json"
    made = json.loads(path.read_text(encoding="utf-8"))["types"][name]
    return dict(unhashed(made, contract))


def unhashed(node: Any, contract: str) -> Any:
    """A part of a form as it is before it is hashed; its references know their contract."""
    if isinstance(node, list):
        return [unhashed(item, contract) for item in node]
    if not isinstance(node, dict):
        return node
    made = {name: unhashed(member, contract) for name, member in node.items()}
    if isinstance(made.get("$ref"), str) and not made["$ref"].startswith("pc:"):
        made["$ref"] = Reference(made["$ref"])
        made["$ref"].whole = f"{contract}#{node['$ref']}"
    is_number = node.get("type") in ("number", ["number", "null"])
    texts = (*BOUNDS, "default") if is_number else BOUNDS
    return made | {name: float(made[name]) for name in texts if isinstance(made.get(name), str)}


def identifier(contract: dict[str, Any]) -> str:
    """The contract's hash as text."""
    return contract_id(canonical(hashed(contract)))


def interface(contract: dict[str, Any], agent: str, name: str) -> str:
    """The interface hash of an op as text."""
    op = {key: value for key, value in contract["agents"][agent]["ops"][name].items()}
    op.pop("forward", None)
    waiting = [op["input"], op["output"], *op.get("errors", [])]
    types: dict[str, Any] = {}
    while waiting:
        if (one := waiting.pop()) in contract["types"] and one not in types:
            types[one] = contract["types"][one]
            waiting.extend(references(types[one]))
    whole = {"interface": 1, "op": f"{agent}.{name}", "form": op, "types": types}
    return "pi1-" + contract_id(canonical(hashed(whole))).removeprefix("pc1-")


def references(node: Any) -> list[str]:
    """The names that a schema refers to."""
    if isinstance(node, list):
        return [name for item in node for name in references(item)]
    if not isinstance(node, dict):
        return []
    if isinstance(node.get("$ref"), str):
        return [node["$ref"]]
    return [name for member in node.values() for name in references(member)]


def hashed(node: Any) -> Any:
    """The form as it is hashed: bounds that are no safe integers become text."""
    if isinstance(node, list):
        return [hashed(item) for item in node]
    if not isinstance(node, dict):
        return node
    return {
        name: bound(member) if is_bound(name, member) else hashed(member)
        for name, member in node.items()
    }


def is_bound(name: str, member: Any) -> bool:
    """Whether a member is a bound, or a default that is a number."""
    is_number = isinstance(member, int | float) and not isinstance(member, bool)
    return is_number and name in (*BOUNDS, "default")


def bound(value: float) -> int | str:
    """A bound in the form: an integer where it is a safe one, else its shortest text."""
    whole = float(value).is_integer() and abs(value) <= SAFE
    return int(value) if whole else number(float(value))


def form(source: dict[str, Any]) -> dict[str, Any]:
    """Steps 1 to 6 of the contract form."""
    types = {name: schema(body) for name, body in source.get("types", {}).items()}
    agents: dict[str, dict[str, Any]] = {}
    for name, body in source.get("agents", {}).items():
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
    if "run" in source:
        made["run"] = runs.flat(source["run"])
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
    made = {name: value for name, value in body.items() if is_meant(name)}
    if "$ref" in made:
        made["$ref"] = made["$ref"].removeprefix("#/$defs/")
    if "oneOf" in made:
        arms = [schema(arm) for arm in made["oneOf"]]
        made["oneOf"] = sorted(arms, key=lambda arm: units(canonical(hashed(arm))))
    if "const" in made:
        made.setdefault("type", "string" if isinstance(made["const"], str) else "integer")
    if "enum" in made:
        sample = next(value for value in made["enum"] if value is not None)
        made.setdefault("type", "string" if isinstance(sample, str) else "integer")
        made["enum"] = by_text(made["enum"])
    if made.get("format") == "base64":
        made["contentEncoding"] = made.pop("format")
    if "pattern" in made:
        made["pattern"] = pattern.normal(made["pattern"])
    made |= containers(made)
    return {name: value for name, value in made.items() if (name, value) not in NOTHING}


NOTHING = (
    ("minItems", 0),
    ("minLength", 0),
    ("minProperties", 0),
    ("uniqueItems", False),
    ("multipleOf", 1),
    ("x-pc-open", False),
    ("required", []),
)


def is_meant(name: str) -> bool:
    """Whether a keyword says something about values."""
    return name in SEMANTIC or (name not in ANNOTATIONS and not name.startswith("x-"))


def containers(made: dict[str, Any]) -> dict[str, Any]:
    """What records, maps, arrays and tuples hold, with their closing keywords."""
    if "properties" in made:
        properties = {name: schema(child) for name, child in made["properties"].items()}
        required = by_text(made.get("required", []))
        return {"properties": properties, "required": required, "additionalProperties": False}
    if "additionalProperties" in made:
        names = made.get("propertyNames", {})
        changed = {"additionalProperties": schema(made["additionalProperties"])}
        if "pattern" in names:
            changed["propertyNames"] = {"pattern": pattern.normal(names["pattern"])}
        return changed
    if "prefixItems" in made:
        items = [schema(item) for item in made["prefixItems"]]
        count = {"minItems": len(items), "maxItems": len(items)}
        return {"prefixItems": items, "items": False, **count}
    return {"items": schema(made["items"])} if "items" in made else {}


def as_read(default: Any) -> Any:
    """A default as a reader of JSON has it: numbers are doubles."""
    is_number = isinstance(default, int) and not isinstance(default, bool)
    return float(default) if is_number else default


def by_text(members: list[Any]) -> list[Any]:
    """Sorted by canonical text."""
    return sorted(members, key=lambda member: units(canonical(member)))
