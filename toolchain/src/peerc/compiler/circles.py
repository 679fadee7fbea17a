"""The circles of a directed graph: Tarjan's strongly connected components, without recursion."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence


def circles(edges: Mapping[str, Sequence[str]]) -> list[tuple[str, ...]]:
    """The components of a graph, each after all that it leads to. A node on no circle is one alone.

    Every target of an edge is a key. Linear; the order follows that of `edges` and nothing else.
    Tarjan, "Depth-first search and linear graph algorithms", 1972.
    """
    order: dict[str, int] = {}  # when a node was met
    low: dict[str, int] = {}  # the earliest node on the stack that it leads to
    stack: list[str] = []
    on_stack: set[str] = set()
    found: list[tuple[str, ...]] = []
    for root in edges:
        if root in order:
            continue
        walk: list[tuple[str, Iterator[str]]] = [(root, iter(()))]
        while walk:
            name, ahead = walk[-1]
            if name not in order:
                order[name] = low[name] = len(order)
                stack.append(name)
                on_stack.add(name)
                ahead = iter(edges[name])
                walk[-1] = (name, ahead)
            other = next(ahead, None)
            if other is None:
                walk.pop()
                if walk:
                    low[walk[-1][0]] = min(low[walk[-1][0]], low[name])
                if low[name] == order[name]:
                    found.append(_take(stack, on_stack, name))
            elif other not in order:
                walk.append((other, iter(())))
            elif other in on_stack:
                low[name] = min(low[name], order[other])
    return found


def _take(stack: list[str], on_stack: set[str], name: str) -> tuple[str, ...]:
    """The nodes above and with `name` on the stack, in the order in which they were met."""
    at = stack.index(name) if stack[-1] != name else len(stack) - 1
    circle = tuple(stack[at:])
    del stack[at:]
    on_stack.difference_update(circle)
    return circle
