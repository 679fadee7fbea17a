"""What the checks after lowering share: a schema as it is written beside the shape it became."""

from __future__ import annotations

from collections.abc import Mapping

from peerc.compiler import ir
from peerc.compiler.model import Schema

Pair = tuple[Schema, ir.Shape]
Types = Mapping[str, ir.NamedType]  # by wire name


def core(types: Types, shape: ir.Shape) -> ir.Shape:
    """The shape behind references; a checked contract has no circle of them."""
    while isinstance(shape, ir.Ref):
        shape = types[shape.target].shape
    return shape
