"""Maps, tuples, unions, native texts, defaults, labels and tolerance, on generated readers and
writers: what they make of a caller's own values, which no vector can carry."""

from __future__ import annotations

import collections
import json
from types import ModuleType
from typing import Any

import pytest
from peercontract import UNSET, ContractError, Unknown
from peercontract.core.json_text import parse

ID = "123e4567-e89b-12d3-a456-426614174000"


def whole(dialect: ModuleType, **changes: Any) -> Any:
    values: dict[str, Any] = {
        "scores": {"b": 1, "a": 0.5},
        "pair": ("x", 1),
        "figure": dialect.Circle(radius=2),
        "loose": b"hi",
        "id": ID,
        "blob": b"\x00\xff",
        "long": -(2**63),
        "secret": "abc",
    }
    return dialect.All(**values | changes)


def refusal(value: Any, limit: int = 1) -> ContractError:
    with pytest.raises(ContractError) as error:
        value.to_json(limit=limit)
    return error.value


def read_refusal(kind: Any, value: object, limit: int = 1) -> ContractError:
    with pytest.raises(ContractError) as error:
        kind.from_json(json.dumps(value), limit)
    return error.value


def test_every_shape_reads_back_equal_to_what_was_written(dialect: ModuleType) -> None:
    square = dialect.Square(side=1, inner=dialect.Square(side=2))
    value = whole(
        dialect,
        ids=[ID, ID.replace("1", "2")],
        longs=[1, 99999],
        figures={"é": [square, dialect.Sealed(word="x")], "none": None},
        loose=(7, square),
        options=None,
        hidden=dialect.Options(),
        triple=(1, dialect.AllTripleN2(x=0.5), 2**64 - 1),
        tree=dialect.Tree(kids={"a": dialect.Tree(pair=(dialect.Tree(), 1))}),
        place="AB1",
        grades=[3, 1],
        seven=7,
    )
    again = dialect.All.from_json(value.to_json())
    assert again == value
    assert again.to_json() == value.to_json()
    assert type(again.triple) is tuple


def test_texts_of_bytes_and_wide_integers_are_written_as_the_spec_says(dialect: ModuleType) -> None:
    members = parse(whole(dialect, longs=[18]).to_json())
    assert (members["blob"], members["long"]) == ("AP8=", "-9223372036854775808")
    assert (members["loose"], members["longs"]) == ("aGk=", ["18"])


def test_a_uuid_is_lower_case_once_read_and_once_written(dialect: ModuleType) -> None:
    upper = ID.upper()
    assert parse(whole(dialect, id=upper).to_json())["id"] == ID
    text = json.dumps(parse(whole(dialect).to_json()) | {"id": upper})
    assert dialect.All.from_json(text).id == ID


def test_names_of_a_map_are_written_in_the_order_of_their_utf_16_units(
    dialect: ModuleType,
) -> None:
    names = ["\ufffd", "\U0001f600", "b", "a"]
    text = whole(dialect, figures=dict.fromkeys(names)).to_json()
    assert list(parse(text)["figures"]) == ["a", "b", "\U0001f600", "\ufffd"]


class Name(str):
    __slots__ = ()


class Coin(collections.namedtuple("Coin", "word number")):
    __slots__ = ()


