"""The reference scanner: walks a refused text in document order and names its first fault."""

from __future__ import annotations

import re

from ..error_table import JSON_DEPTH_MAX, JSON_EXPLAIN_BYTES_MAX, JSON_KEYS_MAX
from ..errors import make, pointer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

    from ..errors import Path

_SPACE = " \t\n\r"
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


def explain(source: str, size: int) -> NoReturn:
    """Raises the ContractError of the first fault (J5 to J11) of a text that has one."""
    if size > JSON_EXPLAIN_BYTES_MAX:
        raise make("PC1108", message=f"not strict JSON (a text of {size} bytes is not searched)")
    _Scanner(source).document()
    raise AssertionError("the two readers of JSON disagree")


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
