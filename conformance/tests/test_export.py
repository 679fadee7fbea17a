"""What `peerc export json-schema` writes, judged by jsonschema-rs on every vector of `validate`."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
from peerc.compiler import ir, pipeline
from peerc.compiler.emit.json_schema import document
from reference.json_text import parse
from runner.vectors import expand, load
from test_oracle import LEAST_COMPARED, has_a_verdict

HERE = Path(__file__).resolve().parent
CONTRACTS = HERE.parent / "suites" / "validate" / "contracts"


@cache
def contract(name: str) -> ir.Contract:
    found = pipeline.load(CONTRACTS / f"{name}.yaml").contract
    assert found is not None
    return found


@cache
def validator(name: str, type_name: str) -> Any:
    schema = document(contract(name), type_name)
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=True)


def test_an_exported_schema_says_what_the_contract_says_but_for_the_listed_deviations() -> None:
    cases = [case for case in load(HERE.parent / "suites", ("validate",)) if has_a_verdict(case)]
    assert len(cases) >= LEAST_COMPARED
    apart = set()
    for case in cases:
        given = expand(case.given)
        accepts = validator(given["contract"], given["type"]).is_valid
        if accepts(parse(given["text"].encode())) != (case.error is None):
            apart.add(case.id)
    listed = json.loads((HERE / "oracle_deviations.json").read_text(encoding="utf-8"))
    known = {case_id for entry in listed["deviations"] for case_id in entry["cases"]}
    assert sorted(apart ^ known) == []
