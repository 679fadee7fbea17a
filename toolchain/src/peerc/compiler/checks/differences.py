"""Systems of differences over integers: `a - b <= n`, decided by shortest paths."""

from __future__ import annotations

from collections.abc import Iterable

from peerc.compiler import ir

_Name = ir.Path | None  # None is zero


class Differences:
    """Constraints between named integers; at most a few dozen of them."""

    def __init__(self, given: Iterable[tuple[_Name, _Name, int]]) -> None:
        self._edges: dict[tuple[_Name, _Name], int] = {}
        self.names: dict[ir.Path, None] = {}
        for left, right, bound in given:
            self.add(left, right, bound)

    def add(self, left: _Name, right: _Name, bound: int) -> None:
        """`left - right <= bound`."""
        for name in (left, right):
            if name is not None:
                self.names.setdefault(name)
        pair = (left, right)
        self._edges[pair] = min(self._edges.get(pair, bound), bound)

    def bound(self, name: ir.Path, low: int, high: int | None) -> None:
        """`low <= name <= high`; None is unbounded."""
        self.add(None, name, -low)
        if high is not None:
            self.add(name, None, high)

    def copy(self) -> Differences:
        """One that can be tightened without touching this."""
        other = Differences(())
        other._edges = dict(self._edges)
        other.names = dict(self.names)
        return other

    def is_feasible(self) -> bool:
        """Whether some integers fit: no circle of constraints sums up to less than nothing."""
        # From a source that reaches everything at no cost.
        distances: dict[_Name, int] = dict.fromkeys((None, *self.names), 0)
        return self._relax(distances, forward=True)

    def range(self, name: ir.Path) -> tuple[int, int]:
        """The least and the greatest value of `name` in a feasible, bounded system."""
        return -self._distance(name, forward=False), self._distance(name, forward=True)

    def _distance(self, name: ir.Path, *, forward: bool) -> int:
        """The tightest bound on `name - 0` (forward) or on `0 - name`."""
        distances: dict[_Name, int] = {None: 0}
        self._relax(distances, forward=forward)
        return distances[name]

    def _relax(self, distances: dict[_Name, int], *, forward: bool) -> bool:
        """Shortens until nothing changes; False when that does not end."""
        for _ in range(len(self.names) + 2):
            changed = False
            for (left, right), bound in self._edges.items():
                source, target = (right, left) if forward else (left, right)
                if source not in distances:
                    continue
                reached = distances[source] + bound
                if target not in distances or reached < distances[target]:
                    distances[target] = reached
                    changed = True
            if not changed:
                return True
        return False
