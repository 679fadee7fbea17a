"""Writes a value as RFC 8785 text (spec/canonical.md) and makes the hashes that stand on it."""

from __future__ import annotations

from json.encoder import encode_basestring as quote

from .error_table import JSON_DEPTH_MAX, SAFE_INTEGER_MAX
from .errors import make, pointer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .errors import Path


def canonical(value: Any) -> str:
    """The RFC 8785 text of None, bool, int, float, str, list, dict; ints beyond 2^53-1 as doubles.

    Raises ContractError at the value's place: PC1102 (not finite), PC1103 (half a surrogate pair),
    PC1105 (deeper than 64 levels, or cyclic), PC1401 (a value that JSON has no form for).
    """
    return _write(value, None, 1)


def _write(value: Any, at: Path, depth: int) -> str:
    kind = type(value)
    if kind is str:
        return _string(value, at)
    if kind is int:
        return _integer(value, at)
    if kind is float:
        return number(value, at)
    if value is None:
        return "null"
    if kind is bool:
        return "true" if value else "false"
    if kind is not list and kind is not dict:
        raise make("PC1401", pointer(at), f"JSON has no form for <{kind.__name__}>")
    if depth > JSON_DEPTH_MAX:
        raise make("PC1105", pointer(at))
    if kind is list:
        items = [_write(each, (at, index), depth + 1) for index, each in enumerate(value)]
        return "[" + ",".join(items) + "]"
    members = [
        _string(key, at) + ":" + _write(value[key], (at, key), depth + 1)
        for key in sorted(value, key=utf16)
    ]
    return "{" + ",".join(members) + "}"


def utf16(text: str) -> bytes:
    """The sort key of a member's name: its UTF-16 code units."""
    return text.encode("utf-16-be", "surrogatepass")


def _string(text: str, at: Path) -> str:
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            raise make("PC1103", pointer(at)) from None
    return quote(text)


def _integer(value: int, at: Path) -> str:
    if -SAFE_INTEGER_MAX <= value <= SAFE_INTEGER_MAX:
        return str(value)
    try:
        return number(float(value), at)
    except OverflowError:
        raise make("PC1102", pointer(at)) from None


def number(value: float, at: Path = None) -> str:
    """A double as ECMAScript prints it (Number::toString): shortest digits, `-0` is `0`."""
    if value - value != 0.0:
        raise make("PC1102", pointer(at))
    if -SAFE_INTEGER_MAX <= value <= SAFE_INTEGER_MAX and value == int(value):
        return str(int(value))
    sign = "-" if value < 0 else ""
    mantissa, _, exponent = repr(abs(value)).partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    # `point` is where the decimal point stands, counted from the first significant digit.
    point = len(whole) + int(exponent or "0") - (len(whole + fraction) - len(digits))
    return sign + _layout(digits.rstrip("0"), point)


def _layout(digits: str, point: int) -> str:
    count = len(digits)
    if count <= point <= 21:
        return digits + "0" * (point - count)
    if 0 < point <= 21:
        return digits[:point] + "." + digits[point:]
    if -6 < point <= 0:
        return "0." + "0" * -point + digits
    mantissa = digits if count == 1 else digits[0] + "." + digits[1:]
    return f"{mantissa}e{'+' if point > 0 else '-'}{abs(point - 1)}"


def sha256_hex(text: str | bytes) -> str:
    """SHA-256 of the text's UTF-8 bytes, 64 hex digits."""
    from hashlib import sha256  # here: 2 ms that an agent without calls need not pay

    return sha256(text.encode() if isinstance(text, str) else text).hexdigest()


def contract_id(text: str | bytes) -> str:
    """The hash of a contract form: `pc1-` and 52 characters of lower-case base32 (RFC 4648)."""
    bits = int(sha256_hex(text), 16) << 4  # 256 bits padded to 52 groups of 5
    alphabet = "abcdefghijklmnopqrstuvwxyz234567"
    return "pc1-" + "".join(alphabet[bits >> shift & 31] for shift in range(255, -1, -5))
