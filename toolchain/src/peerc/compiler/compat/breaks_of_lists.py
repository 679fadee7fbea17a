"""Arrays and tuples of a writer against those of a reader."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, islice

from peerc.compiler import ir
from peerc.compiler.compat.breaks import Rules, Sides, Step, Wrap
from peerc.compiler.compat.breaks_of_scalars import bound_break, holds
from peerc.compiler.compat.samples import Nothing, Samples, Value
from peerc.compiler.compat.shapes import ITEMS_MAX, Unsettled, finite, kind
from peerc.compiler.compat.texts import format_of

_COMPARED_MAX = 64  # values of a tuple's place that are looked for in its other places
_UNIQUE: Rules = ("unique-added", "unique-removed")


def breaks(sides: Sides, a: ir.Array | ir.Tuple, b: ir.Array | ir.Tuple) -> Iterator[Step]:
    """Of two shapes whose values are JSON arrays."""
    try:
        if isinstance(a, ir.Tuple):
            yield from _tuple(sides, a, b)
        elif isinstance(b, ir.Tuple):
            yield from _array_into_tuple(sides, a, b)
        else:
            yield from _arrays(sides, a, b)
    except Unsettled as reason:
        yield sides.undecided(a.rule, b.rule, reason)


def items_max(samples: Samples, shape: ir.Array) -> int:
    """How many items there can be, whatever `maxItems` says. Raises Unsettled."""
    most = ITEMS_MAX if shape.max_items is None else min(shape.max_items, ITEMS_MAX)
    if most and not samples.has_value(shape.items):
        return 0
    if shape.is_unique and most > 1:
        most = _count(samples, shape, most)
    return most


def _count(samples: Samples, shape: ir.Array, most: int) -> int:
    """`most`, or how many distinct items there are where those are fewer."""
    try:
        return sum(1 for _ in islice(samples.distinct(shape.items), most))
    except Unsettled:  # there are many
        return most


def _arrays(sides: Sides, a: ir.Array, b: ir.Array) -> Iterator[Step]:
    samples = sides.writer.samples
    most = items_max(samples, a)
    if b.min_items > a.min_items:
        bounds = (a.min_items or None, b.min_items)
        yield bound_break(sides, (a, b), "minItems", bounds, samples.array_with(a, []))
    if b.max_items is not None and b.max_items < most:
        value = samples.array_with(a, [], b.max_items + 1)
        yield bound_break(sides, (a, b), "maxItems", (a.max_items, b.max_items), value)
    if most:
        for one in sides.breaks(a.items, b.items):
            yield one.inside(lambda item: samples.array_with(a, [item]))
    if b.is_unique and most > 1:
        yield from _repeats(sides, a, b)


def _repeats(sides: Sides, a: ir.Array, b: ir.Array) -> Iterator[Step]:
    samples = sides.writer.samples
    at = "/uniqueItems"
    if not a.is_unique:
        item = samples.smallest(a.items)
        value = samples.array_with(a, [item, item])
        yield sides.found(_UNIQUE, a.rule, b.rule + at, value)
        return
    mine, theirs = (sides.writer.types.core(a.items), sides.reader.types.core(b.items))
    folds = isinstance(theirs, ir.String) and format_of(theirs) == "uuid"
    if not folds or (isinstance(mine, ir.String) and format_of(mine) == "uuid"):
        return
    # The reader takes two spellings of a uuid for one: the writer must not know both.
    by_key: dict[str, str] = {}
    for item in samples.distinct(a.items):
        if not isinstance(item, str):
            continue
        other = by_key.setdefault(item.lower(), item)
        if other != item:
            yield sides.found(_UNIQUE, a.rule, b.rule + at, samples.array_with(a, [other, item]))
            return


def _array_into_tuple(sides: Sides, a: ir.Array, b: ir.Tuple) -> Iterator[Step]:
    samples = sides.writer.samples
    size, most = len(b.items), items_max(samples, a)
    if a.min_items != size:
        yield sides.of_another_type(a, b, samples.array_with(a, []))
    elif most != size:
        yield sides.of_another_type(a, b, samples.array_with(a, [], size + 1))
    if not a.min_items == size <= most:
        return
    for place, reader in enumerate(b.items):
        for one in sides.breaks(a.items, reader):
            yield one.inside(_placed(samples, a, place))


def _placed(samples: Samples, shape: ir.Array, place: int) -> Wrap:
    """Puts an item into an array at a place that it always has."""

    def wrap(item: Value) -> list[Value]:
        _, *others = samples.array_with(shape, [item])
        return [*others[:place], item, *others[place:]]

    return wrap


def _tuple(sides: Sides, a: ir.Tuple, b: ir.Array | ir.Tuple) -> Iterator[Step]:
    smallest = [sides.writer.samples.smallest(one) for one in a.items]
    size = len(smallest)
    if isinstance(b, ir.Tuple):
        if len(b.items) != size:
            yield sides.of_another_type(a, b, smallest)
            return
        readers = b.items
    else:
        if size < b.min_items or (b.max_items is not None and size > b.max_items):
            yield sides.of_another_type(a, b, smallest)
        readers = (b.items,) * size
    for place, (mine, theirs) in enumerate(zip(a.items, readers, strict=True)):
        for one in sides.breaks(mine, theirs):
            yield one.inside(_at(smallest, place))
    if isinstance(b, ir.Array) and b.is_unique:
        yield from _equal_places(sides, a, b, smallest)


def _at(items: list[Value], place: int) -> Wrap:
    return lambda item: [*items[:place], item, *items[place + 1 :]]


def _equal_places(sides: Sides, a: ir.Tuple, b: ir.Array, smallest: list[Value]) -> Iterator[Step]:
    """Two places of a tuple that can hold what the reader's `uniqueItems` takes for equal."""
    key = sides.reader.samples.key(b.items)
    for (left, mine), (right, other) in combinations(enumerate(a.items), 2):
        pair = _equal_pair(sides, mine, other, key)
        if pair is not None:
            value = list(smallest)
            value[left], value[right] = pair
            yield sides.found(_UNIQUE, a.rule, f"{b.rule}/uniqueItems", value)
            return


def _distinct(samples: Samples, core: ir.Shape) -> Iterator[Value]:
    """Values of a place. Of a number one is enough: where it has more, it is no integer anyway."""
    if isinstance(core, ir.Number):
        return iter((samples.of_core(core),))
    return samples.distinct(core)


def _equal_pair(
    sides: Sides, left: ir.Shape, right: ir.Shape, key: object
) -> tuple[Value, Value] | None:
    """A value of one and a value of the other with one key. Raises Unsettled, Nothing never."""
    samples = sides.writer.samples
    other = sides.writer.types.core(right)
    core = sides.writer.types.core(left)
    if kind(core) != kind(other) or kind(core) not in ("string", "number"):
        return None
    assert callable(key)
    try:
        mine = list(islice(_distinct(samples, core), _COMPARED_MAX + 1))
        theirs = {key(one): one for one in islice(_distinct(samples, other), _COMPARED_MAX + 1)}
    except Nothing:
        return None
    for one in mine:
        if key(one) in theirs:
            return one, theirs[key(one)]
        if holds(one, other, is_tolerant=False):
            return one, one
    if len(mine) > _COMPARED_MAX and (finite(other) is None or len(theirs) > _COMPARED_MAX):
        raise Unsettled("whether two places of a tuple can be equal")
    return None
