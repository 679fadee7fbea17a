"""The doc hash: what a contract says to people, on top of what it means.

spec/contract.md#contract-form-and-hash, "Doc hash". Pointers are into the contract form.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Iterable

from peercontract.core.canonical import canonical, contract_id

from peerc.compiler.checks.keywords import ANNOTATIONS
from peerc.compiler.model import (
    AgentDecl,
    ArraySchema,
    ContractDecl,
    EnumSchema,
    MapSchema,
    OpDecl,
    RecordSchema,
    RefSchema,
    Schema,
    TupleSchema,
    UnionSchema,
)
from peerc.compiler.schema_form import enum_form, ordered_arms
from peerc.compiler.tree import Mapping, Node, json_value

_PREFIX = "pd1-"
_ROOT = frozenset({"peer", "name", "types", "agents", "limits", "run"})
_AGENT = frozenset({"ops", "calls", "clearance", "concurrency", "accelerator"})
_HASHED_EXTENSIONS = ("x-pc-open", "x-pc-label")


def doc_id(contract: ContractDecl, form: bytes) -> str:
    """The doc hash (`pd1-` + 52 characters) of the contract with this form."""
    written = _Written()
    written.contract(contract)
    whole = {
        "contract": hashlib.sha256(form).hexdigest(),
        "docs": written.docs,
        "order": written.order,
        "peer_doc": 1,
    }
    return _PREFIX + contract_id(canonical(whole)).removeprefix("pc1-")


class _Written:
    """What is gathered: annotations and written orders by pointer."""

    def __init__(self) -> None:
        self.docs: dict[str, dict[str, object]] = {}
        self.order: dict[str, list[object]] = {}

    def contract(self, contract: ContractDecl) -> None:
        root = contract.node
        self._docs("", root, lambda name: name not in _ROOT)
        own = [decl for decl in contract.types.values() if not decl.is_imported]
        self._order("/types", [decl.name for decl in own])
        for decl in own:
            self._schema(f"/types/{decl.name}", decl.schema)
        self._order("/agents", contract.agents)
        for agent in contract.agents.values():
            self._agent(f"/agents/{agent.name}", agent)
        run = root.get("run")
        if isinstance(run, Mapping):
            self._docs("/run", run, _is_annotation)
            self._states(run.get("states"), "/run/states/")

    def _agent(self, at: str, agent: AgentDecl) -> None:
        node = _beside(agent.key)
        self._docs(at, node, lambda name: name not in _AGENT)
        self._order(f"{at}/ops", [op.name for op in agent.ops])
        for op in agent.ops:
            self._op(f"{at}/ops/{op.name}", op)

    def _op(self, at: str, op: OpDecl) -> None:
        node = _beside(op.key)
        self._docs(at, node, _is_annotation)
        for side in ("input", "output"):
            inner = node.get(side) if isinstance(node, Mapping) else None
            if isinstance(inner, Mapping) and "$ref" in inner.members:
                self._docs(f"{at}/{side}", inner, _is_annotation)

    def _states(self, states: Node | None, before: str) -> None:
        """Inner states are named `outer.inner`."""
        if not isinstance(states, Mapping):
            return
        for name, member in states.members.items():
            if isinstance(member.value, Mapping):
                self._docs(before + name, member.value, _is_annotation)
                self._states(member.value.get("states"), f"{before}{name}.")

    def _schema(self, at: str, schema: Schema | None) -> None:
        assert schema is not None  # a contract with errors has no hash
        self._docs(at, schema.node, _is_annotation)
        match schema:
            case RefSchema() if schema.at.parent is not schema.node:
                self._docs(f"{at}/oneOf/0", schema.at.parent, _is_annotation)
            case RecordSchema():
                self._order(f"{at}/properties", [one.name for one in schema.properties])
                for one in schema.properties:
                    token = one.name.replace("~", "~0").replace("/", "~1")
                    self._schema(f"{at}/properties/{token}", one.schema)
            case MapSchema():
                self._schema(f"{at}/additionalProperties", schema.values)
            case ArraySchema():
                self._schema(f"{at}/items", schema.items)
            case TupleSchema():
                for index, item in enumerate(schema.items):
                    self._schema(f"{at}/prefixItems/{index}", item)
            case UnionSchema():
                for index, arm in ordered_arms(schema):
                    self._schema(f"{at}/oneOf/{index}", arm)
            case EnumSchema():
                formed = [one for one in enum_form(schema) if one is not None]
                self._order(f"{at}/enum", schema.values, formed)

    def _docs(self, at: str, node: Node | None, is_doc: Callable[[str], bool]) -> None:
        if not isinstance(node, Mapping):
            return
        found = {
            name: _finite(json_value(member.value))
            for name, member in node.members.items()
            if is_doc(name)
        }
        if found:
            self.docs[at] = found

    def _order(self, at: str, names: Iterable[object], formed: list[object] | None = None) -> None:
        written = list(names)
        if written != (sorted(map(str, written)) if formed is None else formed):
            self.order[at] = written


def _is_annotation(name: str) -> bool:
    return name in ANNOTATIONS or (name.startswith("x-") and name not in _HASHED_EXTENSIONS)


def _beside(key: Node) -> Node | None:
    """What stands behind a key of the source."""
    return key.parent.get(key.token) if isinstance(key.parent, Mapping) else None


def _finite(value: object) -> object:
    """A number that no double holds is its sign and `Infinity`, as text."""
    if isinstance(value, dict):
        return {name: _finite(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_finite(item) for item in value]
    if isinstance(value, float) and math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return value