NATIVE: list[tuple[str, Any, str, str, str]] = [
    ("scores", {}, "PC1417", "", "object(0)"),
    ("scores", dict.fromkeys("abcd", 1), "PC1418", "", "object(4)"),
    ("scores", {"A": 1}, "PC1419", "", "A"),
    ("scores", {"a": -1}, "PC1406", "/a", "-1"),
    ("scores", {"a": True}, "PC1401", "/a", "true"),
    ("scores", {1: 1}, "PC1401", "", "<int>"),
    ("scores", {Name("a"): 1}, "PC1401", "", "<Name>"),
    ("scores", collections.OrderedDict(a=1), "PC1401", "", "<OrderedDict>"),
    ("scores", [("a", 1)], "PC1401", "", "array(1)"),
    ("figures", {"\ud800": None}, "PC1103", "", ""),
    ("figures", {"__proto__": None}, "PC1205", "", ""),
    ("figures", {str(n): None for n in range(1025)}, "PC1107", "", ""),
    ("pair", ("x",), "PC1416", "", "array(1)"),
    ("pair", ["x", 1, 2], "PC1416", "", "array(3)"),
    ("pair", ("", 1), "PC1409", "/0", '""'),
    ("pair", ("x", "1"), "PC1401", "/1", '"1"'),
    ("pair", Coin("x", 1), "PC1401", "", "<Coin>"),
    ("pair", {"x", 1}, "PC1401", "", "<set>"),
    ("figure", {"kind": "circle", "radius": 1}, "PC1401", "", "object(2)"),
    ("figure", None, "PC1401", "", "null"),
    ("figure", Unknown("oval"), "PC1405", "/kind", '"oval"'),
    ("loose", "aGk=", "PC1401", "", '"aGk="'),
    ("loose", bytearray(b"hi"), "PC1401", "", "<bytearray>"),
    ("loose", float("nan"), "PC1102", "", ""),
    ("loose", {"a": 1}, "PC1401", "/a", "1"),
    ("loose", (1,), "PC1416", "", "array(1)"),
    ("place", "ab", "PC1411", "", '"ab"'),
    ("id", ID[:-1], "PC1412", "", f'"{ID[:-1]}"'),
    ("id", "\ud800" + ID[1:], "PC1103", "", ""),
    ("ids", [ID, ID.upper()], "PC1415", "/1", f'"{ID.upper()}"'),
    ("blob", "AP8=", "PC1401", "", '"AP8="'),
    ("blob", b"1234567", "PC1410", "", '"MTIzNDU2Nw=="'),
    ("long", 2**63, "PC1412", "", '"9223372036854775808"'),
    ("long", True, "PC1401", "", "true"),
    ("long", 1.0, "PC1401", "", "1"),
    ("long", "1", "PC1401", "", '"1"'),
    ("longs", [100000], "PC1410", "/0", '"100000"'),
    ("longs", [-1], "PC1412", "/0", '"-1"'),
    ("longs", [5, 5], "PC1415", "/1", '"5"'),
    ("code", "AB", "PC1411", "", '"AB"'),
    ("code", "AB12345", "PC1410", "", '"AB12345"'),
    ("step", 7, "PC1408", "", "7"),
    ("step", 2.5, "PC1401", "", "2.5"),
    ("seven", 8, "PC1404", "", "8"),
    ("seven", True, "PC1401", "", "true"),
    ("mood", "elated", "PC1404", "", '"elated"'),
    ("grades", [1, 1.0], "PC1415", "/1", "1"),
    ("names", ["ann", "ann"], "PC1415", "/1", "<redacted>"),
    ("secret", "long", "PC1410", "", "<redacted>"),
    ("secret", 5, "PC1401", "", "<redacted>"),
    ("secrets", [9], "PC1407", "/0", "<redacted>"),
    ("triple", (1, None, None), "PC1401", "/1", "null"),
]


@pytest.mark.parametrize(("name", "value", "code", "below", "actual"), NATIVE)
def test_a_native_value_that_does_not_fit_is_refused(
    dialect: ModuleType, name: str, value: Any, code: str, below: str, actual: str
) -> None:
    error = refusal(whole(dialect, **{name: value}))
    assert (error.code, error.at) == (code, f"/{name}{below}")
    assert [violation.actual for violation in error.violations] == ([actual] if actual else [])


def test_an_integer_that_python_would_not_print_is_still_refused(dialect: ModuleType) -> None:
    assert refusal(whole(dialect, long=10**6000)).code == "PC1412"
    assert refusal(whole(dialect, longs=[10**6000]), 64).code == "PC1410"


def test_a_writer_changes_nothing_of_the_callers_value(dialect: ModuleType) -> None:
    figures = {"b": [dialect.Circle(radius=1)], "a": None}
    ids, pair = [ID.upper()], ["x", 1]
    whole(dialect, figures=figures, ids=ids, pair=pair).to_json()
    assert list(figures) == ["b", "a"]
    assert (ids, pair) == ([ID.upper()], ["x", 1])


def test_a_subclass_of_an_arm_is_that_arm(dialect: ModuleType) -> None:
    oval = type("Oval", (dialect.Circle,), {})
    assert parse(whole(dialect, figure=oval(radius=1)).to_json())["figure"]["kind"] == "circle"


def test_an_arm_with_another_tag_than_its_own_is_refused(dialect: ModuleType) -> None:
    circle = dialect.Circle(radius=1, kind="square")
    error = refusal(whole(dialect, figure=circle))
    assert (error.code, error.at) == ("PC1404", "/figure/kind")


def test_a_cycle_through_maps_and_tuples_is_refused(dialect: ModuleType) -> None:
    tree = dialect.Tree()
    tree.kids = {"a": tree}
    assert refusal(tree).code == "PC1105"
    tree = dialect.Tree()
    tree.pair = (tree, 1)
    assert refusal(tree).code == "PC1105"


DEFAULTS = {
    "flag": True,
    "count": 10,
    "ratio": 1.0,
    "mood": "sad",
    "grade": 2,
    "word": 'it\'s "quoted"\n\\',
    "tags": [],
    "by_name": {},
    "maybe": [],
    "nothing": None,
    "long": -5,
    "data": b"hi",
    "id": "abcdef00-0000-0000-0000-000000000000",
    "loose": 2.0,
    "old": None,
}


def test_constructor_and_reader_fill_every_default(dialect: ModuleType) -> None:
    point = dialect.Point(x=0, y=0)
    for options in (dialect.Options(), dialect.Options.from_json("{}")):
        assert {name: getattr(options, name) for name in DEFAULTS} == DEFAULTS
        assert (options.point, options.place) == (point, point)
        assert type(options.ratio) is float


