"""The members of a contract: the tree of the source to a `model.ContractDecl`, part by part."""

from __future__ import annotations

import re

from peerc.compiler.checks import names, schema
from peerc.compiler.checks.agents import agent
from peerc.compiler.checks.keywords import WAIVERS
from peerc.compiler.checks.limits import limits
from peerc.compiler.checks.ops import Inline
from peerc.compiler.checks.reading import (
    bad_value,
    closed,
    doc,
    mapping,
    missing,
    report,
    text,
)
from peerc.compiler.checks.run_read import run
from peerc.compiler.checks.waivers import waivers
from peerc.compiler.diagnostics import Findings
from peerc.compiler.model import AgentDecl, ContractDecl, TypeDecl
from peerc.compiler.tree import Mapping, Scalar, describe

TYPES_MAX = 512

_MEMBERS = (
    *("peer", "name", "version", "description", "types", "agents", "limits", "run"),
    WAIVERS,
)
_NUMBER = r"(?:0|[1-9][0-9]*)"
_LABEL = rf"(?:{_NUMBER}|[0-9]*[A-Za-z-][0-9A-Za-z-]*)"
_BUILD = r"[0-9A-Za-z-]+"
_SEMVER = re.compile(
    rf"{_NUMBER}\.{_NUMBER}\.{_NUMBER}(?:-{_LABEL}(?:\.{_LABEL})*)?(?:\+{_BUILD}(?:\.{_BUILD})*)?\Z"
)


def contract(findings: Findings, root: Mapping) -> ContractDecl | None:
    """The contract that `root` writes, None when `peer` says that it is for another release.

    Parts that could not be told are left out; `findings` has an error for each.
    """
    if not _version_known(findings, root):
        return None
    closed(findings, root, "a contract", _MEMBERS, {})
    name = _name(findings, root)
    types = _types(findings, root)
    inline: list[Inline] = []
    agents = _agents(findings, root, inline)
    _add_inline(findings, types, inline)
    for decl in list(types.values())[TYPES_MAX : TYPES_MAX + 1]:
        report(findings, "PC1005", decl.key, problem=f"it has more than {TYPES_MAX} types")
    return ContractDecl(
        node=root,
        name=name,
        version=_version(findings, root),
        doc=doc(findings, root),
        types=types,
        agents=agents,
        limits=limits(findings, root),
        run=run(findings, root),
        waivers=waivers(findings, root),
    )


def _version_known(findings: Findings, root: Mapping) -> bool:
    node = root.get("peer")
    if node is None:
        missing(findings, root, None, "a contract", "peer", "start with `peer: 1`")
        return True
    if isinstance(node, Scalar) and type(node.value) is int and node.value == 1:
        return True
    report(findings, "PC1007", node, found=describe(node).strip("`"))
    return False


def _name(findings: Findings, root: Mapping) -> str:
    node = root.get("name")
    if node is None:
        hint = "name it: `name: field-notes`; functions are called after it"
        missing(findings, root, None, "a contract", "name", hint)
        return ""
    name = text(findings, node, "the contract's `name`")
    if name is None:
        return ""
    names.check(findings, names.CONTRACT, name, node)
    return name


def _version(findings: Findings, root: Mapping) -> str:
    node = root.get("version")
    if node is None:
        return "0.0.0"
    version = text(findings, node, "`version`", "write three numbers: `1.0.0`")
    if version is not None and not _SEMVER.match(version):
        hint = "write three numbers: `1.0.0` (https://semver.org)"
        bad_value(findings, node, "`version`", "a semantic version", hint)
    return version or "0.0.0"


def _types(findings: Findings, root: Mapping) -> dict[str, TypeDecl]:
    node = root.get("types")
    if node is None:
        return {}
    declared = mapping(
        findings, node, "`types`", "write `Name: schema` lines below it, or `types: {}`"
    )
    types: dict[str, TypeDecl] = {}
    for name, member in (declared.members if declared else {}).items():
        names.check(findings, names.TYPE, name, member.key)
        read = schema.read(findings, member.value)
        types[name] = TypeDecl(name, member.key, read)
    return types


def _agents(findings: Findings, root: Mapping, inline: list[Inline]) -> dict[str, AgentDecl]:
    node = root.get("agents")
    if node is None:
        return {}
    declared = mapping(
        findings, node, "`agents`", "write `name: ...` lines below it, or `agents: {}`"
    )
    return {
        name: agent(findings, name, member, inline)
        for name, member in (declared.members if declared else {}).items()
    }


def _add_inline(findings: Findings, types: dict[str, TypeDecl], inline: list[Inline]) -> None:
    """Inline inputs and outputs become types of the contract, under names made of their places."""
    for one in inline:
        other = types.get(one.decl.name)
        if other is not None:
            found, name = one.place, one.decl.name
            fields = {"found": found, "other": name, "language": "the contract form", "name": name}
            report(findings, "PC1204", one.decl.key, **fields)
        else:
            names.check(findings, names.TYPE, one.decl.name, one.decl.key)
            types[one.decl.name] = one.decl
