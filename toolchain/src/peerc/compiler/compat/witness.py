"""Proof of a witness: one side takes the value, the other refuses it.

Asked is a second, plain reading of spec/contract.md#values that shares no code with the engine, so
that a mistake of either shows. Nothing here explains; what it finds wrong is a bug of ours.
"""

from __future__ import annotations

from peerc.compiler import ir
from peerc.compiler.compat.breaks import Break
from peerc.compiler.compat.samples import Value
from peerc.compiler.compat.shapes import Types
from peerc.compiler.violation import violation


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
    return violation(types.named, shape, value, is_tolerant) is None
