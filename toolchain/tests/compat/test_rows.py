"""Every row of the table: an edit that is it, in both directions, and edits that are not."""

from __future__ import annotations

import json

import pytest
from peerc.compiler import ir
from peerc.compiler.breaking import New, Old, breaking
from peerc.compiler.compat import judge
from peerc.compiler.compat.changes import Change
from peerc.compiler.compat.rules import BEHAVIOUR, ERROR, INPUT, OK, OUTPUT, PROVEN, RULES, WIRE
from peerc.compiler.pipeline import Result, load_bytes

from . import rows
from .rows import EDITS, NEAR, SYMMETRIC, Edit, Source


def load(source: Source) -> Result:
    result = load_bytes("contract.json", json.dumps(source).encode())
    assert result.contract is not None, [(one.code, one.message) for one in result.findings]
    return result


def contract(source: Source) -> ir.Contract:
    loaded = load(source).contract
    assert loaded is not None
    return loaded


def changes(edit: Edit) -> tuple[Change, ...]:
    old, new = map(load, edit)
    assert old.contract
    assert new.contract
    kept = {
        f"/types/{name}": frozenset(one.get("x-pc-reserved", ()))
        for name, one in edit[1]["types"].items()
    }
    return judge.changes(old.contract, new.contract, lambda at: kept.get(at, frozenset()))


def cases(edits: dict[str, list[Edit]]) -> list[object]:
    return [
        pytest.param(rule, edit, id=f"{rule}-{number}")
        for rule, found in edits.items()
        for number, edit in enumerate(found)
    ]


def not_ok(rule: str) -> set[str]:
    """Directions in which the row says something; one for what has none."""
    if rule == "native-type-changed":  # where values break, this goes without saying
        return {INPUT}
    row = RULES[rule]
    return {way for way in (INPUT, OUTPUT) if row.verdict(way).grade != OK}


def test_every_row_has_an_edit_and_no_other_row_is_named() -> None:
    assert set(EDITS) | rows.ELSEWHERE == set(RULES)
    assert set(NEAR) <= set(RULES)


@pytest.mark.parametrize(("rule", "edit"), cases(EDITS))
def test_an_edit_is_found_in_each_direction_that_its_row_grades(rule: str, edit: Edit) -> None:
    found = {one.direction for one in changes(edit) if one.rule == rule}
    if found - {""}:
        of_errors = {OUTPUT} if rule.startswith("error-") else {INPUT, OUTPUT}
        one_sided = {one.direction for one in changes(edit)} if rule in ONE_SIDED else of_errors
        assert found == not_ok(rule) & one_sided
    else:
        assert found == ({""} if RULES[rule].verdict("").grade != OK else set())


# Members of an operation that concern what it takes or what it gives, never both.
ONE_SIDED = frozenset(
    (
        *("effect-weakened", "limit-tightened", "limit-loosened", "retries-changed"),
        *("forward-changed", "type-renamed"),
    )
)


@pytest.mark.parametrize(("rule", "edit"), cases(EDITS))
def test_where_a_row_says_ok_nothing_is_an_error(rule: str, edit: Edit) -> None:
    row = RULES[rule]
    for way in (INPUT, OUTPUT):
        if row.verdict(way).grade == OK:
            errors = [one for one in changes(edit) if one.verdict.grade == ERROR]
            assert [one.rule for one in errors if one.direction == way] == []


@pytest.mark.parametrize(("rule", "edit"), cases(EDITS))
def test_what_breaks_the_wire_has_a_value_that_shows_it(rule: str, edit: Edit) -> None:
    for one in changes(edit):
        if one.rule in PROVEN and one.verdict.category == WIRE:
            assert one.has_witness, one


def turned_round() -> dict[str, list[Edit]]:
    rest = {rule: edits for rule, edits in EDITS.items() if rule not in SYMMETRIC}
    return {rule: [(new, old) for old, new in edits] for rule, edits in rest.items()}


@pytest.mark.parametrize(("rule", "edit"), [*cases(NEAR), *cases(turned_round())])
def test_an_edit_that_comes_close_is_not_called_so(rule: str, edit: Edit) -> None:
    assert rule not in {one.rule for one in changes(edit)}


@pytest.mark.parametrize(("rule", "edit"), cases(EDITS))
def test_a_finding_is_the_change_in_words_with_its_place_and_fingerprint(
    rule: str, edit: Edit
) -> None:
    old, new = map(load, edit)
    assert old.contract
    assert new.contract
    assert new.declared
    assert new.source
    judgement = breaking(
        Old(old.contract, "1.0.0"),
        New(new.contract, new.declared, new.source),
        BEHAVIOUR.lower(),
        "2026-01-01",
    )
    texts = {one.changed.rule: one for one in judgement.findings if one.changed}
    if rule in {one.rule for one in changes(edit)}:
        finding = texts[rule]
        assert "{" not in finding.message.replace("{$ref", "")
        assert finding.hint
        assert finding.fingerprint in finding.notes[0]
    fingerprints = [one.fingerprint for one in judgement.findings]
    assert len(fingerprints) == len(set(fingerprints))
