"""Reads strict JSON (spec/canonical.md): one verdict, and for a refusal the fault's place.

Theory: what is accepted is decided at C speed: rules J1 to J4 by counting, the rest by the `json`
module with hooks where the text gives a reason. Only a refused text is read again, by a scanner in
Python that walks in document order and names the first fault. Both are linear on any input.
"""

from __future__ import annotations

import re
from json.decoder import JSONDecoder

from .error_table import (
    INVOKE_REQUEST_BYTES_MAX,
    JSON_DEPTH_MAX,
    JSON_EXPLAIN_BYTES_MAX,
    JSON_KEYS_MAX,
    JSON_MEMBERS_MAX,
    SAFE_INTEGER_MAX,
)
from .errors import make, pointer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn

    from .errors import Path

_SPACE = " \t\n\r"
# One string, or what an unclosed one leaves. Unrolled: the naive form is quadratic on hostile text.
_STRING = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z)', re.DOTALL)
_NOT_BRACKETS = re.compile(r"[^\[\]{}]+")
# 16 digits may be beyond 2^53-1, an exponent of three may overflow: such texts get number hooks.
_LARGE_NUMBER = re.compile(r"[0-9](?:[0-9]{15}|[eE]\+?[0-9]{3})")
_SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]")
_GOOD_ESCAPE = re.compile(
    r"\\(?:[^u]|u(?![dD][89a-fA-F])....|u[dD][89abAB]..\\u[dD][c-fC-F]..)", re.DOTALL
)


def parse(text: str | bytes, max_bytes: int = INVOKE_REQUEST_BYTES_MAX) -> Any:
    """The value of `text`: None, bool, int within +-(2^53-1), float, str, list, dict.

    Raises ContractError with the code of spec/canonical.md J1 to J11.
    """
    source, size = _decoded(text, max_bytes)
    if source.startswith("\ufeff"):
        raise make("PC1104", message="the text starts with a byte order mark")
    if source.count(":") > JSON_MEMBERS_MAX and _members(source) > JSON_MEMBERS_MAX:
        raise make("PC1107", message=f"more than {JSON_MEMBERS_MAX} members")
    try:
        return _accept(source)
    except (ValueError, _Refused):
        _explain(source, size)


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


def _members(source: str) -> int:
    return _STRING.sub("", source).count(":")


class _Refused(Exception):
    """The fast path met a fault; the scanner will name it."""


def _accept(source: str) -> Any:
    """The value, or any exception of the `json` module or _Refused."""
    if source.count("[") + source.count("{") > JSON_DEPTH_MAX and _depth(source) > JSON_DEPTH_MAX:
        raise _Refused
    decoder = _CAREFUL if _LARGE_NUMBER.search(source) else _PLAIN
    start = 0 if source[:1] not in _SPACE else len(source) - len(source.lstrip(_SPACE))
    value, end = decoder.raw_decode(source, start)
    if end != len(source) and source[end:].strip(_SPACE):
        raise _Refused
    if _SURROGATE_ESCAPE.search(source) and "\\" in _GOOD_ESCAPE.sub("", source):
        raise _Refused
    return value


def _depth(source: str) -> int:
    depth = deepest = 0
    for bracket in _NOT_BRACKETS.sub("", _STRING.sub("", source)):
        if bracket in "[{":
            depth += 1
            if depth > deepest:
                deepest = depth
        else:
            depth -= 1
    return deepest


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


def _explain(source: str, size: int) -> NoReturn:
    if size > JSON_EXPLAIN_BYTES_MAX:
        raise make("PC1108", message=f"not strict JSON (a text of {size} bytes is not searched)")
    _Scanner(source).document()
    raise AssertionError("the two readers of JSON disagree")


# The reference scanner. `Path` is a linked list (parent, key); None is the root.

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
# `1.`, `1e`, `1e+`: the token is bad as a whole, so its value is not looked at.
_CUT_NUMBER = re.compile(r"-?[0-9]+(?:\.(?![0-9])|(?:\.[0-9]+)?[eE](?![+-]?[0-9]))")
_CHARACTERS = re.compile(r'[^"\\\x00-\x1f]+')
_HEX = re.compile(r"[0-9a-fA-F]{4}")
_LOW_HALF = re.compile(r"\\u[dD][c-fC-F][0-9a-fA-F]{2}")
_SIMPLE_ESCAPES = {
    '"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t",
}  # fmt: skip
_LITERALS = ("true", "false", "null")
_NOT_JSON = ("NaN", "Infinity", "-Infinity")


