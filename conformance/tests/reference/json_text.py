"""Strict JSON by spec/canonical.md#reading: rules J1 to J11, one character at a time."""

from __future__ import annotations

import math
import re
from typing import Any

from .fault import Fault

DEPTH, MEMBERS, KEYS, EXPLAINED = 64, 65_536, 1_024, 65_536
NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\", "/": "/"}
HEX4 = re.compile(r"[0-9a-fA-F]{4}")
LITERALS = {"null": None, "true": True, "false": False}
NOT_JSON = ("NaN", "Infinity", "-Infinity")


def parse(data: bytes, max_bytes: int = 6_291_456) -> Any:
    """The value of a text, numbers as doubles; Fault where it breaks a rule."""
    if len(data) > max_bytes:
        raise Fault("PC1107")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as problem:
        raise Fault("PC1104") from problem
    if text.startswith("\ufeff"):
        raise Fault("PC1104")
    if count_members(text) > MEMBERS:
        raise Fault("PC1107")
    try:
        return Scanner(text).document()
    except Fault:
        if len(data) > EXPLAINED:
            raise Fault("PC1108") from None
        raise


def count_members(text: str) -> int:
    """Colons outside strings, in a text that may be no JSON at all (J4)."""
    count, position, inside = 0, 0, False
    while position < len(text):
        character = text[position]
        if inside and character == "\\":
            position += 1
        elif character == '"':
            inside = not inside
        elif character == ":" and not inside:
            count += 1
        position += 1
    return count


def pointer(at: str, step: str | int) -> str:
    """RFC 6901: one step further."""
    return f"{at}/{str(step).replace('~', '~0').replace('/', '~1')}"


class Scanner:
    """A position in a text; every method reads one thing and stands behind it afterwards."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.open = 0

    def document(self) -> Any:
        """One value and nothing behind it."""
        value = self.value("")
        self.space()
        if self.position != len(self.text):
            raise Fault("PC1108")
        return value

    def space(self) -> None:
        while self.text[self.position : self.position + 1] in (" ", "\t", "\n", "\r"):
            self.position += 1

    def peek(self) -> str:
        """The next character that is no white space, "" at the end."""
        self.space()
        return self.text[self.position : self.position + 1]

    def take(self, wanted: str) -> bool:
        """Steps over `wanted` where it stands next."""
        if self.peek() != wanted:
            return False
        self.position += 1
        return True

    def value(self, at: str) -> Any:
        first = self.peek()
        if first == "{":
            return self.container(at, self.object)
        if first == "[":
            return self.container(at, self.array)
        if first == '"':
            return self.string(at)
        for word in NOT_JSON:
            if self.text.startswith(word, self.position):
                raise Fault("PC1101")
        for word, value in LITERALS.items():
            if self.text.startswith(word, self.position):
                self.position += len(word)
                return value
        return self.number(at)

    def number(self, at: str) -> float:
        match = NUMBER.match(self.text, self.position)
        if match is None:
            raise Fault("PC1108")
        self.position = match.end()
        if not math.isfinite(number := float(match[0])):
            raise Fault("PC1102", at)
        return number

    def container(self, at: str, read: Any) -> Any:
        self.position += 1
        self.open += 1
        if self.open > DEPTH:
            raise Fault("PC1105", at)
        value = read(at)
        self.open -= 1
        return value

    def array(self, at: str) -> list[Any]:
        items: list[Any] = []
        if self.take("]"):
            return items
        while True:
            items.append(self.value(pointer(at, len(items))))
            if self.take("]"):
                return items
            if not self.take(","):
                raise Fault("PC1108")

    def object(self, at: str) -> dict[str, Any]:
        members: dict[str, Any] = {}
        if self.take("}"):
            return members
        while True:
            if self.peek() != '"':
                raise Fault("PC1108")
            key = self.string(at)
            self.judge_key(key, members, at)
            if not self.take(":"):
                raise Fault("PC1108")
            members[key] = self.value(pointer(at, key))
            if self.take("}"):
                return members
            if not self.take(","):
                raise Fault("PC1108")

    def judge_key(self, key: str, members: dict[str, Any], at: str) -> None:
        """J9, J10, J11 in this order, where the key ends."""
        if len(members) == KEYS:
            raise Fault("PC1107", at)
        if key in members:
            raise Fault("PC1106", at)
        if key == "__proto__":
            raise Fault("PC1205", at)

    def string(self, at: str) -> str:
        self.position += 1
        parts: list[str] = []
        while True:
            character = self.text[self.position : self.position + 1]
            self.position += 1
            if character == '"':
                return "".join(parts)
            if character < " ":  # "" too: the text has ended
                raise Fault("PC1108")
            parts.append(self.escape(at) if character == "\\" else character)

    def escape(self, at: str) -> str:
        letter = self.text[self.position : self.position + 1]
        self.position += 1
        if letter != "u":
            if letter not in ESCAPES:
                raise Fault("PC1108")
            return ESCAPES[letter]
        unit = self.hex4()
        if 0xDC00 <= unit <= 0xDFFF:
            raise Fault("PC1103", at)
        if not 0xD800 <= unit <= 0xDBFF:
            return chr(unit)
        low = re.compile(r"\\u([dD][c-fC-F][0-9a-fA-F]{2})").match(self.text, self.position)
        if low is None:
            raise Fault("PC1103", at)
        self.position = low.end()
        return chr(0x10000 + ((unit - 0xD800) << 10) + (int(low[1], 16) - 0xDC00))

    def hex4(self) -> int:
        match = HEX4.match(self.text, self.position)
        if match is None:
            raise Fault("PC1108")
        self.position = match.end()
        return int(match[0], 16)
