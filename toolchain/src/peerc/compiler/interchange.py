"""The IR as JSON and back: what an emitter in another process reads (spec/plugins.md).

Every part is an object whose `node` is the name of its class in snake_case; its members are the
fields that `ir.py` documents. Tuples are lists, bytes are base64, None is null.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from typing import Any

from peerc.compiler import ir

Json = Any


class NotTheIr(Exception):
    """JSON that is no IR of this version; says where and why."""


def _node_of(cls: type) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()


def nodes() -> dict[str, type]:
    """The classes by their `node`."""
    found = [one for one in vars(ir).values() if isinstance(one, type) and is_dataclass(one)]
    return {_node_of(one): one for one in found}


def written(part: object) -> Json:
    """A part of the IR, whole or small, as JSON."""
    if isinstance(part, ir.Default):
        return {"node": "default", "value": part.value}
    if is_dataclass(part):
        members = {field.name: written(getattr(part, field.name)) for field in fields(part)}
        return {"node": _node_of(type(part)), **members}
    if isinstance(part, tuple):
        return [written(one) for one in part]
    if isinstance(part, bytes):
        return base64.b64encode(part).decode()
    return part


def contract(data: Json) -> ir.Contract:
    """The contract that JSON says. Raises NotTheIr."""
    found = _read(data, "", nodes())
    if not isinstance(found, ir.Contract):
        raise NotTheIr("the root is no `contract`")
    return found


def _read(data: Json, at: str, known: dict[str, type]) -> Any:
    if isinstance(data, list):
        return tuple(_read(one, f"{at}/{index}", known) for index, one in enumerate(data))
    if not isinstance(data, dict):
        return data
    cls = known.get(str(data.get("node")))
    if cls is None:
        raise NotTheIr(f"{at or 'the root'}: no `node` of the IR")
    members = {name: one for name, one in data.items() if name != "node"}
    declared = {field.name: str(field.type) for field in fields(cls)}
    if members.keys() != declared.keys():
        wrong = sorted(members.keys() ^ declared.keys())
        raise NotTheIr(f"{at or 'the root'}: `{data['node']}` and `{wrong[0]}` do not go together")
    readers: dict[str, Callable[[Json, str], Any]] = {"bytes": _bytes, "object": lambda one, _: one}
    found = {
        name: readers[declared[name]](one, f"{at}/{name}")
        if declared[name] in readers
        else _read(one, f"{at}/{name}", known)
        for name, one in members.items()
    }
    return cls(**found)


def _bytes(text: Json, at: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (TypeError, ValueError, binascii.Error):
        raise NotTheIr(f"{at}: no base64") from None
