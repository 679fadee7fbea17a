"""The canonical layout: what it keeps of every contract here, and how it writes each thing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from peerc.compiler import pipeline
from peerc.compiler.layout import checked, laid_out

REPO = Path(__file__).resolve().parents[3]
FOLDERS = ("examples", "conformance/suites", "toolchain/tests/golden", "toolchain/tests/mesh")
HEAD = "peer: 1\nname: a\n"
TAIL = "agents: {}\n"


def _contracts() -> list[Path]:
    found = []
    for folder in FOLDERS:
        for path in sorted((REPO / folder).rglob("*")):
            if path.suffix not in (".yaml", ".json") or "node_modules" in path.parts:
                continue
            if pipeline.load(path).contract is not None:
                found.append(path)
    return found


CONTRACTS = _contracts()


def test_there_are_contracts_to_lay_out() -> None:
    assert len(CONTRACTS) > 40


@pytest.mark.parametrize("path", CONTRACTS, ids=lambda path: str(path.relative_to(REPO)))
def test_every_contract_keeps_its_hashes_and_settles(path: Path) -> None:
    text = checked(pipeline.load(path), path)  # refuses where a hash or a comment is another
    assert laid_out(str(path), text) == text


def laid(types: str) -> str:
    """A contract's types in canonical layout."""
    text = laid_out("contract.yaml", f"{HEAD}types:\n{types}{TAIL}")
    assert text.startswith(f"{HEAD}types:\n")
    assert text.endswith(TAIL)
    return text.removeprefix(f"{HEAD}types:\n").removesuffix(TAIL)


@pytest.mark.parametrize(
    ("source", "written"),
    [
        ("  A: {maxLength: 3, type: string}\n", "  A: {type: string, maxLength: 3}\n"),
        ("  A: {$ref: '#/$defs/B'}\n", "  A: {$ref: B}\n"),
        (
            "  A: {type: string, format: base64}\n",
            "  A: {type: string, contentEncoding: base64}\n",
        ),
        ("  A:\n      type:  'string'\n", "  A:\n    type: string\n"),
        ("  A:\n    enum:\n    - a\n    - b\n", "  A:\n    enum: [a, b]\n"),
        (
            "  A:\n    enum:\n    - a # one\n    - b\n",
            "  A:\n    enum:\n      - a  # one\n      - b\n",
        ),
        ('  A: {enum: ["no", "1.10", "null"]}\n', '  A: {enum: ["no", "1.10", "null"]}\n'),
        ("  A: {const: '2026-01-01'}\n", '  A: {const: "2026-01-01"}\n'),
        (
            "  B: {type: string}\n\n\n\n  A: {type: string}\n",
            "  B: {type: string}\n\n  A: {type: string}\n",
        ),
        (
            "  A:\n    type: string\n    description: |\n      one\n       two # no comment\n",
            "  A:\n    description: |\n      one\n       two # no comment\n    type: string\n",
        ),
    ],
)
def test_a_part_is_written_in_one_way(source: str, written: str) -> None:
    assert laid(source) == written
    assert laid(written) == written


def test_comments_stay_with_what_they_are_about() -> None:
    source = """\
  # about A
  A:  # beside A
    # about its length
    maxLength: 3  # at most
    type: string  # what it is
    # behind A's last
  # behind A
  B: {type: string}  # beside B
"""
    assert (
        laid(source)
        == """\
  # about A
  A:  # beside A
    type: string  # what it is
    # behind A's last
    # about its length
    maxLength: 3  # at most
  # behind A
  B: {type: string}  # beside B
"""
    )


def test_comments_in_brackets_open_the_brackets() -> None:
    source = (
        "  A: {\n    # what\n    type: string, # text\n    maxLength: 3 # short\n    # end\n  }\n"
    )
    text = laid(source)
    assert "{" not in text
    assert [text.count(word) for word in ("# what", "# text", "# short", "# end")] == [1, 1, 1, 1]


def test_the_first_lines_stay_the_first_lines() -> None:
    source = "# yaml-language-server: x\n# About.\nname: a\npeer: 1\nagents: {}\ntypes: {}\n# end\n"
    text = laid_out("contract.yaml", source)
    assert text == (
        "# yaml-language-server: x\n# About.\npeer: 1\nname: a\ntypes: {}\nagents: {}\n# end\n"
    )


def test_json_stays_json_and_keeps_its_numbers() -> None:
    source = '{"name":"a","peer":1,"types":{"A":{"maximum":1e2,"type":"number"}},"agents":{}}'
    text = laid_out("contract.json", source.replace(',"types"', ',\n"types"'))
    assert text == (
        '{\n  "peer": 1,\n  "name": "a",\n'
        '  "types": { "A": { "type": "number", "maximum": 1e2 } },\n  "agents": {}\n}\n'
    )


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters(blacklist_categories=("Cs",)), max_size=160))
def test_any_text_stays_the_text_that_it_is(description: str) -> None:
    quoted = json.dumps(description)
    source = f"{HEAD}types:\n  A: {{type: string, description: {quoted}}}\n"
    source += f"  B:\n    type: string\n    description: {quoted}\nagents: {{}}\n"
    text = laid_out("contract.yaml", source)
    assert laid_out("contract.yaml", text) == text


def test_a_comment_at_any_line_is_kept() -> None:
    path = REPO / "examples/three_agents/contract.yaml"
    lines = path.read_text(encoding="utf-8").splitlines()
    for at in range(0, len(lines), 3):
        for indent in ("", "  ", "      "):
            own, beside = f"{indent}# own {at}", f"{lines[at]} # beside"
            commented = [*lines[:at], own, beside, *lines[at + 1 :]]
            text = laid_out("contract.yaml", "\n".join(commented) + "\n")
            assert text.count(f"# own {at}") == 1
            assert text.count("# beside") == 1
