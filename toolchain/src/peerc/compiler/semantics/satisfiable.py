"""Bounds that each hold and that nothing satisfies together (PC1322)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import combinations

from peerc.compiler import ir
from peerc.compiler.checks.reading import report
from peerc.compiler.diagnostics import Findings, bounded
from peerc.compiler.model import Schema
from peerc.compiler.semantics.parts import Pair, Types, core
from peerc.compiler.tree import Node, describe

KEYS_MAX = 1_024  # spec/limits.json, json_keys_max
# Items that are counted: a format with fewer values than a list has items is one of these.
_COUNTED_FORMATS = (None, "int64", "uint64")
_LEFT_OUT = {"pattern": None, "format": None, "minLength": 0, "maxLength": None}
_FIELDS = {"minLength": "min_length", "maxLength": "max_length"}


def check(findings: Findings, pairs: Iterable[Pair], types: Types) -> bool:
    """Whether every schema has a value. Bounds of one keyword pair are looked at before."""
    good = True
    for schema, shape in pairs:
        if isinstance(shape, ir.String):
            blamed = _blamed(shape)
            if blamed:
                good = False
                _report(findings, schema, blamed)
        elif isinstance(shape, ir.Map) and shape.min_properties:
            good = _check_names(findings, schema, shape) and good
        elif isinstance(shape, ir.Array) and shape.is_unique and shape.min_items > 1:
            good = _check_items(findings, schema, shape, types) and good
    return good


def _blamed(shape: ir.String) -> Sequence[str]:
    """The fewest keywords of a string that exclude each other; none where some text fits."""
    written = [name for name in ("pattern", "format") if _has(shape, name)]
    if not written or (written == ["format"] and not (shape.min_length or shape.max_length)):
        return ()
    written += [name for name in ("minLength", "maxLength") if _has(shape, name)]
    if _is_inhabited(shape):
        return ()
    for count in range(1, len(written)):
        for kept in combinations(written, count):
            if not _is_inhabited(_without(shape, set(written) - set(kept))):
                return kept
    return written


def _has(shape: ir.String, keyword: str) -> bool:
    if keyword == "format":
        return shape.is_base64 or shape.format is not None
    return bool(getattr(shape, _FIELDS.get(keyword, keyword)) != _LEFT_OUT[keyword])


def _without(shape: ir.String, keywords: set[str]) -> ir.String:
    return replace(
        shape,
        pattern=None if "pattern" in keywords else shape.pattern,
        format=None if "format" in keywords else shape.format,
        is_base64=shape.is_base64 and "format" not in keywords,
        min_length=0 if "minLength" in keywords else shape.min_length,
        max_length=None if "maxLength" in keywords else shape.max_length,
    )


def _is_inhabited(shape: ir.String) -> bool:
    """What takes too long to tell counts as yes."""
    # Only a contract that bounds a text by a pattern or a format needs the automata.
    from peerc.compiler.compat.shapes import Unsettled
    from peerc.compiler.compat.texts import texts_of

    try:
        return texts_of(shape).shortest() is not None
    except Unsettled:
        return True


def _check_names(findings: Findings, schema: Schema, shape: ir.Map) -> bool:
    if shape.min_properties > KEYS_MAX:
        _report(findings, schema, ["minProperties"], f": an object has up to {KEYS_MAX:,} members")
        return False
    if shape.name_pattern is None:
        return True
    from peerc.compiler.pattern import dfa_of
    from peerc.compiler.pattern.count import count_up_to
    from peerc.compiler.pattern.inclusion import Lengths

    dfa = dfa_of(shape.name_pattern)
    count = count_up_to(dfa, Lengths(), shape.min_properties + 1) - dfa.matches("__proto__")
    if count >= shape.min_properties:
        return True
    _report(findings, schema, ["propertyNames", "minProperties"], _few("name", count))
    return False


def _check_items(findings: Findings, schema: Schema, shape: ir.Array, types: Types) -> bool:
    count = _values(core(types, shape.items), shape.min_items)
    if count >= shape.min_items:
        return True
    _report(findings, schema, ["uniqueItems", "minItems"], _few("distinct item", count))
    return False


def _values(items: ir.Shape, most: int) -> int:
    """How many distinct items there are, or at least `most`."""
    if isinstance(items, ir.Enum):
        return len(items.values)
    if isinstance(items, ir.Const):
        return 1
    if isinstance(items, ir.Integer):
        from peerc.compiler.compat.numbers import range_of

        numbers = range_of(items)
        return int(numbers.last - numbers.first) // numbers.step + 1
    if isinstance(items, ir.String) and items.format in _COUNTED_FORMATS:
        from peerc.compiler.compat.texts import texts_of
        from peerc.compiler.pattern.count import count_up_to

        texts = texts_of(items)
        return count_up_to(texts.dfa, texts.lengths, most)
    return most


def _few(noun: str, count: int) -> str:
    return f": there {'is' if count == 1 else 'are'} {count} {noun}{'s' * (count != 1)}"


def _report(findings: Findings, schema: Schema, keywords: Sequence[str], why: str = "") -> None:
    """At the last of the keywords that is written; their values are shown."""
    members = schema.node.members
    nodes: dict[str, Node] = {}
    for name in keywords:
        written = name if name in members else "contentEncoding"
        if written in members:
            nodes[written] = members[written].value
    texts = [f"`{name}: {_shown(node)}`" for name, node in nodes.items()]
    place = list(nodes.values())[-1] if nodes else schema.node
    report(findings, "PC1322", place, problem=" and ".join(texts) + why)


def _shown(node: Node) -> str:
    pattern = node.get("pattern") if hasattr(node, "get") else None
    return bounded(describe(pattern or node).strip("`"))
