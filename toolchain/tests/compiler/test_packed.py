"""The packed form: small, whole, and nothing but the contract that was promised."""

from __future__ import annotations

import hashlib
import random
import zlib
from pathlib import Path

import pytest
from peerc.compiler import packed, pipeline
from peercontract.core.errors import PeerError

ROOT = Path(__file__).resolve().parents[3]
EXAMPLES = sorted((ROOT / "examples").glob("*/contract.yaml"))
# Frozen for ever (spec/canonical.md#packed): what was packed once must unpack in any release.
DICTIONARY_SHA256 = "11386b7df72f89cf72029b35fe485fa824693cd6325ad63d1ff1f28d29de8948"
FORM = b'{"agents":{},"name":"t","peer":1,"types":{}}'
HASH = hashlib.sha256(FORM).digest()


def refusal(data: bytes, sha256: bytes = HASH) -> str:
    with pytest.raises(PeerError) as caught:
        packed.unpack(data, sha256)
    return caught.value.code


def test_the_dictionary_is_the_one_that_was_frozen() -> None:
    for path in (packed.DICTIONARY, ROOT / "spec" / "dict" / "1.bin"):
        assert hashlib.sha256(path.read_bytes()).hexdigest() == DICTIONARY_SHA256
    assert DICTIONARY_SHA256 in (ROOT / "spec" / "canonical.md").read_text("utf-8")


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_every_example_packs_below_the_budget_and_comes_back_whole(path: Path) -> None:
    contract = pipeline.load(path).contract
    assert contract is not None
    data = packed.pack(contract.form)
    assert len(data) <= packed.BYTES_MAX
    assert packed.unpack(data, hashlib.sha256(contract.form).digest()) == contract.form


def test_a_packed_form_cut_at_any_byte_is_refused() -> None:
    data = packed.pack(FORM)
    for end in range(len(data)):
        assert refusal(data[:end]) in ("PC1109", "PC3002"), end


def test_a_byte_more_or_another_byte_is_refused() -> None:
    data = packed.pack(FORM)
    assert refusal(data + b"\0") == "PC1109"
    draw = random.Random(1)
    for at in range(len(data)):
        wrong = bytearray(data)
        wrong[at] ^= 1 << draw.randrange(8)
        assert refusal(bytes(wrong)) in ("PC1109", "PC3002"), at


def test_another_header_is_of_another_release() -> None:
    data = packed.pack(FORM)
    for at in range(6):  # magic, dictionary, flags
        wrong = bytearray(data)
        wrong[at] += 1
        assert refusal(bytes(wrong)) == "PC3002"


def test_a_bomb_costs_no_more_than_it_promises() -> None:
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    bomb = deflate.compress(b"a" * 50_000_000) + deflate.flush()
    header = packed.pack(FORM)[:8]
    assert refusal(header + bomb) == "PC1109"


def test_a_form_of_another_hash_is_refused() -> None:
    assert refusal(packed.pack(FORM), hashlib.sha256(b"other").digest()) == "PC1109"
