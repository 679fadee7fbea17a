"""Decides whether every value that a writer may send is one that a reader accepts.

spec/compatibility.md#algorithm. `Inclusion.breaks` walks two shapes side by side and yields each
way in which they differ, with a value that shows it; none means that the reader accepts all.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from peerc.compiler import ir
from peerc.compiler.compat import breaks_of_lists, breaks_of_objects, breaks_of_scalars
from peerc.compiler.compat.breaks import Break, Pending, Side, Sides, Step, Wrap
from peerc.compiler.compat.rules import INPUT, OUTPUT
from peerc.compiler.compat.samples import Nothing, Samples, Value
from peerc.compiler.compat.shapes import Resolved, Types, Unsettled, kind

TOLERANT, EXACT = "tolerant", "exact"
__all__ = ["EXACT", "TOLERANT", "Inclusion", "sub"]


def sub(
    writer: tuple[Types, ir.Shape], reader: tuple[Types, ir.Shape], mode: str = TOLERANT
) -> Break | None:
    """None when the reader accepts all that the writer may send, else the shortest proof.

    A `Break` without a value is undecided, and no yes.
    """
    inclusion = Inclusion(side_of(writer[0]), side_of(reader[0]), mode, INPUT)
    return min(inclusion.all(writer[1], reader[1]), key=lambda one: one.size, default=None)


def side_of(types: Types) -> Side:
    """The types of a contract with values of them; share it between questions."""
    return Side(types, Samples(types))


class Inclusion:
    """One direction of one operation: a pair of types is looked at once, and is assumed to hold
    inside itself (coinduction)."""

    def __init__(self, writer: Side, reader: Side, mode: str, direction: str) -> None:
        assert direction in (INPUT, OUTPUT)
        self._sides = Sides(
            writer, reader, mode == TOLERANT, direction == INPUT, self.breaks, self.between
        )
        self._seen: set[tuple[str, str]] = set()

    def all(self, a: ir.Shape, b: ir.Shape) -> Iterator[Break]:
        """Each way in which a value of `a`, the writer's, is none of `b`, the reader's.

        Pairs that were looked at in an earlier call are not looked at again. Named types are
        taken from a queue: the nearest first, and no chain of them is too long.
        """
        queue = deque[Pending]()
        steps = self.breaks(a, b)
        wraps: tuple[Wrap, ...] = ()
        while True:
            for step in steps:
                for wrap in wraps:
                    step = step.inside(wrap)
                if isinstance(step, Pending):
                    queue.append(step)
                else:
                    yield step
            if not queue:
                return
            pending = queue.popleft()
            steps, wraps = self._looked_at(pending.left, pending.right), pending.wraps

    def breaks(self, a: ir.Shape, b: ir.Shape) -> Iterator[Step]:
        """The same, without what named types that it meets have to say."""
        writer, reader = self._sides.writer, self._sides.reader
        left, right = writer.types.resolve(a), reader.types.resolve(b)
        if left.nullable and not right.nullable:
            rules = ("nullable-removed", "nullable-added")
            yield self._sides.found(rules, f"{a.rule}/type", f"{b.rule}/type", None)
        yield from self.between(left, right)

    def between(self, left: Resolved, right: Resolved) -> Iterator[Step]:
        """The same for what is not null."""
        if left.name is None or right.name is None:
            yield from self._looked_at(left, right)
        elif (left.name, right.name) not in self._seen:
            self._seen.add((left.name, right.name))
            yield Pending(left, right)

    def _looked_at(self, left: Resolved, right: Resolved) -> Iterator[Step]:
        try:
            self._sides.writer.samples.of_core(left.core)
        except Nothing:
            return
        except Unsettled as reason:
            yield self._sides.undecided(left.core.rule, right.core.rule, reason)
            return
        yield from self._cores(left, right)

    def _cores(self, left: Resolved, right: Resolved) -> Iterator[Step]:
        a, b = left.core, right.core
        if isinstance(a, ir.Union):
            if isinstance(b, ir.Union) and a.tag_name and b.tag_name and a.tag_name != b.tag_name:
                yield from self._retagged(a, b)
                return
            for arm in a.arms:
                yield from self.between(self._sides.writer.types.resolve(arm.shape), right)
        elif isinstance(b, ir.Union):
            yield from breaks_of_objects.into_union(self._sides, left, b)
        elif kind(a) != kind(b):
            yield self._sides.of_another_type(a, b, self._smallest(a))
        elif isinstance(a, ir.Array | ir.Tuple):
            assert isinstance(b, ir.Array | ir.Tuple)
            yield from breaks_of_lists.breaks(self._sides, a, b)
        elif isinstance(a, ir.Record | ir.Map):
            assert isinstance(b, ir.Record | ir.Map)
            yield from breaks_of_objects.breaks(self._sides, a, b)
        else:
            yield from breaks_of_scalars.breaks(self._sides, a, b)

    def _retagged(self, a: ir.Union, b: ir.Union) -> Iterator[Step]:
        """Alternatives that are told apart by another property: one break stands for all."""
        is_said = False
        for arm in a.arms:
            left = self._sides.writer.types.resolve(arm.shape)
            try:
                self._sides.writer.samples.of_core(left.core)
            except Nothing:
                continue
            for step in breaks_of_objects.into_union(self._sides, left, b):
                if not isinstance(step, Break) or step.rule != "type-changed" or arm.tag is None:
                    yield step
                elif not is_said:
                    is_said = True
                    yield self._sides.found(
                        ("tag-renamed", "tag-renamed"),
                        f"{a.rule}/oneOf",
                        f"{b.rule}/oneOf",
                        step.value,
                        writer=a.tag_name,
                        reader=b.tag_name,
                    )

    def _smallest(self, core: ir.Shape) -> Value:
        return self._sides.writer.samples.of_core(core)
