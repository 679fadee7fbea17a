"""`run` after its checks: its part of the IR, and of the contract form (spec/machine.md#form)."""

from __future__ import annotations

from peerc.compiler import ir
from peerc.compiler.checks.guards import normal
from peerc.compiler.checks.run_table import Leaf, Table
from peerc.compiler.run_model import EventDecl, RunDecl, TargetDecl
from peerc.compiler.schema_form import Form


def machine(run: RunDecl) -> ir.Machine:
    """The flattened table of a run without errors."""
    table = Table(run)
    initial = table.initial
    assert initial is not None
    leaves = sorted(table.leaves.values(), key=lambda leaf: leaf.name)
    return ir.Machine(initial, tuple(_state(table, leaf) for leaf in leaves))


def _state(table: Table, leaf: Leaf) -> ir.State:
    decl = leaf.decl
    events = sorted(leaf.events, key=lambda pair: pair[0].name)
    return ir.State(
        name=leaf.name,
        doc=ir.Doc("", decl.description),
        transitions=tuple(_transition(table, event, scope) for event, scope in events),
        is_final=decl.is_final,
        timeout_ms=decl.timeout_ms,
        approval=decl.approval,
        quorum=decl.quorum,
    )


def _transition(table: Table, event: EventDecl, scope: str) -> ir.Transition:
    agent, _, op = event.name.partition(".")
    targets = tuple(_target(table, target, scope) for target in event.targets)
    return ir.Transition(agent, op, targets)


def _target(table: Table, target: TargetDecl, scope: str) -> ir.Target:
    to = table.resolve(target.to, scope)
    assert to is not None
    if target.guard is None:
        return ir.Target(to, None, "")
    return ir.Target(to, target.guard.guard, normal(target.guard.guard))


def run_form(machine: ir.Machine) -> Form:
    """The contract form of a run: nested states flattened, defaults written out."""
    return {
        "initial": machine.initial,
        "states": {state.name: _state_form(state) for state in machine.states},
    }


def _state_form(state: ir.State) -> Form:
    form: Form = {}
    if state.transitions:
        form["on"] = {
            f"{one.agent}.{one.op}": [_target_form(target) for target in one.targets]
            for one in state.transitions
        }
    if state.is_final:
        form["final"] = True
    if state.timeout_ms is not None:
        form["timeout_ms"] = state.timeout_ms
        if state.approval:
            form["approval"] = {"by": list(state.approval), "quorum": state.quorum}
        else:
            form["wait"] = True
    return form


def _target_form(target: ir.Target) -> Form:
    form: Form = {"to": target.to}
    if target.text:
        form["when"] = target.text
    return form
