"""Checks of a run as a whole: names, paths to the end, guards (spec/machine.md)."""

from __future__ import annotations

from itertools import combinations

from peerc.compiler.checks.guard_cases import Undecided
from peerc.compiler.checks.guard_overlap import TERMS_MAX, Overlap
from peerc.compiler.checks.guard_types import Mistyped, Output, Unknown
from peerc.compiler.checks.guards import normal
from peerc.compiler.checks.reading import report
from peerc.compiler.checks.run_read import report_guard
from peerc.compiler.checks.run_table import Table
from peerc.compiler.diagnostics import Findings, bounded
from peerc.compiler.model import ContractDecl, OpDecl
from peerc.compiler.run_model import EventDecl, GuardDecl

_SIMPLER = "compute it in the agent, and return a boolean"


def check(findings: Findings, contract: ContractDecl) -> None:
    """Codes PC1201, PC1203, PC1207 to PC1209, PC1215, PC1216."""
    if contract.run is None or not contract.run.states:
        return
    table = Table(contract.run)
    ops = {f"{agent.name}.{op.name}": op for agent in contract.agents.values() for op in agent.ops}
    _check_states(findings, table)
    _check_events(findings, contract, table, ops)
    _check_paths(findings, table)
    for _, event in table.events():
        op = ops.get(event.name)
        if op is not None and op.output is not None and op.output.name in contract.types:
            _check_guards(findings, event, Output(op.output.name, contract.types))


def _check_states(findings: Findings, table: Table) -> None:
    for use in table.uses():
        if not table.is_known(use.name, use.scope):
            hint = findings.suggest(use.name, table.names())
            report(findings, "PC1203", use.node, found=bounded(use.name), suggestion=hint)
    for outer in table.run.states:
        inner = [state.name for state in outer.inner]
        if outer.initial and outer.initial not in inner and outer.initial_node is not None:
            hint = findings.suggest(outer.initial, inner)
            fields = {"found": bounded(outer.initial), "suggestion": hint}
            report(findings, "PC1203", outer.initial_node, **fields)


def _check_events(
    findings: Findings, contract: ContractDecl, table: Table, ops: dict[str, OpDecl]
) -> None:
    """An event is an operation, and something makes it happen."""
    called = {use.name for agent in contract.agents.values() for use in agent.calls}
    first = table.leaves.get(table.initial or "")
    begins = {event.name for event, _ in first.events} if first else set()
    for _, event in table.events():
        if event.name not in ops:
            hint = findings.suggest(event.name, ops)
            fields = {"what": "the operation", "found": bounded(event.name), "suggestion": hint}
            report(findings, "PC1201", event.key, **fields)
        elif event.name not in called and first is not None and event.name not in begins:
            report(findings, "PC1216", event.key, found=event.name)


def _check_paths(findings: Findings, table: Table) -> None:
    """Every state is reached from the first one, and has a way to a final one."""
    edges = {name: table.following(leaf) for name, leaf in table.leaves.items()}
    if table.initial is not None:
        reached = _closure({table.initial}, edges)
        for name, leaf in table.leaves.items():
            if name not in reached:
                report(findings, "PC1207", leaf.decl.key, found=name, initial=table.initial)
    finals = {name for name, leaf in table.leaves.items() if leaf.decl.is_final}
    if finals:
        backwards: dict[str, list[str]] = {name: [] for name in edges}
        for name, following in edges.items():
            for other in following:
                backwards[other].append(name)
        living = _closure(finals, backwards)
    else:
        living = {name for name, following in edges.items() if set(following) - {name}}
    for name, leaf in table.leaves.items():
        if name not in living:
            report(findings, "PC1208", leaf.decl.key, found=name)


def _closure(start: set[str], edges: dict[str, list[str]]) -> set[str]:
    found, waiting = set(start), list(start)
    while waiting:
        for other in edges[waiting.pop()]:
            if other not in found:
                found.add(other)
                waiting.append(other)
    return found


def _check_guards(findings: Findings, event: EventDecl, output: Output) -> None:
    overlap = Overlap(output)
    guards = [target.guard for target in event.targets if target.guard is not None]
    sound = [guard for guard in guards if _is_sound(findings, guard, output, overlap)]
    for first, second in combinations(sound, 2):
        try:
            found = overlap.find(first.guard, second.guard)
        except Undecided:
            problem = f"whether it excludes `{bounded(normal(first.guard))}` takes too many cases"
            _report_whole(findings, second, problem)
            continue
        if found is not None:
            fields = {"first": normal(first.guard), "second": normal(second.guard)}
            report(findings, "PC1209", second.node, **fields, output=found)


def _is_sound(findings: Findings, guard: GuardDecl, output: Output, overlap: Overlap) -> bool:
    """Whether the guard fits the output's type and can be decided."""
    is_sound = True
    for test in guard.tests:
        try:
            output.check(test)
        except Mistyped as fault:
            report_guard(findings, guard.node, fault.place, fault.problem, fault.hint)
            is_sound = False
        except Unknown:
            return False
    if not is_sound:
        return False
    terms = overlap.terms(guard.guard)
    if terms > TERMS_MAX:
        problem = f"it has {terms:,} cases, at most {TERMS_MAX:,} are looked at"
        _report_whole(findings, guard, problem)
        return False
    return True


def _report_whole(findings: Findings, guard: GuardDecl, problem: str) -> None:
    fields = {"problem": problem, "suggestion": _SIMPLER}
    findings.report("PC1215", (guard.node.start, guard.node.end), guard.node.pointer, fields)
