"""Whether a JSON value is of a shape, and the first rule that it breaks (spec/contract.md#values).

A plain reading of the values, apart from generated code and from the engine that compares shapes:
what a contract itself holds as values is read here, and so is the proof of what that engine says.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from peercontract.core import formats
from peercontract.core.canonical import canonical

from peerc.compiler import ir
from peerc.compiler.diagnostics import bounded

Value = Any  # a JSON value
_SAFE_MAX = 2**53 - 1
_TYPES: dict[type[ir.Shape], str] = {
    ir.Record: "object",
    ir.Map: "object",
    ir.Array: "array",
    ir.Tuple: "array",
    ir.String: "string",
    ir.Integer: "integer",
    ir.Number: "number",
    ir.Boolean: "boolean",
}


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken rule, as spec/wire.md#violations words it, but for where it cuts `expected`.

    `at` is a JSON Pointer into the value, `rule` one into the contract form, to the keyword.
    """

    at: str
    rule: str
    expected: str
    member: str = ""  # the name that is at fault, where one is

    def __str__(self) -> str:
        """What follows "the value": breaks `maximum: 5` at `/x`."""
        keyword = self.rule.rpartition("/")[2]
        expected = bounded(self.expected)
        if keyword == "required":
            found = f"lacks `{expected}`"
        elif keyword == "additionalProperties":
            found = f"holds `{bounded(self.member)}`, which its record does not declare"
        elif "/propertyNames" in self.rule[-len("/propertyNames/pattern") :]:
            found = f"breaks `propertyNames: {expected}` with `{bounded(self.member)}`"
        else:
            found = f"breaks `{keyword}: {expected}`"
        return f"{found} at `{bounded(self.at)}`" if self.at else found


def violation(
    types: Mapping[str, ir.NamedType], shape: ir.Shape, value: Value, is_tolerant: bool = False
) -> Violation | None:
    """The first rule that `value` breaks as a `shape` of a contract's `types`, None for none."""
    return next(violations(types, shape, value, is_tolerant), None)


def violations(
    types: Mapping[str, ir.NamedType], shape: ir.Shape, value: Value, is_tolerant: bool = False
) -> Iterator[Violation]:
    """Every rule that `value` breaks."""
    return _Reader(types, is_tolerant).faults(shape, value, "")


class _Reader:
    """Each method yields what is wrong with a value at `at`, in the order of the value's parts."""

    def __init__(self, types: Mapping[str, ir.NamedType], is_tolerant: bool) -> None:
        self._types = types
        self._is_tolerant = is_tolerant

    def faults(self, shape: ir.Shape, value: Value, at: str) -> Iterator[Violation]:
        while isinstance(shape, ir.Ref):
            if value is None and shape.nullable:
                return
            shape = self._types[shape.target].shape
        if value is None and shape.nullable:
            return
        match shape:
            case ir.Record() if isinstance(value, dict):
                yield from self._record(shape, value, at)
            case ir.Map() if isinstance(value, dict):
                yield from self._map(shape, value, at)
            case ir.Array() if isinstance(value, list):
                yield from self._array(shape, value, at)
            case ir.Tuple() if isinstance(value, list):
                yield from self._tuple(shape, value, at)
            case ir.Union():
                yield from self._union(shape, value, at)
            case ir.Enum():
                if not self._is_member(shape, value):
                    yield Violation(at, f"{shape.rule}/enum", shape.expected)
            case ir.Const():
                if _kind(value) != _kind(shape.value) or value != shape.value:
                    yield Violation(at, f"{shape.rule}/const", canonical(shape.value))
            case ir.Boolean() if isinstance(value, bool):
                return
            case ir.String() if isinstance(value, str):
                yield from _string(shape, value, at)
            case ir.Integer() | ir.Number() if _is_number(value):
                yield from _number(shape, value, at)
            case _:
                yield _type(shape, at)

    def _record(self, shape: ir.Record, value: dict[str, Value], at: str) -> Iterator[Violation]:
        declared = {field.names.wire: field for field in shape.fields}
        for name, field in declared.items():
            if name in value:
                yield from self.faults(field.shape, value[name], _below(at, name))
            elif field.required:
                yield Violation(at, f"{shape.rule}/required", name)
        for name in value:
            if name not in declared and not self._is_tolerant:
                yield Violation(at, f"{shape.rule}/additionalProperties", "false", name)

    def _map(self, shape: ir.Map, value: dict[str, Value], at: str) -> Iterator[Violation]:
        bounds = shape.min_properties, shape.max_properties
        yield from _counted(shape, "Properties", len(value), bounds, at)
        for name, item in value.items():
            if name == "__proto__":  # spec/canonical.md#reading, J11
                yield Violation(at, f"{shape.rule}/propertyNames", "a name", name)
            elif shape.name_pattern is not None and not _matches(shape.name_pattern, name):
                expected = canonical(shape.name_pattern.text)
                yield Violation(at, f"{shape.rule}/propertyNames/pattern", expected, name)
            yield from self.faults(shape.values, item, _below(at, name))

    def _array(self, shape: ir.Array, value: list[Value], at: str) -> Iterator[Violation]:
        yield from _counted(shape, "Items", len(value), (shape.min_items, shape.max_items), at)
        is_whole = True
        for index, item in enumerate(value):
            for fault in self.faults(shape.items, item, f"{at}/{index}"):
                is_whole = False
                yield fault
        if shape.is_unique and is_whole:
            repeated = self._first_repeated(shape.items, value)
            if repeated is not None:
                yield Violation(f"{at}/{repeated}", f"{shape.rule}/uniqueItems", "true")

    def _first_repeated(self, items: ir.Shape, value: list[Value]) -> int | None:
        while isinstance(items, ir.Ref):
            items = self._types[items.target].shape
        folds = isinstance(items, ir.String) and items.format == "uuid"
        seen = set()
        for index, item in enumerate(value):
            key = item.lower() if folds else item
            if key in seen:
                return index
            seen.add(key)
        return None

    def _tuple(self, shape: ir.Tuple, value: list[Value], at: str) -> Iterator[Violation]:
        size = len(shape.items)
        yield from _counted(shape, "Items", len(value), (size, size), at)
        for index, (one, item) in enumerate(zip(shape.items, value, strict=False)):
            yield from self.faults(one, item, f"{at}/{index}")

    def _union(self, shape: ir.Union, value: Value, at: str) -> Iterator[Violation]:
        rule = f"{shape.rule}/oneOf"
        if isinstance(value, dict) and shape.tag_name is not None:
            yield from self._tagged(shape, shape.tag_name, value, at)
            return
        for arm in shape.arms:
            if arm.kind == _kind(value):
                yield from self.faults(arm.shape, value, at)
                return
        yield Violation(at, rule, shape.expected)

    def _tagged(
        self, shape: ir.Union, name: str, value: dict[str, Value], at: str
    ) -> Iterator[Violation]:
        rule = f"{shape.rule}/oneOf"
        tag = value.get(name)
        arm = next((one for one in shape.arms if one.tag == tag and isinstance(tag, str)), None)
        if name not in value:
            yield Violation(at, rule, name)
        elif not isinstance(tag, str):
            yield Violation(_below(at, name), rule, '"string"')
        elif arm is not None:
            yield from self.faults(arm.shape, value, at)
        elif not (self._is_tolerant and shape.is_open):
            yield Violation(_below(at, name), rule, shape.expected_tags)

    def _is_member(self, shape: ir.Enum, value: Value) -> bool:
        is_text = isinstance(shape.values[0].value, str)
        if isinstance(value, str) != is_text or not (is_text or _is_number(value)):
            return False
        if any(one.value == value for one in shape.values):
            return True
        return self._is_tolerant and shape.is_open and (is_text or _is_safe(value))


