"""The form `string`: lengths, `pattern`, `format`, `contentEncoding`."""

from __future__ import annotations

from peerc.compiler.checks.counts import counts
from peerc.compiler.checks.patterns import read_pattern
from peerc.compiler.checks.reading import text
from peerc.compiler.checks.site import Site
from peerc.compiler.diagnostics import bounded
from peerc.compiler.model import Schema, StringSchema

FORMATS = (
    "date",
    "time",
    "date-time",
    "uuid",
    "int64",
    "uint64",
    "decimal",
    "uri",
    "email",
    "hostname",
    "ipv4",
    "ipv6",
    "base64",
)  # spec/contract.md#formats
# Formats that others know and this dialect does not, and what to write.
_INSTEAD = {
    "byte": "write `contentEncoding: base64`",
    "binary": "write `contentEncoding: base64`",
    "datetime": "did you mean `date-time`?",
    "ip": "did you mean `ipv4` or `ipv6`?",
    "url": "did you mean `uri`?",
    "uri-reference": "write `uri`, or leave it out",
    "duration": "use an integer with the unit in its name: `wait_ms`",
    "float": "write `type: number`",
    "double": "write `type: number`",
    "int32": "write `type: integer` with `minimum` and `maximum`",
    "regex": "leave it out",
}


def string_schema(site: Site) -> Schema:
    """A string with its bounds."""
    least, most = counts(site.findings, site.at, "minLength", "maxLength")
    node = site.at.get("pattern")
    pattern = None if node is None else read_pattern(site.findings, node)
    form = _format(site)
    is_base64 = _encoding(site) or form == "base64"
    if is_base64:
        form = None
    return StringSchema(*site.head, least or 0, most, pattern, form, is_base64)


def _format(site: Site) -> str | None:
    """One of the closed list (PC1308)."""
    node = site.at.get("format")
    if node is None:
        return None
    name = text(site.findings, node, "`format`")
    if name is None or name in FORMATS:
        return name
    hint = _INSTEAD.get(name) or site.findings.suggest(name, FORMATS)
    hint = hint or f"it is one of {', '.join(FORMATS)}; or write a `pattern`"
    site.report("PC1308", node, found=bounded(name), suggestion=hint)
    return None


def _encoding(site: Site) -> bool:
    """`contentEncoding: base64` (PC1308 for another), not beside `format: base64` (PC1321)."""
    member = site.at.members.get("contentEncoding")
    if member is None:
        return False
    name = text(site.findings, member.value, "`contentEncoding`")
    if name is not None and name != "base64":
        hint = "write `contentEncoding: base64`"
        site.report("PC1308", member.value, found=bounded(name), suggestion=hint)
        return False
    form = site.at.get("format")
    if form is not None and getattr(form, "value", None) == "base64":
        site.report("PC1321", member.key, found="contentEncoding", type="`format: base64`")
    return name is not None
