"""Random values near the types of an imported contract: most fit, some are an edit away."""

from __future__ import annotations

import random
from typing import Any

from peerc.compiler.pattern import compile_pattern, dfa_of
from peerc.compiler.pattern.sample import sample

TEXTS = ("", "a", "b1", "https://a.example/x", "2024-02-29", "é", "x" * 40)
FORMATS = {
    "date": "2024-02-29",
    "time": "10:00:00Z",
    "date-time": "2024-02-29T10:00:00Z",
    "uuid": "123e4567-e89b-12d3-a456-426614174000",
    "uri": "https://a.example/x",
    "email": "a@b.example",
    "hostname": "a.example",
    "ipv4": "127.0.0.1",
    "ipv6": "::1",
    "int64": "-5",
    "uint64": "5",
    "decimal": "1.50",
}
OTHERS: tuple[Any, ...] = (None, True, 0, 1.5, "", [], {})


class Draw:
    """Values of one contract's types, the same for the same seed."""

    def __init__(self, types: dict[str, Any], seed: int) -> None:
        self.types = types
        self.random = random.Random(seed)

    def value(self, schema: dict[str, Any], depth: int = 0) -> Any:
        pick = self.random
        if pick.random() < 0.02:
            return pick.choice(OTHERS)
        if "$ref" in schema:
            return self.value(self.types[schema["$ref"]], depth + 1)
        if "oneOf" in schema:
            return self.value(pick.choice(schema["oneOf"]), depth + 1)
        if "enum" in schema or "const" in schema:
            return pick.choice(schema["enum"]) if "enum" in schema else schema["const"]
        kind = schema["type"]
        if isinstance(kind, list):
            kind = kind[0] if pick.random() < 0.8 else "null"
        return getattr(self, "_" + kind)(schema, depth)

    def _null(self, _: Any, __: int) -> None:
        return None

    def _boolean(self, _: Any, __: int) -> bool:
        return self.random.random() < 0.5

    def _integer(self, schema: dict[str, Any], _: int) -> int | float:
        low = schema.get("minimum", schema.get("exclusiveMinimum", -3))
        high = schema.get("maximum", schema.get("exclusiveMaximum", low + 9))
        number = self.random.choice([low - 1, low, low + 1, high - 1, high, high + 1])
        if schema["type"] == "number" and self.random.random() < 0.3:
            return float(number) + 0.5
        return int(number) // schema.get("multipleOf", 1) * schema.get("multipleOf", 1)

    _number = _integer

    def _string(self, schema: dict[str, Any], _: int) -> str:
        if "pattern" in schema and self.random.random() < 0.9:
            texts = sample(dfa_of(compile_pattern(schema["pattern"])), self.random.randrange(99), 1)
            return texts[0] if texts else ""
        if "format" in schema:
            return FORMATS[schema["format"]]
        size = self.random.choice([schema.get("minLength", 1), schema.get("maxLength", 3)])
        return self.random.choice([*TEXTS, "y" * min(size, 300)])

    def _array(self, schema: dict[str, Any], depth: int) -> list[Any]:
        if "prefixItems" in schema:
            return [self.value(one, depth + 1) for one in schema["prefixItems"]]
        least = schema.get("minItems", 0)
        count = min(least if depth > 6 else self.random.randint(least, least + 2), 20)
        return [self.value(schema["items"], depth + 1) for _ in range(count)]

    def _object(self, schema: dict[str, Any], depth: int) -> dict[str, Any]:
        if "properties" not in schema:
            names = ["a", "b", "xyz"]
            if "propertyNames" in schema:
                dfa = dfa_of(compile_pattern(schema["propertyNames"]["pattern"]))
                names = sample(dfa, self.random.randrange(99), 3)
            count = 0 if depth > 6 else self.random.randint(0, 2)
            values = schema["additionalProperties"]
            return {name: self.value(values, depth + 1) for name in names[:count]}
        required = schema.get("required", [])
        share = 0.5 if depth < 3 else 0.1 if depth < 7 else 0.0
        found = {
            name: self.value(one, depth + 1)
            for name, one in schema["properties"].items()
            if name in required or self.random.random() < share
        }
        if self.random.random() < 0.02:
            found["surely undeclared"] = 1
        return found
