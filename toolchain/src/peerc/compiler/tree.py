"""The source as a tree: mappings, sequences and scalars with their places, not interpreted yet."""

from __future__ import annotations

from dataclasses import dataclass, field

Value = None | bool | int | float | str


@dataclass(slots=True, eq=False)
class Node:
    """A place of the source: offsets in code points, the parent, and the name or index there."""

    start: int
    end: int
    parent: Node | None
    token: str

    @property
    def pointer(self) -> str:
        """JSON Pointer of this node (RFC 6901). Made on demand: hostile keys are long, and deep."""
        tokens = []
        node: Node | None = self
        while node is not None and node.parent is not None:
            tokens.append(node.token.replace("~", "~0").replace("/", "~1"))
            node = node.parent
        return "".join("/" + token for token in reversed(tokens))


@dataclass(slots=True, eq=False)
class Scalar(Node):
    """`value` by spec/contract.md#source; `literal` is its text; `plain` = not quoted."""

    value: Value
    literal: str
    plain: bool


@dataclass(slots=True, eq=False)
class Member:
    """One member of a mapping: its key's own place, and its value."""

    key: Scalar
    value: Node


@dataclass(slots=True, eq=False)
class Mapping(Node):
    """Members in the order of the source, the first of each name."""

    members: dict[str, Member] = field(default_factory=dict)

    def get(self, name: str) -> Node | None:
        """The value of the member `name`, None when there is none."""
        member = self.members.get(name)
        return member.value if member else None


@dataclass(slots=True, eq=False)
class Sequence(Node):
    """Items in order."""

    items: list[Node] = field(default_factory=list)


def text_of(node: Node | None) -> str | None:
    """The string that `node` is, or None."""
    if isinstance(node, Scalar) and isinstance(node.value, str):
        return node.value
    return None


def json_value(node: Node) -> object:
    """The JSON value that `node` writes, its members in the order of the source."""
    if isinstance(node, Mapping):
        return {name: json_value(member.value) for name, member in node.members.items()}
    if isinstance(node, Sequence):
        return [json_value(item) for item in node.items]
    assert isinstance(node, Scalar)
    return node.value


def describe(node: Node) -> str:
    """What `node` is, for a message: `a mapping`, `"text"`, `12`."""
    if isinstance(node, Mapping):
        return "a mapping"
    if isinstance(node, Sequence):
        return "a list"
    assert isinstance(node, Scalar)
    if isinstance(node.value, str):
        if node.plain and not node.value:
            return "nothing"
        return f'"{node.value[:48]}"' if len(node.value) <= 48 else f'"{node.value[:45]}..."'
    return f"`{node.literal[:48]}`"
