"""The strict profile: verdicts on JSONTestSuite, two readers that agree, linear time."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
from peercontract.core import json_text
from peercontract.core.canonical import canonical
from peercontract.core.errors import PeerError
from peercontract.core.json_text.scanner import explain

DUPLICATES = {"y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json"}
ACCEPTED = {
    "i_number_double_huge_neg_exp.json",
    "i_number_real_underflow.json",
    "i_number_too_big_neg_int.json",
    "i_number_too_big_pos_int.json",
    "i_number_very_big_negative_int.json",
}
MUTATIONS = 20_000
HOSTILE = {
    "unclosed string of escaped quotes": '["' + '\\"' * 500_000,
    "open brackets": "[" * 1_000_000,
    "colons": '{"a":1,' * 100_000,
    "escapes of pairs": '"' + "\\ud83d\\ude00" * 80_000 + '"',
    "long number": "9" * 1_000_000,
    "keys": "{" + ",".join(f'"{n}":0' for n in range(60_000)) + "}",
    "brackets in strings": '["' + "[" * 1_000_000 + '"]',
}


def verdict(text: bytes | str) -> str:
    try:
        json_text.parse(text)
    except PeerError as error:
        return error.code
    return "accepted"


def test_verdicts_on_json_test_suite_are_the_documented_ones(json_oracle: Path) -> None:
    files = sorted((json_oracle / "JSONTestSuite" / "test_parsing").iterdir())
    accepted = {path.name for path in files if verdict(path.read_bytes()) == "accepted"}
    well_formed = {path.name for path in files if path.name.startswith("y_")}
    assert len(files) == 318
    assert accepted == (well_formed - DUPLICATES) | ACCEPTED


SEEDS = [
    '{"a":[1,2.5,-0,1e3,true,null,"x\\u00e9\\ud83d\\ude00"],"b":{"c":{}},"d":"é"}',
    '[[[]],{"__proto":1,"constructor":{"a":"\\n"}},12345678901234567890,1e308]',
    '{"k":"a:b","k2":"\\\\","n":0.1e-7,"long":99999999999999999999}',
]
TOKENS = ['"', "\\", "[", "]", "{", "}", ":", ",", "1", "e999", "NaN", "-", ".", " ", "\\ud800"]
TOKENS += ["\x00", "é", "true", "nul", '"__proto__":1', '"a":1,', "Infinity", "9" * 400, "\\u00"]


def test_both_readers_agree_on_mutated_texts(chance: random.Random) -> None:
    for _ in range(MUTATIONS):
        text = mutated(chance)
        fault = first_fault(text)
        if fault is None:
            value = json_text.parse(text)
            assert json_text.parse(canonical(value)) == value
        else:
            with pytest.raises(PeerError) as refused:
                json_text.parse(text)
            assert (refused.value.code, refused.value.at) == (fault.code, fault.at), text


def first_fault(text: str) -> PeerError | None:
    """What the reference scanner alone says; it ends in an assertion where there is no fault."""
    try:
        explain(text, len(text.encode()))
    except PeerError as error:
        return error
    except AssertionError:
        return None


def mutated(chance: random.Random) -> str:
    text = chance.choice(SEEDS)
    for _ in range(chance.randrange(4)):
        at = chance.randrange(len(text) + 1)
        end = at + chance.randrange(3)
        text = text[:at] + chance.choice(["", *TOKENS]) + text[end:]
    return text


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_take_no_more_than_linear_time(name: str) -> None:
    start = time.process_time()
    verdict(HOSTILE[name])
    assert time.process_time() - start < 2.0


def test_a_string_with_half_a_pair_is_no_utf8() -> None:
    assert verdict('"\ud800"') == "PC1104"


def test_the_size_of_a_string_counts_bytes() -> None:
    assert json_text.parse('"é"', max_bytes=4) == "é"
    with pytest.raises(PeerError) as error:
        json_text.parse('"é"', max_bytes=3)
    assert error.value.code == "PC1107"


def test_integers_beyond_the_safe_range_are_the_doubles_they_name() -> None:
    assert json_text.parse("9007199254740991") == 9007199254740991
    assert type(json_text.parse("9007199254740993")) is float
    assert json_text.parse("9" * 300) == float("9" * 300)
