"""RFC 8785 by spec/canonical.md#writing, and the hashes over it."""

from __future__ import annotations

import base64
import hashlib
import math
import struct
from typing import Any

from .fault import Fault

SHORT = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}


def canonical(value: Any) -> str:
    """Canonical text of a value whose numbers are doubles or integers."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int | float):
        return number(float(value))
    if isinstance(value, str):
        return string(value)
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    names = sorted(value, key=units)
    return "{" + ",".join(f"{string(name)}:{canonical(value[name])}" for name in names) + "}"


def units(text: str) -> bytes:
    """Sort key: UTF-16 code units."""
    return text.encode("utf-16-be")


def string(text: str) -> str:
    """A JSON string with the shortest escapes."""
    return (
        '"' + "".join(SHORT.get(c) or (c if c >= " " else f"\\u{ord(c):04x}") for c in text) + '"'
    )


def number(value: float) -> str:
    """ECMA-262 Number::toString: digits d of value 0.d x 10^n, placed by n."""
    if not math.isfinite(value):
        raise Fault("PC1102")
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    mantissa, _, exponent = f"{abs(value)!r}".partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    point = len(whole) + int(exponent or 0)
    point -= len(whole + fraction) - len(digits)
    digits = digits.rstrip("0")
    if len(digits) <= point <= 21:
        return sign + digits + "0" * (point - len(digits))
    if 0 < point <= 21:
        return f"{sign}{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    mantissa = digits[0] + ("." + digits[1:] if len(digits) > 1 else "")
    return f"{sign}{mantissa}e{'+' if point > 0 else '-'}{abs(point - 1)}"


def sha256_hex(text: str) -> str:
    """SHA-256 of the UTF-8 bytes."""
    return hashlib.sha256(text.encode()).hexdigest()


def contract_id(text: str) -> str:
    """`pc1-` and the hash in lower-case unpadded base32."""
    digest = hashlib.sha256(text.encode()).digest()
    return "pc1-" + base64.b32encode(digest).decode().lower().rstrip("=")


def double(hexadecimal: str) -> float:
    """The double of up to 16 hex digits."""
    return float(struct.unpack(">d", bytes.fromhex(hexadecimal.rjust(16, "0")))[0])
