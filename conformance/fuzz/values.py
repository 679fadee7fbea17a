"""Values of a contract form: valid ones, ones at a boundary, and ones that one edit has changed."""

from __future__ import annotations

import json
import random
from typing import Any

Schema = dict[str, Any]

SAMPLES = {
    "date": ("2024-02-29", "0001-01-01", "9999-12-31", "2023-02-29", "1900-02-29", "0000-01-01"),
    "time": ("00:00:00Z", "23:59:59.999999999+23:59", "23:59:60Z", "12:00:00.1234567890Z"),
    "date-time": ("2024-02-29T00:00:00Z", "2024-02-29t00:00:00Z", "2023-02-29T00:00:00Z"),
    "uuid": ("0f8fad5b-d9cb-469f-a165-70867728950e", "0F8FAD5B-D9CB-469F-A165-70867728950E"),
    "int64": ("0", "-1", "9223372036854775807", "-9223372036854775808", "9223372036854775808"),
    "uint64": ("0", "18446744073709551615", "18446744073709551616", "-0"),
    "decimal": ("0", "1.50", "-0.5", "-0.0", "1e5", "0." + "0" * 39, "0." + "0" * 40),
    "uri": ("a:", "http://[::1]:80/?q#f", "//a", "http://a b"),
    "email": ("a@b.c", "a.b@c", ".a@b", "a@b."),
    "hostname": ("a.b-c", "x" * 63, "x" * 64, "a_b"),
    "ipv4": ("1.2.3.4", "255.255.255.255", "01.2.3.4", "1.2.3"),
    "ipv6": ("::", "1:2:3:4:5:6:7::", "::1.2.3.4", "1:2:3:4:5:6:7:8::", ":::"),
    "base64": ("", "AA==", "AAE=", "AAAA", "AB==", "AAA", "AAAAAA=="),
}
TEXTS = (
    "",
    "a",
    "ab",
    "abc",
    "b",
    "red",
    "green",
    "a1",
    "c",
    "ababc",
    "é",
    "😀",
    "x😀",
    "\n",
    "a\n",
)
NAMES = ("a", "ab", "b", "", "A", "xy", "constructor", "é", "😀", "\ufffd", "a/b~c", "10", "9")
JUNK = (
    None,
    True,
    False,
    0,
    1,
    -1,
    1.5,
    2.0**53,
    1e300,
    "",
    "x",
    "1",
    [],
    {},
    [1],
    {"a": 1},
    {"kind": "?"},
)


