"""A source as entries that can be moved, and the order in which the language's parts stand."""

from __future__ import annotations

from dataclasses import dataclass, field

from peerc.compiler.tree import Mapping, Node, Scalar, Sequence, Value

_ROOT = ("peer", "name", "version", "description", "types", "agents", "limits", "run")
_AGENT = ("language", "description", "clearance", "concurrency", "accelerator", "calls", "ops")
_OP = (
    *("description", "deprecated", "input", "output", "errors", "effect", "timeout_ms"),
    *("max_input_bytes", "max_output_bytes", "retries", "forward"),
)
_SCHEMA = (
    *("$ref", "title", "description", "type", "format", "contentEncoding", "pattern"),
    *("minLength", "maxLength", "enum", "const", "oneOf"),
    *("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "multipleOf"),
    *("required", "properties", "propertyNames", "additionalProperties"),
    *("minProperties", "maxProperties", "prefixItems", "items", "minItems", "maxItems"),
    *("uniqueItems", "default", "examples", "deprecated", "$comment"),
)
_RUN = ("description", "initial", "states")
_STATE = ("description", "final", "wait", "approval", "timeout_ms", "initial", "on", "states")
_ORDERS = {
    "root": _ROOT,
    "agent": _AGENT,
    "op": _OP,
    "schema": _SCHEMA,
    "run": _RUN,
    "state": _STATE,
    "limits": ("hops", "deadline_ms", "budget"),
    "approval": ("by", "quorum"),
    "target": ("to", "when"),
}
# What a member of a part is: (part, name) -> part; "*" is any name or index.
_INNER = {
    ("root", "types"): "schemas",
    ("root", "agents"): "agents",
    ("root", "limits"): "limits",
    ("root", "run"): "run",
    ("schemas", "*"): "schema",
    ("agents", "*"): "agent",
    ("agent", "ops"): "ops",
    ("ops", "*"): "op",
    ("op", "input"): "schema",
    ("op", "output"): "schema",
    ("run", "states"): "states",
    ("states", "*"): "state",
    ("state", "states"): "states",
    ("state", "approval"): "approval",
    ("state", "on"): "events",
    ("events", "*"): "targets",
    ("targets", "*"): "target",
    ("schema", "properties"): "schemas",
    ("schema", "prefixItems"): "schemas",
    ("schema", "oneOf"): "schemas",
    ("schema", "items"): "schema",
    ("schema", "additionalProperties"): "schema",
    ("schema", "propertyNames"): "schema",
}


@dataclass(slots=True, eq=False)
class Entry:
    """A member of a mapping or an item of a list, with its comments; the root has no key."""

    start: int
    key: Scalar | None
    value: Group | Scalar
    parent: Entry | None
    before: list[str] = field(default_factory=list)  # comments above it; "" is an empty line
    beside: str = ""
    after: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The key's text, empty without a key."""
        return self.key.token if self.key else ""

    def json_value(self) -> object:
        """The JSON value that it writes."""
        if isinstance(self.value, Scalar):
            return self.value.value
        entries = self.value.entries
        if self.value.is_mapping:
            return {entry.name: entry.json_value() for entry in entries}
        return [entry.json_value() for entry in entries]

    def has_comments(self) -> bool:
        """Whether it or something in it has a comment, an empty line above not counted."""
        if self.beside or self.after or any(self.before):
            return True
        return isinstance(self.value, Group) and self.value.has_comments()


@dataclass(slots=True, eq=False)
class Group:
    """A mapping or a list. `is_flow`: it stood in brackets; `is_line`: on one line."""

    node: Mapping | Sequence
    is_mapping: bool
    is_flow: bool
    is_line: bool
    entries: list[Entry]

    def has_comments(self) -> bool:
        """Whether something in it has a comment."""
        return any(entry.has_comments() for entry in self.entries)

    def is_scalars(self) -> bool:
        """Whether nothing in it is a list or a mapping."""
        return all(isinstance(entry.value, Scalar) for entry in self.entries)


def parts(root: Node, text: str) -> Entry:
    """The entry of the whole source."""
    top = Entry(root.start, None, Scalar(0, 0, None, "", None, "", True), None)
    top.value = _value(root, text, top)
    return top


def _value(node: Node, text: str, entry: Entry) -> Group | Scalar:
    if isinstance(node, Scalar):
        return node
    assert isinstance(node, Mapping | Sequence)
    is_flow = text[node.start : node.start + 1] in ("{", "[")
    is_line = is_flow and "\n" not in text[node.start : node.end]
    group = Group(node, isinstance(node, Mapping), is_flow, is_line, [])
    pairs: list[tuple[Scalar | None, Node]]
    if isinstance(node, Mapping):
        pairs = [(member.key, member.value) for member in node.members.values()]
    else:
        pairs = [(None, item) for item in node.items]
    for key, inner in pairs:
        child = Entry((key or inner).start, key, Scalar(0, 0, None, "", None, "", True), entry)
        child.value = _value(inner, text, child)
        group.entries.append(child)
    return group


def arrange(top: Entry) -> None:
    """Puts the members of the language's parts in order, and their short spellings in place."""
    assert isinstance(top.value, Group)
    entries = top.value.entries
    head, entries[0].before = entries[0].before, []  # about the file, not about its first member
    _arrange(top, "root")
    entries[0].before[:0] = head


def _arrange(entry: Entry, part: str) -> None:
    group = entry.value
    if not isinstance(group, Group) or not part:
        return
    if part == "schema":
        for member in group.entries:
            _spell(member)
    order = _ORDERS.get(part)
    if order and group.is_mapping:
        group.entries.sort(key=lambda one: _rank(order, one.name))
    for child in group.entries:
        inner = _INNER.get((part, child.name)) or _INNER.get((part, "*"), "")
        _arrange(child, inner)


def _rank(order: tuple[str, ...], name: str) -> int:
    return order.index(name) if name in order else len(order)


def _spell(member: Entry) -> None:
    """`#/$defs/Name` is the bare name; `format: base64` is `contentEncoding`."""
    value = member.value
    if not isinstance(value, Scalar) or not isinstance(value.value, str) or member.key is None:
        return
    if member.name == "$ref" and value.value.startswith("#/$defs/"):
        member.value = _scalar(value, value.value.removeprefix("#/$defs/"))
    elif member.name == "format" and value.value == "base64":
        member.key = _scalar(member.key, "contentEncoding")


def _scalar(node: Scalar, text: str) -> Scalar:
    value: Value = text
    return Scalar(node.start, node.end, node.parent, text, value, text, False)
