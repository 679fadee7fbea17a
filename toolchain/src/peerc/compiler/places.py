"""A pointer of the compatibility judge to its place in the source, or the nearest above it."""

from __future__ import annotations

from peerc.compiler.checks.walk import schemas
from peerc.compiler.lower_types import Types
from peerc.compiler.model import ContractDecl, RecordSchema
from peerc.compiler.tree import Mapping, Node, Scalar, Sequence, text_of

# Members that the contract form calls otherwise.
_WRITTEN = {"usd_micro": "usd", "contentEncoding": "format", "const": "enum"}


class Places:
    """Where the parts of a contract form are written, by their pointers into it."""

    def __init__(self, declared: ContractDecl) -> None:
        self._root = declared.node
        imported = [one for one in declared.types.values() if one.is_imported]
        elsewhere = {id(schema) for one in imported for schema in schemas(one.schema)}
        self._schemas: dict[str, Node] = {}
        self.reserved: dict[str, frozenset[str]] = {}
        for schema, shape in Types(declared).pairs:
            if id(schema) in elsewhere:
                continue
            self._schemas[shape.rule] = schema.node
            if isinstance(schema, RecordSchema) and schema.reserved:
                self.reserved[shape.rule] = frozenset(schema.reserved)
        for one in imported:  # written in another file: where it is asked for stands for it
            self._schemas[one.name.partition("@")[0].removeprefix("pc:")] = one.key

    def node(self, pointer: str) -> Node:
        """The deepest node that the pointer names; the key of what is a mapping or a list.

        Members of `enum`, `oneOf` and lists of names stand in the pointer by name.
        """
        known = pointer.partition("#")[0] if not pointer.startswith("/") else pointer
        rest: list[str] = []
        while known and known not in self._schemas:
            known, _, token = known.rpartition("/")
            rest.insert(0, token.replace("~1", "/").replace("~0", "~"))
        node = self._schemas[known] if known else self._root
        if rest[:2] == ["run", "states"] and len(rest) > 2:
            outer, dot, inner = rest[2].partition(".")
            rest[2:3] = [outer, "states", inner] if dot else [outer]
        for token in rest:
            found = _part(node, token)
            if found is None:
                break
            node = found
        return _key(node) if isinstance(node, Mapping | Sequence) else node


def _key(node: Node) -> Node:
    """The key that a node is the value of; an item of a list, or the first key of a source."""
    if isinstance(node.parent, Mapping):
        return node.parent.members[node.token].key
    if node.parent is None and isinstance(node, Mapping):
        return next(iter(node.members.values())).key
    return node


def _part(node: Node, token: str) -> Node | None:
    if isinstance(node, Mapping):
        return node.get(token) or node.get(_WRITTEN.get(token, token))
    if isinstance(node, Sequence):
        return next((item for item in node.items if _is_named(item, token)), None)
    return None


def _is_named(item: Node, name: str) -> bool:
    """Whether an item of a list is a value, a target or a tagged arm of that name."""
    if isinstance(item, Scalar):
        return str(item.value) == name
    if not isinstance(item, Mapping):
        return False
    if text_of(item.get("to")) == name:
        return True
    properties = item.get("properties")
    tags = (
        [one.value for one in properties.members.values()]
        if isinstance(properties, Mapping)
        else []
    )
    return any(isinstance(tag, Mapping) and text_of(tag.get("const")) == name for tag in tags)
