"""`peerc export`: documents that their readers take, and what cannot be exported."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from peerc.compiler.tools import VENDORS

from .running import GOLDEN, Done, peerc

EXAMPLE = Path(__file__).resolve().parents[3] / "examples" / "three_agents" / "contract.yaml"
TEXT = {"type": "string", "maxLength": 9}
ASK = {"type": "object", "required": ["text"], "properties": {"text": TEXT}}


def contract(folder: Path, types: dict[str, Any], **op: Any) -> Path:
    """A contract with one operation, `a.f`, of the types In and Out."""
    made = {"input": "In", "output": "Out", **op}
    types = {"Out": {"type": "string"}, **types}
    agents = {"a": {"language": "python", "ops": {"f": made}}}
    path = folder / "contract.json"
    source = {"peer": 1, "name": "exports", "types": types, "agents": agents}
    path.write_text(json.dumps(source), encoding="utf-8")
    return path


def exported(*arguments: str | Path) -> Any:
    done = peerc("export", *map(str, arguments))
    assert done.code == 0, done.err
    return json.loads(done.out)


def refused(*arguments: str | Path) -> Done:
    done = peerc("export", *map(str, arguments))
    assert (done.code, done.out) == (2, "")
    return done


@pytest.mark.parametrize(
    "path", [EXAMPLE, GOLDEN / "dialect" / "contract.yaml"], ids=lambda path: path.parent.name
)
def test_every_type_is_a_valid_schema_of_the_draft(path: Path) -> None:
    document = exported("json-schema", path)
    Draft202012Validator.check_schema(document)
    for name in document["$defs"]:
        one = exported("json-schema", path, "--type", name) if name in ("Query", "All") else None
        if one is not None:
            Draft202012Validator.check_schema(one)
            assert one["$defs"].keys() <= document["$defs"].keys()


@pytest.mark.parametrize("vendor", VENDORS)
def test_the_example_is_exported_for_each_vendor_exactly_so(vendor: str) -> None:
    import os

    done = peerc("export", vendor, str(EXAMPLE), "--agent", "crunch")
    golden = GOLDEN / "export" / f"{vendor}.json"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(done.out, encoding="utf-8")
    assert done.out == golden.read_text(encoding="utf-8")


def schemas_of(vendor: str, document: Any) -> list[Any]:
    tools = document["tools"]
    if vendor == "bedrock":
        return [tool["toolSpec"]["inputSchema"]["json"] for tool in tools]
    name = {"openai": "parameters", "anthropic": "input_schema", "mcp": "inputSchema"}[vendor]
    return [tool[name] for tool in tools]


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_tool_takes_what_the_operation_takes(vendor: str) -> None:
    good = {
        "subject": {"terms": [["tea"]], "needs": "all", "speakers": []},
        "measure": "bm25",
        "limit": 5,
    }
    search = schemas_of(vendor, exported(vendor, EXAMPLE, "--agent", "crunch"))[0]
    Draft202012Validator.check_schema(search)
    if vendor == "openai":
        good["subject"] |= {"from_year": None, "to_year": None}
    assert Draft202012Validator(search).is_valid(good)
    assert not Draft202012Validator(search).is_valid(good | {"limit": 0})
    assert not Draft202012Validator(search).is_valid(good | {"more": 1})


def test_bedrock_reads_no_reference(tmp_path: Path) -> None:
    assert "$ref" not in json.dumps(exported("bedrock", EXAMPLE))
    tree = {"type": "object", "properties": {"next": {"$ref": "In"}}}
    done = refused("bedrock", contract(tmp_path, {"In": tree}))
    assert "PC1602" in done.err
    assert "refers to itself through `In`" in done.err


def test_openai_is_strict_where_it_can_be(tmp_path: Path) -> None:
    (tool,) = exported("openai", contract(tmp_path, {"In": ASK}))["tools"]
    assert tool["strict"] is True
    text = {"type": "string", "description": "(at most 9 characters)"}
    assert tool["parameters"]["properties"] == {"text": text}
    maps = ASK | {
        "properties": {"text": {"type": "object", "additionalProperties": {"type": "string"}}}
    }
    done = peerc("export", "openai", str(contract(tmp_path, {"In": maps})))
    assert json.loads(done.out)["tools"][0]["strict"] is False
    assert "note: a_f: not strict" in done.err


def test_openai_makes_an_optional_member_nullable_and_says_so(tmp_path: Path) -> None:
    optional = ASK | {"required": []}
    done = peerc("export", "openai", str(contract(tmp_path, {"In": optional})))
    (tool,) = json.loads(done.out)["tools"]
    assert tool["parameters"]["required"] == ["text"]
    assert tool["parameters"]["properties"]["text"]["type"] == ["string", "null"]
    assert "leave a null out before the call" in done.err


@pytest.mark.parametrize(("effect", "hints"), [
    ("read", (True, False, True)), ("idempotent", (False, False, True)),
    ("once", (False, False, False)), ("destructive", (False, True, False)),
])  # fmt: skip
def test_mcp_hints_say_the_effect(
    effect: str, hints: tuple[bool, bool, bool], tmp_path: Path
) -> None:
    document = exported("mcp", contract(tmp_path, {"In": ASK}, effect=effect))
    found = document["tools"][0]["annotations"]
    assert tuple(found[f"{one}Hint"] for one in ("readOnly", "destructive", "idempotent")) == hints


def test_an_input_that_is_no_record_is_no_tool(tmp_path: Path) -> None:
    done = refused("mcp", contract(tmp_path, {"In": {"type": "string"}}))
    assert done.err.startswith("error[PC1602]: `a.f` cannot be exported to mcp: its input")
    assert "give it a record" in done.err


def test_two_operations_of_one_tool_name_are_refused(tmp_path: Path) -> None:
    path = contract(tmp_path, {"In": ASK})
    source = json.loads(path.read_text(encoding="utf-8"))
    op = source["agents"]["a"]["ops"]["f"]
    source["agents"] |= {
        "b": {"language": "python", "ops": {"c_d": op}},
        "b_c": {"language": "python", "ops": {"d": op}},
    }
    path.write_text(json.dumps(source), encoding="utf-8")
    done = refused("mcp", path)
    assert "has the tool name `b_c_d` too" in done.err
    assert exported("mcp", path, "--agent", "b")["tools"][0]["name"] == "b_c_d"


def test_a_name_that_is_not_there_is_named_with_those_that_are() -> None:
    assert "known: Answer, Count" in refused("json-schema", EXAMPLE, "--type", "Nothing").err
    assert "known: crunch, reason, write" in refused("mcp", EXAMPLE, "--agent", "nobody").err


def test_a_contract_with_errors_is_not_exported(tmp_path: Path) -> None:
    path = contract(tmp_path, {})
    done = peerc("export", "mcp", str(path))
    assert (done.code, done.out) == (100, "")
    assert "PC1" in done.err
