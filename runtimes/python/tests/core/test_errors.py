"""The tree of errors: classes by code, messages that say what, where and what to do."""

from __future__ import annotations

from typing import Any

import pytest
from peercontract.core import errors
from peercontract.core.envelope import from_wire, to_wire
from peercontract.core.error_table import TABLE


@pytest.mark.parametrize("code", sorted(TABLE.keys() - {"PC2101"}))
def test_every_code_makes_an_error_of_its_class(code: str) -> None:
    error = errors.make(code, "/a", "what was found")
    assert type(error).__name__ == TABLE[code][1]
    assert isinstance(error, errors.PeerError)
    assert str(error) == f"{code} {error.name} at /a: what was found (hint: {error.hint})"


def test_the_fault_of_a_violation_follows_its_direction() -> None:
    assert errors.make("PC1401", direction="input").fault == "caller"
    assert errors.make("PC1401", direction="output").fault == "callee"
    assert errors.make("PC3001", direction="output").fault == "peer"


def test_a_long_message_is_cut_at_256_code_points() -> None:
    error = errors.make("PC2102", message="é" * 300)
    assert from_wire(to_wire(error)).message == "é" * 256


def test_half_a_pair_in_a_message_does_not_stop_the_error() -> None:
    assert from_wire(to_wire(errors.make("PC2102", message="\ud800!"))).message == "?!"


def test_an_error_survives_the_wire_with_all_its_parts() -> None:
    error = errors.make("PC2102", message="it broke")
    error.agent, error.op = "crunch", "search"
    error.cause = {"agent": "x", "op": "y", "code": "PC1410", "at": "/a"}
    error.error_type = "ValueError"
    text = to_wire(error)
    assert to_wire(from_wire(text)) == text


def test_an_unknown_code_keeps_its_class_by_range() -> None:
    text = to_wire(errors.make("PC8001")).replace("PC8001", "PC8999")
    error = from_wire(text)
    assert (error.code, type(error)) == ("PC8999", errors.CallError)


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"code":"PC2102"}', to_wire(errors.make("PC2102"))[:-1] + ',"stack":"x"}'],
)
def test_a_text_that_is_no_error_is_a_malformed_reply(text: str) -> None:
    with pytest.raises(errors.WireError) as found:
        from_wire(text)
    assert found.value.code == "PC3007"


def test_an_error_that_the_op_does_not_declare_is_a_malformed_reply() -> None:
    text = to_wire(errors.DeclaredError({"code": "x"}, "Other"))
    makers: dict[str, Any] = {}
    with pytest.raises(errors.WireError):
        from_wire(text, makers)
    assert isinstance(from_wire(text), errors.DeclaredError)
