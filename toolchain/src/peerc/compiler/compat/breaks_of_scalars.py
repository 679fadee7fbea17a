"""Strings, numbers, enums and constants of a writer against those of a reader."""

from __future__ import annotations

from collections.abc import Iterator

from peerc.compiler import ir
from peerc.compiler.compat import numbers
from peerc.compiler.compat.breaks import Break, Rules, Sides, shown
from peerc.compiler.compat.numbers import plain, range_of
from peerc.compiler.compat.shapes import Unsettled, finite, token
from peerc.compiler.compat.texts import Texts, format_of, kind_dfa, pattern_dfa, texts_of
from peerc.compiler.pattern.inclusion import Lengths

_FORMATS = {"base64": "contentEncoding"}  # the keyword that says it; else `format`


def breaks(sides: Sides, a: ir.Shape, b: ir.Shape) -> Iterator[Break]:
    """Of two shapes of one JSON kind: string, number or boolean."""
    try:
        if finite(a) is not None:
            yield from _members(sides, a, b)
        elif finite(b) is not None:
            yield from _into_finite(sides, a, b)
        elif isinstance(a, ir.String):
            assert isinstance(b, ir.String)
            yield from _strings(sides, a, b)
        elif isinstance(a, ir.Integer | ir.Number):
            assert isinstance(b, ir.Integer | ir.Number)
            yield from _numbers(sides, a, b)
    except Unsettled as reason:
        yield sides.undecided(a.rule, b.rule, reason)


def holds(value: str | int, core: ir.Shape, is_tolerant: bool) -> bool:
    """Whether a string or safe integer is of a shape of its JSON kind. Raises Unsettled."""
    members = finite(core)
    if members is not None:
        return value in members or (is_tolerant and isinstance(core, ir.Enum) and core.is_open)
    if isinstance(core, ir.String):
        return texts_of(core).has(str(value))
    assert isinstance(core, ir.Integer | ir.Number)
    assert isinstance(value, int)
    return range_of(core).has(value)


def _members(sides: Sides, a: ir.Shape, b: ir.Shape) -> Iterator[Break]:
    refused = [one for one in finite(a) or () if not holds(one, b, sides.is_tolerant)]
    if finite(b) is None:
        yield from (sides.of_another_type(a, b, one) for one in refused[:1])
        return
    rules = ("enum-value-removed", "enum-value-added")
    for one in refused:
        at = f"/enum/{token(str(one))}"
        yield sides.found(rules, a.rule + at, b.rule + at, one, name=f"`{shown(one)}`")


def _into_finite(sides: Sides, a: ir.Shape, b: ir.Shape) -> Iterator[Break]:
    """A string, integer or number whose reader knows some members only."""
    if sides.is_tolerant and isinstance(b, ir.Enum) and b.is_open and not isinstance(a, ir.Number):
        return
    members = finite(b) or ()
    value: str | int | float | None
    if isinstance(a, ir.String):
        value = texts_of(a).none_of([str(one) for one in members])
    else:
        assert isinstance(a, ir.Integer | ir.Number)
        found = range_of(a)
        value = numbers.fraction(found) if isinstance(a, ir.Number) else None
        is_open = sides.is_tolerant and isinstance(b, ir.Enum) and b.is_open
        if value is None and not is_open:
            value = next((one for one in found.members() if one not in members), None)
    if value is not None:
        yield sides.of_another_type(a, b, value)


def _strings(sides: Sides, a: ir.String, b: ir.String) -> Iterator[Break]:
    texts = texts_of(a)
    for keyword, own, bound, lengths in (
        ("minLength", a.min_length or None, b.min_length or None, Lengths(b.min_length)),
        ("maxLength", a.max_length, b.max_length, Lengths(0, b.max_length)),
    ):
        value = None if bound is None else texts.beyond(lengths)
        if value is not None:
            yield bound_break(sides, (a, b), keyword, (own, bound), value)
    yield from _patterns(sides, a, b, texts)
    yield from _formats(sides, a, b, texts)


def _patterns(sides: Sides, a: ir.String, b: ir.String, texts: Texts) -> Iterator[Break]:
    if b.pattern is None or (a.pattern is not None and a.pattern.text == b.pattern.text):
        return
    other = pattern_dfa(b.pattern)
    assert other is not None
    value = texts.outside(other)
    if value is None:
        return
    at = "/pattern"
    if a.pattern is None:
        rules: Rules = ("pattern-added", "pattern-removed")
        yield sides.found(rules, a.rule, b.rule + at, value, reader=b.pattern.text, writer="")
    else:
        rules = ("pattern-changed", "pattern-changed")
        texts_of_both = {"writer": a.pattern.text, "reader": b.pattern.text}
        yield sides.found(rules, a.rule + at, b.rule + at, value, **texts_of_both)


def _formats(sides: Sides, a: ir.String, b: ir.String, texts: Texts) -> Iterator[Break]:
    mine, theirs = format_of(a), format_of(b)
    other = kind_dfa(b)
    if other is None or mine == theirs:
        return
    value = texts.outside(other)
    if value is None:
        return
    at = "/" + _FORMATS.get(theirs, "format")
    if not mine:
        rules: Rules = ("format-added", "format-removed")
        yield sides.found(rules, a.rule, b.rule + at, value, reader=theirs, writer="")
    else:
        rules = ("format-changed", "format-changed")
        own_at = "/" + _FORMATS.get(mine, "format")
        yield sides.found(rules, a.rule + own_at, b.rule + at, value, writer=mine, reader=theirs)


def _numbers(sides: Sides, a: ir.Integer | ir.Number, b: ir.Integer | ir.Number) -> Iterator[Break]:
    mine, theirs = range_of(a), range_of(b)
    if isinstance(a, ir.Number) and isinstance(b, ir.Integer):
        value = numbers.fraction(mine)
        if value is not None:
            rules: Rules = ("number-to-integer", "integer-to-number")
            yield sides.found(rules, f"{a.rule}/type", f"{b.rule}/type", value)
    for own, bound, value in (
        (mine.low_bound, theirs.low_bound, numbers.below(mine, theirs.low)),
        (mine.high_bound, theirs.high_bound, numbers.above(mine, theirs.high)),
    ):
        if bound is not None and value is not None:
            written = own and plain(own[1])
            yield bound_break(sides, (a, b), bound[0], (written, plain(bound[1])), value)
    value = numbers.off_step(mine, theirs.step) if theirs.step > 1 else None
    if value is not None:
        steps = (mine.step if mine.step > 1 else None, theirs.step)
        yield bound_break(sides, (a, b), "multipleOf", steps, value)


def bound_break(
    sides: Sides,
    shapes: tuple[ir.Shape, ir.Shape],
    keyword: str,
    bounds: tuple[object, object],
    value: object,
) -> Break:
    """A bound of the reader that the writer does not keep; its own is None where it has none."""
    a, b = shapes
    own, bound = bounds
    is_set = own is None
    rules: Rules = ("bound-set", "bound-dropped") if is_set else ("bound-narrowed", "bound-widened")
    own_at = a.rule if is_set else f"{a.rule}/{keyword}"
    texts = {"writer": own, "reader": bound, "keyword": keyword}
    return sides.found(rules, own_at, f"{b.rule}/{keyword}", value, **texts)
