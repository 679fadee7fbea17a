"""Defaults as Python spells them: what a reader makes of an absent member."""

from __future__ import annotations

from base64 import b64decode

from peerc.compiler import ir
from peerc.compiler.code import Code, code, python_literal
from peerc.compiler.emit.python.model import Model
from peerc.compiler.emit.python.scalars import format_of


def default(model: Model, shape: ir.Shape, value: object) -> Code:
    """An expression of the native value; containers are made anew wherever it stands."""
    target = model.target(shape)
    if isinstance(target, ir.Union) and value is not None:
        return default(model, _arm(target, value), value)
    match value:
        case []:
            return Code("[]")
        case {}:
            return _object(model, target)
        case str() if isinstance(target, ir.String):
            return python_literal(_native(target, value))
        case bool() | None | str():
            return python_literal(value)
        case int() | float():
            is_double = isinstance(target, ir.Number)
            return python_literal(float(value) if is_double else int(value))
        case _:
            raise TypeError(f"no default: {type(value).__name__}")


def is_mutable(value: object) -> bool:
    """Whether each record needs a value of its own."""
    return isinstance(value, list | dict)


def _object(model: Model, target: ir.Shape) -> Code:
    if isinstance(target, ir.Record):
        return code("{name}()", name=model.named_class(target))
    return Code("{}")


def _native(shape: ir.String, text: str) -> str | int | bytes:
    match format_of(shape):
        case "int64" | "uint64":
            return int(text)
        case "base64":
            return b64decode(text)
        case "uuid":
            return text.lower()
        case _:
            return text


def _arm(union: ir.Union, value: object) -> ir.Shape:
    """The arm that takes a default's kind; a tagged record is never one."""
    kinds = {bool: "boolean", str: "string", list: "array", dict: "object"}
    kind = kinds.get(type(value), "number")
    return next(arm.shape for arm in union.arms if arm.kind == kind)
