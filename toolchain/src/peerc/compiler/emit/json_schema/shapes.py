"""Shapes as schemas that any validator of draft 2020-12 reads as we do.

Records are closed, integers bounded by ±(2^53-1). What 2020-12 has no word for is said by a
pattern: the ranges of int64 and uint64, the digits of a decimal, the one spelling of base64. What
a pattern cannot say either is in docs/export.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from peerc.compiler import ir

Json = dict[str, Any]
SAFE = 2**53 - 1
_BASE64 = (
    "^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{2}==)?$",
    "^[^=]*$|[AEIMQUYcgkosw048]=$|[AQgw]==$",  # no bits beyond the last byte
)
_DECIMAL = (
    "^(-?[1-9][0-9]*|0)([.][0-9]+)?$|^-0[.][0-9]*[1-9][0-9]*$",
    "^-?([.]?[0-9]){1,40}$",
)


def _up_to(largest: int) -> str:
    """An expression for 1 to `largest` without leading zeros."""
    digits = str(largest)
    arms = [f"[1-9][0-9]{{0,{len(digits) - 2}}}"]
    for index, digit in enumerate(digits):
        least = 0 if index else 1
        if int(digit) > least:
            rest = f"[0-9]{{{len(digits) - index - 1}}}"
            arms.append(f"{digits[:index]}[{least}-{int(digit) - 1}]{rest}")
    return "|".join([*arms, digits])


_PATTERNS = {
    "int64": (f"^(0|-?({_up_to(2**63 - 1)})|-{2**63})$",),
    "uint64": (f"^(0|{_up_to(2**64 - 1)})$",),
    "decimal": _DECIMAL,
    "base64": _BASE64,
}


class Schemas:
    """Schemas of one contract's types."""

    def __init__(self, contract: ir.Contract) -> None:
        self.types = {one.names.wire: one for one in contract.types}

    def name(self, wire: str) -> str:
        """A definition's name: an imported type's as code calls it."""
        one = self.types[wire]
        return one.names.python if one.is_imported else wire

    def pointer(self, wire: str) -> str:
        """A reference to a definition."""
        return f"#/$defs/{self.name(wire)}"

    def named(self, wire: str) -> Json:
        """What a definition holds."""
        one = self.types[wire]
        return self.schema(one.shape) | _doc(one.doc)

    def needed(self, wire: str) -> Json:
        """The definition of a type, and of all that it refers to."""
        found: dict[str, Json] = {}
        waiting = [wire]
        while waiting:
            one = waiting.pop()
            if self.name(one) not in found:
                found[self.name(one)] = self.named(one)
                waiting += references(self.types[one].shape)
        return dict(sorted(found.items()))

    def schema(self, shape: ir.Shape) -> Json:
        """The schema of a shape, null included."""
        made = self._schema(shape)
        if not shape.nullable:
            return made
        if "enum" in made or "const" in made:  # `const` alone would refuse null
            members = made.pop("enum", None) or [made.pop("const")]
            return made | {"type": [made["type"], "null"], "enum": [*members, None]}
        if "oneOf" in made:
            return made | {"oneOf": [*made["oneOf"], {"type": "null"}]}
        if "$ref" in made:
            return {"oneOf": [made, {"type": "null"}]}
        return made | {"type": [made["type"], "null"]}

    def _schema(self, shape: ir.Shape) -> Json:
        if isinstance(shape, ir.Ref):
            return {"$ref": self.pointer(shape.target)}
        if isinstance(shape, ir.Record):
            return self._record(shape)
        if isinstance(shape, ir.Map):
            made: Json = {"type": "object", "additionalProperties": self.schema(shape.values)}
            if shape.name_pattern is not None:
                made["propertyNames"] = {"pattern": shape.name_pattern.text}
            return made | _bounds(
                minProperties=shape.min_properties or None, maxProperties=shape.max_properties
            )
        if isinstance(shape, ir.Array):
            made = {"type": "array", "items": self.schema(shape.items)}
            made |= _bounds(minItems=shape.min_items or None, maxItems=shape.max_items)
            return made | ({"uniqueItems": True} if shape.is_unique else {})
        if isinstance(shape, ir.Tuple):
            items = [self.schema(one) for one in shape.items]
            size = {"minItems": len(items), "maxItems": len(items)}
            return {"type": "array", "prefixItems": items, "items": False} | size
        if isinstance(shape, ir.Union):
            return {"oneOf": [self.schema(arm.shape) for arm in shape.arms]}
        return _scalar(shape)

    def _record(self, shape: ir.Record) -> Json:
        properties = {}
        for one in shape.fields:
            made = self.schema(one.shape) | _doc(one.doc)
            if one.default is not None:
                made["default"] = one.default.value
            properties[one.names.wire] = made
        required = [one.names.wire for one in shape.fields if one.required]
        closed = {"required": required} if required else {}
        return (
            {"type": "object", "properties": properties} | closed | {"additionalProperties": False}
        )


