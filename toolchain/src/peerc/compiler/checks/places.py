"""Places inside the text of a scalar: which offset of the source a character was written at."""

from __future__ import annotations

import re

from peerc.compiler.tree import Node, Scalar

# One character of a double-quoted scalar, in YAML or JSON; a surrogate pair is one.
_DOUBLE = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    r"|\\x..|\\u....|\\U........|\\.|.",
    re.DOTALL,
)
_SINGLE = re.compile(r"''|.", re.DOTALL)


def inside(source: str, node: Node, offset: int) -> tuple[int, int]:
    """Start and end of the character `offset` of a scalar's value; the whole scalar where unknown.

    Known for scalars on one line: there each character of the value stands by itself.
    """
    whole = (node.start, node.end)
    raw = source[node.start : node.end]
    if not isinstance(node, Scalar) or not isinstance(node.value, str) or "\n" in raw:
        return whole
    if raw == node.value:
        start, widths = node.start, [1] * len(raw)
    elif raw[:1] in ("'", '"') and raw[-1:] == raw[:1]:
        unit = _SINGLE if raw[0] == "'" else _DOUBLE
        start, widths = node.start + 1, [len(one) for one in unit.findall(raw[1:-1])]
        if len(widths) != len(node.value):
            return whole
    else:
        return whole
    start += sum(widths[:offset])
    return start, start + (widths[offset] if offset < len(widths) else 1)
