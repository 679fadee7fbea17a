"""The run's states: a diagram and a table."""

from __future__ import annotations

from collections.abc import Iterator

from peerc.compiler import ir
from peerc.compiler.emit.markdown.text import code, prose, table


def run_section(machine: ir.Machine | None) -> Iterator[str]:
    """Nothing for a contract without `run`."""
    if machine is None:
        return
    yield from ("", "## Run", "", "```mermaid", "stateDiagram-v2")
    numbers = {state.name: f"s{index}" for index, state in enumerate(machine.states)}
    for state in machine.states:
        yield f"    {numbers[state.name]} : {state.name}"
    yield f"    [*] --> {numbers[machine.initial]}"
    for state in machine.states:
        for one in state.transitions:
            for target in one.targets:
                event = f"{one.agent}.{one.op}"
                yield f"    {numbers[state.name]} --> {numbers[target.to]} : {event}"
        if state.is_final:
            yield f"    {numbers[state.name]} --> [*]"
    yield from ("```", "")
    yield from table(("state", "event", "leads to", "when"), _rows(machine))


def _rows(machine: ir.Machine) -> Iterator[tuple[str, str, str, str]]:
    for state in machine.states:
        name = f"{prose(state.name)}{_kind(machine, state)}"
        if not state.transitions:
            yield name, "", "", ""
        for one in state.transitions:
            for target in one.targets:
                is_else = not target.text and len(one.targets) > 1
                when = "else" if is_else else code(target.text) if target.text else ""
                yield name, code(f"{one.agent}.{one.op}"), prose(target.to), when
                name = ""


def _kind(machine: ir.Machine, state: ir.State) -> str:
    said = ["first"] if state.name == machine.initial else []
    said += ["final"] if state.is_final else []
    if state.timeout_ms is not None:
        said.append(f"waits at most {state.timeout_ms:,} ms")
    if state.approval:
        said.append(f"approved by {state.quorum} of {', '.join(map(prose, state.approval))}")
    return f" ({'; '.join(said)})" if said else ""