def test_a_writer_writes_every_default(dialect: ModuleType) -> None:
    members = parse(dialect.Options().to_json())
    assert members.keys() == (DEFAULTS.keys() | {"point", "place"}) - {"old"}
    assert (members["long"], members["data"], members["nothing"]) == ("-5", "aGk=", None)
    assert members["point"] == {"x": 0, "y": 0}


def test_records_do_not_share_a_default(dialect: ModuleType) -> None:
    for make in (dialect.Options, lambda: dialect.Options.from_json("{}")):
        make().tags.append("x")
        make().by_name["x"] = 1
        make().point.x = 5
        fresh = make()
        assert (fresh.tags, fresh.by_name, fresh.point.x) == ([], {}, 0)


def test_null_is_no_default(dialect: ModuleType) -> None:
    assert dialect.Options.from_json('{"maybe":null}').maybe is None
    assert dialect.Options(maybe=None).maybe is None
    assert read_refusal(dialect.Options, {"tags": None}).code == "PC1401"


def test_an_unknown_value_is_kept_by_tolerant_mode_and_written_by_nobody(
    dialect: ModuleType,
) -> None:
    given = parse(whole(dialect).to_json())
    given |= {"mood": "elated", "grades": [1, 9], "extra": {"a": 1}}
    given["figure"] = {"kind": "oval", "anything": [1]}
    value, dropped = dialect.All.CODEC.read_tolerant(json.dumps(given), "input")
    assert (value.mood, value.grades, value.figure) == ("elated", [1, 9], Unknown("oval"))
    assert dropped == 1
    assert [(v.code, v.at) for v in refusal(value, 64).violations] == [
        ("PC1405", "/figure/kind"),
        ("PC1404", "/grades/1"),
        ("PC1404", "/mood"),
    ]
    match value.figure:
        case Unknown(tag):
            assert tag == "oval"


def test_exact_mode_refuses_what_tolerant_mode_keeps(dialect: ModuleType) -> None:
    given = parse(whole(dialect).to_json()) | {"mood": "elated", "extra": 1}
    found = read_refusal(dialect.All, given, 64).violations
    assert [(v.code, v.at) for v in found] == [("PC1404", "/mood"), ("PC1403", "")]


def test_tolerant_mode_is_not_tolerant_of_anything_else(dialect: ModuleType) -> None:
    given = parse(whole(dialect).to_json()) | {"seven": 8, "grades": [1.5]}
    with pytest.raises(ContractError) as error:
        dialect.All.CODEC.read_tolerant(json.dumps(given), "input", 64)
    assert [v.code for v in error.value.violations] == ["PC1404", "PC1404"]


def test_no_secret_is_ever_shown(dialect: ModuleType) -> None:
    given = parse(whole(dialect).to_json())
    given |= {"secret": "hunter2", "secrets": [77, "hunter2"], "names": ["hunter2", "hunter2"]}
    given |= {"hidden": {"count": "hunter2", "hunter2": 1, "point": {"x": 77.5}}}
    given["figure"] = {"kind": "sealed", "word": "hunter2", "more": 1}
    error = read_refusal(dialect.All, given, 64)
    assert len(error.violations) == 9
    assert {v.actual for v in error.violations} == {"<redacted>"}
    assert "hunter2" not in str(error)


def test_what_follows_a_secret_is_shown_again(dialect: ModuleType) -> None:
    given = parse(whole(dialect).to_json()) | {"hidden": {"count": "x"}, "step": 7}
    given["figure"] = {"kind": "sealed", "word": 5}
    shown = {v.at: v.actual for v in read_refusal(dialect.All, given, 64).violations}
    assert shown == {
        "/figure/word": "<redacted>",
        "/hidden/count": "<redacted>",
        "/step": "7",
    }


def test_a_missing_member_is_followed_by_all_that_is_wrong_after_it(dialect: ModuleType) -> None:
    given = parse(whole(dialect).to_json()) | {"step": 7, "extra": 1}
    del given["id"], given["pair"]
    found = read_refusal(dialect.All, given, 64).violations
    assert [(v.code, v.at, v.expected) for v in found] == [
        ("PC1402", "", "id"),
        ("PC1402", "", "pair"),
        ("PC1408", "/step", "5"),
        ("PC1403", "", "false"),
    ]
    assert found[0].actual == f"object({len(given)})"


def test_a_value_of_a_union_is_an_instance_of_its_alias(dialect: ModuleType) -> None:
    value = dialect.All.from_json(whole(dialect).to_json())
    assert isinstance(value.figure, dialect.Figure)
    assert isinstance(value.loose, dialect.Loose)
    assert isinstance(Unknown("x"), dialect.Shape)
    assert not isinstance("x", dialect.Figure)


def test_a_member_that_is_not_there_is_absent_or_unset(dialect: ModuleType) -> None:
    value = dialect.All.from_json(whole(dialect).to_json())
    assert (value.options, value.ids, value.tree) == (UNSET, None, None)