def _type(shape: ir.Shape, at: str) -> Violation:
    word = _TYPES[type(shape)]
    expected = canonical([word, "null"] if shape.nullable else word)
    return Violation(at, f"{shape.rule}/type", expected)


def _counted(
    shape: ir.Shape, noun: str, count: int, bounds: tuple[int, int | None], at: str
) -> Iterator[Violation]:
    low, high = bounds
    if count < low:
        yield Violation(at, f"{shape.rule}/min{noun}", str(low))
    if high is not None and count > high:
        yield Violation(at, f"{shape.rule}/max{noun}", str(high))


def _string(shape: ir.String, value: str, at: str) -> Iterator[Violation]:
    yield from _counted(shape, "Length", len(value), (shape.min_length, shape.max_length), at)
    if shape.pattern is not None and not _matches(shape.pattern, value):
        yield Violation(at, f"{shape.rule}/pattern", canonical(shape.pattern.text))
    name = "base64" if shape.is_base64 else shape.format
    if name is not None and not formats.matches(name, value):
        keyword = "contentEncoding" if shape.is_base64 else "format"
        yield Violation(at, f"{shape.rule}/{keyword}", canonical(name))


def _number(shape: ir.Integer | ir.Number, value: int | float, at: str) -> Iterator[Violation]:
    is_integer = isinstance(shape, ir.Integer)
    if not (_is_safe(value) if is_integer else math.isfinite(value)):
        yield _type(shape, at)
        return
    bounds: Sequence[tuple[str, int | float | None, bool]] = (
        ("minimum", low := shape.minimum, low is None or value >= low),
        ("exclusiveMinimum", above := shape.exclusive_minimum, above is None or value > above),
        ("maximum", high := shape.maximum, high is None or value <= high),
        ("exclusiveMaximum", below := shape.exclusive_maximum, below is None or value < below),
    )
    for keyword, bound, holds in bounds:
        if not holds:
            yield Violation(at, f"{shape.rule}/{keyword}", canonical(bound))
    step = shape.multiple_of if isinstance(shape, ir.Integer) else None
    if step is not None and int(value) % step:
        yield Violation(at, f"{shape.rule}/multipleOf", str(step))


def _matches(pattern: ir.Pattern, text: str) -> bool:
    from peerc.compiler.pattern import dfa_of  # only a contract that holds a pattern needs it

    return dfa_of(pattern).matches(text)


def _is_number(value: Value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_safe(value: int | float) -> bool:
    return math.isfinite(value) and float(value).is_integer() and abs(value) <= _SAFE_MAX


def _kind(value: Value) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, str):
        return "string"
    if isinstance(value, list):
        return "array"
    if value is None:
        return "null"
    return "object" if isinstance(value, dict) else "number"


def _below(at: str, name: str) -> str:
    return f"{at}/" + name.replace("~", "~0").replace("/", "~1")
