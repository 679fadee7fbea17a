"""Reading a source: places of findings, JSON whole, hostile input refused at once."""

from __future__ import annotations

import time

import pytest
from peerc.compiler.frontend.read import read
from peerc.compiler.pipeline import load_bytes
from peerc.compiler.tree import Node, Scalar

from .sources import codes, good, load

HOSTILE: dict[str, tuple[bytes, str, tuple[int, int]]] = {
    "ten megabytes": (b"a" * 10_000_000, "PC1005", (1, 1)),
    "brackets": (b"[" * 100_000, "PC1005", (1, 65)),
    "braces": (b'{"a":' * 20_000, "PC1005", (1, 321)),
    "indentation": (b"".join(b" " * n + b"a:\n" for n in range(300)), "PC1005", (65, 65)),
    "dashes": (b"- " * 60_000, "PC1005", (1, 129)),
    "events": (b"[" + b"a," * 60_000 + b"]", "PC1005", (1, 60_000)),
    "alias bomb": (b"a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n", "PC1002", (1, 4)),
    "long anchor": (b"&" + b"a" * 130_000, "PC1002", (1, 1)),
    "tag": (b"a: !!python/object:os.system x\n", "PC1002", (1, 4)),
    "duplicate keys": (b"peer: 1\nname: t\nname: u\n", "PC1003", (3, 1)),
    "duplicate keys in JSON": (b'{"peer":1,"name":"t","name":"u"}', "PC1003", (1, 22)),
    "prototype": (b'{"peer":1,"name":"t","__proto__":{}}', "PC1301", (1, 22)),
    "binary": (bytes(range(1, 256)) * 100, "PC1004", (3, 115)),
    "empty": (b"", "PC1006", (1, 1)),
    "byte order mark": (b"\xef\xbb\xbfpeer: 1\n", "PC1004", (1, 1)),
    "UTF-16": ("peer: 1\n".encode("utf-16"), "PC1004", (1, 1)),
    "UTF-16 without a mark": ("peer: 1\n".encode("utf-16-be"), "PC1004", (1, 1)),
    "overlong UTF-8": (b"peer: \xc0\xb1\n", "PC1004", (1, 7)),
    "surrogate in UTF-8": (b"peer: \xed\xa0\x80\n", "PC1004", (1, 7)),
    "NUL": (b"peer: 1\0", "PC1001", (1, 8)),
    "question marks": (b"? " * 60_000, "PC1002", (1, 3)),
    "documents": (b"---\n" * 30_000, "PC1002", (2, 1)),
    "unknown members": (
        b"peer: 1\nname: t\n" + b"".join(b"k%d: 1\n" % n for n in range(9000)),
        "PC1301",
        (3, 1),
    ),
    "undeclared names": (
        b"peer: 1\nname: t\ntypes: {T: {type: object, properties: {"
        + b",".join(b"p%d: {type: string}" % n for n in range(1500))
        + b"}, required: ["
        + b",".join(b"q%d" % n for n in range(4000))
        + b"]}}",
        "PC1320",
        (3, 31943),
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_input_is_refused_at_once_at_its_place(name: str) -> None:
    raw, code, place = HOSTILE[name]
    started = time.process_time()
    result = load_bytes("contract.yaml", raw)
    took = time.process_time() - started
    assert result.contract is None
    first = result.findings[0]
    assert (first.code, (first.span.line, first.span.column)) == (code, place)
    assert took < 1.0


def test_a_bad_circle_of_two_thousand_calls_is_found_at_once() -> None:
    agents = "".join(
        f"  a{n}: {{language: rust, ops: {{o: {{input: T, output: T}}}}, calls: [b{n}.o]}}\n"
        for n in range(1500)
    )
    started = time.process_time()
    found = codes(f"peer: 1\nname: t\ntypes: {{T: {{type: string}}}}\nagents:\n{agents}")
    assert found == ["PC1201"] * 1500
    assert time.process_time() - started < 2.0


def value_of(text: str, file: str = "c.yaml") -> Node | None:
    root, findings = read(file, f'{{"v": {text}}}'.encode())
    assert root is not None, findings.found
    return root.get("v")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('"\\/"', "/"),
        ('"\\ud83d\\ude00"', "\U0001f600"),
        ('"\\u0041\\n\\t\\b\\f\\r\\"\\\\"', 'A\n\t\b\f\r"\\'),
        ('"é"', "é"),
        ("\t\r\n 1 \t", 1),
        ("1.0", 1),
        ("-0", 0),
        ("1e2", 100),
        ("0.5", 0.5),
        ("null", None),
        ("true", True),
        ('"null"', "null"),
        ('"1"', "1"),
    ],
)
@pytest.mark.parametrize("file", ["c.json", "c.yaml"])
def test_json_is_read_whole(text: str, value: object, file: str) -> None:
    node = value_of(text, file)
    assert isinstance(node, Scalar)
    assert (node.value, type(node.value)) == (value, type(value))


