"""Generated readers and writers on native values: what a caller's object may and may not be."""

from __future__ import annotations

import copy
import random
from decimal import Decimal
from types import ModuleType
from typing import Any

import pytest
from peercontract import UNSET, ContractError
from peercontract.core.canonical import canonical
from peercontract.core.json_text import parse


def everything(golden: ModuleType, **changes: Any) -> Any:
    types = golden.types
    values: dict[str, Any] = {
        "text": "x",
        "count": 3,
        "ratio": 0.5,
        "flag": True,
        "level": "low",
        "size": 42,
        "tags": ["a"],
        "grid": [[1.5, 2.0], []],
        "place": types.EverythingPlace(street="s"),
        "node": types.Node(value=1, children=[types.Node(value=2)]),
        "maybe": None,
    }
    return types.Everything(**values | changes)


def refusal(value: Any, limit: int = 1) -> ContractError:
    with pytest.raises(ContractError) as error:
        value.to_json(limit=limit)
    return error.value


def test_a_record_reads_back_equal_to_what_was_written(golden: ModuleType) -> None:
    value = everything(golden, both=None, either="a", people=[], list_or_null=[True, None])
    again = golden.types.Everything.from_json(value.to_json())
    assert again == value
    assert repr(again) == repr(value)


def test_absent_and_null_stay_apart(golden: ModuleType) -> None:
    absent = golden.types.Everything.from_json(everything(golden).to_json())
    null = golden.types.Everything.from_json(everything(golden, both=None).to_json())
    assert (absent.both, null.both) == (UNSET, None)
    assert absent != null
    assert copy.deepcopy(absent) == absent
    assert not UNSET


def test_members_are_written_in_name_order(golden: ModuleType) -> None:
    text = everything(golden).to_json()
    assert list(parse(text)) == sorted(parse(text))


class Text(str):
    __slots__ = ()


class Numbers(list[float]):
    pass


class Count(int):
    pass


CASES: list[tuple[str, Any, str, str]] = [
    ("text", Text("x"), "PC1401", "<Text>"),
    ("text", b"x", "PC1401", "<bytes>"),
    ("text", "", "PC1409", '""'),
    ("text", "é" * 21, "PC1410", '"' + "é" * 21 + '"'),
    ("text", "\ud800", "PC1103", ""),
    ("count", True, "PC1401", "true"),
    ("count", Count(3), "PC1401", "<Count>"),
    ("count", Decimal(3), "PC1401", "<Decimal>"),
    ("count", 1.5, "PC1401", "1.5"),
    ("count", float("nan"), "PC1102", ""),
    ("count", 2**53, "PC1421", "9007199254740992"),
    ("count", 11, "PC1407", "11"),
    ("above", -1, "PC1406", "-1"),
    ("ratio", float("inf"), "PC1102", ""),
    ("ratio", 10**400, "PC1102", ""),
    ("ratio", 1.5, "PC1407", "1.5"),
    ("ratio", True, "PC1401", "true"),
    ("flag", 1, "PC1401", "1"),
    ("level", "lower", "PC1404", '"lower"'),
    ("level", None, "PC1401", "null"),
    ("size", 2, "PC1404", "2"),
    ("size", True, "PC1401", "true"),
    ("kind", "other", "PC1404", '"other"'),
    ("tags", (), "PC1401", "<tuple>"),
    ("tags", [], "PC1413", "array(0)"),
    ("tags", ["a"] * 4, "PC1414", "array(4)"),
    ("grid", Numbers(), "PC1401", "<Numbers>"),
    ("place", {"street": "s"}, "PC1401", "object(1)"),
    ("maybe", UNSET, "PC1401", "<Unset>"),
    ("both", 1.5, "PC1401", "1.5"),
]