class _Scanner:
    """Walks one text in document order and raises for the first fault (J5 to J11)."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.position = 0

    def document(self) -> None:
        self._space()
        self._value(None, 1)
        self._space()
        if self.position != len(self.source):
            self._syntax("something follows the value")

    def _value(self, at: Path, depth: int) -> None:
        source, position = self.source, self.position
        start = source[position : position + 1]
        if start == "{" or start == "[":
            if depth > JSON_DEPTH_MAX:
                raise make("PC1105", pointer(at))
            self.position += 1
            if start == "{":
                self._object(at, depth)
            else:
                self._array(at, depth)
        elif start == '"':
            self._string(at)
        else:
            self._scalar(at)

    def _scalar(self, at: Path) -> None:
        source, position = self.source, self.position
        for word in _LITERALS:
            if source.startswith(word, position):
                self.position += len(word)
                return
        for word in _NOT_JSON:
            if source.startswith(word, position):
                raise make("PC1101", message=f"`{word}` is not JSON")
        match = _NUMBER.match(source, position)
        if not match or _CUT_NUMBER.match(source, position):
            self._syntax("a value was expected")
        number = float(match[0])
        if number - number != 0.0:
            raise make("PC1102", pointer(at))
        self.position = match.end()

    def _array(self, at: Path, depth: int) -> None:
        index = 0
        self._space()
        if self._take("]"):
            return
        while True:
            self._space()
            self._value((at, index), depth + 1)
            self._space()
            if self._take("]"):
                return
            if not self._take(","):
                self._syntax("`,` or `]` was expected")
            index += 1

    def _object(self, at: Path, depth: int) -> None:
        keys: set[str] = set()
        self._space()
        if self._take("}"):
            return
        while True:
            self._space()
            if self.source[self.position : self.position + 1] != '"':
                self._syntax("a key was expected")
            key = self._string(at)
            self._check_key(key, keys, at)
            self._space()
            if not self._take(":"):
                self._syntax("`:` was expected")
            self._space()
            self._value((at, key), depth + 1)
            self._space()
            if self._take("}"):
                return
            if not self._take(","):
                self._syntax("`,` or `}` was expected")

    def _check_key(self, key: str, keys: set[str], at: Path) -> None:
        if len(keys) == JSON_KEYS_MAX:
            raise make("PC1107", pointer(at), message=f"more than {JSON_KEYS_MAX} keys")
        if key in keys:
            raise make("PC1106", pointer(at))
        if key == "__proto__":
            raise make("PC1205", pointer(at), message="the key `__proto__` is not allowed")
        keys.add(key)

    def _string(self, at: Path) -> str:
        """Reads a string; `at` is where a lone surrogate is reported."""
        source = self.source
        self.position += 1
        parts: list[str] = []
        while True:
            match = _CHARACTERS.match(source, self.position)
            if match:
                parts.append(match[0])
                self.position = match.end()
            if self._take('"'):
                return "".join(parts)
            if not self._take("\\"):
                self._syntax("a string is not closed, or holds a control character")
            parts.append(self._escape(at))

    def _escape(self, at: Path) -> str:
        kind = self.source[self.position : self.position + 1]
        self.position += 1
        if kind in _SIMPLE_ESCAPES:
            return _SIMPLE_ESCAPES[kind]
        match = _HEX.match(self.source, self.position) if kind == "u" else None
        if not match:
            self._syntax("an escape is not one of JSON's")
        self.position = match.end()
        unit = int(match[0], 16)
        if not 0xD800 <= unit <= 0xDFFF:
            return chr(unit)
        low = _LOW_HALF.match(self.source, self.position) if unit < 0xDC00 else None
        if not low:
            raise make("PC1103", pointer(at))
        self.position = low.end()
        return chr(0x10000 + ((unit - 0xD800) << 10) + int(low[0][2:], 16) - 0xDC00)

    def _space(self) -> None:
        source, position = self.source, self.position
        while source[position : position + 1] and source[position] in _SPACE:
            position += 1
        self.position = position

    def _take(self, character: str) -> bool:
        if self.source.startswith(character, self.position):
            self.position += 1
            return True
        return False

    def _syntax(self, problem: str) -> NoReturn:
        where = self.position
        raise make("PC1108", message=f"not JSON at character {where}: {problem}")
