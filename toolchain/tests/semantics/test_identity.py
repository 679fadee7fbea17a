"""The doc hash: what changes it and nothing else does; what a contract weighs on its way."""

from __future__ import annotations

import pytest
from peerc.compiler.pipeline import load_bytes

SOURCE = """\
peer: 1
name: demo
version: 1.0.0
types:
  T:
    type: object
    properties: {b: {type: string, examples: [x]}, a: {oneOf: [{$ref: E}, {type: "null"}]}}
  E: {enum: [b, a]}
agents:
  w: {language: rust, ops: {go: {input: T, output: T, description: goes}}}
"""

DOCS = {
    "version": ("1.0.0", "1.0.1"),
    "contract description": ("name: demo", "name: demo\ndescription: all"),
    "language": ("rust", "python"),
    "agent description": ("{language", "{description: works, language"),
    "op description": ("goes", "runs"),
    "type title": ("E: {enum", "E: {title: e, enum"),
    "property description": ("{type: string,", "{description: d, type: string,"),
    "example": ("[x]", "[y]"),
    "deprecated": ("{type: string,", "{deprecated: true, type: string,"),
    "arm description": ("{$ref: E}", "{$ref: E, description: d}"),
    "own annotation": ("E: {enum", "E: {x-owner: me, enum"),
    "given name": ("E: {enum", "E: {x-pc-names: {rust: Letter}, enum"),
    "enum order": ("[b, a]", "[a, b]"),
    "type order": ("  E: {enum: [b, a]}\n", "  E: {enum: [b, a]}\n  F: {type: string}\n"),
}
NEITHER = {
    "comment": ("types:", "types:  # all"),
    "keyword order": ("{type: string, examples: [x]}", "{examples: [x], type: string}"),
    "quotes": ("name: demo", 'name: "demo"'),
    "default written out": ("input: T,", "effect: once, input: T,"),
}


def hashes(source: str) -> tuple[str, str]:
    contract = load_bytes("contract.yaml", source.encode()).contract
    assert contract is not None
    return contract.id, contract.doc_id


@pytest.mark.parametrize("name", DOCS)
def test_an_edit_of_docs_changes_the_doc_hash(name: str) -> None:
    old, new = DOCS[name]
    assert old in SOURCE
    before, after = hashes(SOURCE), hashes(SOURCE.replace(old, new, 1))
    assert before[1] != after[1]
    assert (before[0] == after[0]) == (name != "type order")


@pytest.mark.parametrize("name", NEITHER)
def test_an_edit_of_the_layout_changes_neither_hash(name: str) -> None:
    old, new = NEITHER[name]
    assert old in SOURCE
    assert hashes(SOURCE) == hashes(SOURCE.replace(old, new, 1))


def test_an_edit_of_the_meaning_changes_both_hashes() -> None:
    before, after = hashes(SOURCE), hashes(SOURCE.replace("output: T", "output: E"))
    assert before[0] != after[0]
    assert before[1] != after[1]


def test_the_order_of_properties_is_of_the_doc_hash_alone() -> None:
    first = "b: {type: string, examples: [x]}, "
    second = 'a: {oneOf: [{$ref: E}, {type: "null"}]}'
    before, after = (
        hashes(SOURCE),
        hashes(SOURCE.replace(first + second, f"{second}, {first}".rstrip(", "))),
    )
    assert before[0] == after[0]
    assert before[1] != after[1]
