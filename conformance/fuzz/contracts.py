"""Random contracts of the whole dialect: every form, bound and extension, always a valid contract.

Built bottom up: a type refers to types before it, or to any through an optional property, an
array or a map without a minimum, so every type has a finite value.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial
from typing import Any

Schema = dict[str, Any]

FORMATS = [
    "date",
    "time",
    "date-time",
    "uuid",
    "int64",
    "uint64",
    "decimal",
    "uri",
    "email",
    "hostname",
    "ipv4",
    "ipv6",
    "base64",
]
PATTERNS = (
    "^[a-z]+$",
    "b",
    "^(red|green)?$",
    "^..$",
    "[0-9]$",
    "^\\w{2,4}$",
    "^(a|ab)*c$",
    "^[^\\s]+$",
    "^é|😀$",
)
NAMES = ("a", "b", "c/d", "e~f", "Z", "_g", "constructor", "toString", "type", "kind", "x y")
WORDS = ("", "a", "ab", "red", "green", "é", "😀", "\ufffd", "null", "1", "a/b~c")
LABELS = ("pii", "secret")


def contract(rng: random.Random, name: str, count: int = 12) -> dict[str, Any]:
    """The source of a contract with `count` types."""
    types: dict[str, Schema] = {}
    maker = Maker(rng, types)
    for index in range(count):
        types[f"T{index}"] = maker.schema(2)
    for index in range(2):
        tags = rng.sample(WORDS[1:], rng.randint(2, 4))
        for number, tag in enumerate(tags):
            arm = maker.record(1)
            arm["properties"] |= {"kind": {"const": tag}}
            arm["required"] = sorted({*arm["required"], "kind"})
            types[f"Arm{index}{number}"] = arm
        arms = [{"$ref": f"Arm{index}{number}"} for number in range(len(tags))]
        arms += rng.choice([[], [{"type": "null"}], [{"type": "string"}]])
        union = {"oneOf": rng.sample(arms, len(arms))}
        if len(arms) == len(tags) and rng.random() < 0.5:
            union["x-pc-open"] = True
        types[f"Union{index}"] = union
    types["Tree"] = {
        "type": "object",
        "properties": {"one": {"$ref": "Tree"}, "any": {"$ref": rng.choice(sorted(types))}},
    }
    return {"peer": 1, "name": name, "agents": {}, "types": types}


class Maker:
    """Makes schemas that may refer to the types there are so far."""

    def __init__(self, rng: random.Random, types: dict[str, Schema]) -> None:
        self.rng = rng
        self.types = types

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def schema(self, depth: int) -> Schema:
        """Any form; containers while `depth` lasts."""
        forms: list[Callable[[], Schema]] = [
            self.string,
            self.text,
            self.integer,
            self.number,
            self.flag,
            self.listed,
        ]
        if depth:
            inner = (self.record, self.map, self.array, self.tuple, self.union)
            forms += [partial(make, depth - 1) for make in inner]
        if self.types and self.chance(0.2):
            return {"$ref": self.rng.choice(sorted(self.types))}
        made = self.rng.choice(forms)()
        if self.chance(0.1):
            made["x-pc-label"] = self.rng.choice(LABELS)
        return self.nullable(made) if self.chance(0.15) else made

    def nullable(self, made: Schema) -> Schema:
        if "oneOf" in made:
            if {"type": "null"} not in made["oneOf"]:
                made["oneOf"].append({"type": "null"})
            return made
        if "enum" in made:
            made["enum"].append(None)
        return made | {"type": [made["type"], "null"]}

    def limits(self, least: str, most: str, top: int) -> dict[str, int]:
        """Either, both or none of two bounds, the lower one at most the upper one."""
        low, high = sorted((self.rng.randint(0, top), self.rng.randint(0, top)))
        chosen = {least: low} if self.chance(0.4) else {}
        return chosen | ({most: high} if self.chance(0.4) else {})

    def string(self) -> Schema:
        made = {"type": "string", **self.limits("minLength", "maxLength", 5)}
        if len(made) == 1 and self.chance(0.5):
            made["pattern"] = self.rng.choice(PATTERNS)
        return made

    def text(self) -> Schema:
        wanted = self.rng.choice(FORMATS)
        made: Schema = {"type": "string", "format": wanted}
        if wanted == "base64" and self.chance(0.5):
            made["maxLength"] = 4 * self.rng.randint(1, 3)
        return made

    def integer(self) -> Schema:
        edge = self.rng.choice((9, 100, 2**53 - 1))
        made: Schema = {"type": "integer"}
        if self.chance(0.5):
            made[self.rng.choice(("minimum", "exclusiveMinimum"))] = -self.rng.randint(1, edge)
        if self.chance(0.5):
            made[self.rng.choice(("maximum", "exclusiveMaximum"))] = self.rng.randint(1, edge)
        if self.chance(0.3):
            made["multipleOf"] = self.rng.choice((1, 2, 3, 10, 6361))
        return made

    def number(self) -> Schema:
        made: Schema = {"type": "number"}
        if self.chance(0.4):
            made[self.rng.choice(("minimum", "exclusiveMinimum"))] = self.rng.choice((-0.5, 0, -1))
        if self.chance(0.4):
            made[self.rng.choice(("maximum", "exclusiveMaximum"))] = self.rng.choice((0.5, 1, 1e21))
        return made

    def flag(self) -> Schema:
        return {"type": "boolean"}

    def listed(self) -> Schema:
        """An enum or a const."""
        is_text = self.chance(0.5)
        pool: tuple[Any, ...] = WORDS if is_text else (0, 1, -1, 7, 2**53 - 1)
        kind = "string" if is_text else "integer"
        if self.chance(0.3):
            return {"type": kind, "const": self.rng.choice(pool)}
        made: Schema = {"type": kind, "enum": self.rng.sample(pool, self.rng.randint(1, 4))}
        return made | ({"x-pc-open": True} if self.chance(0.4) else {})

    def record(self, depth: int) -> Schema:
        names = self.rng.sample(NAMES[:-2], self.rng.randint(0, 4))
        properties = {name: self.schema(depth) for name in names}
        required = [name for name in names if self.chance(0.5)]
        for name in names:
            if name not in required and self.chance(0.5):
                self.fill(properties[name])
        return {"type": "object", "properties": properties, "required": required}

    def fill(self, schema: Schema) -> None:
        """A default, where an easy one fits."""
        wanted = schema.get("type")
        if isinstance(wanted, list):
            schema["default"] = None
        elif wanted == "boolean":
            schema["default"] = self.chance(0.5)
        elif "enum" in schema:
            schema["default"] = schema["enum"][0]
        elif wanted == "array" and "items" in schema and not schema.get("minItems"):
            schema["default"] = []
        elif wanted == "object" and "properties" not in schema and "minProperties" not in schema:
            schema["default"] = {}

    def map(self, depth: int) -> Schema:
        made: Schema = {"type": "object", "additionalProperties": self.schema(depth)}
        if self.chance(0.3):
            made["propertyNames"] = {"pattern": self.rng.choice(("^[a-z]+$", "b", "^..$"))}
        return made | self.limits("minProperties", "maxProperties", 3)

    def array(self, depth: int) -> Schema:
        made: Schema = {"type": "array"} | self.limits("minItems", "maxItems", 4)
        if not self.chance(0.3):
            return made | {"items": self.schema(depth)}
        items: Schema = self.rng.choice(
            ({"type": "string"}, {"type": "integer"}, {"type": "string", "format": "uuid"})
        )
        return made | {"items": dict(items), "uniqueItems": True}

    def tuple(self, depth: int) -> Schema:
        items = [self.schema(depth) for _ in range(self.rng.randint(1, 3))]
        return {"type": "array", "prefixItems": items}

    def union(self, depth: int) -> Schema:
        """Arms of different JSON kinds, none of them nullable or a union."""
        kinds = {
            "string": self.rng.choice((self.string, self.text)),
            "number": self.rng.choice((self.integer, self.number)),
            "boolean": self.flag,
            "array": lambda: self.rng.choice((self.array, self.tuple))(depth),
            "object": lambda: self.map(depth),
        }
        chosen = self.rng.sample(sorted(kinds), self.rng.randint(2, 4))
        arms = [kinds[kind]() for kind in chosen]
        for arm in arms if "number" in chosen else ():
            if arm.get("format") in ("int64", "uint64"):  # an `int` in Python, as a number is
                del arm["format"]
        return {"oneOf": arms}
