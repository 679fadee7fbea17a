"""The vector files keep their own rules, and the reference reads the same values from spec/."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from reference import driver as reference
from reference import form
from runner.driver import Answer
from runner.vectors import SUITES, Case, expand, load
from runner.verdict import agrees
from schema_subset import problems

HERE = Path(__file__).resolve().parents[1]
ROOT = HERE.parent
FILES = sorted((HERE / "suites").glob("*/*.json"))
CASES = load(HERE / "suites", SUITES)
LEAST_CASES = 60  # a suite with fewer proves little
LEAST_IN_ALL = 500


def read(file: Path) -> Any:
    return json.loads(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_a_vector_file_has_the_form_of_its_schema(file: Path) -> None:
    schema = read(HERE / "vector.schema.json")
    assert list(problems(schema, schema, read(file))) == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_ids_name_their_suite_and_file_and_flags_are_explained(file: Path) -> None:
    document = read(file)
    assert document["op"] == file.parent.name
    prefix = f"{file.parent.name}/{file.stem}/"
    assert [case["id"] for case in document["cases"] if not case["id"].startswith(prefix)] == []
    used = {flag for case in document["cases"] for flag in case.get("flags", ())}
    assert used == document.get("notes", {}).keys()


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_the_section_of_the_spec_exists(file: Path) -> None:
    page, _, anchor = read(file)["spec"].partition("#")
    assert anchor in anchors(ROOT / page)


def anchors(page: Path) -> set[str]:
    """Anchors of a page: `{#name}` where a heading has one, else the heading in kebab case."""
    found = set()
    for line in page.read_text(encoding="utf-8").splitlines():
        if heading := re.match(r"#+ (.*?)(?: \{#([a-z0-9-]+)\})?$", line):
            words = re.sub(r"[^a-z0-9 -]", "", heading[1].lower())
            found.add(heading[2] or words.replace(" ", "-"))
    return found


def test_every_suite_has_enough_cases_and_half_of_all_are_refusals() -> None:
    counts = Counter(case.op for case in CASES)
    refused = sum(case.error is not None for case in CASES)
    assert set(counts) == set(SUITES)
    assert min(counts.values()) >= LEAST_CASES
    assert counts.total() >= LEAST_IN_ALL
    assert refused >= counts.total() / 2


def test_every_code_of_the_run_time_appears() -> None:
    codes = read(ROOT / "spec" / "errors.json")["codes"]
    wanted = {entry["code"] for entry in codes if "runtime" in entry["where"]}
    text = "".join(file.read_text(encoding="utf-8") for file in FILES)
    assert wanted - set(re.findall("PC[0-9]{4}", text)) == set()


@pytest.mark.parametrize("suite", SUITES)
def test_the_reference_agrees_with_every_expected_value(suite: str) -> None:
    wrong = [case.id for case in CASES if case.op == suite and not reference_agrees(case)]
    assert wrong == []


def reference_agrees(case: Case) -> bool:
    answer = reference.answer(case.op, expand(case.given))
    (kind,) = answer
    return agrees(case, Answer(kind, answer[kind]))


@pytest.mark.parametrize("name", ["chain", "ring"])
def test_the_guards_vectors_carry_the_hash_of_their_contract(name: str) -> None:
    text = (HERE / "suites" / "guards" / "admit.json").read_text(encoding="utf-8")
    assert form.identifier(form.load("guards", name)) in text


def test_no_two_suites_have_a_contract_of_the_same_name() -> None:
    names = Counter(path.stem for path in (HERE / "suites").glob("*/contracts/*.yaml"))
    assert [name for name, count in names.items() if count > 1] == []


def test_an_expected_value_spelled_short_is_compared_in_full() -> None:
    case = Case("a/b/c", "canonical", {}, {"canonical": {"repeat": ["ab", 3]}}, None, "x:1")
    assert agrees(case, Answer("out", {"canonical": "ababab"}))
    assert not agrees(case, Answer("out", {"canonical": "abab"}))


def test_short_forms_stand_for_the_texts_they_describe() -> None:
    assert expand({"repeat": ["ab", 2]}) == "abab"
    assert expand({"concat": ["x", {"repeat": ["y", 3]}, ""]}) == "xyyy"
    assert expand({"count": ['"#",', 2]}) == '"0000","0001",'
    assert expand({"a": [{"repeat": ["b", 1]}], "n": 1}) == {"a": ["b"], "n": 1}
