"""Agents and their operations: from the tree of the source to `model.AgentDecl`, each by itself."""

from __future__ import annotations

from peerc.compiler.checks import extensions, names
from peerc.compiler.checks.ops import Inline, op
from peerc.compiler.checks.reading import (
    bad_value,
    closed,
    doc,
    integer,
    mapping,
    missing,
    uses,
)
from peerc.compiler.diagnostics import Findings
from peerc.compiler.model import AgentDecl, Doc, NameUse, OpDecl
from peerc.compiler.tree import Mapping, Member, Node, Scalar, text_of

LANGUAGES = ("python", "javascript", "rust")
LABELS = ("pii", "secret")
CONCURRENCY_MAX = 1_000  # spec/limits.json
ACCELERATOR_GIB = (3, 6, 12, 16, 24, 48)

_AGENT = (
    "language",
    "description",
    "ops",
    "calls",
    "clearance",
    "concurrency",
    "accelerator",
    "x-pc-names",
)
_AGENT_LATER = {
    "config": "read the settings in the agent's code, from a file in its source folder",
}
_LANGUAGE_ALIASES = {
    "py": "python",
    "js": "javascript",
    "node": "javascript",
    "typescript": "javascript",
    "rs": "rust",
}


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
        calls=uses(findings, at, "calls", "list operations of peers: `calls: [crunch.search]`"),
        clearance=_clearance(findings, at),
        concurrency=_concurrency(findings, at),
        accelerator_gib=_accelerator(findings, at),
        given=extensions.named(findings, at),
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
    read = [op(findings, agent_name, name, member, inline) for name, member in ops.members.items()]
    return tuple(one for one in read if one is not None)


def _clearance(findings: Findings, at: Mapping) -> tuple[NameUse, ...]:
    """The labels of data that may reach the agent."""
    cleared = uses(findings, at, "clearance", "list labels: `clearance: [pii]`")
    for use in cleared:
        if use.name not in LABELS:
            hint = findings.suggest(use.name, LABELS)
            bad_value(findings, use.node, "a label", "pii or secret", hint)
    return tuple(use for use in cleared if use.name in LABELS)


def _concurrency(findings: Findings, at: Mapping) -> int | None:
    node = at.get("concurrency")
    if node is None:
        return None
    return integer(findings, node, "`concurrency`", 1, CONCURRENCY_MAX)


def _accelerator(findings: Findings, at: Mapping) -> int | None:
    """The accelerator's memory in GiB: one of the sizes that the platform has."""
    node = at.get("accelerator")
    if node is None:
        return None
    hint = "write `accelerator: {memory_gib: 16}`"
    inner = mapping(findings, node, "`accelerator`", hint)
    if inner is None:
        return None
    closed(findings, inner, "`accelerator`", ("memory_gib",), {})
    size = inner.get("memory_gib")
    if size is None:
        missing(findings, inner, at.members["accelerator"].key, "`accelerator`", "memory_gib", hint)
        return None
    value = size.value if isinstance(size, Scalar) else None
    if type(value) is int and value in ACCELERATOR_GIB:
        return value
    listed = "one of " + ", ".join(map(str, ACCELERATOR_GIB))
    bad_value(findings, size, "`memory_gib`", listed, "choose the next larger one")
    return None
