"""The packed form: a contract in a few hundred bytes, on its way to another agent.

spec/canonical.md#packed. Deflaters differ, so packed bytes are never compared or hashed.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from functools import cache
from pathlib import Path

from peercontract.core.errors import make

# A copy of spec/dict/1.bin that ships with the package; tools/gen.py writes it.
DICTIONARY = Path(__file__).resolve().parent.parent / "data" / "dict_1.bin"
BYTES_MAX = 1_024  # what every example stays below
_MAGIC = b"PCP\x01"
_DICTIONARY_ID = 1
_HEADER = struct.Struct(">4sBBH")
_WINDOW = -15  # raw DEFLATE, window 2^15


def pack(form: bytes) -> bytes:
    """The packed form of a contract form of at most 65,535 bytes."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, _WINDOW, 9, zdict=_dictionary())
    header = _HEADER.pack(_MAGIC, _DICTIONARY_ID, 0, len(form))
    return header + deflate.compress(form) + deflate.flush()


def unpack(packed: bytes, sha256: bytes) -> bytes:
    """The contract form that `packed` holds; it has the hash `sha256` (32 bytes).

    Raises WireError PC3002 for another header, ContractError PC1109 for anything that does not
    unpack to exactly that form. Never makes more bytes than the header promises.
    """
    if len(packed) < _HEADER.size:
        raise make("PC1109", message="the packed contract is cut short")
    magic, dictionary, flags, size = _HEADER.unpack_from(packed)
    if (magic, dictionary, flags) != (_MAGIC, _DICTIONARY_ID, 0):
        raise make("PC3002", message="the packed contract has a header of another release")
    inflate = zlib.decompressobj(_WINDOW, zdict=_dictionary())
    try:
        # One byte of room more, so that an output that is too long is seen.
        form = inflate.decompress(packed[_HEADER.size :], size + 1)
    except zlib.error as error:
        raise make("PC1109", message=f"the packed contract is damaged: {error}") from None
    if len(form) != size or not inflate.eof or inflate.unused_data:
        raise make("PC1109", message=f"the packed contract does not hold {size} bytes")
    if hashlib.sha256(form).digest() != sha256:
        raise make("PC1109", message="the packed contract is another one than was promised")
    return form


@cache
def _dictionary() -> bytes:
    return DICTIONARY.read_bytes()
