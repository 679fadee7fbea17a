"""The JSON Schemas that editors use agree with the compiler about good files, and catch slips."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import peerc
import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from .sources import FIELD_NOTES
from .test_project import GOOD

ROOT = Path(__file__).resolve().parents[3]
SCHEMAS = Path(peerc.__file__).parent / "schemas"
FAIL = ROOT / "toolchain/tests/golden/fail"
# What a JSON Schema cannot say: names that refer, graphs, collisions, bounds against each other.
BEYOND = {
    "pc1008_unquoted_no", "pc1201_itself", "pc1201_operation", "pc1201_type",
    "pc1204_agents", "pc1204_enum_members", "pc1204_inline", "pc1204_inline_input",
    "pc1204_properties", "pc1205_inline_name_too_long", "pc1206_alias", "pc1206_circle",
    "pc1206_itself", "pc1212_error_without_code", "pc1213_timeouts",
    "pc1312_mixed", "pc1312_null_listed", "pc1312_null_not_listed", "pc1320_undeclared",
       "pc1319_infinite",
    "pc1201_event", "pc1324_when", "pc1325_quorum", "pc1201_forward", "pc1212_forward",
    "pc1213_deadline", "pc1306_unique", "pc1307_length",
    "pc1325_usd", "pc1319_default",
}  # fmt: skip
# And these codes as a whole: which states lead where, what guards and patterns say, what tells the
# arms of a union apart, and who is cleared for which data.
CODES_BEYOND = {
    "pc1203", "pc1207", "pc1208", "pc1209", "pc1215", "pc1216", "pc1217", "pc1309", "pc1313",
    "pc1202", "pc1211", "pc1214", "pc1316", "pc1322", "pc1326",
}  # fmt: skip


def validator(name: str) -> Draft202012Validator:
    schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def yaml(text: str) -> Any:
    return YAML(typ="safe", pure=True).load(text)


def contracts() -> list[Path]:
    found = [*ROOT.glob("examples/*/contract.yaml"), *ROOT.glob("toolchain/tests/*/contract.yaml")]
    return sorted([*found, *ROOT.glob("conformance/suites/*/contracts/*.yaml")])


@pytest.mark.parametrize("path", contracts(), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_good_contract_fits_the_schema(path: Path) -> None:
    validator("contract").validate(yaml(path.read_text(encoding="utf-8")))


def test_the_contract_of_these_tests_fits_the_schema() -> None:
    validator("contract").validate(yaml(FIELD_NOTES))


def test_a_good_peer_toml_fits_the_schema() -> None:
    validator("peer").validate(tomllib.loads(GOOD))
    for path in ROOT.glob("examples/*/peer.toml"):
        validator("peer").validate(tomllib.loads(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "path",
    [
        path
        for path in sorted(FAIL.glob("pc1[23]*.yaml"))
        if path.stem not in BEYOND and path.stem[:6] not in CODES_BEYOND
    ],
    ids=lambda path: path.stem,
)
def test_what_the_compiler_refuses_does_not_fit(path: Path) -> None:
    assert not validator("contract").is_valid(yaml(path.read_text(encoding="utf-8")))


def test_the_list_of_what_a_schema_cannot_say_is_not_stale() -> None:
    for name in BEYOND:
        assert validator("contract").is_valid(yaml((FAIL / f"{name}.yaml").read_text())), name
    for code in CODES_BEYOND:
        sources = [path.read_text() for path in FAIL.glob(f"{code}*.yaml")]
        assert any(validator("contract").is_valid(yaml(source)) for source in sources), code


@pytest.mark.parametrize(
    "edit",
    [
        ("memory_mb = 256", "memory_mb = 64"),
        ("handler =", "handle ="),
        ('MODE = "é"', "MODE = 1"),
        ("[defaults]", '[defaults]\nplacement = "together"'),
        ("peer = 1", "peer = 2"),
    ],
)
def test_a_wrong_peer_toml_does_not_fit(edit: tuple[str, str]) -> None:
    assert not validator("peer").is_valid(tomllib.loads(GOOD.replace(*edit)))


@pytest.mark.parametrize("name", ["contract", "peer"])
def test_every_member_of_a_schema_is_described(name: str) -> None:
    def undescribed(at: Any, path: str) -> list[str]:
        found = []
        for member, schema in (at.get("properties") or {}).items() if isinstance(at, dict) else ():
            here = f"{path}/{member}"
            if "description" not in schema and "$ref" not in schema:
                found.append(here)
            found += undescribed(schema, here)
        return found

    schema = validator(name).schema
    parts = [schema, *schema["$defs"].values()]
    assert [one for part in parts for one in undescribed(part, "")] in ([], ["/placement"] * 2)