@pytest.mark.parametrize(("name", "value", "code", "actual"), CASES)
def test_a_native_value_that_does_not_fit_is_refused(
    golden: ModuleType, name: str, value: Any, code: str, actual: str
) -> None:
    error = refusal(everything(golden, **{name: value}))
    assert (error.code, error.at, error.fault) == (code, f"/{name}", "caller")
    assert [violation.actual for violation in error.violations] == ([actual] if actual else [])


def test_native_values_that_name_the_same_number_are_fine(golden: ModuleType) -> None:
    value = everything(golden, count=2.0, ratio=1, any_number=2**60, size=1.0)
    members = parse(value.to_json())
    assert (members["count"], members["ratio"], members["size"]) == (2, 1.0, 1)
    assert members["any_number"] == float(2**60)


def test_what_is_not_ascii_is_written_and_counted_in_code_points(golden: ModuleType) -> None:
    value = everything(golden, text="😀" * 20)
    assert golden.types.Everything.from_json(value.to_json()).text == "😀" * 20


def test_a_cycle_is_refused_where_the_65th_container_opens(golden: ModuleType) -> None:
    node = golden.types.Node(value=1)
    node.next = node
    error = refusal(node)
    assert (error.code, error.at) == ("PC1105", "/next" * 64)
    assert error.violations == ()


def test_64_levels_are_written(golden: ModuleType) -> None:
    node = None
    for _ in range(64):
        node = golden.types.Node(value=1, next=node)
    assert golden.types.Node.from_json(node.to_json()) == node
    assert refusal(golden.types.Node(value=1, next=node)).code == "PC1105"


def test_violations_are_collected_up_to_the_limit_in_order(golden: ModuleType) -> None:
    value = everything(golden, text="", count=0, tags=["toolong", 1, "b"])
    assert [v.at for v in refusal(value, limit=64).violations] == [
        "/count",
        "/tags/0",
        "/tags/1",
        "/text",
    ]
    assert [v.at for v in refusal(value, limit=2).violations] == ["/count", "/tags/0"]


def test_the_first_fault_is_the_same_however_many_are_asked_for(
    golden: ModuleType, chance: random.Random
) -> None:
    text = everything(golden, both=1, people=[]).to_json()
    for _ in range(2_000):
        value = broken(parse(text), chance)
        faults = []
        for limit in (1, 64):
            try:
                golden.types.Everything.from_json(canonical(value), limit)
            except ContractError as error:
                faults.append((error.code, error.at, error.violations[0]))
        assert len(faults) in (0, 2)
        assert faults[:1] == faults[1:]


def broken(value: Any, chance: random.Random) -> Any:
    for _ in range(chance.randrange(1, 4)):
        name = chance.choice([*value, "unknown"])
        if chance.random() < 0.3:
            value.pop(name, None)
        else:
            value[name] = chance.choice([None, True, 0, -1, 1.5, "", "x" * 30, [], [1], {}, 2**60])
    return value


def test_odd_names_travel_by_their_wire_names(golden: ModuleType) -> None:
    odd = golden.types.Odd(class_="c", a_b=1, ref="r", constructor="x", to_string="y", self_="z")
    assert parse(odd.to_json()) == {
        "class": "c",
        "a.b": 1,
        "$ref": "r",
        "constructor": "x",
        "toString": "y",
        "self": "z",
    }
    assert golden.types.Odd.from_json(odd.to_json()) == odd


def test_a_missing_member_is_reported_at_its_object_with_its_pointer_escaped(
    golden: ModuleType,
) -> None:
    odd = '{"$ref":"r","a.b":1,"a/b~c":1,"class":"c","constructor":"x"}'
    with pytest.raises(ContractError) as error:
        golden.types.Odd.from_json(odd)
    assert error.value.at == "/a~1b~0c"
    rule = error.value.violations[0].rule
    assert rule == "/types/Odd/properties/a~1b~0c/type"


def test_records_can_be_matched_by_position(golden: ModuleType) -> None:
    match golden.types.EverythingPlace(street="s", zip=5):
        case golden.types.EverythingPlace(street, code):
            assert (street, code) == ("s", 5)
