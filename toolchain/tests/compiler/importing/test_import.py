"""`peerc import`: what is kept means the same, what is not is said with its place.

`PEERC_SCHEMAS=499` imports the whole corpus; a seed is printed, `PEERC_SEED` repeats it.
"""

from __future__ import annotations

import json
import os
import random
from pathlib import Path
from typing import Any

import pytest
from peerc.compiler import pipeline
from peerc.compiler.importing.losses import KEYWORDS
from peerc.compiler.importing.run import Imported, run

from ..pattern import corpus
from . import oracle

SEED = int(os.environ.get("PEERC_SEED", "0")) or random.SystemRandom().randrange(1, 10**6)
SCHEMAS = int(os.environ.get("PEERC_SCHEMAS", "40"))
VALUES = 60
NUMBER: dict[str, Any] = {"type": "number"}
TWICE = {"properties": {"a": {"type": "string"}}, "patternProperties": {"a": {"maxLength": 1}}}
MAP = {"type": "object", "additionalProperties": {"type": "string"}}


def imported(schema: Any, name: str = "Root") -> Imported:
    return run("schema.json", json.dumps(schema).encode(), name)


def types(schema: Any) -> Any:
    """The types that a schema becomes, as the contract form has them."""
    found = imported(schema)
    contract = pipeline.load_bytes("contract.yaml", found.text.encode()).contract
    assert contract is not None, found.findings
    return json.loads(contract.form)["types"]


def said(schema: Any) -> list[str]:
    """Kinds of loss with their pointers."""
    return [
        f"{one.message.split('could not be kept: ')[1].split(':')[0]} {one.pointer}"
        for one in imported(schema).findings
    ]


def test_an_ordinary_schema_is_kept_whole() -> None:
    schema = {
        "type": "object",
        "additionalProperties": False,
        "required": ["id"],
        "properties": {
            "id": {"type": "string", "pattern": "^[a-z]+$", "description": "its name"},
            "size": {"$ref": "#/$defs/size"},
        },
        "$defs": {"size": {"type": "integer", "minimum": 1}},
    }
    found = imported(schema)
    assert found.findings == ()
    assert found.is_whole
    assert types(schema) == {
        "Root": {
            "type": "object",
            "properties": {
                "id": {"type": "string", "pattern": "^[a-z]+$"},
                "size": {"$ref": "size"},
            },
            "required": ["id"],
            "additionalProperties": False,
        },
        "size": {"type": "integer", "minimum": 1},
    }


@pytest.mark.parametrize(("schema", "losses"), [
    ({"type": "object", "properties": {"a": {"type": "string"}}}, ["narrowed "]),
    ({"type": "string", "not": {"const": "a"}}, ["widened /not"]),
    (TWICE, ["narrowed", "narrowed /patternProperties", "widened /patternProperties"]),
    ({"type": "string", "readOnly": True}, ["annotation dropped /readOnly"]),
    ({"type": "object", "additionalProperties": False, "properties": {"a": {}}}, ["refused"]),
])  # fmt: skip
def test_a_loss_is_said_by_its_kind_and_place(schema: Any, losses: list[str]) -> None:
    found = said(schema)
    assert len(found) >= len(losses)
    for one, expected in zip(found, losses, strict=False):
        assert one.startswith(expected)


@pytest.mark.parametrize(("schema", "expected"), [
    ({"type": ["string", "null"]}, {"type": ["string", "null"]}),
    ({"type": "string", "nullable": True}, {"type": ["string", "null"]}),
    ({"oneOf": [{"const": "a"}, {"const": "b"}]}, {"type": "string", "enum": ["a", "b"]}),
    ({"anyOf": [{"type": "integer"}, {"type": "null"}]}, {"type": ["integer", "null"]}),
    (NUMBER | {"minimum": 1, "exclusiveMinimum": True}, NUMBER | {"exclusiveMinimum": 1}),
    ({"minLength": 2}, {"type": "string", "minLength": 2}),
    ({"allOf": [NUMBER | {"minimum": 1}, {"maximum": 5}]}, NUMBER | {"minimum": 1, "maximum": 5}),
    (MAP, MAP),
    ({"items": [{"type": "string"}, {"type": "integer"}]}, None),
])  # fmt: skip
def test_other_spellings_become_the_one_of_the_dialect(schema: Any, expected: Any) -> None:
    made = types(schema)["Root"]
    assert made == expected or (expected is None and len(made["prefixItems"]) == 2)


def test_a_union_with_a_tag_is_a_tagged_union() -> None:
    arms = [
        {
            "type": "object",
            "additionalProperties": False,
            "required": ["kind"],
            "properties": {"kind": {"const": one}},
        }
        for one in ("cat", "dog")
    ]
    made = types({"type": "array", "items": {"oneOf": arms}})
    (union,) = [one for one in made.values() if "oneOf" in one]
    tags = {made[arm["$ref"]]["properties"]["kind"]["const"] for arm in union["oneOf"]}
    assert tags == {"cat", "dog"}


def test_recursion_stays_recursion() -> None:
    tree = {"type": "object", "additionalProperties": False, "properties": {"next": {"$ref": "#"}}}
    assert types(tree)["Root"]["properties"] == {"next": {"$ref": "Root"}}


@pytest.mark.parametrize("raw", [
    b"", b"[]", b"true", b"{", b'{"$ref": "#"}', b'{"$ref": "http://a.example/b.json"}',
    b'{"type": "nothing"}', b'{"properties": 1}', b'{"enum": []}', b'{"type":"object",' * 9,
    b'{"allOf": [{"$ref": "#"}]}', b'{"items": ' * 200 + b"{}" + b"}" * 200, b"\xff",
    b'{"a":1,"a":2}',
])  # fmt: skip
def test_what_is_no_schema_is_refused_with_a_place(raw: bytes) -> None:
    found = run("schema.json", raw, "Root")
    errors = [one for one in found.findings if one.level == "error"]
    assert errors
    assert all(one.code.startswith("PC1") and one.hint and one.span.line >= 1 for one in errors)


def sampled() -> list[tuple[str, bytes]]:
    every = corpus.schemas()
    return random.Random(SEED).sample(every, min(SCHEMAS, len(every)))


def test_real_schemas_become_contracts_that_check_and_mean_no_more(tmp_path: Path) -> None:
    """Where nothing was widened, what we accept the original accepts: judged by jsonschema-rs."""
    asked = 0
    for name, raw in sampled():
        found = run(name, raw, "Root")
        assert found.text or any(one.level == "error" for one in found.findings), name
        assert all(one.span.line >= 1 and one.hint for one in found.findings), name
        if not found.text:
            continue
        loaded = pipeline.load_bytes("contract.yaml", found.text.encode())
        assert loaded.contract is not None, (SEED, name, loaded.findings[:3])
        is_widened = any("widened:" in one.message for one in found.findings)
        if found.is_whole and found.root and not is_widened:
            count, wrong = oracle.wrong(raw, found.text, found.root, tmp_path / "s", SEED, VALUES)
            asked += count
            assert wrong == [], (SEED, name, wrong[:3])
    assert asked or SCHEMAS < 40, SEED


def test_the_same_schema_gives_the_same_contract() -> None:
    for name, raw in sampled()[:5]:
        assert run(name, raw, "Root") == run(name, raw, "Root")


def test_every_keyword_of_the_table_has_its_page() -> None:
    page = Path(__file__).resolve().parents[4] / "docs" / "reference" / "import.md"
    text = page.read_text(encoding="utf-8")
    assert all(f"| `{keyword}` |" in text for keyword in KEYWORDS)
