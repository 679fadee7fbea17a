"""Another's validator gives the verdicts of suites/validate, on a JSON Schema of the contracts.

`oracle_deviations.json` lists the vectors where it does not, each with the reason; a disagreement
that is not listed fails, and so does a line that is no disagreement any more.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
from reference import json_schema
from reference.json_text import parse
from runner.vectors import Case, expand, load

HERE = Path(__file__).resolve().parent
LEAST_COMPARED = 1500


@cache
def validator(contract: str, name: str) -> Any:
    schema = json_schema.load(contract, name)
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=True)


def has_a_verdict(case: Case) -> bool:
    """Whether the case is about a value: exact mode, and strict JSON."""
    about_a_value = case.error is None or case.error["code"].startswith("PC14")
    return about_a_value and case.given.get("mode", "exact") == "exact"


def is_accepted(case: Case) -> bool:
    given = expand(case.given)
    return bool(validator(given["contract"], given["type"]).is_valid(parse(given["text"].encode())))


def test_jsonschema_rs_gives_the_same_verdicts_but_for_the_listed_deviations() -> None:
    cases = [case for case in load(HERE.parent / "suites", ("validate",)) if has_a_verdict(case)]
    assert len(cases) >= LEAST_COMPARED
    apart = {case.id for case in cases if is_accepted(case) != (case.error is None)}
    listed = json.loads((HERE / "oracle_deviations.json").read_text(encoding="utf-8"))
    known = {case_id for entry in listed["deviations"] for case_id in entry["cases"]}
    assert sorted(apart - known) == []
    assert sorted(known - apart) == []
