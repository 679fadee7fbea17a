"""What an edit of a contract breaks, as findings in its new source (spec/compatibility.md)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from peerc.compiler import catalogue, ir
from peerc.compiler.compat import judge
from peerc.compiler.compat.breaks import shown
from peerc.compiler.compat.changes import Change
from peerc.compiler.compat.rules import BEHAVIOUR, INPUT, OUTPUT, SOURCE, UNDECIDED, WIRE
from peerc.compiler.diagnostics import Changed, Finding, Findings, Source, bounded
from peerc.compiler.diagnostics import shown as printable
from peerc.compiler.model import ContractDecl, WaiverDecl
from peerc.compiler.places import Places
from peerc.compiler.tree import Node

LEVELS = {"wire": (WIRE,), "source": (WIRE, SOURCE), "behaviour": (WIRE, SOURCE, BEHAVIOUR)}
WITNESS_SHOWN_MAX = 200  # code points of a counter-example in a note; JSON has all of it
_CODES = {WIRE: "PC1501", SOURCE: "PC1502", BEHAVIOUR: "PC1503"}
_TOGETHER_MAX = 8  # operations that one finding lists
_NAMED_BY_SOURCE = frozenset(("name-changed",))  # a form has no names for code


@dataclass(frozen=True, slots=True)
class Old:
    """The contract that is compared with. `version` is "" where it has none to tell: a form."""

    contract: ir.Contract
    version: str


@dataclass(frozen=True, slots=True)
class New:
    """The contract that is judged, and what it is written in."""

    contract: ir.Contract
    declared: ContractDecl
    source: Source


@dataclass(frozen=True, slots=True)
class Judgement:
    """`findings` are open; each of `waived` is let pass by its waiver."""

    findings: tuple[Finding, ...]
    waived: tuple[tuple[Finding, WaiverDecl], ...]

    @property
    def has_errors(self) -> bool:
        """Whether something stands in the way of this edit."""
        return any(finding.level == "error" for finding in self.findings)


def breaking(old: Old, new: New, level: str, today: str) -> Judgement:
    """Judges an edit. `level` is a key of LEVELS; waivers expire by `today`, YYYY-MM-DD."""
    places = Places(new.declared)
    changes = [
        one
        for one in judge.changes(
            old.contract, new.contract, lambda at: places.reserved.get(at, frozenset())
        )
        if one.verdict.category in LEVELS[level]
        and (old.version or one.rule not in _NAMED_BY_SOURCE)
    ]
    waivers = {one.fingerprint: one for one in new.declared.waivers}
    valid = {key: one for key, one in waivers.items() if one.expires >= today}
    placed = [(one, _finding(new.source, places.node(one.pointer), one)) for one in changes]
    said = Findings(new.source)
    for code, waiver in _unused(waivers, valid, {one.fingerprint for one in changes}, level):
        texts = {"found": waiver.fingerprint, "date": waiver.expires}
        said.report(code, (waiver.node.start, waiver.node.end), waiver.node.pointer, texts)
    if old.version:
        _check_version(said, old.version, new.declared, changes)
    said.found += [finding for one, finding in placed if one.fingerprint not in valid]
    waived = [
        (finding, valid[one.fingerprint]) for one, finding in placed if one.fingerprint in valid
    ]
    return Judgement(said.sorted(), tuple(waived))


def grouped(findings: Iterable[Finding]) -> list[Finding]:
    """For people: what is said of one place for several operations is one finding, all noted."""
    groups: dict[tuple[str, ...], list[Finding]] = {}
    for one in findings:
        change = one.changed
        key = (one.code, one.pointer, one.message, one.level, str(one.span))
        groups.setdefault((*key, change.rule, change.direction) if change else key, []).append(one)
    return [_merged(group) for group in groups.values()]


def _merged(group: list[Finding]) -> Finding:
    first = group[0]
    if len(group) == 1:
        return first
    heads = [one.notes[0] for one in group if one.notes]
    return replace(first, notes=(*heads[:_TOGETHER_MAX], *_more(heads), *first.notes[1:]))


def _more(heads: list[str]) -> list[str]:
    rest = len(heads) - _TOGETHER_MAX
    return [f"and {rest} more (--format json)"] if rest > 0 else []


def _unused(
    waivers: dict[str, WaiverDecl], valid: dict[str, WaiverDecl], found: set[str], level: str
) -> Iterator[tuple[str, WaiverDecl]]:
    """Waivers that are over, and those of nothing; a lower level does not look at all of them."""
    for key, one in waivers.items():
        if key in found and key not in valid:
            yield "PC1505", one
        elif key not in found and level == "behaviour":
            yield "PC1506", one


def _finding(source: Source, node: Node, change: Change) -> Finding:
    span = source.span(node.start, node.end)
    row, verdict = change.row, change.verdict
    texts = {name: bounded(printable(text)) for name, text in change.fields.items()}
    problem = catalogue.fill(row.message, texts)
    code = "PC1504" if change.rule in UNDECIDED else _CODES[verdict.category]
    entry = catalogue.entry(code)
    hint = catalogue.fill(row.hint, texts) or catalogue.fill(entry.hint, {"suggestion": ""})
    witness = shown(change.witness) if change.has_witness else ""
    return Finding(
        code=code,
        level=verdict.grade,
        message=catalogue.fill(entry.text, {"problem": problem}),
        file=source.file,
        span=span,
        pointer=change.pointer,
        hint=hint,
        excerpt=source.line(span.line),
        notes=tuple(_notes(change, verdict.category, witness)),
        changed=Changed(change.rule, verdict.category, change.op, change.direction, witness),
    )


def _notes(change: Change, category: str, witness: str) -> Iterator[str]:
    where = f"{change.direction} of {change.op}" if change.op and change.direction else change.op
    where = where or (f"as {change.direction}" if change.direction else "")
    yield f"{category} {change.rule}{', ' if where else ''}{where} ({change.fingerprint})"
    if witness:
        text = printable(witness)
        if len(text) > WITNESS_SHOWN_MAX:
            text = text[: WITNESS_SHOWN_MAX - 3] + "..."
        who = {INPUT: "old callers may send", OUTPUT: "old callers may now get"}[change.direction]
        verb = "is refused now" if change.direction == INPUT else "they refuse"
        yield f"{who} `{text}`, which {verb}"


def _check_version(
    said: Findings, old: str, declared: ContractDecl, changes: Iterable[Change]
) -> None:
    """PC1507: what breaks callers or their code, waived or not, is a new major version."""
    broken = [
        one for one in changes if one.verdict.category in (WIRE, SOURCE) and judge.is_error(one)
    ]
    if not broken or _major(declared.version) > _major(old):
        return
    member = declared.node.members.get("version")
    node: Node = member.value if member else declared.node.members["name"].key
    number = _next(old)
    problem = f"version {declared.version} after {old} promises that nothing breaks"
    hint = f"write `version: {number}`, or undo what breaks"
    pointer = "/version" if member else ""
    fields = {"problem": problem, "suggestion": hint}
    said.report("PC1507", (node.start, node.end), pointer, fields)


def _major(version: str) -> tuple[int, int]:
    """What a breaking change raises: the first number, before 1.0.0 the second (semver.org §4)."""
    first, second = (int(part) for part in version.split("+")[0].split("-")[0].split(".")[:2])
    return (first, 0 if first else second)


def _next(version: str) -> str:
    first, second = _major(version)
    return f"{first + 1}.0.0" if first else f"0.{second + 1}.0"
