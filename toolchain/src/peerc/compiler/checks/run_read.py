"""`run`: from the tree of the source to `run_model.RunDecl`, each state by itself."""

from __future__ import annotations

from peerc.compiler.checks import names
from peerc.compiler.checks.guards import Malformed, parse
from peerc.compiler.checks.places import inside
from peerc.compiler.checks.reading import (
    bad_value,
    closed,
    doc,
    integer,
    mapping,
    missing,
    report,
    text,
    uses,
)
from peerc.compiler.diagnostics import Findings
from peerc.compiler.run_model import EventDecl, GuardDecl, Place, RunDecl, StateDecl, TargetDecl
from peerc.compiler.tree import Mapping, Member, Node, Scalar, Sequence, text_of

STATES_MAX = 64  # spec/limits.json; inner ones counted
TIMEOUT_MAX_MS = 31_536_000_000

_RUN = ("initial", "states", "description")
_LATER = {"slots": "keep the data in the agents, and let a guard look at the output"}
_STATE = (
    "on",
    "final",
    "wait",
    "approval",
    "timeout_ms",
    "states",
    "initial",
    "description",
)
# What a state of a kind does not have.
_NOT_FINAL = ("on", "wait", "approval", "timeout_ms", "states", "initial")
_NOT_OUTER = ("final", "wait", "approval", "timeout_ms")


def run(findings: Findings, root: Mapping) -> RunDecl | None:
    """The run that `root` writes; None where it writes none, or nothing of it could be told."""
    member = root.members.get("run")
    if member is None:
        return None
    hint = "write `initial` and `states` below it"
    at = mapping(findings, member.value, "`run`", hint)
    if at is None:
        return None
    closed(findings, at, "`run`", _RUN, _LATER)
    doc(findings, at)
    initial, node = _initial(findings, at, member.key, "`run`")
    states = _states(findings, at, member.key, "`run`", is_inner=False)
    found = sum(len(state.inner) or 1 for state in states)
    if found > STATES_MAX:
        hint = "describe what may follow what; data belongs to the operations"
        fields = {"what": "the number of states", "expected": f"1 to {STATES_MAX}"}
        key = at.members["states"].key
        report(findings, "PC1325", key, **fields, found=str(found), suggestion=hint)
    return RunDecl(at, initial, node, states)


def _initial(findings: Findings, at: Mapping, key: Node, where: str) -> tuple[str, Node | None]:
    node = at.get("initial")
    if node is None:
        missing(findings, at, key, where, "initial", "name a state: `initial: asked`")
        return "", None
    return text(findings, node, "`initial`", "name a state: `initial: asked`") or "", node


def _states(
    findings: Findings, at: Mapping, key: Node, where: str, *, is_inner: bool
) -> tuple[StateDecl, ...]:
    node = at.get("states")
    hint = "write `name: {on: {agent.op: target}}` lines below it"
    if node is None:
        missing(findings, at, key, where, "states", hint)
        return ()
    states = mapping(findings, node, "`states`", hint)
    if states is None:
        return ()
    if not states.members:
        _report_empty(findings, node, "`states`", "a mapping of at least one state", hint)
    read = (_state(findings, name, one, is_inner) for name, one in states.members.items())
    return tuple(state for state in read if state is not None)


def _state(findings: Findings, name: str, member: Member, is_inner: bool) -> StateDecl | None:
    names.check(findings, names.STATE, name, member.key)
    at = mapping(findings, member.value, "a state", "write `{on: {agent.op: target}}`")
    if at is None:
        return None
    closed(findings, at, "a state", _STATE, {})
    _check_kind(findings, at, is_inner)
    is_final = _is_set(findings, at, "final")
    approval, quorum = _approval(findings, at)
    is_waiting = "approval" in at.members or _is_set(findings, at, "wait")
    timeout = at.get("timeout_ms")
    timeout_ms = None
    if timeout is not None:
        timeout_ms = integer(findings, timeout, "`timeout_ms`", 1, TIMEOUT_MAX_MS)
    elif is_waiting and not is_final and "states" not in at.members:
        report(findings, "PC1210", member.key, found=name)
    inner: tuple[StateDecl, ...] = ()
    initial, node = "", None
    if "states" in at.members and not is_inner:
        where = f"the state `{name}`"
        inner = _states(findings, at, member.key, where, is_inner=True)
        initial, node = _initial(findings, at, member.key, where)
    return StateDecl(
        name=name,
        key=member.key,
        description=doc(findings, at).description,
        events=_events(findings, at),
        is_final=is_final,
        is_waiting=is_waiting,
        timeout_ms=timeout_ms,
        approval=approval,
        quorum=quorum,
        inner=inner,
        initial=initial,
        initial_node=node,
    )


