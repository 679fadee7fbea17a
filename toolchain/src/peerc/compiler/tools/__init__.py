"""Operations as tools of a language model, in the shape that each vendor's API reads.

`definitions(contract, vendor, agent)` gives the whole document, and what it could not carry over.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from peerc.compiler import ir
from peerc.compiler.emit.json_schema.shapes import Json, Schemas
from peerc.compiler.tools import inline, strict

NAME_MAX = 64
_NAME = re.compile(rf"[a-zA-Z0-9_-]{{1,{NAME_MAX}}}\Z")


class NoTool(Exception):
    """An operation that is none for this vendor: its `agent.op`, why, and what to do."""

    def __init__(self, op: str, problem: str, hint: str) -> None:
        super().__init__(op, problem, hint)
        self.op, self.problem, self.hint = op, problem, hint


@dataclass(frozen=True, slots=True)
class Tool:
    """One operation; schemas are self-contained."""

    name: str
    agent: ir.Agent
    op: ir.Op
    description: str
    input: Json
    output: Json | None


def definitions(contract: ir.Contract, vendor: str, agent: str | None) -> tuple[Json, list[str]]:
    """The document for a vendor of VENDORS, of one agent or all; and notes on what was lost."""
    tools: dict[str, Tool] = {}
    for one in contract.agents:
        for op in one.ops if agent in (None, one.names.wire) else ():
            made = _tool(Schemas(contract), one, op)
            if made.name in tools:
                other = tools[made.name]
                twin = f"{other.agent.names.wire}.{other.op.names.wire}"
                hint = "export one agent at a time: `--agent`"
                raise NoTool(_full(one, op), f"`{twin}` has the tool name `{made.name}` too", hint)
            tools[made.name] = made
    notes: list[str] = []
    return VENDORS[vendor](list(tools.values()), notes), notes


def _full(agent: ir.Agent, op: ir.Op) -> str:
    return f"{agent.names.wire}.{op.names.wire}"


def _tool(schemas: Schemas, agent: ir.Agent, op: ir.Op) -> Tool:
    full = _full(agent, op)
    name = full.replace(".", "_")
    if not _NAME.match(name):
        raise NoTool(full, f"`{name}` has more than {NAME_MAX} characters", "shorten the names")
    if not isinstance(_resolved(schemas, op.input), ir.Record):
        hint = "give it a record: a model sends its arguments as an object"
        raise NoTool(full, f"its input `{op.input}` is no record", hint)
    texts = [op.doc.title, op.doc.description]
    texts += ["Deprecated."] if op.doc.deprecated else []
    said = " ".join(" ".join(text.split()) for text in texts if text) or f"Calls {full}."
    output = whole(schemas, op.output)
    is_object = isinstance(_resolved(schemas, op.output), ir.Record)
    return Tool(name, agent, op, said, whole(schemas, op.input), output if is_object else None)


def _resolved(schemas: Schemas, wire: str) -> ir.Shape:
    shape = schemas.types[wire].shape
    while isinstance(shape, ir.Ref) and not shape.nullable:
        shape = schemas.types[shape.target].shape
    return shape


def whole(schemas: Schemas, wire: str) -> Json:
    """A record's schema as a root object, with the definitions that it needs below it."""
    shape = _resolved(schemas, wire)
    root = schemas.schema(shape) | {
        name: text
        for name, text in schemas.named(wire).items()
        if name in ("title", "description", "deprecated")
    }
    found = schemas.needed(wire)
    if f'"{schemas.pointer(wire)}"' not in repr(found).replace("'", '"'):
        found.pop(schemas.name(wire), None)  # nothing refers to the root itself
    return root | ({"$defs": found} if found else {})


def _bedrock(tools: list[Tool], notes: list[str]) -> Json:
    """`toolConfig` of Amazon Bedrock's Converse; references are written out."""
    made = []
    for tool in tools:
        try:
            schema = inline.inlined(tool.input)
        except inline.Recursive as name:
            hint = "export it for another vendor, or give it an input without a circle"
            problem = f"its input refers to itself through `{name}`"
            raise NoTool(_full(tool.agent, tool.op), problem, hint) from None
        spec = {"name": tool.name, "description": tool.description, "inputSchema": {"json": schema}}
        made.append({"toolSpec": spec})
    return {"tools": made}


def _openai(tools: list[Tool], notes: list[str]) -> Json:
    """`tools` of OpenAI's Responses API, strict where the schema can be."""
    made = []
    for tool in tools:
        schema, lost, is_strict = strict.strict(tool.input)
        notes += [f"{tool.name}: {one}" for one in lost]
        head = {"type": "function", "name": tool.name, "description": tool.description}
        made.append(head | {"parameters": schema, "strict": is_strict})
    return {"tools": made}


def _anthropic(tools: list[Tool], notes: list[str]) -> Json:
    """`tools` of Anthropic's Messages API."""
    return {
        "tools": [
            {"name": tool.name, "description": tool.description, "input_schema": tool.input}
            for tool in tools
        ]
    }


def _mcp(tools: list[Tool], notes: list[str]) -> Json:
    """The result of `tools/list` of the Model Context Protocol."""
    made = []
    for tool in tools:
        one: Json = {"name": tool.name, "description": tool.description, "inputSchema": tool.input}
        if tool.output is not None:
            one["outputSchema"] = tool.output
        else:
            notes.append(f"{tool.name}: its output is no object, so there is no `outputSchema`")
        if tool.op.doc.title:
            one["title"] = tool.op.doc.title
        effect = tool.op.effect
        one["annotations"] = {
            "readOnlyHint": effect == "read",
            "destructiveHint": effect == "destructive",
            "idempotentHint": effect in ("read", "idempotent"),
        }
        made.append(one)
    return {"tools": made}


VENDORS: dict[str, Callable[[list[Tool], list[str]], Json]] = {
    "bedrock": _bedrock,
    "openai": _openai,
    "anthropic": _anthropic,
    "mcp": _mcp,
}
