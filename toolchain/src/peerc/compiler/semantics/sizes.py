"""Whether an operation's input and output can be small enough for its limits (PC1322)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from peercontract.core.canonical import canonical

from peerc.compiler import ir
from peerc.compiler.checks.reading import report
from peerc.compiler.diagnostics import Findings
from peerc.compiler.model import ContractDecl, NameUse, OpDecl
from peerc.compiler.semantics.parts import Types, core
from peerc.compiler.tree import Mapping

_NULL = len("null")


def check(findings: Findings, contract: ContractDecl, types: Types) -> None:
    """Each input and output against its `max_*_bytes`."""
    least = least_bytes(types)
    for agent in contract.agents.values():
        for op in agent.ops:
            _check(findings, op, op.input, "max_input_bytes", op.max_input_bytes, least)
            _check(findings, op, op.output, "max_output_bytes", op.max_output_bytes, least)


def _check(
    findings: Findings,
    op: OpDecl,
    use: NameUse | None,
    name: str,
    most: int,
    least: dict[str, int],
) -> None:
    if use is None or least[use.name] <= most:
        return
    ops = op.key.parent
    at = ops.get(op.name) if isinstance(ops, Mapping) else None
    written = at.get(name) if isinstance(at, Mapping) else None
    problem = f"`{name}: {most}`: the smallest `{use.name}` has {least[use.name]:,} bytes"
    report(findings, "PC1322", written or use.node, problem=problem)


def least_bytes(types: Types) -> dict[str, int]:
    """No JSON text of a type has fewer bytes: by name, for types that have a value each.

    Written as stubs do (RFC 8785), defaults left out. It is the size of the smallest text where
    texts are ASCII and numbers integral.
    """
    users: dict[str, list[str]] = defaultdict(list)
    for name, one in types.items():
        for target in _targets(one.shape):
            users[target].append(name)
    sizes: dict[str, int] = {}
    waiting = list(types)
    while waiting:
        name = waiting.pop()
        size = _size(types, sizes, types[name].shape)
        if size is not None and size < sizes.get(name, size + 1):
            sizes[name] = size
            waiting.extend(users[name])
    return sizes


def _size(types: Types, sizes: dict[str, int], shape: ir.Shape) -> int | None:
    """None as long as a value needs a type of which none is known."""
    size = _core_size(types, sizes, shape)
    if not shape.nullable:
        return size
    return _NULL if size is None else min(size, _NULL)


def _core_size(types: Types, sizes: dict[str, int], shape: ir.Shape) -> int | None:
    match shape:
        case ir.Ref():
            return sizes.get(shape.target)
        case ir.Record():
            needed = [one for one in shape.fields if one.required]
            names = sum(len(canonical(one.names.wire)) + 1 for one in needed)
            return _joined([_size(types, sizes, one.shape) for one in needed], names)
        case ir.Map():
            name = 3 + (_least_text(ir.String("", False, 0, None, shape.name_pattern)) or 0)
            return _repeated(_size(types, sizes, shape.values), shape.min_properties, name)
        case ir.Array():
            enum_items = _items(types, shape)
            if enum_items is not None:
                return enum_items
            return _repeated(_size(types, sizes, shape.items), shape.min_items)
        case ir.Tuple():
            return _joined([_size(types, sizes, one) for one in shape.items])
        case ir.Union():
            arms = [_size(types, sizes, one.shape) for one in shape.arms]
            return min((one for one in arms if one is not None), default=None)
    return _scalar_size(shape)


def _joined(sizes: list[int | None], more: int = 0) -> int | None:
    """Brackets, commas and parts."""
    known = [one for one in sizes if one is not None]
    return None if len(known) < len(sizes) else 2 + sum(known) + max(len(known) - 1, 0) + more


def _repeated(size: int | None, count: int, more: int = 0) -> int | None:
    """`count` parts of one size, each with so many bytes more."""
    if not count:
        return 2
    return None if size is None else 2 + count * (size + more) + count - 1


def _items(types: Types, shape: ir.Array) -> int | None:
    """Of distinct members of an enum no two are the smallest."""
    items = core(types, shape.items)
    if not shape.is_unique or not isinstance(items, ir.Enum):
        return None
    sizes = sorted(_bytes(one.value) for one in items.values)
    return _joined([*sizes[: shape.min_items]])


def _scalar_size(shape: ir.Shape) -> int:
    match shape:
        case ir.Enum():
            return min(_bytes(one.value) for one in shape.values)
        case ir.Const():
            return _bytes(shape.value)
        case ir.Boolean():
            return len("true")
        case ir.String():
            return 2 + (_least_text(shape) or 0)
        case ir.Integer() | ir.Number():
            return _least_number(shape)
    raise TypeError(f"no scalar: {shape!r}")


@lru_cache(maxsize=1_024)
def _least_text(shape: ir.String) -> int | None:
    """Code points of a shortest text; what takes too long to tell is bounded by `minLength`."""
    if shape.pattern is None and shape.format is None and not shape.is_base64:
        return shape.min_length
    # Only a contract that bounds a text by a pattern or a format needs the automata.
    from peerc.compiler.compat.shapes import Unsettled
    from peerc.compiler.compat.texts import texts_of

    try:
        found = texts_of(shape).shortest()
    except Unsettled:
        return shape.min_length
    return None if found is None else len(found)


def _least_number(shape: ir.Integer | ir.Number) -> int:
    """A fraction has three characters at least."""
    from peerc.compiler.compat.numbers import range_of

    nearest = range_of(shape).nearest(0)
    text = canonical(nearest)
    return len(text) if float(nearest).is_integer() else min(len(text), 3)


def _bytes(value: str | int) -> int:
    return len(canonical(value).encode())


def _targets(shape: ir.Shape) -> Iterator[str]:
    """Names of the types that a shape refers to."""
    match shape:
        case ir.Ref():
            yield shape.target
        case ir.Record():
            for one in shape.fields:
                yield from _targets(one.shape)
        case ir.Map():
            yield from _targets(shape.values)
        case ir.Array():
            yield from _targets(shape.items)
        case ir.Tuple():
            for item in shape.items:
                yield from _targets(item)
        case ir.Union():
            for arm in shape.arms:
                yield from _targets(arm.shape)
