"""`x-pc-waivers`: changes that `peerc breaking` lets pass, each with a reason and a last day."""

from __future__ import annotations

import re

from peerc.compiler.checks.keywords import WAIVERS
from peerc.compiler.checks.reading import bad_value, closed, mapping, missing, sequence, text
from peerc.compiler.diagnostics import Findings
from peerc.compiler.model import WaiverDecl
from peerc.compiler.tree import Mapping, Node

REASON_MAX = 500  # characters
_MEMBERS = ("fingerprint", "reason", "expires")
_FINGERPRINT = re.compile(r"[0-9a-f]{16}\Z")
_DATE = re.compile(r"\d{4}-(\d\d)-(\d\d)\Z", re.ASCII)
_EXAMPLE = "write `{fingerprint: 0f1e2d3c4b5a6978, reason: nobody calls it, expires: 2027-06-30}`"


def waivers(findings: Findings, root: Mapping) -> tuple[WaiverDecl, ...]:
    """The waivers that `root` writes; those with an error are left out."""
    node = root.get(WAIVERS)
    if node is None:
        return ()
    found: dict[str, WaiverDecl] = {}
    for item in sequence(findings, node, f"`{WAIVERS}`", _EXAMPLE):
        one = _waiver(findings, item)
        if one is None:
            continue
        if one.fingerprint in found:
            hint = "keep one of the two"
            bad_value(findings, one.node, "a `fingerprint`", "one that is waived once", hint)
        found.setdefault(one.fingerprint, one)
    return tuple(found.values())


def _waiver(findings: Findings, item: Node) -> WaiverDecl | None:
    at = mapping(findings, item, "a waiver", _EXAMPLE)
    if at is None:
        return None
    closed(findings, at, "a waiver", _MEMBERS, {})
    texts = {name: _member(findings, at, name) for name in _MEMBERS}
    if None in texts.values():
        return None
    fingerprint, reason, expires = (texts[name] or "" for name in _MEMBERS)
    nodes = [at.members[name].value for name in _MEMBERS]
    if not _FINGERPRINT.match(fingerprint):
        hint = "copy it from what `peerc breaking` prints, in quotes where it is digits alone"
        bad_value(findings, nodes[0], "`fingerprint`", "16 hexadecimal digits", hint)
    elif not 1 <= len(reason.strip()) <= REASON_MAX:
        expected = f"1 to {REASON_MAX} characters"
        bad_value(findings, nodes[1], "`reason`", expected, "say why the change does no harm")
    elif not _is_date(expires):
        bad_value(findings, nodes[2], "`expires`", "a date", "write `expires: 2027-06-30`")
    else:
        return WaiverDecl(fingerprint, reason, expires, nodes[0])
    return None


def _member(findings: Findings, at: Mapping, name: str) -> str | None:
    node = at.get(name)
    if node is None:
        missing(findings, at, None, "a waiver", name, _EXAMPLE)
        return None
    return text(findings, node, f"`{name}`")


def _is_date(text: str) -> bool:
    found = _DATE.match(text)
    if found is None:
        return False
    year, month, day = int(text[:4]), int(found[1]), int(found[2])
    is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    days = (31, 29 if is_leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    return 1 <= month <= 12 and 1 <= day <= days[month - 1]
