"""The suites of others: the adapter keeps what a pair means, and a wrong verdict is found."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from external import number_stream, suite
from external.closing import Closing, Refused
from external.schemas import DEVIATIONS

EXTERNAL = Path(__file__).resolve().parents[1] / "external"
A = {"type": "object", "properties": {"a": {"type": "boolean"}}}


@pytest.mark.parametrize(("schema", "instance", "closed"), [
    ({"minLength": 2}, "x", {"type": "string", "minLength": 2}),
    ({"minLength": 2}, True, {"type": "boolean"}),
    ({"type": ["string", "null"]}, 1, {"type": "string"}),
    ({"multipleOf": 2}, 7, {"type": "integer", "multipleOf": 2}),
    ({"enum": [6, "foo", [], True]}, "foo", {"enum": ["foo"]}),
    ({"required": ["a"]}, {}, A | {"required": ["a"]}),
    ({"additionalProperties": False}, {"a": 1}, {"type": "object", "properties": {}}),
    ({"patternProperties": {"^a": {"type": "boolean"}}}, {"a": 1}, A),
    ({"items": {"minimum": 1}}, [2], {"type": "array", "items": {"type": "number", "minimum": 1}}),
    ({"allOf": [{"minimum": 1}, {"minimum": 3}]}, 2, {"type": "number", "minimum": 3}),
])  # fmt: skip
def test_a_pair_becomes_closed_and_keeps_its_meaning(
    schema: Any, instance: Any, closed: Any
) -> None:
    assert Closing(schema, "T").close(schema, instance) == closed


@pytest.mark.parametrize(("schema", "instance"), [
    ({"not": {}}, 1),
    ({"multipleOf": 2}, 1.5),
    ({"minItems": 1}, [1, "a"]),
    ({"enum": [[]]}, []),
    ({"$ref": "other.json"}, 1),
    (False, 1),
    ({"oneOf": [{"minimum": 2}, {"type": "string"}]}, 1),
])  # fmt: skip
def test_what_has_no_exact_form_is_refused(schema: Any, instance: Any) -> None:
    with pytest.raises(Refused):
        Closing(schema, "T").close(schema, instance)


def test_every_deviation_is_a_pair_of_the_suite() -> None:
    assert {pair.id for pair in suite.pairs("format")} >= DEVIATIONS


def test_the_number_stream_begins_as_published() -> None:
    first = [
        number_stream.bits(one) for one, _ in zip(number_stream.doubles(), range(5), strict=False)
    ]
    assert first == ["0", "8000000000000000", "1", "8000000000000001", "c46696695dbd1cc3"]


@pytest.mark.slow
@pytest.mark.parametrize("bug", ["open-record", "utf16-length", "negative-zero"])
def test_a_broken_driver_is_found_by_them(bug: str) -> None:
    command = [sys.executable, str(EXTERNAL), "--numbers", "1000", "--bug", bug]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout
    assert "expected" in done.stdout or "another hash" in done.stdout
