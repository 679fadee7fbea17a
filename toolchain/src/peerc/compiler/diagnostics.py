"""What a check has to say: findings with code, place and hint, and the collector of them."""

from __future__ import annotations

import difflib
import hashlib
from bisect import bisect_right
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from peerc.compiler import catalogue

SHOWN_MAX = 64  # code points of a contract's own text in a message
# Comparisons of names that one source may cost: thousands of unknown names delay no refusal.
_COMPARISONS_MAX = 20_000


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a source: lines and columns from 1, in code points, the end exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Changed:
    """What a finding of `peerc breaking` has besides: spec/compatibility.md#findings.

    `op` is `agent.op` or "", `direction` input, output or ""; `witness` is JSON text, "" for none.
    """

    rule: str
    category: str  # WIRE | SOURCE | BEHAVIOUR
    op: str
    direction: str
    witness: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to say about a source. `excerpt` is the text of line `span.line`, without its end.

    `pointer` is a JSON Pointer (RFC 6901) into the source document; `fingerprint` is made of code
    and pointer alone, so that it outlives edits of the text around it. `notes` stand above the
    hint. What `peerc breaking` finds has `changed`, which its fingerprint is made of instead.
    """

    code: str
    level: str  # error | warning
    message: str
    file: str
    span: Span
    pointer: str
    hint: str
    excerpt: str
    notes: tuple[str, ...] = ()
    changed: Changed | None = None

    @property
    def fingerprint(self) -> str:
        """The first 16 hex digits of SHA-256 over `code:pointer`, or what names the change."""
        identity = f"{self.code}:{self.pointer}"
        if self.changed:
            change = self.changed
            identity = f"{change.rule}:{change.op}:{change.direction}:{self.pointer}"
        return hashlib.sha256(identity.encode()).hexdigest()[:16]


class Source:
    """The text of one file and where its lines are. They end at LF, CR LF or CR, as in YAML 1.2."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text
        self._lines = _lines(text)
        self._starts = [start for start, _ in self._lines]

    def span(self, start: int, end: int) -> Span:
        """The span of the code points from offset `start` to `end`."""
        line, column = self._place(start)
        end_line, end_column = self._place(max(start, end))
        return Span(line, column, end_line, end_column)

    def line(self, number: int) -> str:
        """The text of line `number`, from 1; "" beyond the end."""
        if not 1 <= number <= len(self._lines):
            return ""
        start, end = self._lines[number - 1]
        return self.text[start:end]

    def offset(self, line: int, column: int) -> int:
        """The offset of a place given from 1; the nearest one where the text is shorter."""
        line = min(max(line, 1), len(self._lines))
        start, end = self._lines[line - 1]
        return min(start + max(column, 1) - 1, end)

    def _place(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


@dataclass(slots=True)
class Findings:
    """The collector that every check of one source reports to."""

    source: Source
    found: list[Finding] = field(default_factory=list)
    _comparisons: int = 0

    def report(
        self,
        code: str,
        place: tuple[int, int],
        pointer: str,
        fields: Mapping[str, object],
        hint: str = "",
    ) -> None:
        """Adds the finding `code`, its text of the catalogue filled with `fields`.

        `place` is a start and an end offset. `hint` stands in for the catalogue's where a better
        one is known at the place.
        """
        entry = catalogue.entry(code)
        span = self.source.span(*place)
        texts = {name: shown(value) for name, value in fields.items()}
        finding = Finding(
            code=code,
            level="warning" if code in catalogue.WARNINGS else "error",
            message=catalogue.fill(entry.text, texts),
            file=self.source.file,
            span=span,
            pointer=pointer,
            hint=hint or catalogue.fill(entry.hint, texts),
            excerpt=self.source.line(span.line),
        )
        self.found.append(finding)

    def suggest(self, found: str, known: Collection[str], otherwise: str = "") -> str:
        """`suggest`, as long as this source has not had too much of it."""
        self._comparisons += len(known)
        if self._comparisons > _COMPARISONS_MAX:
            return otherwise or "correct the name"
        return suggest(found, known, otherwise)

    @property
    def has_errors(self) -> bool:
        """Whether a finding is more than a warning."""
        return any(finding.level == "error" for finding in self.found)

    def sorted(self) -> tuple[Finding, ...]:
        """By file, line, column, code; what was said twice of one place is said once."""
        return tuple(sorted(dict.fromkeys(self.found), key=_order))


def _order(finding: Finding) -> tuple[str, int, int, str, str]:
    span = finding.span
    return (finding.file, span.line, span.column, finding.code, finding.message)


def shown(value: object) -> str:
    """A value's text for a message, without a character that could move or hide text."""
    text = str(value)
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)


def bounded(text: str) -> str:
    """A contract's own text, cut for a message."""
    return text if len(text) <= SHOWN_MAX else text[: SHOWN_MAX - 3] + "..."


def suggest(found: str, known: Collection[str], otherwise: str = "") -> str:
    """A hint for a name that nobody knows: the nearest of `known`, else the first of them."""
    names = sorted(known)
    near = difflib.get_close_matches(found[:SHOWN_MAX], names, n=1, cutoff=0.6)
    if near:
        return f"did you mean `{near[0]}`?"
    if otherwise:
        return otherwise
    if not names:
        return "there are none yet"
    listed = ", ".join(f"`{name}`" for name in names[:12])
    return f"known: {listed}" + (f" and {len(names) - 12} more" if len(names) > 12 else "")


def _lines(text: str) -> list[tuple[int, int]]:
    """Start and end (without the line's own end) of each line; at least one."""
    lines = []
    start = 0
    for at, c in enumerate(text):
        if c == "\n" or (c == "\r" and text[at + 1 : at + 2] != "\n"):
            end = at - 1 if c == "\n" and at > start and text[at - 1] == "\r" else at
            lines.append((start, end))
            start = at + 1
    lines.append((start, len(text)))
    return lines
