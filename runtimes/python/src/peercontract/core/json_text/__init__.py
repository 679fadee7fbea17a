"""Reads strict JSON (spec/canonical.md): one verdict, and for a refusal the fault's place.

Theory: what is accepted is decided at C speed: rules J1 to J4 by counting, the rest by the `json`
module with hooks where the text gives a reason. Only a refused text is read again, by `scanner`,
which names the first fault. Both are linear on any input. What few texts need is imported late:
a pattern costs a cold start 0.1 ms.
"""

from __future__ import annotations

from json.decoder import JSONDecoder

from ..error_table import (
    INVOKE_REQUEST_BYTES_MAX,
    JSON_DEPTH_MAX,
    JSON_KEYS_MAX,
    JSON_MEMBERS_MAX,
    SAFE_INTEGER_MAX,
)
from ..errors import make

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn

_SPACE = " \t\n\r"
# All digits become 0: then 16 in a row, or an exponent of three, can be searched for, seven
# times as fast as a regular expression finds them.
_DIGITS = bytes.maketrans(b"123456789E", b"000000000e")
_ZEROS = b"0" * 16


def parse(text: str | bytes, max_bytes: int = INVOKE_REQUEST_BYTES_MAX) -> Any:
    """The value of `text`: None, bool, int within +-(2^53-1), float, str, list, dict.

    Raises ContractError with the code of spec/canonical.md J1 to J11.
    """
    source, size = _decoded(text, max_bytes)
    if source.startswith("\ufeff"):
        raise make("PC1104", message="the text starts with a byte order mark")
    if source.count(":") > JSON_MEMBERS_MAX:
        from .counting import members

        if members(source) > JSON_MEMBERS_MAX:
            raise make("PC1107", message=f"more than {JSON_MEMBERS_MAX} members")
    try:
        return _accept(source)
    except (ValueError, _Refused):
        from .scanner import explain  # a text that is refused can wait for its patterns

        explain(source, size)


def _decoded(text: str | bytes, max_bytes: int) -> tuple[str, int]:
    """The text and its size in bytes of UTF-8 (J1, J2)."""
    if isinstance(text, str):
        size = len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))
    else:
        size = len(text)
    if size > max_bytes:
        raise make("PC1107", message=f"the text has {size} bytes, {max_bytes} are allowed")
    try:
        if isinstance(text, str):
            if size != len(text):
                text.encode()
            return text, size
        return str(text, "utf-8"), size
    except UnicodeError:
        raise make("PC1104", message="the text is not UTF-8") from None


class _Refused(Exception):
    """The fast path met a fault; the scanner will name it."""


def _accept(source: str) -> Any:
    """The value, or any exception of the `json` module or _Refused."""
    if source.count("[") + source.count("{") > JSON_DEPTH_MAX:
        from .counting import is_deeper

        if is_deeper(source, JSON_DEPTH_MAX):
            raise _Refused
    decoder = _CAREFUL if _may_overflow(source) else _PLAIN
    start = 0 if source[:1] not in _SPACE else len(source) - len(source.lstrip(_SPACE))
    value, end = decoder.raw_decode(source, start)
    if end != len(source) and source[end:].strip(_SPACE):
        raise _Refused
    if "\\ud" in source or "\\uD" in source:
        from .counting import has_lone_surrogate

        if has_lone_surrogate(source):
            raise _Refused
    return value


def _may_overflow(source: str) -> bool:
    """Whether a number may be beyond 2^53-1 or a double's range; digits in strings count too."""
    digits = source.encode().translate(_DIGITS)
    if b"e000" in digits or b"e+000" in digits:
        return True
    # Digits behind a point make no number large, and most doubles have 16 of them.
    return _ZEROS in digits and _ZEROS in digits.replace(b"." + _ZEROS, b" ")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    count = len(pairs)
    if len(members) != count or count > JSON_KEYS_MAX or "__proto__" in members:
        raise _Refused
    return members


def _literal(name: str) -> NoReturn:
    raise _Refused


def _integer(token: str) -> int | float:
    if len(token) < 16:
        return int(token)
    number = float(token)
    if -SAFE_INTEGER_MAX <= number <= SAFE_INTEGER_MAX:
        return int(number)  # any token whose double is safe names exactly that integer
    return _finite(number)


def _float(token: str) -> float:
    return _finite(float(token))


def _finite(number: float) -> float:
    if number - number != 0.0:
        raise _Refused
    return number


_PLAIN = JSONDecoder(object_pairs_hook=_object, parse_constant=_literal)
_CAREFUL = JSONDecoder(
    object_pairs_hook=_object, parse_constant=_literal, parse_int=_integer, parse_float=_float
)
