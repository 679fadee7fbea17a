"""What the parts of the inclusion engine share: the two sides, and what one finds."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from peerc.compiler import ir
from peerc.compiler.compat.samples import Samples, Value
from peerc.compiler.compat.shapes import Resolved, Types, Unsettled, describe

Wrap = Callable[[Value], Value]
Rules = tuple[str, str]  # the row of spec/compatibility.md#table for an input and for an output


@dataclass(frozen=True, slots=True)
class Break:
    """One way in which a reader does not take what a writer may send.

    `value` is whole: it stands for the op's input or output. `old_at`, `new_at` are pointers into
    the contract forms, "" where the thing is not there; `fields` fill the rule's message.
    """

    rule: str
    old_at: str
    new_at: str
    value: Value
    fields: Mapping[str, str]
    is_undecided: bool = False

    def inside(self, wrap: Wrap) -> Break:
        """The same, its value as a part of a larger one."""
        return self if self.is_undecided else replace(self, value=wrap(self.value))

    @property
    def size(self) -> int:
        """Of the value's text; what is undecided comes last."""
        return 1 << 30 if self.is_undecided else len(json.dumps(self.value))


@dataclass(frozen=True, slots=True)
class Pending:
    """A pair of named types that is still to be looked at, and how a value of it becomes whole."""

    left: Resolved
    right: Resolved
    wraps: tuple[Wrap, ...] = ()

    def inside(self, wrap: Wrap) -> Pending:
        """The same, as a part of something larger."""
        return replace(self, wraps=(*self.wraps, wrap))


Step = Break | Pending


@dataclass(frozen=True, slots=True)
class Side:
    """The types of one contract, and values of them."""

    types: Types
    samples: Samples = field(repr=False)


@dataclass(frozen=True, slots=True)
class Sides:
    """Who writes and who reads. `is_input`: the writer is the old contract, else the new one.

    `breaks` and `between` are the engine's, for what stands below.
    """

    writer: Side
    reader: Side
    is_tolerant: bool
    is_input: bool
    breaks: Callable[[ir.Shape, ir.Shape], Iterator[Step]]
    between: Callable[[Resolved, Resolved], Iterator[Step]]

    def found(
        self, rules: Rules, writer_at: str, reader_at: str, value: Value, **fields: object
    ) -> Break:
        """A break with its value; `writer` and `reader` among the fields become `old` and `new`."""
        texts = {name: str(text) for name, text in fields.items()}
        sides = {"writer": ("old", "new"), "reader": ("new", "old")}
        for name, (on_input, on_output) in sides.items():
            if name in texts:
                texts[on_input if self.is_input else on_output] = texts.pop(name)
        old_at, new_at = (writer_at, reader_at) if self.is_input else (reader_at, writer_at)
        return Break(rules[0] if self.is_input else rules[1], old_at, new_at, value, texts)

    def of_another_type(self, a: ir.Shape, b: ir.Shape, value: Value) -> Break:
        """Two shapes that have no row of their own."""
        rules = ("type-changed", "type-changed")
        texts = {"writer": described(a), "reader": described(b)}
        return self.found(rules, a.rule, b.rule, value, **texts)

    def undecided(self, writer_at: str, reader_at: str, reason: Unsettled | str) -> Break:
        """A question that was given up."""
        rules = ("undecided", "undecided")
        one = self.found(rules, writer_at, reader_at, None, problem=str(reason))
        return replace(one, is_undecided=True)


def member(record: Mapping[str, Value], name: str) -> Wrap:
    """Puts a value into an object."""
    return lambda value: {**record, name: value}


def described(core: ir.Shape) -> str:
    """`a record`; of a tuple also how long it is."""
    if isinstance(core, ir.Tuple):
        return f"a tuple of {len(core.items)}"
    return describe(core)


def shown(value: Value) -> str:
    """A value as its JSON text."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
