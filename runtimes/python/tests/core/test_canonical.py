"""RFC 8785: the published vectors, numbers against an independent rule, native values refused."""

from __future__ import annotations

import random
import struct
from pathlib import Path
from typing import Any

import pytest
from peercontract.core.canonical import canonical, contract_id, number
from peercontract.core.errors import PeerError
from peercontract.core.json_text import parse

NUMBERS = 20_000


def test_the_published_vectors_come_out_byte_for_byte(json_oracle: Path) -> None:
    inputs = sorted((json_oracle / "jcs" / "input").glob("*.json"))
    assert inputs
    for path in inputs:
        expected = (json_oracle / "jcs" / "output" / path.name).read_text(encoding="utf-8")
        assert canonical(parse(path.read_bytes())) == expected, path.name


def test_every_double_reads_back_as_itself_in_the_shortest_digits(chance: random.Random) -> None:
    for _ in range(NUMBERS):
        (value,) = struct.unpack(">d", chance.randbytes(8))
        if value - value != 0.0:
            continue
        text = number(value)
        assert float(text) == value
        assert significant(text) == significant(repr(value))


def significant(text: str) -> str:
    return text.lstrip("-").partition("e")[0].replace(".", "").strip("0")


@pytest.mark.parametrize(
    ("value", "code", "at"),
    [
        ([float("nan")], "PC1102", "/0"),
        ({"a": float("-inf")}, "PC1102", "/a"),
        (10**400, "PC1102", ""),
        (["\ud800"], "PC1103", "/0"),
        ({"\udc00": 1}, "PC1103", ""),
        ([(1, 2)], "PC1401", "/0"),
    ],
)
def test_what_json_cannot_carry_is_refused_at_its_place(value: Any, code: str, at: str) -> None:
    with pytest.raises(PeerError) as error:
        canonical(value)
    assert (error.value.code, error.value.at) == (code, at)


def test_a_cycle_is_refused_where_the_65th_container_opens() -> None:
    loop: list[Any] = []
    loop.append(loop)
    with pytest.raises(PeerError) as error:
        canonical(loop)
    assert (error.value.code, error.value.at) == ("PC1105", "/0" * 64)


def test_a_contract_hash_is_sha256_in_base32() -> None:
    form = '{"agents":{},"name":"t","peer":1,"types":{}}'
    assert contract_id(form) == "pc1-v2c3kca2fhdusqp5tpoet4nwjtno3ursuxavupuwterqtz57ibgq"
