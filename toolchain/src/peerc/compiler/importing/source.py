"""A JSON Schema's bytes to a tree with places, and the way along its `$ref`s."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from peerc.compiler.diagnostics import Finding, Findings, Source
from peerc.compiler.frontend import json_events
from peerc.compiler.frontend.events import Close, Open, SyntaxFault, resolve
from peerc.compiler.tree import Mapping, Member, Node, Scalar, Sequence, text_of

SCHEMA_BYTES_MAX = 4_194_304
DEPTH_MAX = 64
_OLD = re.compile(r"draft-0[3-7]")  # where nothing beside a `$ref` is looked at
_INDEX = re.compile(r"0|[1-9][0-9]{0,8}\Z")


def read(file: str, raw: bytes) -> tuple[Mapping | None, Source, tuple[Finding, ...]]:
    """The tree of a schema; None with what is wrong (PC1001, PC1004, PC1005, PC1006)."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        source = Source(file, "")
        return None, source, _said(source, "PC1004", (0, 0), problem=f"byte {error.start}")
    source = Source(file, text)
    if len(raw) > SCHEMA_BYTES_MAX:
        problem = f"it has more than {SCHEMA_BYTES_MAX:,} bytes"
        return None, source, _said(source, "PC1005", (0, 0), problem=problem)
    try:
        root = _build(text)
    except SyntaxFault as stopped:
        place = (stopped.start, stopped.end)
        return None, source, _said(source, stopped.code, place, **stopped.fields)
    if isinstance(root, Mapping):
        return root, source, ()
    return None, source, _said(source, "PC1001", (0, 1), problem="a schema is an object")


def _said(source: Source, code: str, place: tuple[int, int], **fields: str) -> tuple[Finding, ...]:
    findings = Findings(source)
    findings.report(code, place, "", fields)
    return findings.sorted()


def _build(text: str) -> Node | None:
    """Without recursion; of two members with one name the last counts, as validators have it."""
    stack: list[Mapping | Sequence] = []
    keys: list[Scalar | None] = []
    root: Node | None = None
    for event in json_events.events(text):
        if isinstance(event, Close):
            stack.pop().end = event.end
            keys.pop()
            continue
        parent = stack[-1] if stack else None
        key = keys[-1] if keys else None
        node: Node
        if isinstance(event, Open):
            if len(stack) >= DEPTH_MAX:
                problem = f"it is nested more than {DEPTH_MAX} levels deep"
                raise SyntaxFault("PC1005", event.start, event.end, problem=problem)
            kind = Mapping if event.is_mapping else Sequence
            node = kind(event.start, event.end, parent, _token(parent, key))
        else:
            value = resolve(event.text, event.plain)
            place = event.start, event.end, parent
            if isinstance(parent, Mapping) and key is None:
                keys[-1] = Scalar(*place, event.text, event.text, event.text, event.plain)
                continue
            node = Scalar(*place, _token(parent, key), value, event.text, event.plain)
        if isinstance(parent, Sequence):
            parent.items.append(node)
        elif isinstance(parent, Mapping) and key is not None:
            parent.members[key.token] = Member(key, node)
            keys[-1] = None
        else:
            root = node
        if isinstance(node, Mapping | Sequence):
            stack.append(node)
            keys.append(None)
    return root


def _token(parent: Node | None, key: Scalar | None) -> str:
    if isinstance(parent, Sequence):
        return str(len(parent.items))
    return key.token if key else ""


class References:
    """The schemas of one file by reference."""

    def __init__(self, root: Mapping) -> None:
        self.root = root
        schema = text_of(root.get("$schema")) or ""
        self.is_old = bool(_OLD.search(schema)) and "2019" not in schema
        self._base = (text_of(root.get("$id")) or text_of(root.get("id")) or "").rstrip("#")
        self._anchors: dict[str, Node] | None = None

    def target(self, reference: str) -> Node | None:
        """The node that a `$ref` of this file means; None when it is not in the file."""
        base, _, fragment = reference.partition("#")
        if base and base != self._base:
            return None
        fragment = unquote(fragment)
        if fragment and not fragment.startswith("/"):
            return self._anchor(fragment)
        node: Node | None = self.root
        for token in fragment.split("/")[1:]:
            token = token.replace("~1", "/").replace("~0", "~")
            if isinstance(node, Mapping):
                node = node.get(token)
            elif isinstance(node, Sequence) and _INDEX.match(token):
                node = node.items[int(token)] if int(token) < len(node.items) else None
            else:
                return None
        return node

    def _anchor(self, name: str) -> Node | None:
        if self._anchors is None:
            self._anchors = {}
            for node in below(self.root):
                for word in (text_of(node.get("$anchor")), text_of(node.get("$dynamicAnchor"))):
                    if word:
                        self._anchors.setdefault(word, node)
                own = text_of(node.get("$id")) or text_of(node.get("id")) or ""
                if own.startswith("#"):
                    self._anchors.setdefault(own[1:], node)
        return self._anchors.get(name)


def below(root: Node) -> Iterator[Mapping]:
    """Every mapping of the tree, the outer before the inner."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Mapping):
            yield node
            waiting += [member.value for member in reversed(node.members.values())]
        elif isinstance(node, Sequence):
            waiting += reversed(node.items)