def _check_kind(findings: Findings, at: Mapping, is_inner: bool) -> None:
    """PC1321 for members that do not go together."""
    refused: dict[str, str] = {}
    if "wait" not in at.members and "approval" not in at.members:
        refused["timeout_ms"] = "a state that does not wait"
    if "wait" in at.members:
        refused["approval"] = "a state with `wait`"
    if "states" not in at.members:
        refused["initial"] = "a state without states"
    else:
        refused |= dict.fromkeys(_NOT_OUTER, "a state that holds states")
    if is_inner:
        refused["states"] = "an inner state"
    if "final" in at.members:
        refused |= dict.fromkeys(_NOT_FINAL, "a final state")
    for name, kind in refused.items():
        if name in at.members:
            report(findings, "PC1321", at.members[name].key, found=name, type=kind)


def _is_set(findings: Findings, at: Mapping, name: str) -> bool:
    """`final: true` or `wait: true`; nothing else is written there."""
    node = at.get(name)
    if node is None:
        return False
    if not isinstance(node, Scalar) or node.value is not True:
        bad_value(findings, node, f"`{name}`", "true", f"write `{name}: true`, or leave it out")
    return True


def _approval(findings: Findings, at: Mapping) -> tuple[tuple[str, ...], int]:
    """Who may approve, and how many of them have to."""
    node = at.get("approval")
    if node is None:
        return (), 1
    hint = "write `approval: {by: [editor]}`"
    inner = mapping(findings, node, "`approval`", hint)
    if inner is None:
        return (), 1
    closed(findings, inner, "`approval`", ("by", "quorum"), {})
    if "by" not in inner.members:
        missing(findings, inner, at.members["approval"].key, "`approval`", "by", hint)
        return (), 1
    by = uses(findings, inner, "by", hint)
    listed = inner.get("by")
    if isinstance(listed, Sequence) and not listed.items:
        _report_empty(findings, listed, "`by`", "a list of at least one name", hint)
    quorum = inner.get("quorum")
    count = 1
    if quorum is not None:
        count = integer(findings, quorum, "`quorum`", 1, max(1, len(by))) or 1
    return tuple(sorted(use.name for use in by)), count


def _events(findings: Findings, at: Mapping) -> tuple[EventDecl, ...]:
    node = at.get("on")
    if node is None:
        return ()
    hint = "write `agent.op: state` lines below it"
    events = mapping(findings, node, "`on`", hint)
    return tuple(
        EventDecl(name, member.key, _targets(findings, member))
        for name, member in (events.members.items() if events else ())
    )


def _targets(findings: Findings, member: Member) -> tuple[TargetDecl, ...]:
    node = member.value
    hint = "name a state, or list `{to: state, when: guard}`"
    if not isinstance(node, Sequence):
        name = text_of(node)
        if not name:
            bad_value(findings, node, "a target", "a state's name or a list of them", hint)
            return ()
        return (TargetDecl(name, node, None, None),)
    if not node.items:
        _report_empty(findings, node, "a target", "a state's name or a list of them", hint)
    read = [_target(findings, item, is_last=item is node.items[-1]) for item in node.items]
    return tuple(one for one in read if one is not None)


def _target(findings: Findings, node: Node, *, is_last: bool) -> TargetDecl | None:
    """One `{to, when}` of a list; only the last may lack `when`."""
    at = mapping(findings, node, "a target of a list", "write `{to: state, when: guard}`")
    if at is None:
        return None
    closed(findings, at, "a target", ("to", "when"), {})
    when = at.get("when")
    if when is None and not is_last:
        hint = "only the last target may lack a guard; it is *else*"
        missing(findings, at, None, "a target that is not the last", "when", hint)
    guard = None if when is None else _guard(findings, when)
    to = at.get("to")
    if to is None:
        missing(findings, at, None, "a target", "to", "name a state: `to: done`")
        return None
    name = text(findings, to, "`to`", "name a state: `to: done`")
    return None if name is None else TargetDecl(name, to, when, guard)


def _guard(findings: Findings, node: Node) -> GuardDecl | None:
    written = text(findings, node, "`when`", 'write a guard: `when: "output.pages <= 20"`')
    if written is None:
        return None
    try:
        guard, tests = parse(written)
    except Malformed as fault:
        report_guard(findings, node, fault.place, fault.problem, fault.hint)
        return None
    return GuardDecl(guard, tests, node)


def _report_empty(findings: Findings, node: Node, what: str, expected: str, hint: str) -> None:
    fields = {"what": what, "expected": expected, "found": "an empty one", "suggestion": hint}
    report(findings, "PC1325", node, **fields)


def report_guard(findings: Findings, node: Node, place: Place, problem: str, hint: str) -> None:
    """PC1215 at some characters of the guard that `node` holds."""
    start, end = inside(findings.source.text, node, place.start)
    if place.end - place.start > 1:
        end = inside(findings.source.text, node, place.end - 1)[1]
    fields = {"problem": problem, "suggestion": hint}
    findings.report("PC1215", (start, end), node.pointer, fields)
