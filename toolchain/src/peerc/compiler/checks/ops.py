"""One operation of an agent: from the tree of the source to `model.OpDecl`."""

from __future__ import annotations

from dataclasses import dataclass

from peerc.compiler.checks import extensions, names, schema
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
from peerc.compiler.model import NameUse, OpDecl, TypeDecl
from peerc.compiler.naming import pascal
from peerc.compiler.tree import Mapping, Member, Node, text_of

EFFECTS = ("read", "idempotent", "once", "destructive")
EFFECT_DEFAULT = "once"
TIMEOUT_DEFAULT_MS, TIMEOUT_MAX_MS = 30_000, 900_000  # spec/limits.json
BODY_BYTES_MAX = 5_242_880
RETRIES_MAX = 10
RETRIES_DEFAULT = {"read": 3, "idempotent": 3, "once": 0, "destructive": 0}

_MEMBERS = (
    "input",
    "output",
    "errors",
    "effect",
    "timeout_ms",
    "max_input_bytes",
    "max_output_bytes",
    "retries",
    "forward",
    "description",
    "deprecated",
    "x-pc-names",
)
_LATER = {"stream": "return one value, or offer an operation for each part"}
_ANNOTATIONS = frozenset({"title", "description", "$comment", "deprecated"})


@dataclass(frozen=True, slots=True)
class Inline:
    """An inline input or output, and its place in words: `reason.ask.input`."""

    decl: TypeDecl
    place: str


def op(
    findings: Findings, agent: str, name: str, member: Member, inline: list[Inline]
) -> OpDecl | None:
    """The operation `name` of `agent`. Inline types are added to `inline`."""
    names.check(findings, names.OP, name, member.key)
    at = mapping(findings, member.value, "an operation", "write `{input: Type, output: Type}`")
    if at is None:
        return None
    closed(findings, at, "an operation", _MEMBERS, _LATER)
    effect = _effect(findings, at)
    sides = {
        side: _side(findings, at, member.key, side, f"{agent}.{name}.{side}", inline)
        for side in ("input", "output")
    }
    return OpDecl(
        name=name,
        key=member.key,
        doc=doc(findings, at),
        input=sides["input"],
        output=sides["output"],
        errors=uses(findings, at, "errors", "list types: `errors: [NotFound]`"),
        effect=effect,
        timeout_ms=_count(findings, at, "timeout_ms", TIMEOUT_MAX_MS, TIMEOUT_DEFAULT_MS),
        timeout_node=at.get("timeout_ms"),
        max_input_bytes=_count(findings, at, "max_input_bytes", BODY_BYTES_MAX, BODY_BYTES_MAX),
        max_output_bytes=_count(findings, at, "max_output_bytes", BODY_BYTES_MAX, BODY_BYTES_MAX),
        retries=_retries(findings, at, effect),
        forward=_forward(findings, at),
        given=extensions.named(findings, at),
    )


def _side(
    findings: Findings, at: Mapping, key: Node, side: str, place: str, inline: list[Inline]
) -> NameUse | None:
    """`input` or `output`: the name of a type; an inline schema gets the name of its place."""
    member = at.members.get(side)
    if member is None:
        missing(findings, at, key, "an operation", side, f"name a type: `{side}: Question`")
        return None
    node = member.value
    if not isinstance(node, Mapping):
        target = schema.ref_target(findings, node)
        return None if target is None else NameUse(target, node)
    if "$ref" in node.members and not set(node.members) - {"$ref"} - _ANNOTATIONS:
        read = schema.read(findings, node)
        target = getattr(read, "target", None)
        return None if target is None else NameUse(target, node.members["$ref"].value)
    name = "".join(pascal(part) for part in place.split("."))
    inline.append(Inline(TypeDecl(name, member.key, schema.read(findings, node)), place))
    return NameUse(name, node)


def _effect(findings: Findings, at: Mapping) -> str:
    node = at.get("effect")
    if node is None:
        return EFFECT_DEFAULT
    word = text(findings, node, "`effect`", "one of read, idempotent, once, destructive")
    if word is None or word in EFFECTS:
        return word or EFFECT_DEFAULT
    fields = {"what": "`effect`", "expected": "read, idempotent, once or destructive"}
    hint = findings.suggest(word, EFFECTS)
    report(findings, "PC1325", node, **fields, found=f"`{word[:48]}`", suggestion=hint)
    return EFFECT_DEFAULT


def _count(findings: Findings, at: Mapping, name: str, most: int, default: int) -> int:
    """A member that is an integer from 1 to `most`."""
    node = at.get(name)
    return default if node is None else integer(findings, node, f"`{name}`", 1, most) or default


def _retries(findings: Findings, at: Mapping, effect: str) -> int:
    """PC1212 for more than none where running twice would do the work twice."""
    node = at.get("retries")
    if node is None:
        return RETRIES_DEFAULT[effect]
    retries = integer(findings, node, "`retries`", 0, RETRIES_MAX) or 0
    if retries and RETRIES_DEFAULT[effect] == 0:
        problem = f"an operation with `effect: {effect}` is not tried again"
        hint = "leave `retries` out, or make the operation `idempotent`"
        report(findings, "PC1212", node, problem=problem, suggestion=hint)
        return 0
    return retries


def _forward(findings: Findings, at: Mapping) -> NameUse | None:
    node = at.get("forward")
    if node is None:
        return None
    name = text_of(node)
    if not name:
        hint = "name one: `forward: write.render`"
        bad_value(findings, node, "`forward`", "an operation of a peer", hint)
        return None
    return NameUse(name, node)