def references(shape: ir.Shape) -> Iterator[str]:
    """Wire names of the types that a shape refers to."""
    if isinstance(shape, ir.Ref):
        yield shape.target
    parts: tuple[ir.Shape, ...] = ()
    if isinstance(shape, ir.Record):
        parts = tuple(one.shape for one in shape.fields)
    elif isinstance(shape, ir.Map):
        parts = (shape.values,)
    elif isinstance(shape, ir.Array):
        parts = (shape.items,)
    elif isinstance(shape, ir.Tuple):
        parts = shape.items
    elif isinstance(shape, ir.Union):
        parts = tuple(arm.shape for arm in shape.arms)
    for one in parts:
        yield from references(one)


def _scalar(shape: ir.Shape) -> Json:
    if isinstance(shape, ir.Boolean):
        return {"type": "boolean"}
    if isinstance(shape, ir.Enum):
        values = [one.value for one in shape.values]
        return {"type": _kind(values[0]), "enum": values}
    if isinstance(shape, ir.Const):
        return {"type": _kind(shape.value), "const": shape.value}
    if isinstance(shape, ir.String):
        return _string(shape)
    assert isinstance(shape, ir.Integer | ir.Number)
    made = _bounds(
        minimum=shape.minimum,
        exclusiveMinimum=shape.exclusive_minimum,
        maximum=shape.maximum,
        exclusiveMaximum=shape.exclusive_maximum,
    )
    if isinstance(shape, ir.Number):
        return {"type": "number"} | made
    if shape.minimum is None and shape.exclusive_minimum is None:
        made["minimum"] = -SAFE
    if shape.maximum is None and shape.exclusive_maximum is None:
        made["maximum"] = SAFE
    return {"type": "integer"} | made | _bounds(multipleOf=shape.multiple_of)


def _string(shape: ir.String) -> Json:
    made: Json = {"type": "string"}
    made |= _bounds(minLength=shape.min_length or None, maxLength=shape.max_length)
    patterns = [shape.pattern.text] if shape.pattern else []
    name = "base64" if shape.is_base64 else shape.format
    if shape.is_base64:
        made["contentEncoding"] = "base64"
    elif name is not None and name not in _PATTERNS:
        made["format"] = name
    patterns += _PATTERNS.get(name or "", ())
    if len(patterns) == 1:
        return made | {"pattern": patterns[0]}
    return made | ({"allOf": [{"pattern": one} for one in patterns]} if patterns else {})


def _kind(value: str | int) -> str:
    return "string" if isinstance(value, str) else "integer"


def _bounds(**bounds: float | None) -> Json:
    return {name: bound for name, bound in bounds.items() if bound is not None}


def _doc(doc: ir.Doc) -> Json:
    made: Json = {}
    if doc.title:
        made["title"] = doc.title
    if doc.description:
        made["description"] = doc.description
    return made | ({"deprecated": True} if doc.deprecated else {})
