"""Bytes of a source to its tree: limits, encoding, duplicate keys; nothing is interpreted yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from peerc.compiler.diagnostics import Findings, Source
from peerc.compiler.frontend import json_events, yaml_events
from peerc.compiler.frontend.events import Close, Event, Open, SyntaxFault, Text, resolve
from peerc.compiler.tree import Mapping, Member, Node, Scalar, Sequence, describe

SOURCE_BYTES_MAX = 131_072  # spec/limits.json
EVENTS_MAX = 30_000
DEPTH_MAX = 64
_YAML11_WORDS = frozenset({"no", "on", "yes", "off"})  # booleans to older readers
# Members whose value may be a boolean, or holds values of any kind; elsewhere it is a name or text.
_MAYBE_BOOLEAN = frozenset(
    {
        *("additionalProperties", "const", "default", "deprecated", "enum", "examples", "final"),
        *("items", "uniqueItems", "x-pc-open"),
    }
)


def read(file: str, raw: bytes) -> tuple[Mapping | None, Findings]:
    """The tree of a contract source, and what there is to say about its form.

    None when it cannot be read to its end or is no mapping: PC1001, PC1002, PC1004, PC1005, PC1006.
    With duplicate keys (PC1003) there is a tree, of the first of each.
    """
    code, problem, at = _fault_of_encoding(raw)
    if code:
        text = raw[:SOURCE_BYTES_MAX].decode("utf-8", "replace") if at else ""
        findings = Findings(Source(file, text))
        findings.report(code, (at, at), "", {"problem": problem})
        return None, findings
    text = raw.decode("utf-8")
    findings = Findings(Source(file, text))
    readers = _readers(file, text)
    for events in readers:
        findings = Findings(findings.source)
        try:
            root = _Builder(findings).build(events(text))
        except SyntaxFault as stopped:
            if stopped.code == "PC1001" and events is not readers[-1]:
                continue
            findings.report(stopped.code, (stopped.start, stopped.end), "", stopped.fields)
            return None, findings
        if isinstance(root, Mapping):
            return root, findings
        found = "nothing" if root is None else describe(root)
        findings.report("PC1006", (0, 0), "", {"found": found})
        break
    return None, findings


def _readers(file: str, text: str) -> list[Callable[[str], Iterator[Event]]]:
    """The reader for `text`; two where it looks like JSON and may be YAML's flow style instead."""
    if file.endswith(".json"):
        return [json_events.events]
    if text.lstrip(" \t\r\n").startswith("{"):
        return [json_events.events, yaml_events.events]
    return [yaml_events.events]


def _fault_of_encoding(raw: bytes) -> tuple[str, str, int]:
    """Code, problem and offset in code points of the first fault; "" where there is none."""
    if len(raw) > SOURCE_BYTES_MAX:
        return "PC1005", f"it has more than {SOURCE_BYTES_MAX:,} bytes", 0
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in raw[:4]:
        return "PC1004", "it looks like UTF-16", 0
    if raw.startswith(b"\xef\xbb\xbf"):
        return "PC1004", "it starts with a byte order mark", 0
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        at = len(raw[: error.start].decode("utf-8"))
        return "PC1004", f"byte {error.start} is 0x{raw[error.start]:02x}", at
    return "", "", 0


class _Builder:
    """Builds the tree without recursion, and stops where a source goes beyond its limits."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._stack: list[Mapping | Sequence] = []
        self._key: Scalar | None = None
        self._root: Node | None = None

    def build(self, events: Iterator[Event]) -> Node | None:
        """The root. Raises SyntaxFault PC1001, PC1002, PC1005."""
        for count, event in enumerate(events):
            if count >= EVENTS_MAX:
                problem = f"it has more than {EVENTS_MAX:,} YAML events"
                raise SyntaxFault("PC1005", event.start, event.end, problem=problem)
            if isinstance(event, Close):
                self._stack.pop().end = event.end
            elif isinstance(event, Open):
                self._open(event)
            else:
                self._text(event)
        return self._root

    def _open(self, event: Open) -> None:
        if self._awaits_key():
            feature = "a mapping or a list as a key"
            raise SyntaxFault("PC1002", event.start, event.end, feature=feature)
        if len(self._stack) >= DEPTH_MAX:
            problem = f"it is nested more than {DEPTH_MAX} levels deep"
            raise SyntaxFault("PC1005", event.start, event.end, problem=problem)
        kind = Mapping if event.is_mapping else Sequence
        parent, token = self._place()
        node = kind(event.start, event.end, parent, token)
        self._add(node)
        self._stack.append(node)

    def _text(self, event: Text) -> None:
        value = resolve(event.text, event.plain)
        if not self._awaits_key():
            parent, token = self._place()
            node = Scalar(event.start, event.end, parent, token, value, event.text, event.plain)
            if event.plain and event.text.lower() in _YAML11_WORDS and _may_be_boolean(node):
                place = (event.start, event.end)
                self._findings.report("PC1008", place, node.pointer, {"found": event.text})
            self._add(node)
            return
        if event.plain and event.text == "<<":
            raise SyntaxFault("PC1002", event.start, event.end, feature="the merge key `<<`")
        mapping = self._stack[-1]
        self._key = Scalar(
            event.start, event.end, mapping, event.text, value, event.text, event.plain
        )
        assert isinstance(mapping, Mapping)
        if event.text in mapping.members:
            found = event.text[:64]
            pointer = self._key.pointer
            self._findings.report("PC1003", (event.start, event.end), pointer, {"found": found})

    def _awaits_key(self) -> bool:
        return bool(self._stack) and isinstance(self._stack[-1], Mapping) and self._key is None

    def _place(self) -> tuple[Node | None, str]:
        if not self._stack:
            return None, ""
        parent = self._stack[-1]
        if isinstance(parent, Sequence):
            return parent, str(len(parent.items))
        assert self._key is not None
        return parent, self._key.token

    def _add(self, node: Node) -> None:
        if not self._stack:
            self._root = node
            return
        parent = self._stack[-1]
        if isinstance(parent, Sequence):
            parent.items.append(node)
            return
        assert self._key is not None
        if self._key.token not in parent.members:
            parent.members[self._key.token] = Member(self._key, node)
        self._key = None


def _may_be_boolean(node: Node) -> bool:
    """Whether a scalar stands where a boolean would mean something, or in an annotation."""
    at: Node | None = node
    depth = 0
    while at is not None and at.parent is not None:
        is_member = isinstance(at.parent, Mapping)
        if is_member and at.token == "examples":
            return True
        if is_member and depth == 0 and at.token.startswith("x-") and at.token[:5] != "x-pc-":
            return True
        if is_member and at.token in _MAYBE_BOOLEAN and depth <= (at.token == "enum"):
            return True
        at, depth = at.parent, depth + 1
    return False
