"""Whatever the bytes, the compiler answers with findings or a contract, never an exception."""

from __future__ import annotations

import os
import subprocess
import sys

from hypothesis import given, note, settings
from hypothesis import strategies as st
from peerc.compiler import render
from peerc.compiler.checks import keywords
from peerc.compiler.pipeline import load_bytes
from ruamel.yaml import YAML

from .sources import FIELD_NOTES

YAMLISH = st.text(
    alphabet=st.sampled_from(
        [*"abT:{}[],-?&*!|>'\"%@`#\\ \n\t0123456789.~", "é", "\U0001f600", "\x00"]
    ),
    max_size=200,
).map(str.encode)
WORDS = sorted(keywords.ALL | keywords.COMBINATORS | {"x-a", "peer", "agents", "ops"})
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**60), 2**60),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=5),
    st.sampled_from([*keywords.TYPES, "null", "Question", "Finding", "crunch.search", "reason"]),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.one_of(st.sampled_from(WORDS), st.text(max_size=3)), inner, max_size=4),
    ),
    max_leaves=12,
)


def answer(raw: bytes, file: str = "contract.yaml") -> None:
    """Findings that can be rendered, or a contract; never both an error and a contract."""
    result = load_bytes(file, raw)
    errors = [finding for finding in result.findings if finding.level == "error"]
    assert (result.contract is None) == bool(errors)
    for finding in result.findings:
        render.text(finding)
        assert finding.hint
    render.as_json("check", None, result.findings, 100).encode()


@given(st.one_of(st.binary(max_size=200), YAMLISH))
@settings(max_examples=300, print_blob=True)
def test_any_bytes_are_answered(raw: bytes) -> None:
    answer(raw)
    answer(raw, "contract.json")


@given(st.data())
@settings(max_examples=200, print_blob=True)
def test_a_contract_with_its_text_damaged_is_answered(data: st.DataObject) -> None:
    raw = FIELD_NOTES.encode()
    start = data.draw(st.integers(0, len(raw)))
    end = data.draw(st.integers(start, min(len(raw), start + 20)))
    answer(raw[:start] + data.draw(YAMLISH) + raw[end:])


def places(value: object, path: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
    inner = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    return [path, *(place for key, below in inner for place in places(below, (*path, key)))]


@given(st.data())
@settings(max_examples=300, print_blob=True)
def test_a_contract_with_parts_replaced_is_answered(data: st.DataObject) -> None:
    from peercontract.core.canonical import canonical

    value = YAML(typ="safe", pure=True).load(FIELD_NOTES)
    for _ in range(data.draw(st.integers(1, 3))):
        *path, last = data.draw(st.sampled_from(places(value)[1:]))
        at = value
        for step in path:
            at = at[step]
        if isinstance(at, dict) and data.draw(st.booleans()):
            at[data.draw(st.sampled_from(WORDS))] = data.draw(VALUES)
        else:
            at[last] = data.draw(VALUES)
    text = canonical(value)
    note(text)
    answer(text.encode("utf-8"))


def test_findings_and_form_do_not_depend_on_the_process() -> None:
    program = (
        "import sys; from peerc.compiler.pipeline import load_bytes;"
        "raw = sys.stdin.buffer.read(); good = load_bytes('c', raw);"
        "bad = load_bytes('c', raw.replace(b'Question', b'Qestion', 1).replace(b'read', b'reed'));"
        "print(good.contract, bad.findings)"
    )
    outputs = set()
    for seed, zone in (("0", "UTC"), ("1", "Asia/Tokyo"), ("77", "America/Lima")):
        env = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"}
        done = subprocess.run(
            [sys.executable, "-c", program],
            input=FIELD_NOTES.encode(),
            env=env,
            capture_output=True,
            check=True,
        )
        outputs.add(done.stdout)
    assert len(outputs) == 1
