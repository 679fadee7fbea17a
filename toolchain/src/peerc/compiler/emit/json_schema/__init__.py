"""The types of a contract as JSON Schema, draft 2020-12 (`peerc export json-schema`)."""

from __future__ import annotations

import json

from peerc.compiler import ir
from peerc.compiler.code import File
from peerc.compiler.emit.json_schema.shapes import Json, Schemas

DRAFT = "https://json-schema.org/draft/2020-12/schema"


def emit(contract: ir.Contract) -> tuple[File, ...]:
    """One file, `schema.json`: all types as definitions."""
    return (File("schema.json", text(document(contract, None))),)


def document(contract: ir.Contract, name: str | None) -> Json:
    """All types as `$defs`; with a type's wire name, its schema and the definitions it needs."""
    schemas = Schemas(contract)
    made: Json = {"$schema": DRAFT, "$id": f"urn:peer-contract:{contract.id}"}
    if name is None:
        made |= {"title": contract.name}
        return made | {"$defs": {schemas.name(one): schemas.named(one) for one in schemas.types}}
    made["$id"] += f":{schemas.name(name)}"
    made["$ref"] = schemas.pointer(name)
    return made | {"$defs": schemas.needed(name)}


def text(document: Json | list[Json]) -> str:
    """As a file has it."""
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