def test_a_json_key_may_be_long_and_its_colon_on_another_line() -> None:
    long = "k" * 2000
    root, findings = read("c.json", f'{{"{long}"\n\n:\n1}}'.encode())
    assert root is not None, findings.found
    assert list(root.members) == [long]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('{"a": 1,}', (1, 9)),
        ("{'a': 1}", (1, 2)),
        ('{"a" 1}', (1, 6)),
        ('{"a": 01}', (1, 8)),
        ('{"a": [1 2]}', (1, 10)),
        ('{"a": 1}\nx', (2, 1)),
        ('{"a": NaN}', (1, 7)),
        ('{"a": "\\x"}', (1, 7)),
        ('{"a": "\n"}', (1, 7)),
        ('{"a": ', (1, 6)),
        ("", (1, 1)),
    ],
)
def test_a_json_file_is_strict_json(text: str, place: tuple[int, int]) -> None:
    finding = load(text, "contract.json").findings[0]
    assert (finding.code, (finding.span.line, finding.span.column)) == ("PC1001", place)


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("~", "~"),
        ("Null", "Null"),
        ("True", "True"),
        ("yes", "yes"),
        ("012", "012"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        (".inf", ".inf"),
        ("+1", "+1"),
        ("12:30", "12:30"),
        ("2026-01-01", "2026-01-01"),
        ("1.10", 1.1),
        ("1e3", 1000),
        ("", ""),
    ],
)
def test_a_plain_scalar_is_json_or_text(word: str, value: object) -> None:
    root, _ = read("c.yaml", f"v: {word}\n".encode())
    assert root is not None
    node = root.get("v")
    assert isinstance(node, Scalar)
    assert node.value == value


def test_lines_and_columns_count_code_points() -> None:
    text = 'peer: 1\r\nname: t\r\ndescription: "\U0001f600é"\r\ntypes: {A: {type: strin}}\r\n'
    finding = load(text).findings[0]
    assert (finding.span.line, finding.span.column, finding.span.end_column) == (4, 19, 24)
    text = "peer: 1\nname: t\ntypes: {A: {description: \U0001f600\U0001f600, type: strin}}\n"
    assert load(text).findings[0].span.column == 36


def test_pointers_are_escaped() -> None:
    text = 'peer: 1\nname: t\ntypes: {A: {type: object, properties: {"a/b~c": {type: x}}}}\n'
    assert load(text).findings[0].pointer == "/types/A/properties/a~1b~0c/type"


def test_a_fingerprint_outlives_lines_and_text_around_it() -> None:
    one = load("peer: 1\nname: t\ntypes: {A: {type: strin}}\n").findings[0]
    two = load(
        "peer: 1\n\nname: other\ntypes:\n  B: {type: string}\n  A: {type: strng}\n"
    ).findings[0]
    assert one.fingerprint == two.fingerprint


def test_a_finding_hides_none_that_does_not_depend_on_it() -> None:
    text = """\
peer: 1
name: t
types:
  A:
    type: object
    required: [x]
    properties: {a: {type: strin, minLenght: 1}, b: {$ref: Nope}, b: {}}
  B: {minLength: 5, maxLength: 2}
agents:
  one: {language: rust, ops: {go: {input: A}}, calls: [two.stop]}
  two: {language: rust, ops: {go: {input: A, output: Bee}}}
"""
    dialect = ["PC1302", "PC1303", "PC1318", "PC1320", "PC1322", "PC1324"]
    assert sorted(codes(text)) == ["PC1003", "PC1201", "PC1201", "PC1201", *dialect]


def test_a_description_in_any_script_and_style_is_read() -> None:
    text = "peer: 1\nname: t\ndescription: |\n  Zeile eins\n  二行目 \U0001f600\n"
    assert good(text).doc.description == "Zeile eins\n二行目 \U0001f600\n"
