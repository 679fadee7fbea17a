"""The ES6 number stream: 100,000 doubles whose printed forms have one published hash.

Recipe and hashes: cyberphone/json-canonicalization, testdata/es6testfile; RFC 8785 appendix B.
A line of the hashed text is `hex,text\n`: the double's bits without leading zeros, and its form.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator
from itertools import islice

from .driver import Answer, Driver
from .vectors import Case
from .verdict import Verdict

OP = "canonical"
BATCH = 2000
CHECKPOINTS = {
    1_000: "be18b62b6f69cdab33a7e0dae0d9cfa869fda80ddc712221570f9f40a5878687",
    10_000: "b9f7a8e75ef22a835685a52ccba7f7d6bdc99e34b010992cbc5864cd12be6892",
    100_000: "22776e6d4b49fa294a0d0f349268e5c28808fe7e0cb2bcbe28f63894e494d4c7",
}
PLACE = "conformance/runner/stream.py:1"
# 50 values around 333333333333.3333 x 10^k: first negated, then as they are.
THIRDS = """
446696695dbd1cc3 443211ede4974a35 43fce97ca0f21056 43c7213080c1a6ac 439280f39a348556
435d9b1f5d20d557 4327af4c4a80aaac 42f2f2a36ecd5556 42be51057e155558 428840d131aaaaac
4253670dc1555557 421f0b4935555557 41e8d5d42aaaaaac 41b3de4355555556 417fca0555555556
41496e6aaaaaaaab 4114585555555555 40e046aaaaaaaaab 40aa0aaaaaaaaaaa 4074d55555555555
4040aaaaaaaaaaab 400aaaaaaaaaaaab 3fd5555555555555 3fa1111111111111 3f6b4e81b4e81b4f
3f35d867c3ece2a5 3f0179ec9cbd821e 3ecbf647612f3696 3e965e9f80f29212 3e61e54c672874db
3e2ca213d840baf8 3df6e80fe033c8c6 3dc2533fe68fd3d2 3d8d51ffd74c861c 3d5774ccac3d3817
3d22c3d6f030f9ac 3cee0624b3818f79 3cb804ea293472c7 3c833721ba905bd3 3c4ebe9c5db3c61e
3c18987d17c304e5 3be3ad30dfcf371d 3baf7b816618582f 3b792f9ab81379bf 3b442615600f9499
3b101e77800c76e1 3ad9ca58cce0be35 3aa4a1e0a3e6fe90 3a708180831f320d 3a3a68cd9e985016
"""
EDGES = """
3ff0000000000000 bff0000000000000 bfeffffffffffffa bfeffffffffffffb 3feffffffffffffa
3feffffffffffffb 3feffffffffffffc 3feffffffffffffe bfefffffffffffff bfefffffffffffff
3fefffffffffffff 3fefffffffffffff 3fd3333333333332 3fd3333333333333 3fd3333333333334
0010000000000000 000ffffffffffffd 000fffffffffffff 7fefffffffffffff ffefffffffffffff
4340000000000000 c340000000000000 4430000000000000 44b52d02c7e14af5 44b52d02c7e14af6
44b52d02c7e14af7 444b1ae4d6e2ef4e 444b1ae4d6e2ef4f 444b1ae4d6e2ef50 3eb0c6f7a0b5ed8c
3eb0c6f7a0b5ed8d 41b3de4355555553 41b3de4355555554 41b3de4355555555 41b3de4355555556
41b3de4355555557 becbf647612f3696 43143ff3c1cb0959
"""
SIGN = 1 << 63
EXPONENT = 0x7FF << 52


def numbers() -> Iterator[int]:
    """The stream, without end: each double as its 64 bits."""
    thirds = [int(text, 16) for text in THIRDS.split()]
    yield from (bits(number) for number in (0.0, -0.0, 5e-324, -5e-324))
    yield from (third | SIGN for third in thirds)
    yield from thirds
    yield from (bits(number) for number in (10.0, 5.0))
    yield from (bits(float(f"5e-{k}")) for k in range(1, 10))
    yield from (bits(float(f"5.{'0' * k}6e-06")) for k in range(1, 15))
    yield bits(5e-06)
    yield from (int(text, 16) for text in EDGES.split())
    yield from (0x0010000000000000 + i for i in range(2000))
    block = bytes(32)
    while True:
        block = hashlib.sha256(block).digest()
        for value in struct.unpack("<4Q", block):
            if value & ~SIGN and value & EXPONENT != EXPONENT:
                yield value


def bits(number: float) -> int:
    """The 64 bits of a double."""
    return int(struct.unpack("<Q", struct.pack("<d", number))[0])


def run(driver: Driver) -> list[Verdict]:
    """Sends the stream in batches; one verdict a checkpoint, the first wrong one ends the run."""
    digest = hashlib.sha256()
    stream = numbers()
    verdicts: list[Verdict] = []
    sent = 0
    for count, expected in CHECKPOINTS.items():
        case = Case(f"canonical/es6-stream/{count}", OP, {}, {"sha256": expected}, None, PLACE)
        while sent < count:
            batch = [f"{value:x}" for value in islice(stream, min(BATCH, count - sent))]
            answer = driver.run(case.id, OP, {"numbers": batch})
            texts = texts_of(answer, len(batch))
            if texts is None:
                return [*verdicts, Verdict(case, "fail", answer, f"after {sent} numbers")]
            lines = (f"{value},{text}\n" for value, text in zip(batch, texts, strict=True))
            digest.update("".join(lines).encode())
            sent += len(batch)
        got = digest.hexdigest()
        right = got == expected
        verdicts.append(Verdict(case, "pass" if right else "fail", Answer("out", {"sha256": got})))
        if not right:
            break
    return verdicts


def texts_of(answer: Answer, count: int) -> list[str] | None:
    """The texts of an answer, None unless it holds one a number."""
    texts = answer.body.get("texts") if answer.kind == "out" else None
    if not isinstance(texts, list) or len(texts) != count:
        return None
    return texts if all(isinstance(text, str) for text in texts) else None
