"""A contract's types as JSON Schema 2020-12, for validators that others wrote.

Records are closed and formats asserted. What 2020-12 has no word for is said by a pattern: the
ranges of int64 and uint64, the digits of a decimal, the one spelling of base64.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from . import form
from .json_text import pointer

SAFE = 2**53 - 1
STANDARD = {"date", "time", "date-time", "uuid", "uri", "email", "hostname", "ipv4", "ipv6"}
ARRAYS = ("oneOf", "prefixItems")
BASE64 = "^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{2}==)?$"
TRAILING_BITS = "^[^=]*$|[AEIMQUYcgkosw048]=$|[AQgw]==$"
FORTY_DIGITS = "^-?([.]?[0-9]){1,40}$"
DECIMAL = "^(-?[1-9][0-9]*|0)([.][0-9]+)?$|^-0[.][0-9]*[1-9][0-9]*$"


def document(contract: dict[str, Any], name: str) -> dict[str, Any]:
    """One type of a contract form, with all types as definitions."""
    definitions = {own: schema(body) for own, body in contract["types"].items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$ref": place(name),
        "$defs": definitions,
    }


def load(contract: str, name: str) -> dict[str, Any]:
    """One type of a contract beside the suite `validate`."""
    return document({"types": form.types("validate", contract)}, name)


def place(name: str) -> str:
    return "#" + quote(pointer("/$defs", name), safe="/$~")


def schema(body: dict[str, Any]) -> dict[str, Any]:
    """The same schema in 2020-12."""
    made = {
        name: value
        for name, value in body.items()
        if name not in ("default", "contentEncoding", "format") and not name.startswith("x-")
    }
    if "$ref" in made:
        made["$ref"] = place(form.whole(made["$ref"]))
    for name in ARRAYS:
        if name in made:
            made[name] = [schema(arm) for arm in made[name]]
    if "properties" in made:
        made["properties"] = {name: schema(child) for name, child in made["properties"].items()}
    for name in ("items", "additionalProperties"):
        if isinstance(made.get(name), dict):
            made[name] = schema(made[name])
    if "const" in made and isinstance(made["type"], list):
        made["enum"] = [made.pop("const"), None]  # in 2020-12 `const` alone would refuse null
    return made | text(body) | whole(body)


def text(body: dict[str, Any]) -> dict[str, Any]:
    """`format` and `contentEncoding`."""
    wanted = "base64" if "contentEncoding" in body else body.get("format")
    if wanted is None:
        return {}
    if wanted in STANDARD:
        return {"format": wanted}
    patterns = {
        "int64": [f"^(0|-?({up_to(2**63 - 1)})|-{2**63})$"],
        "uint64": [f"^(0|{up_to(2**64 - 1)})$"],
        "decimal": [DECIMAL, FORTY_DIGITS],
        "base64": [BASE64, TRAILING_BITS],
    }
    return {"allOf": [{"pattern": pattern} for pattern in patterns[wanted]]}


def up_to(largest: int) -> str:
    """An expression for 1 to `largest` without leading zeros."""
    digits = str(largest)
    arms = [f"[1-9][0-9]{{0,{len(digits) - 2}}}"]
    for index, digit in enumerate(digits):
        least = 1 if index == 0 else 0
        if int(digit) > least:
            rest = len(digits) - index - 1
            arms.append(f"{digits[:index]}[{least}-{int(digit) - 1}][0-9]{{{rest}}}")
    return "|".join([*arms, digits])


def whole(body: dict[str, Any]) -> dict[str, Any]:
    """The safe range of an integer."""
    wanted = body.get("type")
    if wanted not in ("integer", ["integer", "null"]):
        return {}
    return {"allOf": [{"minimum": -SAFE, "maximum": SAFE}]}
