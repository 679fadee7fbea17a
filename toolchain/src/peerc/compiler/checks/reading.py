"""Typed access to the source that reports what is missing, unknown or of another kind."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping as Table

from peerc.compiler.diagnostics import Findings, bounded
from peerc.compiler.frontend.events import SAFE_INTEGER_MAX
from peerc.compiler.model import Doc, NameUse
from peerc.compiler.tree import Mapping, Member, Node, Scalar, Sequence, describe, text_of


def report(findings: Findings, code: str, node: Node, **fields: object) -> None:
    """A finding at `node`; `fields` fill the catalogue's text and hint."""
    findings.report(code, (node.start, node.end), node.pointer, fields)


def report_hinted(findings: Findings, code: str, node: Node, hint: str, **fields: object) -> None:
    """A finding at `node` with a hint that is better there than the catalogue's."""
    findings.report(code, (node.start, node.end), node.pointer, fields, hint)


def bad_value(findings: Findings, node: Node, what: str, expected: str, suggestion: str) -> None:
    """PC1325: `what` is `expected`, found something else."""
    found = describe(node)
    report(
        findings, "PC1325", node, what=what, expected=expected, found=found, suggestion=suggestion
    )


def mapping(findings: Findings, node: Node, what: str, suggestion: str) -> Mapping | None:
    """`node` as a mapping; PC1325 when it is none."""
    if isinstance(node, Mapping):
        return node
    bad_value(findings, node, what, "a mapping", suggestion)
    return None


def sequence(findings: Findings, node: Node, what: str, suggestion: str) -> list[Node]:
    """The items of `node`; PC1325 and none when it is no list."""
    if isinstance(node, Sequence):
        return node.items
    bad_value(findings, node, what, "a list", suggestion)
    return []


def text(findings: Findings, node: Node, what: str, suggestion: str = "") -> str | None:
    """`node` as a string; PC1325 when it is none."""
    value = text_of(node)
    if value is None or (value == "" and isinstance(node, Scalar) and node.plain):
        bad_value(
            findings, node, what, "text", suggestion or "write text, in quotes where in doubt"
        )
        return None
    return value


def integer(findings: Findings, node: Node, what: str, least: int, most: int) -> int | None:
    """`node` as an integer from `least` to `most`; PC1319 beyond 2^53-1, else PC1325."""
    value = node.value if isinstance(node, Scalar) else None
    if type(value) is int and least <= value <= most:
        return value
    if (isinstance(value, float) and value.is_integer()) or value in (float("inf"), float("-inf")):
        report(findings, "PC1319", node, found=describe(node).strip("`"))
        return None
    upto = f"to {most}" if most < SAFE_INTEGER_MAX else "up"
    bad_value(findings, node, what, f"an integer from {least} {upto}", "write such an integer")
    return None


def flag(findings: Findings, at: Mapping, name: str) -> bool:
    """A member that is `true` or `false`, false where it is left out."""
    node = at.get(name)
    if node is None:
        return False
    if isinstance(node, Scalar) and isinstance(node.value, bool):
        return node.value
    bad_value(findings, node, f"`{name}`", "`true` or `false`", "write it without quotes")
    return False


def doc(findings: Findings, at: Mapping) -> Doc:
    """The annotations of a schema, agent or op."""
    texts = {}
    for name in ("title", "description", "$comment"):
        node = at.get(name)
        if node is not None:
            texts[name] = text(findings, node, f"`{name}`") or ""
    is_deprecated = flag(findings, at, "deprecated")
    return Doc(texts.get("title", ""), texts.get("description", ""), is_deprecated)


def uses(findings: Findings, at: Mapping, member: str, hint: str) -> tuple[NameUse, ...]:
    """The distinct names of a list."""
    node = at.get(member)
    if node is None:
        return ()
    found: dict[str, NameUse] = {}
    for item in sequence(findings, node, f"`{member}`", hint):
        name = text_of(item)
        if not name:
            bad_value(findings, item, f"a member of `{member}`", "a name", hint)
        elif name in found:
            expected = "a list of distinct names"
            bad_value(findings, item, f"`{member}`", expected, "name it once")
        else:
            found[name] = NameUse(name, item)
    return tuple(found.values())


def missing(
    findings: Findings, at: Node, key: Node | None, where: str, name: str, hint: str
) -> None:
    """PC1324, at the key of what lacks the member, or at the mapping itself."""
    place = key or at
    end = place.end if key else place.start
    fields = {"where": where, "found": name, "suggestion": hint}
    findings.report("PC1324", (place.start, end), at.pointer, fields)


def closed(
    findings: Findings,
    at: Mapping,
    where: str,
    known: Iterable[str],
    later: Table[str, str],
) -> None:
    """Reports each member that is not `known`: PC1323 where it comes `later`, else PC1301.

    `later` says what to do instead.
    """
    names = tuple(known)
    for name, member in at.members.items():
        if name in names:
            continue
        if name in later:
            not_yet(findings, member, name, later[name])
        else:
            fields = {
                "where": where,
                "found": bounded(name),
                "suggestion": findings.suggest(name, names),
            }
            report(findings, "PC1301", member.key, **fields)


def not_yet(findings: Findings, member: Member, found: str, instead: str) -> None:
    """PC1323: part of the language, not of this release."""
    report(findings, "PC1323", member.key, found=found, suggestion=instead)
