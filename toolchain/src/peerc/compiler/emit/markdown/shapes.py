"""A shape in words: what it is, and its bounds."""

from __future__ import annotations

import json

from peerc.compiler import ir
from peerc.compiler.emit.markdown.text import anchor, code, prose


class Shapes:
    """Words for the shapes of one contract; named types are links."""

    def __init__(self, contract: ir.Contract) -> None:
        self._names = {one.names.wire: one for one in contract.types}

    def name(self, wire: str) -> str:
        """What a type is called on the page: an imported one as code calls it."""
        one = self._names[wire]
        return one.names.python if one.is_imported else wire

    def link(self, wire: str) -> str:
        """The type's name, as a link to where it is described."""
        name = self.name(wire)
        return f"[{prose(name)}](#{anchor(name)})"

    def value(self, value: object) -> str:
        """A JSON value."""
        return code(json.dumps(value, ensure_ascii=False))

    def words(self, shape: ir.Shape) -> str:
        """One phrase."""
        parts = [self._words(shape)]
        parts += ["or null"] if shape.nullable else []
        parts += [f"({shape.label})"] if shape.label else []
        return " ".join(parts)

    def _inner(self, shape: ir.Shape) -> str:
        """The phrase as a part of another one."""
        words = self.words(shape)
        return words if isinstance(shape, ir.Ref) or " " not in words else f"({words})"

    def _words(self, shape: ir.Shape) -> str:
        if isinstance(shape, ir.Ref):
            return self.link(shape.target)
        if isinstance(shape, ir.Record):
            members = "; ".join(
                f"{code(one.names.wire)}{'' if one.required else '?'}: {self.words(one.shape)}"
                for one in shape.fields
            )
            return f"{{ {members} }}" if members else "record without members"
        if isinstance(shape, ir.Map):
            size = _range(shape.min_properties, shape.max_properties, "entries")
            names = f", names match {code(shape.name_pattern.text)}" if shape.name_pattern else ""
            return f"map to {self._inner(shape.values)}{size}{names}"
        if isinstance(shape, ir.Array):
            unique = ", none twice" if shape.is_unique else ""
            return f"list of {self._inner(shape.items)}{_items(shape)}{unique}"
        if isinstance(shape, ir.Tuple):
            return f"tuple of {', '.join(map(self._inner, shape.items))}"
        if isinstance(shape, ir.Union):
            arms = " or ".join(self._inner(arm.shape) for arm in shape.arms)
            told = f", told apart by {code(shape.tag_name)}" if shape.tag_name else ""
            return f"{arms}{told}{', may grow' if shape.is_open else ''}"
        return self._scalar(shape)

    def _scalar(self, shape: ir.Shape) -> str:
        if isinstance(shape, ir.Enum):
            members = ", ".join(self.value(one.value) for one in shape.values)
            return f"one of {members}{', may grow' if shape.is_open else ''}"
        if isinstance(shape, ir.Const):
            return f"always {self.value(shape.value)}"
        if isinstance(shape, ir.Boolean):
            return "boolean"
        if isinstance(shape, ir.String):
            return _string(shape)
        assert isinstance(shape, ir.Integer | ir.Number)
        return _number(shape)


def _items(shape: ir.Array) -> str:
    return _range(shape.min_items, shape.max_items, "items")


def _string(shape: ir.String) -> str:
    kind = "base64" if shape.is_base64 else shape.format or "string"
    size = _range(shape.min_length, shape.max_length, "characters")
    return kind + size + (f", matches {code(shape.pattern.text)}" if shape.pattern else "")


def _number(shape: ir.Integer | ir.Number) -> str:
    parts = ["integer" if isinstance(shape, ir.Integer) else "number"]
    bounds = (
        ("≥", shape.minimum),
        (">", shape.exclusive_minimum),
        ("≤", shape.maximum),
        ("<", shape.exclusive_maximum),
    )
    parts += [f"{sign} {bound:,}" for sign, bound in bounds if bound is not None]
    if isinstance(shape, ir.Integer) and shape.multiple_of is not None:
        parts.append(f"multiple of {shape.multiple_of:,}")
    return ", ".join(parts)


def _range(least: int, most: int | None, what: str) -> str:
    if most is None:
        return f", at least {least:,} {what}" if least else ""
    if least == most:
        return f", {most:,} {what}"
    return f", {least:,} to {most:,} {what}" if least else f", at most {most:,} {what}"
