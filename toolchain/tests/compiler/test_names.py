"""Identifiers: words and cases, reserved words, and what cannot be told apart in a language."""

from __future__ import annotations

import builtins
import keyword

import pytest
from peerc.compiler import ir, naming, reserved
from peerc.compiler.pipeline import emit

from .sources import GOLDEN, codes, good, with_types


@pytest.mark.parametrize(
    ("wire", "snake", "pascal", "camel"),
    [
        ("HTTPServerID", "http_server_id", "HTTPServerID", "httpServerId"),
        ("fooBar", "foo_bar", "FooBar", "fooBar"),
        ("foo-bar", "foo_bar", "FooBar", "fooBar"),
        ("foo bar", "foo_bar", "FooBar", "fooBar"),
        ("NOT_FOUND", "not_found", "NotFound", "notFound"),
        ("sha256", "sha256", "Sha256", "sha256"),
        ("v1Beta2", "v1_beta2", "V1Beta2", "v1Beta2"),
        ("1st", "n1st", "N1st", "n1st"),
        ("$ref", "ref", "Ref", "ref"),
        ("a.b", "a_b", "AB", "aB"),
        ("__init__", "init", "Init", "init"),
        ("-", "x2d", "X2d", "x2d"),
        ("+-", "x2b2d", "X2b2d", "x2b2d"),
        ("_", "x5f", "X5f", "x5f"),
        ("A", "a", "A", "a"),
    ],
)
def test_a_wire_name_maps_to_three_cases(wire: str, snake: str, pascal: str, camel: str) -> None:
    assert (naming.snake(wire), naming.pascal(wire), naming.camel(wire)) == (snake, pascal, camel)


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("", "X"),
        (" ", "X20"),
        ("é", "Xe9"),
        ("café", "CafUe9"),
        ("\U0001f600", "X1f600"),
        ("self", "Self_"),
        ("http_error", "HttpError"),
        ("HTTP", "Http"),
        (0, "N0"),
        (-1, "Minus1"),
    ],
)
def test_an_enum_member_is_a_variant_in_ascii(value: str | int, name: str) -> None:
    assert naming.variant_names(value).rust == name


def test_every_keyword_of_python_is_reserved() -> None:
    assert set(keyword.kwlist) <= reserved.PYTHON_WORDS
    assert {name for name in dir(builtins) if name in reserved.PYTHON_FIELDS} >= {"str", "list"}


@pytest.mark.parametrize("wire", ["class", "self", "from", "import", "match", "str", "to_json"])
def test_a_field_is_a_legal_name_that_hides_nothing(wire: str) -> None:
    names = naming.field_names(wire)
    assert not keyword.iskeyword(names.python)
    assert names.rust not in reserved.RUST_WORDS
    assert names.javascript == wire


def test_modules_of_the_package_are_not_agents() -> None:
    for wire in ("types", "errors"):
        assert naming.agent_names(wire).python == wire + "_"
    assert naming.agent_names("types").javascript == "types_"
    assert naming.agent_names("types").rust == "types_"


def test_a_type_that_would_hide_a_prelude_name_gets_an_underscore() -> None:
    contract = good(
        with_types("Option: {type: string}\nPromise: {type: string}\nRun: {type: string}")
    )
    names = {one.names.wire: one.names for one in contract.types}
    assert (names["Option"].rust, names["Option"].python) == ("Option_", "Option")
    assert (names["Promise"].javascript, names["Promise"].rust) == ("Promise_", "Promise")
    assert names["Run"].python == "Run_"


@pytest.mark.parametrize(
    "types",
    [
        "T: {type: object, properties: {fooBar: {type: string}, FooBar: {type: string}}}",
        "T: {type: object, properties: {class: {type: string}, class_: {type: string}}}",
        "T: {enum: [foo-bar, foo_bar]}",
        'T: {enum: ["1", n1]}',
        "foo_bar: {type: string}\nFooBar: {type: string}",
        "A: {type: array, items: {enum: [x]}}\nAItem: {type: string}",
        "A: {type: object, properties: {b: {const: x}}}\nAB: {type: string}",
    ],
)
def test_two_things_with_one_name_are_refused_never_renamed(types: str) -> None:
    found = codes(with_types(types))
    assert found
    assert set(found) == {"PC1204"}


@pytest.mark.parametrize(
    "types",
    [
        "T: {enum: [-1, 0, 1]}",
        'T: {enum: ["+", "-", "", " "]}',
    ],
)
def test_members_that_languages_can_tell_apart_are_accepted(types: str) -> None:
    assert codes(with_types(types)) == []


def shape_of(types: str, name: str) -> ir.Record:
    contract = good(with_types(types))
    shape = next(one.shape for one in contract.types if one.names.wire == name)
    assert isinstance(shape, ir.Record)
    return shape


def test_an_inline_type_is_named_after_its_place() -> None:
    types = "Finding: {type: object, properties: {source: {type: object, properties: {}}}}"
    shape = shape_of(types, "Finding").fields[0].shape
    assert isinstance(shape, ir.Record)
    assert shape.names.rust == "FindingSource"
    assert shape.rule == "/types/Finding/properties/source"


def test_only_what_closes_a_cycle_is_boxed() -> None:
    types = """
A: {type: object, properties: {b: {$ref: Alias}, list: {type: array, items: {$ref: A}}}}
Alias: {$ref: B}
B: {type: object, properties: {a: {$ref: A}, in: {type: object, properties: {b: {$ref: B}}}}}
"""

    def boxed(record: ir.Record) -> dict[str, bool]:
        fields = [(field.names.wire, field.shape) for field in record.fields]
        return {name: shape.boxed for name, shape in fields if isinstance(shape, ir.Ref)}

    assert boxed(shape_of(types, "A")) == {"b": False}
    b = shape_of(types, "B")
    assert boxed(b) == {"a": True}
    inner = next(field.shape for field in b.fields if field.names.wire == "in")
    assert isinstance(inner, ir.Record)
    assert boxed(inner) == {"b": True}


def test_what_an_enum_expects_is_bounded_as_on_the_wire() -> None:
    members = ", ".join(f"member_{n}" for n in range(20))
    contract = good(with_types(f"E: {{enum: [{members}]}}"))
    shape = contract.types[0].shape
    assert isinstance(shape, ir.Enum)
    assert len(shape.expected) == 64
    assert shape.expected.startswith('["member_0","member_1","member_10"')
    assert shape.expected.endswith("...")
    assert [one.value for one in shape.values][:3] == ["member_0", "member_1", "member_2"]


def test_names_that_are_traps_give_legal_python_and_each_its_own_file() -> None:
    contract = good((GOLDEN / "good" / "traps.yaml").read_text(encoding="utf-8"))
    files = emit(contract, "python")
    assert len({file.path for file in files}) == len(files)
    for file in files:
        compile(file.content, file.path, "exec")
    assert {"contract/types.py", "contract/types_.py", "contract/self_.py"} <= {
        file.path for file in files
    }