class Values:
    """Makes values of the types of one contract form."""

    def __init__(self, rng: random.Random, types: dict[str, Schema]) -> None:
        self.rng = rng
        self.types = types

    def any(self, name: str) -> Any:
        """A value that mostly fits the type, in some cases changed at one place."""
        value = self.of({"$ref": name}, 6)
        return self.edited(value) if self.rng.random() < 0.6 else value

    def of(self, schema: Schema, depth: int) -> Any:
        """A value of a schema; below `depth` the smallest that comes to mind."""
        if "$ref" in schema:
            return self.of(self.types[schema["$ref"]], depth - 1)
        if "oneOf" in schema:
            return self.of(self.rng.choice(schema["oneOf"]), depth)
        wanted = schema["type"]
        if isinstance(wanted, list):
            if depth < 0 or self.rng.random() < 0.2:
                return None
            wanted = wanted[0]
        if "enum" in schema:
            return self.rng.choice(schema["enum"])
        if "const" in schema:
            return schema["const"]
        return getattr(self, wanted)(schema, depth)

    def null(self, _schema: Schema, _depth: int) -> None:
        return None

    def boolean(self, _schema: Schema, _depth: int) -> bool:
        return self.rng.random() < 0.5

    def count(self, least: int, most: int | None, depth: int) -> int:
        """A size at or near a bound."""
        if depth < 0:
            return least
        near = [least, least + 1, most if most is not None else least + 2]
        return max(0, self.rng.choice(near) + self.rng.choice((0, 0, 0, 0, 0, 1, -1)))

    def string(self, schema: Schema, _depth: int) -> str:
        kind = "base64" if "contentEncoding" in schema else schema.get("format")
        if kind is not None:
            samples = SAMPLES[kind]
            return self.rng.choice(samples[:2] if self.rng.random() < 0.7 else samples)
        if "pattern" in schema or self.rng.random() < 0.3:
            return self.rng.choice(TEXTS)
        length = self.count(schema.get("minLength", 0), schema.get("maxLength"), 0)
        return "".join(self.rng.choice("aé😀z") for _ in range(length))

    def integer(self, schema: Schema, _depth: int) -> int:
        step = schema.get("multipleOf", 1)
        edges = [schema[name] for name in BOUNDS if name in schema] or [0, 2**53 - 1, -(2**53) + 1]
        near = int(self.rng.choice(edges)) + self.rng.choice((-1, 0, 1))
        small = self.rng.randint(-9, 9)
        return self.rng.choice((near, near // step * step, small // step * step))

    def number(self, schema: Schema, _depth: int) -> float:
        edges = [schema[name] for name in BOUNDS if name in schema] or [0, 1.5, -1e300, 5e-324]
        return float(self.rng.choice(edges)) + self.rng.choice((0, 0, 0.25, -0.25))

    def array(self, schema: Schema, depth: int) -> list[Any]:
        if "prefixItems" in schema:
            return [self.of(item, depth - 1) for item in schema["prefixItems"]]
        count = self.count(schema.get("minItems", 0), schema.get("maxItems"), depth)
        return [self.of(schema["items"], depth - 1) for _ in range(count)]

    def object(self, schema: Schema, depth: int) -> dict[str, Any]:
        if "properties" in schema:
            required = schema.get("required", ())
            return {
                name: self.of(child, depth - 1)
                for name, child in schema["properties"].items()
                if name in required or (depth > 0 and self.rng.random() < 0.6)
            }
        count = self.count(schema.get("minProperties", 0), schema.get("maxProperties"), depth)
        names = [name for name in NAMES if self.rng.random() < 0.7][:count]
        return {name: self.of(schema["additionalProperties"], depth - 1) for name in names}

    def edited(self, value: Any) -> Any:
        """The value with one place changed, taken away or added."""
        if isinstance(value, dict) and value and self.rng.random() < 0.7:
            name = self.rng.choice(sorted(value))
            return value | {name: self.edited(value[name])}
        if isinstance(value, list) and value and self.rng.random() < 0.7:
            index = self.rng.randrange(len(value))
            return [*value[:index], self.edited(value[index]), *value[index + 1 :]]
        return self.rng.choice((self.grown, self.shrunk, self.replaced))(value)

    def grown(self, value: Any) -> Any:
        if isinstance(value, dict):
            return value | {self.rng.choice(NAMES): self.rng.choice(JUNK)}
        if isinstance(value, list):
            return [*value, self.rng.choice([*value, *JUNK])]
        if isinstance(value, str):
            return value + self.rng.choice(("\n", " ", "a", "0", "é", "😀"))
        if isinstance(value, int | float) and not isinstance(value, bool):
            return value + self.rng.choice((1, -1, 0.5, 2**53))
        return self.replaced(value)

    def shrunk(self, value: Any) -> Any:
        if isinstance(value, dict) and value:
            lost = self.rng.choice(sorted(value))
            return {name: member for name, member in value.items() if name != lost}
        if isinstance(value, list | str) and value:
            return value[:-1]
        return self.replaced(value)

    def replaced(self, _value: Any) -> Any:
        return self.rng.choice(JUNK)

    def text(self, value: Any) -> str:
        """JSON text, sometimes spelled in another way: order, spaces, escapes, 1.0 for 1."""
        if isinstance(value, dict):
            members = [f"{self.text(name)}:{self.text(value[name])}" for name in value]
            return "{" + ",".join(self.rng.sample(members, len(members))) + "}"
        if isinstance(value, list):
            return "[" + ",".join(map(self.text, value)) + "]"
        if isinstance(value, int) and not isinstance(value, bool) and self.rng.random() < 0.2:
            return f"{value}.0"
        plain = json.dumps(value, ensure_ascii=self.rng.random() < 0.3)
        return f" {plain}" if self.rng.random() < 0.1 else plain


BOUNDS = ("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum")
