"""Two contracts to the changes between them, each with its verdict (spec/compatibility.md)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from peerc.compiler import ir
from peerc.compiler.compat.breaks import Break, Side
from peerc.compiler.compat.changes import Change, of_break
from peerc.compiler.compat.changes_of_contract import contract_changes, op_changes
from peerc.compiler.compat.changes_of_run import run_changes
from peerc.compiler.compat.changes_of_types import Reserved, TypeChanges
from peerc.compiler.compat.inclusion import EXACT, TOLERANT, Inclusion, side_of
from peerc.compiler.compat.rules import ERROR, INPUT, OUTPUT, WHOLE, WIRE
from peerc.compiler.compat.samples import Nothing
from peerc.compiler.compat.shapes import Types, token
from peerc.compiler.compat.witness import verify


def changes(old: ir.Contract, new: ir.Contract, reserved: Reserved) -> tuple[Change, ...]:
    """Every change that has a row in the table and is not merely ok, errors among them.

    `reserved` tells the `x-pc-reserved` of a record of the new contract: no part of the form.
    Contracts of one hash differ in nothing but their version, names and documentation.
    """
    return _Judge(old, new).all(reserved)


def wire_breaks(old: ir.Contract, new: ir.Contract) -> tuple[Change, ...]:
    """The changes alone that break the wire, or may: none when `new` may accept `old`."""
    if old.id == new.id:
        return ()
    found = _Judge(old, new).all(lambda at: frozenset())
    return tuple(one for one in found if one.verdict.category == WIRE and is_error(one))


def wiring(contract: ir.Contract) -> Iterator[tuple[str, str, Break]]:
    """PC1211: each `forward` whose output is not always an input of its target, in exact mode.

    The forwarding `agent.op`, its target, and a break whose value is such an output.
    """
    ops = {
        f"{agent.names.wire}.{op.names.wire}": op for agent in contract.agents for op in agent.ops
    }
    side = None
    for name, op in ops.items():
        if op.forward is None:
            continue
        side = side or side_of(Types.of(contract))
        target = f"{op.forward.agent}.{op.forward.op}"
        pair = _ref(op.output), _ref(ops[target].input)
        found = min(Inclusion(side, side, EXACT, INPUT).all(*pair), key=_size, default=None)
        if found is not None:
            verify(found, (side.types, pair[0]), (side.types, pair[1]), is_tolerant=False)
            yield name, target, found


def is_error(change: Change) -> bool:
    """Whether its grade is error."""
    return change.verdict.grade == ERROR


def _size(found: Break) -> int:
    return found.size


def _ref(name: str) -> ir.Ref:
    return ir.Ref(f"/types/{token(name)}", False, name, False)


class _Judge:
    def __init__(self, old: ir.Contract, new: ir.Contract) -> None:
        self._old, self._new = old, new
        self._sides: tuple[Side, Side] | None = None

    def all(self, reserved: Reserved) -> tuple[Change, ...]:
        self._reserved = reserved
        found = list(self._found())
        broken = {(one.op, one.direction, _node(one)) for one in found if one.has_witness}
        unique: dict[str, Change] = {}
        for one in found:
            if one.verdict.grade == "ok":
                continue
            # Where values break, that the native type differs goes without saying.
            place = (one.op, one.direction, one.new_at)
            if one.rule == "native-type-changed" and place in broken:
                continue
            unique.setdefault(one.fingerprint, one)
        return tuple(unique.values())

    def _found(self) -> Iterator[Change]:
        old, new = self._old, self._new
        yield from contract_changes(old, new)
        if old.id != new.id:
            yield from self._run()
        before, after = _ops(old), _ops(new)
        for name in sorted(before.keys() & after.keys()):
            (agent, one), (_, other) = before[name], after[name]
            yield from op_changes(agent, one, other)
            yield from self._op(name, one, other)
        yield from self._loose_types()

    def _run(self) -> Iterator[Change]:
        if self._old.machine is None or self._new.machine is None:
            return run_changes(self._old, self._new, lambda name, one, other: None)
        from peerc.compiler.compat.guards import beyond_of  # only a run has guards

        return run_changes(self._old, self._new, beyond_of(self._new))

    def _op(self, name: str, old: ir.Op, new: ir.Op) -> Iterator[Change]:
        is_same = old.interface_id == new.interface_id != ""
        yield from self._pair(name, INPUT, _ref(old.input), _ref(new.input), is_same)
        yield from self._pair(name, OUTPUT, _ref(old.output), _ref(new.output), is_same)
        for error in sorted({*old.errors, *new.errors}):
            at = f"/agents/{token(name).replace('.', '/ops/')}/errors/{token(error)}"
            if error not in old.errors:
                yield from self._error_added(name, error, at)
            elif error not in new.errors:
                yield Change("error-removed", name, OUTPUT, at, "", {"name": error})
            else:
                yield from self._pair(name, OUTPUT, _ref(error), _ref(error), is_same)

    def _error_added(self, name: str, error: str, at: str) -> Iterator[Change]:
        try:
            value = self._both()[1].samples.of_core(_ref(error))
        except Nothing:
            return
        yield Change("error-added", name, OUTPUT, "", at, {"name": error}, value, True)

    def _loose_types(self) -> Iterator[Change]:
        """Types that no operation reaches, in either contract: others may import them."""
        reached = _reached(self._old) | _reached(self._new)
        kept = {one.names.wire for one in self._new.types}
        for one in self._old.types:
            name = one.names.wire
            if name in reached or one.is_imported:
                continue
            if name not in kept:
                at = f"/types/{token(name)}"
                yield Change("type-removed", "", WHOLE, at, "", {"name": name})
                continue
            is_same = self._old.id == self._new.id
            yield from self._pair("", INPUT, _ref(name), _ref(name), is_same)
            yield from self._pair("", OUTPUT, _ref(name), _ref(name), is_same)

    def _pair(
        self, op: str, direction: str, old: ir.Ref, new: ir.Ref, is_same: bool
    ) -> Iterator[Change]:
        """One type in one direction; `is_same`: its form is, so only names may differ."""
        before, after = self._both()
        types = TypeChanges(before.types, after.types, self._reserved, op, direction)
        yield from types.all(old, new)
        if is_same:
            return
        writer, reader = (before, after) if direction == INPUT else (after, before)
        shapes = (old, new) if direction == INPUT else (new, old)
        for one in Inclusion(writer, reader, TOLERANT, direction).all(*shapes):
            verify(one, (writer.types, shapes[0]), (reader.types, shapes[1]), is_tolerant=True)
            yield of_break(one, op, direction)

    def _both(self) -> tuple[Side, Side]:
        if self._sides is None:
            self._sides = side_of(Types.of(self._old)), side_of(Types.of(self._new))
        return self._sides


def _node(change: Change) -> str:
    """The schema that a change is about: its pointer without the keyword."""
    at = change.new_at
    head, _, last = at.rpartition("/")
    return head if last in ("type", "format", "contentEncoding", "pattern") else at


def _ops(contract: ir.Contract) -> dict[str, tuple[str, ir.Op]]:
    return {
        f"{agent.names.wire}.{op.names.wire}": (agent.names.wire, op)
        for agent in contract.agents
        for op in agent.ops
    }


def _reached(contract: ir.Contract) -> set[str]:
    """Names of the types that some operation's values are made of."""
    named = {one.names.wire: one.shape for one in contract.types}
    ops = [op for agent in contract.agents for op in agent.ops]
    waiting = [name for op in ops for name in (op.input, op.output, *op.errors)]
    reached: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += _names_in(named[name])
    return reached


def _names_in(shape: ir.Shape) -> Iterator[str]:
    if isinstance(shape, ir.Ref):
        yield shape.target
    elif isinstance(shape, ir.Union):
        yield from _all(arm.shape for arm in shape.arms)
    elif isinstance(shape, ir.Tuple):
        yield from _all(shape.items)
    elif isinstance(shape, ir.Record):
        yield from _all(field.shape for field in shape.fields)
    elif isinstance(shape, ir.Array):
        yield from _names_in(shape.items)
    elif isinstance(shape, ir.Map):
        yield from _names_in(shape.values)


def _all(shapes: Iterable[ir.Shape]) -> Iterator[str]:
    for one in shapes:
        yield from _names_in(one)
