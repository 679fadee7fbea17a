"""Values of a shape: a smallest one, distinct ones, and whether there is any."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator
from itertools import islice
from typing import Any

from peerc.compiler import ir
from peerc.compiler.compat.numbers import plain, range_of
from peerc.compiler.compat.shapes import FORBIDDEN_NAME, Types, Unsettled, finite
from peerc.compiler.compat.texts import format_of, names_of, texts_of

Value = Any  # a JSON value
_DISTINCT_MAX = 10_000


class Nothing(Exception):
    """A shape that no value has."""


class Samples:
    """Values of one contract's types. What it gives is shared: never change it in place."""

    def __init__(self, types: Types) -> None:
        self._types = types
        self._named: dict[str, Value] = {}
        self._unsettled: dict[str, Unsettled] = {}
        self._of_leaf: dict[ir.String, str | None] = {}
        self._find_named()

    def has_value(self, shape: ir.Shape) -> bool:
        """Whether some value is of the shape. Raises Unsettled."""
        try:
            self.smallest(shape)
        except Nothing:
            return False
        return True

    def smallest(self, shape: ir.Shape) -> Value:
        """A value with a short JSON text, null where that is one. Raises Nothing, Unsettled."""
        if shape.nullable:
            return None
        return self.of_core(shape)

    def of_core(self, shape: ir.Shape) -> Value:
        """The smallest that is not null by this very shape. Raises Nothing, Unsettled."""
        if isinstance(shape, ir.Ref):
            if shape.target in self._named:
                return self._named[shape.target]
            raise self._unsettled.get(shape.target) or Nothing
        if isinstance(shape, ir.Record):
            return {
                one.names.wire: self.smallest(one.shape) for one in shape.fields if one.required
            }
        if isinstance(shape, ir.Map):
            return self.map_with(shape, {})
        if isinstance(shape, ir.Array):
            return self.array_with(shape, [])
        if isinstance(shape, ir.Tuple):
            return [self.smallest(one) for one in shape.items]
        if isinstance(shape, ir.Union):
            return self._shortest(shape.arms)
        return self._scalar(shape)

    def array_with(self, shape: ir.Array, begun: list[Value], size: int = 0) -> list[Value]:
        """The smallest array that begins so, of `size` items where that is more than it must have.

        Raises Nothing, Unsettled.
        """
        missing = max(shape.min_items, size) - len(begun)
        if missing <= 0:
            return begun
        if not shape.is_unique:
            return begun + [self.smallest(shape.items)] * missing
        more = list(islice(self.distinct(shape.items, begun), missing))
        if len(more) < missing:
            raise Nothing
        return begun + more

    def map_with(self, shape: ir.Map, begun: dict[str, Value], size: int = 0) -> dict[str, Value]:
        """The smallest map that holds `begun`; see `array_with`."""
        missing = max(shape.min_properties, size) - len(begun)
        if missing <= 0:
            return begun
        names = list(islice(self.names(shape, begun), missing))
        if len(names) < missing:
            raise Nothing
        return begun | dict.fromkeys(names, self.smallest(shape.values))

    def names(self, shape: ir.Map, others: Collection[str] = ()) -> Iterator[str]:
        """Distinct names of a map that are none of `others`, short ones first. Raises Unsettled."""
        words = names_of(shape).words()
        return (name for name in words if name not in others and name != FORBIDDEN_NAME)

    def distinct(self, shape: ir.Shape, others: Collection[Value] = ()) -> Iterator[Value]:
        """Values that `uniqueItems` tells apart, from each other and from `others`.

        Raises Unsettled beyond 10,000, so that an end means that there are no more.
        """
        key = self.key(shape)
        avoided = {key(one) for one in others}
        for count, value in enumerate(self._members(self._types.core(shape))):
            if count == _DISTINCT_MAX:
                raise Unsettled(f"more than {_DISTINCT_MAX:,} distinct items are needed")
            if key(value) not in avoided:
                yield value

    def key(self, shape: ir.Shape) -> Callable[[Value], Value]:
        """What `uniqueItems` compares of an item (spec/contract.md#values)."""
        core = self._types.core(shape)
        if isinstance(core, ir.String) and format_of(core) == "uuid":
            return str.lower
        return _itself

    def _members(self, core: ir.Shape) -> Iterator[Value]:
        members = finite(core)
        if members is not None:
            return iter(members)
        if isinstance(core, ir.String):
            return texts_of(core).words(self.key(core))
        assert isinstance(core, ir.Integer)  # what `uniqueItems` allows
        return range_of(core).members()

    def _shortest(self, arms: Collection[ir.Arm]) -> Value:
        found = []
        for arm in arms:
            try:
                found.append(self.of_core(arm.shape))
            except Nothing:
                continue
        if not found:
            raise Nothing
        return min(found, key=_size)

    def _scalar(self, shape: ir.Shape) -> Value:
        members = finite(shape)
        if members is not None:
            return members[0]
        if isinstance(shape, ir.Boolean):
            return True
        if isinstance(shape, ir.String):
            if shape not in self._of_leaf:
                self._of_leaf[shape] = texts_of(shape).shortest()
            text = self._of_leaf[shape]
            if text is None:
                raise Nothing
            return text
        assert isinstance(shape, ir.Integer | ir.Number)
        numbers = range_of(shape)
        if numbers.is_empty:
            raise Nothing
        return plain(numbers.nearest(0))

    def _find_named(self) -> None:
        """The smallest value of each type: rounds until none finds a shorter one."""
        sizes: dict[str, int] = {}
        improved = True
        while improved:
            improved = False
            for name, one in self._types.named.items():
                try:
                    value = self.smallest(one.shape)
                except Nothing:
                    continue
                except Unsettled as reason:
                    self._unsettled[name] = reason
                    continue
                size = _size(value)
                if size < sizes.get(name, size + 1):
                    sizes[name], self._named[name] = size, value
                    improved = True


def _size(value: Value) -> int:
    return len(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def _itself(value: Value) -> Value:
    return value
