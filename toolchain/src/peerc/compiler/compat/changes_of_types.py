"""Changes of a type that break no value: names, defaults, labels, what generated code looks like.

Two shapes are walked side by side, old and new; what breaks values is the engine's to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from peerc.compiler import ir
from peerc.compiler.compat.breaks import described, shown
from peerc.compiler.compat.changes import Change
from peerc.compiler.compat.rules import INPUT, OUTPUT
from peerc.compiler.compat.shapes import Resolved, Types, field_of, finite, token
from peerc.compiler.compat.texts import format_of

_LANGUAGES = ("python", "javascript", "rust")
# Formats that generated code has a type of its own for (spec/contract.md#values).
_NATIVE = frozenset(("int64", "uint64", "base64", "uuid", "decimal", "date", "time", "date-time"))
Reserved = Callable[[str], frozenset[str]]  # pointer of a record -> its `x-pc-reserved`


class TypeChanges:
    """One direction of one operation; each pair of types is looked at once."""

    def __init__(self, old: Types, new: Types, reserved: Reserved, op: str, direction: str) -> None:
        self._old, self._new = old, new
        self._reserved = reserved
        self._op, self._direction = op, direction
        self._seen: set[tuple[str, str]] = set()

    def all(self, old: ir.Shape, new: ir.Shape) -> Iterator[Change]:
        """Every change between two shapes and below them."""
        waiting = [(old, new)]
        while waiting:
            one, other = waiting.pop()
            left, right = self._old.resolve(one), self._new.resolve(other)
            yield from self._labels(one, other)
            if left.name is not None and right.name is not None:
                yield from self._renamed(left.name, right)
                if (left.name, right.name) in self._seen:
                    continue
                self._seen.add((left.name, right.name))
            yield from self._names(left, right)
            yield from self._node(left.core, right.core)
            waiting += self._below(left.core, right.core)

    def _node(self, old: ir.Shape, new: ir.Shape) -> Iterator[Change]:
        before, after = _native(old), _native(new)
        if before != after:
            texts = {"old": before, "new": after}
            yield self._at("native-type-changed", old.rule, new.rule, **texts)
        if isinstance(old, ir.Record) and isinstance(new, ir.Record):
            yield from self._fields(old, new)
        elif isinstance(old, ir.Enum) and isinstance(new, ir.Enum):
            yield from self._opened(old, new)
            if old.is_open and self._direction == OUTPUT:
                known = finite(old) or ()
                added = [one for one in finite(new) or () if one not in known]
                yield from self._grown("open-enum-value-added", (old, new), "enum", added)
        elif isinstance(old, ir.Union) and isinstance(new, ir.Union):
            yield from self._opened(old, new)
            if old.is_open and self._direction == OUTPUT and old.tag_name == new.tag_name:
                tags = {arm.tag for arm in old.arms}
                added = [arm.tag or "" for arm in new.arms if arm.tag not in {None, *tags}]
                yield from self._grown("open-arm-added", (old, new), "oneOf", added)

    def _fields(self, old: ir.Record, new: ir.Record) -> Iterator[Change]:
        for mine in old.fields:
            name = mine.names.wire
            at = f"/properties/{token(name)}"
            theirs = field_of(new, name)
            if theirs is not None:
                yield from self._defaults(old.rule + at, new.rule + at, mine, theirs)
                yield from self._spelled(mine.names, theirs.names, old.rule + at, new.rule + at)
                continue
            rule = "field-removed-required" if mine.required else "field-removed-optional"
            if not (mine.required and self._direction == OUTPUT):
                yield self._at(rule, old.rule + at, "", name=name)
            if name not in self._reserved(new.rule):
                yield self._at("field-name-unreserved", old.rule + at, "", name=name)

    def _defaults(self, old_at: str, new_at: str, old: ir.Field, new: ir.Field) -> Iterator[Change]:
        if old.default == new.default:
            return
        name = new.names.wire
        at = (f"{old_at}/default" if old.default else old_at, f"{new_at}/default")
        texts = {
            side: shown(one.value)
            for side, one in (("old", old.default), ("new", new.default))
            if one
        }
        if old.default and new.default:
            yield self._at("default-changed", *at, name=name, **texts)
            return
        rule = "default-added" if new.default else "default-removed"
        yield self._at(rule, at[0], at[1] if new.default else new_at, name=name, **texts)
        before, after = old.required or old.default, new.required or new.default
        if bool(before) != bool(after):
            words = ("as sometimes absent", "as always there")
            texts = {"old": words[bool(before)], "new": words[bool(after)]}
            yield self._at("presence-changed", old_at, new_at, name=name, **texts)

    def _labels(self, old: ir.Shape, new: ir.Shape) -> Iterator[Change]:
        before, after = self._label(self._old, old), self._label(self._new, new)
        if before != after:
            texts = {"old": before or "nothing", "new": after or "nothing"}
            at = "/x-pc-label"
            yield self._at("label-changed", old.rule + at, new.rule + at, **texts)

    @staticmethod
    def _label(types: Types, shape: ir.Shape) -> str | None:
        """The label at this place: the reference's, or that of what it names."""
        return shape.label or types.core(shape).label

    def _renamed(self, old: str, right: Resolved) -> Iterator[Change]:
        """The name that code uses: gone, or of another type now."""
        still = self._new.named.get(old)
        if old == right.name or (still and self._resolved_name(still, old) == right.name):
            return
        at = f"/types/{token(right.name or '')}"
        yield self._at("type-renamed", f"/types/{token(old)}", at, old=old, new=str(right.name))

    def _resolved_name(self, still: ir.NamedType, name: str) -> str | None:
        return self._new.resolve(still.shape).name or name

    def _names(self, left: Resolved, right: Resolved) -> Iterator[Change]:
        if left.name is not None and left.name == right.name:
            old, new = self._old.named[left.name], self._new.named[left.name]
            yield from self._spelled(old.names, new.names, old.shape.rule, new.shape.rule)

    def _spelled(self, old: ir.Names, new: ir.Names, old_at: str, new_at: str) -> Iterator[Change]:
        """Names of one thing that differ in a language alone (`x-pc-names`)."""
        for language in _LANGUAGES:
            before, after = getattr(old, language), getattr(new, language)
            if old.wire == new.wire and before != after:
                at = f"/x-pc-names/{language}"
                texts = {"old": before, "new": after, "language": language}
                yield self._at("name-changed", old_at + at, new_at + at, **texts)

    def _opened(self, old: ir.Enum | ir.Union, new: ir.Enum | ir.Union) -> Iterator[Change]:
        if old.is_open != new.is_open:
            rule = "open-added" if new.is_open else "open-removed"
            yield self._change(rule, old, new, "/x-pc-open")

    def _grown(
        self, rule: str, pair: tuple[ir.Shape, ir.Shape], keyword: str, added: list[str | int]
    ) -> Iterator[Change]:
        for one in added:
            at = f"/{keyword}/{token(str(one))}"
            yield self._change(rule, *pair, at, name=f"`{shown(one)}`")

    def _below(self, old: ir.Shape, new: ir.Shape) -> list[tuple[ir.Shape, ir.Shape]]:
        if isinstance(old, ir.Record) and isinstance(new, ir.Record):
            pairs = ((one, field_of(new, one.names.wire)) for one in old.fields)
            return [(one.shape, other.shape) for one, other in pairs if other is not None]
        if isinstance(old, ir.Array) and isinstance(new, ir.Array):
            return [(old.items, new.items)]
        if isinstance(old, ir.Map) and isinstance(new, ir.Map):
            return [(old.values, new.values)]
        if isinstance(old, ir.Tuple) and isinstance(new, ir.Tuple):
            return list(zip(old.items, new.items, strict=False))
        if isinstance(old, ir.Union) and isinstance(new, ir.Union):
            arms = {(arm.kind, arm.tag): arm.shape for arm in new.arms}
            places = [((arm.kind, arm.tag), arm.shape) for arm in old.arms]
            return [(shape, arms[place]) for place, shape in places if place in arms]
        return []

    def _change(
        self, rule: str, old: ir.Shape, new: ir.Shape, suffix: str = "", **fields: str
    ) -> Change:
        return self._at(rule, old.rule + suffix, new.rule + suffix, **fields)

    def _at(self, rule: str, old_at: str, new_at: str, **fields: str) -> Change:
        assert self._direction in (INPUT, OUTPUT)
        return Change(rule, self._op, self._direction, old_at, new_at, fields)


def _native(core: ir.Shape) -> str:
    """What generated code has for a shape, apart from names and what is below."""
    if isinstance(core, ir.String):
        name = format_of(core)
        return f"a type for `{name}`" if name in _NATIVE else "a string"
    return described(core)
