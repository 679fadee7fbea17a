"""A type of another contract as one of this: its whole name, and the place where it is used."""

from __future__ import annotations

from dataclasses import replace

from peerc.compiler.model import (
    ArraySchema,
    EnumSchema,
    MapSchema,
    Property,
    RecordSchema,
    RefSchema,
    Schema,
    TupleSchema,
    TypeDecl,
    UnionSchema,
)
from peerc.compiler.tree import Mapping, Node, Scalar


def renamed(decl: TypeDecl, name: str, prefix: str, at: Node) -> TypeDecl:
    """`decl` under `name`; its references to types beside it begin with `prefix`.

    Every node of it becomes one at the reference `at`: findings point into this source.
    """
    return TypeDecl(name, at, _Renamer(prefix, at).optional(decl.schema), is_imported=True)


class _Renamer:
    def __init__(self, prefix: str, at: Node) -> None:
        self._prefix = prefix
        self._node = Mapping(at.start, at.end, at.parent, at.token)

    def optional(self, schema: Schema | None) -> Schema | None:
        return None if schema is None else self._schema(replace(schema, node=self._node))

    def _schema(self, schema: Schema) -> Schema:
        node = self._node
        match schema:
            case RefSchema():
                target = schema.target
                if ":" not in target:
                    target = self._prefix + target
                return replace(schema, target=target, at=node, written=schema.form_target)
            case RecordSchema():
                properties = tuple(self._property(one) for one in schema.properties)
                return replace(schema, properties=properties)
            case MapSchema():
                return replace(schema, values=self.optional(schema.values))
            case ArraySchema():
                return replace(schema, items=self.optional(schema.items))
            case TupleSchema():
                return replace(schema, items=tuple(map(self.optional, schema.items)))
            case UnionSchema():
                arms = tuple(map(self.optional, schema.arms))
                return replace(schema, arms=arms, arm_nodes=(node,) * len(arms))
            case EnumSchema():
                return replace(schema, value_nodes=(node,) * len(schema.values))
        return schema

    def _property(self, one: Property) -> Property:
        node = self._node
        key = Scalar(node.start, node.end, node.parent, node.token, one.name, one.name, False)
        default = None if one.default is None else replace(one.default, node=node)
        return replace(one, key=key, schema=self.optional(one.schema), default=default)
