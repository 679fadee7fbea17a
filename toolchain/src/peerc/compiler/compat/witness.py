"""Proof of a witness: one side takes the value, the other refuses it.

A second, plain reading of spec/contract.md#values that shares no code with the engine, so that a
mistake of either shows. Nothing here explains; what it finds wrong is a bug of ours.
"""

from __future__ import annotations

import math

from peercontract.core import formats

from peerc.compiler import ir
from peerc.compiler.compat.breaks import Break
from peerc.compiler.compat.samples import Value
from peerc.compiler.compat.shapes import Types
from peerc.compiler.pattern import dfa_of

_SAFE_MAX = 2**53 - 1


def verify(
    found: Break, writer: tuple[Types, ir.Shape], reader: tuple[Types, ir.Shape], is_tolerant: bool
) -> None:
    """Raises AssertionError when the value of a break does not show what it should."""
    if found.is_undecided:
        return
    if not accepts(*writer, found.value, is_tolerant=False):
        raise AssertionError(f"{found.rule}: the writer cannot send its witness")
    if accepts(*reader, found.value, is_tolerant=is_tolerant):
        raise AssertionError(f"{found.rule}: the reader accepts its witness")


def accepts(types: Types, shape: ir.Shape, value: Value, is_tolerant: bool) -> bool:
    """Whether a JSON value is of a shape, in tolerant or in exact mode."""
    return _Reader(types, is_tolerant).takes(shape, value)


class _Reader:
    def __init__(self, types: Types, is_tolerant: bool) -> None:
        self._types = types
        self._is_tolerant = is_tolerant

    def takes(self, shape: ir.Shape, value: Value) -> bool:
        """Whether the value is of the shape."""
        while isinstance(shape, ir.Ref):
            if value is None and shape.nullable:
                return True
            shape = self._types.named[shape.target].shape
        if value is None:
            return shape.nullable
        match shape:
            case ir.Record():
                return isinstance(value, dict) and self._record(shape, value)
            case ir.Map():
                return isinstance(value, dict) and self._map(shape, value)
            case ir.Array():
                return isinstance(value, list) and self._array(shape, value)
            case ir.Tuple():
                return isinstance(value, list) and self._tuple(shape, value)
            case ir.Union():
                return self._union(shape, value)
            case ir.Enum():
                return self._enum(shape, value)
            case ir.Const():
                return type(value) is type(shape.value) and value == shape.value
            case ir.Boolean():
                return isinstance(value, bool)
            case ir.String():
                return isinstance(value, str) and _string(shape, value)
            case ir.Integer() | ir.Number():
                return _is_number(value) and _number(shape, value)

    def _record(self, shape: ir.Record, value: dict[str, Value]) -> bool:
        declared = {field.names.wire: field for field in shape.fields}
        for name, field in declared.items():
            if name in value:
                if not self.takes(field.shape, value[name]):
                    return False
            elif field.required:
                return False
        return self._is_tolerant or value.keys() <= declared.keys()

    def _map(self, shape: ir.Map, value: dict[str, Value]) -> bool:
        if not _within(len(value), shape.min_properties, shape.max_properties):
            return False
        if "__proto__" in value:
            return False
        if shape.name_pattern is not None:
            dfa = dfa_of(shape.name_pattern)
            if not all(dfa.matches(name) for name in value):
                return False
        return all(self.takes(shape.values, one) for one in value.values())

    def _array(self, shape: ir.Array, value: list[Value]) -> bool:
        if not _within(len(value), shape.min_items, shape.max_items):
            return False
        if not all(self.takes(shape.items, one) for one in value):
            return False
        if not shape.is_unique:
            return True
        items = shape.items
        while isinstance(items, ir.Ref):
            items = self._types.named[items.target].shape
        folds = isinstance(items, ir.String) and items.format == "uuid"
        keys = [one.lower() if folds else one for one in value]
        return len(set(keys)) == len(keys)

    def _tuple(self, shape: ir.Tuple, value: list[Value]) -> bool:
        if len(value) != len(shape.items):
            return False
        return all(self.takes(one, item) for one, item in zip(shape.items, value, strict=True))

    def _union(self, shape: ir.Union, value: Value) -> bool:
        if isinstance(value, dict) and shape.tag_name is not None:
            tag = value.get(shape.tag_name)
            if not isinstance(tag, str):
                return False
            for arm in shape.arms:
                if arm.tag == tag:
                    return self.takes(arm.shape, value)
            return self._is_tolerant and shape.is_open
        for arm in shape.arms:
            if arm.kind == _kind(value):
                return self.takes(arm.shape, value)
        return False

    def _enum(self, shape: ir.Enum, value: Value) -> bool:
        is_text = isinstance(shape.values[0].value, str)
        if isinstance(value, str) != is_text or not (is_text or _is_number(value)):
            return False
        if any(one.value == value for one in shape.values):
            return True
        return self._is_tolerant and shape.is_open and (is_text or _is_safe(value))


def _string(shape: ir.String, value: str) -> bool:
    if not _within(len(value), shape.min_length, shape.max_length):
        return False
    if shape.pattern is not None and not dfa_of(shape.pattern).matches(value):
        return False
    name = "base64" if shape.is_base64 else shape.format
    return name is None or formats.matches(name, value)


def _number(shape: ir.Integer | ir.Number, value: int | float) -> bool:
    if isinstance(shape, ir.Integer):
        if not _is_safe(value):
            return False
        if shape.multiple_of is not None and int(value) % shape.multiple_of:
            return False
    elif not math.isfinite(value):
        return False
    return (
        (shape.minimum is None or value >= shape.minimum)
        and (shape.exclusive_minimum is None or value > shape.exclusive_minimum)
        and (shape.maximum is None or value <= shape.maximum)
        and (shape.exclusive_maximum is None or value < shape.exclusive_maximum)
    )


def _is_number(value: Value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_safe(value: int | float) -> bool:
    return float(value).is_integer() and abs(value) <= _SAFE_MAX


def _within(count: int, low: int, high: int | None) -> bool:
    return low <= count and (high is None or count <= high)


def _kind(value: Value) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, str):
        return "string"
    if isinstance(value, list):
        return "array"
    return "object" if isinstance(value, dict) else "number"
