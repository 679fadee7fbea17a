"""Agents and their operations: from the tree of the source to `model.AgentDecl`, each by itself."""

from __future__ import annotations

from dataclasses import dataclass

from peerc.compiler.checks import names, schema
from peerc.compiler.checks.reading import (
    bad_value,
    closed,
    doc,
    integer,
    mapping,
    missing,
    report,
    sequence,
    text,
)
from peerc.compiler.diagnostics import Findings
from peerc.compiler.model import AgentDecl, Doc, NameUse, OpDecl, TypeDecl
from peerc.compiler.naming import pascal
from peerc.compiler.tree import Mapping, Member, Node, text_of

LANGUAGES = ("python", "javascript", "rust")
EFFECTS = ("read", "idempotent", "once", "destructive")
EFFECT_DEFAULT = "once"
TIMEOUT_DEFAULT_MS, TIMEOUT_MAX_MS = 30_000, 900_000  # spec/limits.json

_AGENT = ("language", "description", "ops", "calls")
_AGENT_LATER = {
    "config": "read the settings in the agent's code, from a file in its source folder",
    "clearance": "leave it out",
}
_OP = ("input", "output", "errors", "effect", "timeout_ms", "description")
_OP_LATER = {
    "max_input_bytes": "leave it out: a body has at most 5,242,880 bytes",
    "max_output_bytes": "leave it out: a body has at most 5,242,880 bytes",
    "retries": "leave it out: only refused connections and throttled calls are tried again",
    "forward": "call the next operation in the agent's code",
    "stream": "return one value, or offer an operation for each part",
}
_LANGUAGE_ALIASES = {
    "py": "python",
    "js": "javascript",
    "node": "javascript",
    "typescript": "javascript",
    "rs": "rust",
}


@dataclass(frozen=True, slots=True)
class Inline:
    """An inline input or output, and its place in words: `reason.ask.input`."""

    decl: TypeDecl
    place: str


def agent(findings: Findings, name: str, member: Member, inline: list[Inline]) -> AgentDecl:
    """The agent that a member of `agents` writes. Inline types of its ops are added to `inline`."""
    names.check(findings, names.AGENT, name, member.key)
    hint = "write `language` and `ops` below it"
    at = mapping(findings, member.value, "an agent", hint)
    if at is None:
        return AgentDecl(name, member.key, Doc(), "", (), ())
    closed(findings, at, "an agent", _AGENT, _AGENT_LATER)
    return AgentDecl(
        name=name,
        key=member.key,
        doc=doc(findings, at),
        language=_language(findings, at, member.key),
        ops=_ops(findings, name, at, member.key, inline),
        calls=_uses(findings, at, "calls", "list operations of peers: `calls: [crunch.search]`"),
    )


def _language(findings: Findings, at: Mapping, key: Node) -> str:
    node = at.get("language")
    if node is None:
        missing(
            findings,
            at,
            key,
            "an agent",
            "language",
            "write `language: python`, `javascript` or `rust`",
        )
        return ""
    word = text_of(node) or ""
    if word in LANGUAGES:
        return word
    alias = _LANGUAGE_ALIASES.get(word.lower())
    hint = f"did you mean `{alias}`?" if alias else findings.suggest(word, LANGUAGES)
    bad_value(findings, node, "`language`", "python, javascript or rust", hint)
    return ""


def _ops(
    findings: Findings, agent_name: str, at: Mapping, key: Node, inline: list[Inline]
) -> tuple[OpDecl, ...]:
    node = at.get("ops")
    hint = "write `name: {input: Type, output: Type}` lines below it"
    if node is None:
        missing(findings, at, key, "an agent", "ops", hint)
        return ()
    ops = mapping(findings, node, "`ops`", hint)
    if ops is None:
        return ()
    if not ops.members:
        bad_value(findings, node, "`ops`", "a mapping of at least one operation", hint)
    read = [_op(findings, agent_name, name, member, inline) for name, member in ops.members.items()]
    return tuple(op for op in read if op is not None)


def _op(
    findings: Findings, agent_name: str, name: str, member: Member, inline: list[Inline]
) -> OpDecl | None:
    names.check(findings, names.OP, name, member.key)
    at = mapping(findings, member.value, "an operation", "write `{input: Type, output: Type}`")
    if at is None:
        return None
    closed(findings, at, "an operation", _OP, _OP_LATER)
    types = {}
    for side in ("input", "output"):
        place = f"{agent_name}.{name}.{side}"
        use = _side(findings, at, member.key, side, place, inline)
        if use is not None:
            types[side] = use
    return OpDecl(
        name=name,
        key=member.key,
        doc=doc(findings, at),
        input=types.get("input"),
        output=types.get("output"),
        errors=_uses(findings, at, "errors", "list types: `errors: [NotFound]`"),
        effect=_effect(findings, at),
        timeout_ms=_timeout(findings, at),
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
    if "$ref" in node.members and not set(node.members) - {
        "$ref",
        "title",
        "description",
        "$comment",
    }:
        read = schema.read(findings, node)
        target = getattr(read, "target", None)
        return None if target is None else NameUse(target, node.members["$ref"].value)
    name = "".join(pascal(part) for part in place.split("."))
    inline.append(Inline(TypeDecl(name, member.key, schema.read(findings, node)), place))
    return NameUse(name, node)


def _uses(findings: Findings, at: Mapping, member: str, hint: str) -> tuple[NameUse, ...]:
    """The distinct names of a list."""
    node = at.get(member)
    if node is None:
        return ()
    uses: dict[str, NameUse] = {}
    for item in sequence(findings, node, f"`{member}`", hint):
        name = text_of(item)
        if not name:
            bad_value(findings, item, f"a member of `{member}`", "a name", hint)
        elif name in uses:
            expected = "a list of distinct names"
            bad_value(findings, item, f"`{member}`", expected, "name it once")
        else:
            uses[name] = NameUse(name, item)
    return tuple(uses.values())


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


def _timeout(findings: Findings, at: Mapping) -> int:
    node = at.get("timeout_ms")
    if node is None:
        return TIMEOUT_DEFAULT_MS
    return integer(findings, node, "`timeout_ms`", 1, TIMEOUT_MAX_MS) or TIMEOUT_DEFAULT_MS
