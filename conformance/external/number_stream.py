"""The stream of doubles that RFC 8785 names, and the published SHA-256 of its first lines.

A line is `hex,text`: the 64 bits, lower case without leading zeros, and the number's canonical
text. After the special values come the SHA-256 chain from 32 zero bytes, four little-endian doubles
a block, without zeros, NaN and infinities (cyberphone/json-canonicalization, testdata).
"""

from __future__ import annotations

import hashlib
import math
import struct
from collections.abc import Iterator
from itertools import islice

from runner.driver import Driver

from external.verdicts import Tally

CHECKPOINTS = {
    10**3: "be18b62b6f69cdab33a7e0dae0d9cfa869fda80ddc712221570f9f40a5878687",
    10**4: "b9f7a8e75ef22a835685a52ccba7f7d6bdc99e34b010992cbc5864cd12be6892",
    10**5: "22776e6d4b49fa294a0d0f349268e5c28808fe7e0cb2bcbe28f63894e494d4c7",
    10**6: "49415fee2c56c77864931bd3624faad425c3c577d6d74e89a83bc725506dad16",
    10**7: "b9f8a44a91d46813b21b9602e72f112613c91408db0b8341fb94603d9db135e0",
}
BATCH = 1000  # a divisor of each checkpoint
# Powers of sixty-six thousand and thirds: where shortest digits are hard to find.
T = """
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
""".split()  # noqa: SIM905  # a table
U = """
3ff0000000000000 bff0000000000000 bfeffffffffffffa bfeffffffffffffb 3feffffffffffffa
3feffffffffffffb 3feffffffffffffc 3feffffffffffffe bfefffffffffffff bfefffffffffffff
3fefffffffffffff 3fefffffffffffff 3fd3333333333332 3fd3333333333333 3fd3333333333334
0010000000000000 000ffffffffffffd 000fffffffffffff 7fefffffffffffff ffefffffffffffff
4340000000000000 c340000000000000 4430000000000000 44b52d02c7e14af5 44b52d02c7e14af6
44b52d02c7e14af7 444b1ae4d6e2ef4e 444b1ae4d6e2ef4f 444b1ae4d6e2ef50 3eb0c6f7a0b5ed8c
3eb0c6f7a0b5ed8d 41b3de4355555553 41b3de4355555554 41b3de4355555555 41b3de4355555556
41b3de4355555557 becbf647612f3696 43143ff3c1cb0959
""".split()  # noqa: SIM905  # a table


def bits(number: float) -> str:
    """The 64 bits of a double, without leading zeros."""
    return struct.pack(">d", number).hex().lstrip("0") or "0"


def doubles() -> Iterator[float]:
    """The stream, without an end."""
    yield from (0.0, -0.0, 5e-324, -5e-324)
    special = [struct.unpack(">d", bytes.fromhex(one))[0] for one in T]
    yield from (-one for one in special)
    yield from special
    yield from (10.0, 5.0)
    yield from (float(f"5e-{k}") for k in range(1, 10))
    yield from (float(f"5.{'0' * k}6e-06") for k in range(1, 15))
    yield 5e-06
    yield from (struct.unpack(">d", bytes.fromhex(one))[0] for one in U)
    first = 0x0010000000000000
    yield from (struct.unpack(">d", struct.pack(">Q", first + i))[0] for i in range(2000))
    block = bytes(32)
    while True:
        block = hashlib.sha256(block).digest()
        for number in struct.unpack("<4d", block):
            if number and math.isfinite(number):
                yield number


def judged(count: int, asked: dict[str, Driver]) -> Tally:
    """The first `count` lines by every driver, against the published hashes on the way."""
    tally = Tally("ES6 numbers of RFC 8785")
    hashes = {who: hashlib.sha256() for who in asked}
    stream = doubles()
    while tally.cases < count:
        batch = [bits(number) for number in islice(stream, BATCH)]
        tally.cases += len(batch)
        for who, driver in asked.items():
            answer = driver.run("numbers", "canonical", {"numbers": batch})
            texts = answer.body["texts"] if answer.kind == "out" else [answer.text] * len(batch)
            lines = (f"{one},{text}\n" for one, text in zip(batch, texts, strict=True))
            hashes[who].update("".join(lines).encode())
        expected = CHECKPOINTS.get(tally.cases)
        for who, found in hashes.items():
            if expected and found.hexdigest() != expected:
                tally.wrong.append(f"{who}: the first {tally.cases:,} lines have another hash")
    tally.accepted = tally.cases
    return tally
