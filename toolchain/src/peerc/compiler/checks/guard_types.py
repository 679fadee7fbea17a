"""What the operands of a guard are, by the type of the operation's output (PC1215)."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from peercontract.core import formats

from peerc.compiler import ir
from peerc.compiler.checks.guards import COMPARISONS, shown
from peerc.compiler.diagnostics import bounded, suggest
from peerc.compiler.frontend.events import SAFE_INTEGER_MAX
from peerc.compiler.model import (
    ArraySchema,
    BooleanSchema,
    ConstSchema,
    EnumSchema,
    MapSchema,
    NumericSchema,
    RecordSchema,
    RefSchema,
    Schema,
    StringSchema,
    TupleSchema,
    TypeDecl,
    UnionSchema,
)
from peerc.compiler.run_model import Operand, Place, Test

INTEGER, NUMBER, STRING, BOOLEAN = "integer", "number", "string", "boolean"
_ORDERED = (INTEGER, NUMBER)
_CALLED = {
    INTEGER: "an integer",
    NUMBER: "a number",
    STRING: "a string",
    BOOLEAN: "a boolean",
}
_NOWHERE = Place(0, 0)
_UNUSABLE_FORMATS = ("int64", "uint64", "uuid")  # read as numbers, or in either case


@dataclass(frozen=True, slots=True)
class Domain:
    """What an operand may be. `low` and `high` are inclusive; of a string, they bound its length.

    `absent_at`: the longest part of the path that may be absent or null, None where nothing may.
    """

    kind: str
    absent_at: tuple[str, ...] | None = None
    low: float = -math.inf
    high: float = math.inf
    step: int = 1
    values: tuple[str | int, ...] | None = None  # of an enum or const
    pattern: ir.Pattern | None = None
    format: str | None = None

    @property
    def is_simple(self) -> bool:
        """Whether it may be compared with another path: a range or a choice says all about it."""
        return self.step == 1 and self.pattern is None and self.format is None

    def takes(self, text: str) -> bool:
        """Whether a string domain holds `text`."""
        if self.values is not None:
            return text in self.values
        if not self.low <= len(text) <= self.high:
            return False
        if self.format is not None and not formats.matches(self.format, text):
            return False
        if self.pattern is None:
            return True
        from peerc.compiler.pattern import dfa_of  # only a pattern needs it

        return dfa_of(self.pattern).matches(text)


class Mistyped(Exception):
    """A guard that the output's type does not allow: what is wrong, where, and what to do."""

    def __init__(self, problem: str, place: Place, hint: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.place = place
        self.hint = hint


class Unknown(Exception):
    """The output's type has an error of its own."""


@dataclass(frozen=True, slots=True)
class Output:
    """The type of an operation's output, and the contract's types to look references up."""

    name: str
    types: dict[str, TypeDecl]

    def check(self, test: Test) -> None:
        """Types one comparison. Raises Mistyped; Unknown where the type could not be told."""
        compare = test.compare
        left = self.domain(compare.left, test.left)
        if test.is_bare:
            if left.kind != BOOLEAN:
                told = f"`{shown(compare.left)}` alone is {_CALLED[left.kind]}"
                raise Mistyped(told, test.left, "compare it: `==`, `<`; a boolean stands alone")
            return
        rights = compare.right if isinstance(compare.right, tuple) else (compare.right,)
        for right, place in zip(rights, test.right, strict=True):
            self._pair(test, left, right, place)

    def _pair(self, test: Test, left: Domain, operand: Operand, place: Place) -> None:
        compare = test.compare
        right = self.domain(operand, place)
        both = (isinstance(compare.left, ir.Path), isinstance(operand, ir.Path))
        if left.kind != right.kind and not _is_number_with_integer(left, right, both):
            told = f"{_CALLED[left.kind]} is compared with {_CALLED[right.kind]}"
            raise Mistyped(told, place, "compare values of one kind; numbers with integers")
        if compare.operator in COMPARISONS[2:] and left.kind not in _ORDERED:
            told = f"`{compare.operator}` is for integers and numbers"
            raise Mistyped(told, test.operator, "use `==`, `!=` or `in`")
        if all(both):
            _check_paths(left, right, place)
        elif both[0]:
            _check_member(left, operand, place)
        elif both[1]:
            _check_member(right, compare.left, test.left)

    def domain(self, operand: Operand, place: Place = _NOWHERE) -> Domain:
        """What an operand may be. Raises Mistyped, Unknown."""
        if isinstance(operand, bool):
            return Domain(BOOLEAN)
        if isinstance(operand, int):
            return Domain(INTEGER, low=operand, high=operand)
        if isinstance(operand, str):
            return Domain(STRING, values=(operand,))
        schema, absent_at = self._walk(operand, place)
        domain = _length(schema) if operand.is_length else _plain(schema)
        if domain is None:
            raise _no_operand(operand, schema, place)
        return replace(domain, absent_at=absent_at)

    def _walk(self, path: ir.Path, place: Place) -> tuple[Schema, tuple[str, ...] | None]:
        """The schema that a path leads to, references looked through."""
        schema, may_be_null = self._look(self.types[self.name].schema)
        absent_at: tuple[str, ...] | None = () if may_be_null else None
        for depth, name in enumerate(path.members, 1):
            if not isinstance(schema, RecordSchema):
                told = f"`{shown(ir.Path(path.members[: depth - 1], False))}` is no record"
                raise Mistyped(told, place, "a path goes through declared members of records")
            declared = {one.name: one for one in schema.properties}
            if name not in declared:
                told = f"`{shown(ir.Path(path.members[: depth - 1], False))}` has no member"
                raise Mistyped(f"{told} `{bounded(name)}`", place, suggest(name, declared))
            one = declared[name]
            schema, may_be_null = self._look(one.schema)
            if may_be_null or not (one.required or one.default):
                absent_at = path.members[:depth]
        return schema, absent_at

    def _look(self, schema: Schema | None) -> tuple[Schema, bool]:
        """A schema with references looked through, and whether null is allowed on the way."""
        may_be_null = False
        seen: set[str] = set()
        while isinstance(schema, RefSchema):
            may_be_null = may_be_null or schema.nullable
            if schema.target in seen or schema.target not in self.types:
                raise Unknown
            seen.add(schema.target)
            schema = self.types[schema.target].schema
        if schema is None:
            raise Unknown
        return schema, may_be_null or schema.nullable


def _is_number_with_integer(left: Domain, right: Domain, both: tuple[bool, bool]) -> bool:
    """A number is compared with integer literals, on either side."""
    return {left.kind, right.kind} == {INTEGER, NUMBER} and not all(both)


def _check_paths(left: Domain, right: Domain, place: Place) -> None:
    if left.kind == NUMBER:
        hint = "compare each with an integer, or compute it in the agent"
        raise Mistyped("a number is compared with integer literals", place, hint)
    if not (left.is_simple and right.is_simple):
        told = "a member with `multipleOf`, `pattern` or `format` is compared with literals"
        raise Mistyped(told, place, "compute it in the agent, and return a boolean")


def _check_member(domain: Domain, literal: Operand, place: Place) -> None:
    """A string that the type does not have is a slip of the pen: the comparison says nothing."""
    if domain.kind != STRING or not isinstance(literal, str):
        return
    if domain.values is not None and literal not in domain.values:
        told = f"{shown(literal)} is none of its values"
        raise Mistyped(told, place, suggest(literal, [str(one) for one in domain.values]))
    if not domain.takes(literal):
        hint = "write a value that the type has"
        raise Mistyped(f"{shown(literal)} is no value of its type", place, hint)


def _plain(schema: Schema) -> Domain | None:
    """The domain of a value itself; None for what is no operand."""
    match schema:
        case NumericSchema():
            return _numeric(schema)
        case BooleanSchema():
            return Domain(BOOLEAN)
        case EnumSchema():
            return _choice(schema.values)
        case ConstSchema():
            return _choice((schema.value,))
        case StringSchema() if not schema.is_base64 and schema.format not in _UNUSABLE_FORMATS:
            low, high = _counts(schema.min_length, schema.max_length)
            return Domain(STRING, None, low, high, 1, None, schema.pattern, schema.format)
    return None


def _choice(values: tuple[str | int, ...]) -> Domain:
    if isinstance(values[0], str):
        return Domain(STRING, values=values)
    numbers = [value for value in values if isinstance(value, int)]
    return Domain(INTEGER, low=min(numbers), high=max(numbers), values=values)


def _numeric(schema: NumericSchema) -> Domain:
    if schema.kind == "number":
        return Domain(NUMBER, None, *_doubles(schema))
    low, high = -SAFE_INTEGER_MAX, SAFE_INTEGER_MAX
    if schema.minimum is not None:
        low = max(low, int(schema.minimum))
    if schema.exclusive_minimum is not None:
        low = max(low, int(schema.exclusive_minimum) + 1)
    if schema.maximum is not None:
        high = min(high, int(schema.maximum))
    if schema.exclusive_maximum is not None:
        high = min(high, int(schema.exclusive_maximum) - 1)
    return Domain(INTEGER, low=low, high=high, step=schema.multiple_of or 1)


def _doubles(schema: NumericSchema) -> tuple[float, float]:
    """The least and the greatest double of a `number`."""
    low, high = -math.inf, math.inf
    if schema.minimum is not None:
        low = max(low, float(schema.minimum))
    if schema.exclusive_minimum is not None:
        low = max(low, math.nextafter(schema.exclusive_minimum, math.inf))
    if schema.maximum is not None:
        high = min(high, float(schema.maximum))
    if schema.exclusive_maximum is not None:
        high = min(high, math.nextafter(schema.exclusive_maximum, -math.inf))
    return low, high


def _length(schema: Schema) -> Domain | None:
    """The domain of `len`: code points, items or members."""
    match schema:
        case StringSchema() if schema.format is None and not schema.is_base64:
            low, high = _counts(schema.min_length, schema.max_length)
            return Domain(INTEGER, None, low, high, 1, None, schema.pattern)
        case ArraySchema():
            return Domain(INTEGER, None, *_counts(schema.min_items, schema.max_items))
        case MapSchema():
            return Domain(INTEGER, None, *_counts(schema.min_properties, schema.max_properties))
        case EnumSchema() | ConstSchema() if _is_text(schema):
            values = schema.values if isinstance(schema, EnumSchema) else (schema.value,)
            lengths = sorted({len(str(value)) for value in values})
            return Domain(INTEGER, None, lengths[0], lengths[-1], 1, tuple(lengths))
    return None


def _is_text(schema: EnumSchema | ConstSchema) -> bool:
    value = schema.values[0] if isinstance(schema, EnumSchema) else schema.value
    return isinstance(value, str)


def _counts(low: int, high: int | None) -> tuple[float, float]:
    return low, SAFE_INTEGER_MAX if high is None else high


def _no_operand(path: ir.Path, schema: Schema, place: Place) -> Mistyped:
    """Why a path cannot be compared, or has no length."""
    kinds = {
        RecordSchema: "a record",
        MapSchema: "a map",
        ArraySchema: "an array",
        TupleSchema: "a tuple",
        UnionSchema: "a union",
        StringSchema: "a text that is read as something else",
        NumericSchema: "a number",
        BooleanSchema: "a boolean",
        EnumSchema: "a choice of integers",
        ConstSchema: "an integer",
    }
    kind = kinds[type(schema)]
    whole = shown(ir.Path(path.members, False))
    if path.is_length:
        hint = "`len` takes a string without a format, an array or a map"
        return Mistyped(f"`{whole}` is {kind}, it has no length", place, hint)
    if isinstance(schema, StringSchema):
        kind = "base64" if schema.is_base64 else f"`format: {schema.format}`"
    hint = "compare an integer, a number, a string, a boolean, or a `len`"
    return Mistyped(f"`{whole}` is {kind}, which is no operand", place, hint)
