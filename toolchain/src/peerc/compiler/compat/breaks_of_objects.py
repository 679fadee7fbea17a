"""Records, maps and tagged records of a writer against those of a reader."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from peerc.compiler import ir
from peerc.compiler.compat.breaks import Break, Rules, Sides, Step, Wrap, member
from peerc.compiler.compat.breaks_of_scalars import bound_break
from peerc.compiler.compat.samples import Samples
from peerc.compiler.compat.shapes import (
    FORBIDDEN_NAME,
    KEYS_MAX,
    Resolved,
    Unsettled,
    field_of,
    finite,
    kind,
    token,
)
from peerc.compiler.compat.texts import names_of, pattern_dfa, texts_of

_REQUIRED: Rules = ("field-added-required", "field-removed-required")
_PRESENT: Rules = ("optional-to-required", "required-to-optional")
_ARM: Rules = ("arm-removed", "arm-added")


def breaks(sides: Sides, a: ir.Record | ir.Map, b: ir.Record | ir.Map) -> Iterator[Step]:
    """Of two shapes whose values are JSON objects."""
    try:
        if isinstance(a, ir.Record):
            if isinstance(b, ir.Record):
                yield from _records(sides, a, b)
            else:
                yield from _record_into_map(sides, a, b)
        elif isinstance(b, ir.Record):
            yield from _map_into_record(sides, a, b)
        else:
            yield from _maps(sides, a, b)
    except Unsettled as reason:
        yield sides.undecided(a.rule, b.rule, reason)


def into_union(sides: Sides, left: Resolved, b: ir.Union) -> Iterator[Step]:
    """Of a shape that is no union, and a reader that has alternatives."""
    a = left.core
    wanted = kind(a)
    if wanted == "object" and b.tag_name is not None:
        try:
            yield from _tagged(sides, left, b, b.tag_name)
        except Unsettled as reason:
            yield sides.undecided(a.rule, b.rule, reason)
        return
    arm = next((one for one in b.arms if one.kind == wanted), None)
    if arm is not None:
        yield from sides.between(left, sides.reader.types.resolve(arm.shape))
        return
    at = f"/oneOf/{wanted}"
    value = sides.writer.samples.of_core(a)
    yield sides.found(_ARM, a.rule, b.rule + at, value, name=f"`{wanted}`")


def _records(sides: Sides, a: ir.Record, b: ir.Record) -> Iterator[Step]:
    samples = sides.writer.samples
    smallest = samples.of_core(a)
    for theirs in b.fields:
        name = theirs.names.wire
        mine = field_of(a, name)
        at = f"/properties/{token(name)}"
        if theirs.required and (mine is None or not mine.required):
            rules = _REQUIRED if mine is None else _PRESENT
            own_at = a.rule + at if mine is not None else ""
            yield sides.found(rules, own_at, b.rule + at, smallest, name=name)
        if mine is not None and samples.has_value(mine.shape):
            for one in sides.breaks(mine.shape, theirs.shape):
                yield one.inside(member(smallest, name))
    if not sides.is_tolerant:
        for mine in a.fields:
            name = mine.names.wire
            if field_of(b, name) is None and samples.has_value(mine.shape):
                value = smallest | {name: samples.smallest(mine.shape)}
                yield sides.of_another_type(a, b, value)


def _record_into_map(sides: Sides, a: ir.Record, b: ir.Map) -> Iterator[Step]:
    samples = sides.writer.samples
    smallest = samples.of_core(a)
    names = names_of(b)
    present = [one for one in a.fields if samples.has_value(one.shape)]
    largest = smallest | {one.names.wire: samples.smallest(one.shape) for one in present}
    if len(smallest) < b.min_properties:
        yield sides.of_another_type(a, b, smallest)
    if b.max_properties is not None and len(largest) > b.max_properties:
        yield sides.of_another_type(a, b, largest)
    for one in present:
        name = one.names.wire
        if not names.has(name):
            yield sides.of_another_type(a, b, smallest | {name: samples.smallest(one.shape)})
        for below in sides.breaks(one.shape, b.values):
            yield below.inside(member(smallest, name))


def names_max(samples: Samples, shape: ir.Map) -> int:
    """How many members there can be, whatever `maxProperties` says. Raises Unsettled."""
    most = KEYS_MAX if shape.max_properties is None else min(shape.max_properties, KEYS_MAX)
    if most and not samples.has_value(shape.values):
        return 0
    if most and shape.name_pattern is not None:
        most = sum(1 for _ in islice(samples.names(shape), most))
    return most


def _map_into_record(sides: Sides, a: ir.Map, b: ir.Record) -> Iterator[Step]:
    samples = sides.writer.samples
    names = names_of(a)
    most = names_max(samples, a)
    known = {one.names.wire for one in b.fields}
    for theirs in b.fields:
        name = theirs.names.wire
        without = list(islice(samples.names(a, {name}), a.min_properties))
        if theirs.required and len(without) == a.min_properties:
            value = dict.fromkeys(without, samples.smallest(a.values)) if without else {}
            yield sides.of_another_type(a, b, value)
        if most and names.has(name):
            for one in sides.breaks(a.values, theirs.shape):
                yield one.inside(_entry(samples, a, name))
    unknown = None if sides.is_tolerant or not most else next(samples.names(a, known), None)
    if unknown is not None:
        value = samples.map_with(a, {unknown: samples.smallest(a.values)})
        yield sides.of_another_type(a, b, value)


def _maps(sides: Sides, a: ir.Map, b: ir.Map) -> Iterator[Step]:
    samples = sides.writer.samples
    most = names_max(samples, a)
    if b.min_properties > a.min_properties:
        bounds = (a.min_properties or None, b.min_properties)
        yield bound_break(sides, (a, b), "minProperties", bounds, samples.map_with(a, {}))
    if b.max_properties is not None and b.max_properties < most:
        value = samples.map_with(a, {}, b.max_properties + 1)
        bounds = (a.max_properties, b.max_properties)
        yield bound_break(sides, (a, b), "maxProperties", bounds, value)
    if not most:
        return
    yield from _map_names(sides, a, b)
    first = next(samples.names(a))
    for one in sides.breaks(a.values, b.values):
        yield one.inside(_entry(samples, a, first))


def _entry(samples: Samples, shape: ir.Map, name: str) -> Wrap:
    """Puts a value into the smallest map under a name."""
    return lambda value: samples.map_with(shape, {name: value})


def _map_names(sides: Sides, a: ir.Map, b: ir.Map) -> Iterator[Step]:
    if b.name_pattern is None or (a.name_pattern and a.name_pattern.text == b.name_pattern.text):
        return
    samples = sides.writer.samples
    other = pattern_dfa(b.name_pattern)
    assert other is not None
    name = names_of(a).outside(other)
    if name == FORBIDDEN_NAME:
        names = samples.names(a)
        name = next((one for one in names if not other.matches(one)), None)
    if name is None:
        return
    value = samples.map_with(a, {name: samples.smallest(a.values)})
    at = "/propertyNames/pattern"
    texts = {"writer": a.name_pattern.text if a.name_pattern else "", "reader": b.name_pattern.text}
    rules: Rules = ("pattern-changed", "pattern-changed")
    if a.name_pattern is None:
        rules = ("pattern-added", "pattern-removed")
    own_at = a.rule + at if a.name_pattern else a.rule
    yield sides.found(rules, own_at, b.rule + at, value, **texts)


def _tagged(sides: Sides, left: Resolved, b: ir.Union, tag: str) -> Iterator[Step]:
    """Of an object, and a reader that tells records apart by `tag`."""
    a = left.core
    samples = sides.writer.samples
    if isinstance(a, ir.Map):
        without = list(islice(samples.names(a, {tag}), a.min_properties))
        if len(without) < a.min_properties:
            raise Unsettled("a map that always has the tag's name")
        value = dict.fromkeys(without, samples.smallest(a.values)) if without else {}
        yield sides.of_another_type(a, b, value)
        return
    assert isinstance(a, ir.Record)
    smallest = samples.of_core(a)
    mine = field_of(a, tag)
    if mine is None or not mine.required:
        yield sides.of_another_type(a, b, smallest)
    if mine is None or not samples.has_value(mine.shape):
        return
    held = sides.writer.types.resolve(mine.shape)
    if held.nullable:
        yield sides.of_another_type(a, b, smallest | {tag: None})
    if kind(held.core) != "string":
        if not isinstance(held.core, ir.Union):
            value = smallest | {tag: samples.of_core(held.core)}
            yield sides.of_another_type(a, b, value)
            return
        raise Unsettled("a tag that is a union")
    yield from _by_tag(sides, left, b, mine, held.core)


def _by_tag(
    sides: Sides, left: Resolved, b: ir.Union, mine: ir.Field, core: ir.Shape
) -> Iterator[Step]:
    """The writer's record split by the values of its tag, each against the arm of that tag."""
    a = left.core
    assert isinstance(a, ir.Record)
    tag = mine.names.wire
    arms = {arm.tag: arm.shape for arm in b.arms if arm.tag is not None}
    is_open = sides.is_tolerant and b.is_open
    values = finite(core)
    known: list[str] = [str(one) for one in values] if values else []
    if values is None:
        assert isinstance(core, ir.String)
        texts = texts_of(core)
        known = [one for one in arms if texts.has(one)]
        other = None if is_open else texts.none_of(arms)
        if other is not None:
            smallest = sides.writer.samples.of_core(a)
            yield sides.of_another_type(a, b, smallest | {tag: other})
    for value in known:
        one = a if isinstance(core, ir.Const) else _with_tag(a, mine, value)
        if value in arms:
            name = left.name if one is a else None
            arm = sides.reader.types.resolve(arms[value])
            yield from sides.between(Resolved(one, False, name), arm)
        elif not is_open:
            yield _lost_arm(sides, one, b, value)


def _lost_arm(sides: Sides, a: ir.Record, b: ir.Union, tag: str) -> Break:
    at = f"{b.rule}/oneOf/{token(tag)}"
    return sides.found(_ARM, a.rule, at, sides.writer.samples.of_core(a), name=f"`{tag}`")


def _with_tag(record: ir.Record, field: ir.Field, value: str) -> ir.Record:
    """The record with its tag fixed to one value."""
    fixed = ir.Const(field.shape.rule, False, record.names, value)
    fields = tuple(
        replace(one, shape=fixed, required=True) if one is field else one for one in record.fields
    )
    return replace(record, fields=fields)
