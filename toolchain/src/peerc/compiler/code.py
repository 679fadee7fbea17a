"""Text and code as different types: an emitter writes `Code`, a contract's string gets in quoted.

A template is a string constant of the emitter (tools/tidy.py looks that it is one); what fills its
`{places}` must be `Code` already: an identifier that looks like one, a literal quoted for its
language, other code. So no text of a contract can ever be read as code, whatever it holds.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

_IDENTIFIER = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*\Z")
_PLACE = re.compile(r"\{\{|\}\}|\{([a-z_0-9]+)\}")


@dataclass(frozen=True, slots=True)
class File:
    """One generated file: `path` relative to the agent's source folder, `/` between its parts."""

    path: str
    content: str


@dataclass(frozen=True, slots=True)
class Code:
    """A piece of one language's source text, made by the functions below alone."""

    text: str

    def __bool__(self) -> bool:
        return bool(self.text)


def code(template: str, **places: Code) -> Code:
    """`template` with each `{place}` filled; `{{`, `}}` are braces. TypeError: one is no `Code`."""

    def fill(match: re.Match[str]) -> str:
        if match[1] is None:
            return match[0][0]
        part = places[match[1]]
        if not isinstance(part, Code):
            raise TypeError(f"place {match[1]} holds {type(part).__name__}, not Code")
        return part.text

    return Code(_PLACE.sub(fill, template))


def ident(name: str) -> Code:
    """An identifier of the IR's `Names`, checked once more: letters, digits, `_` and `$`."""
    if not _IDENTIFIER.match(name):
        raise ValueError(f"not an identifier: {name!r}")
    return Code(name)


def join(separator: str, parts: Iterable[Code]) -> Code:
    """The parts one after another, `separator`, a constant of the emitter, between them."""
    return Code(separator.join(part.text for part in parts))


def indent(body: Code, by: str = "    ") -> Code:
    """Every line that is not empty, moved right."""
    lines = body.text.split("\n")
    return Code("\n".join(by + line if line else line for line in lines))


def python_literal(value: str | int | float | bool | bytes | None) -> Code:
    """ASCII only, so that no reader of the file can be misled by invisible characters."""
    return Code(ascii(value))


def javascript_literal(value: str | int | float | bool | None) -> Code:
    """JSON in ASCII: U+2028 and U+2029, legal in JSON, would end a line in older readers."""
    return Code(json.dumps(value, ensure_ascii=True))


def rust_literal(value: str | int | float | bool) -> Code:
    """A Rust literal in ASCII; a float always has a point or an exponent."""
    if isinstance(value, bool):
        return Code("true" if value else "false")
    if isinstance(value, int):
        return Code(str(value))
    if isinstance(value, float):
        return Code(repr(value))
    return Code('"' + "".join(_rust_char(c) for c in value) + '"')


def rust_bytes(data: bytes) -> Code:
    """A Rust byte string in printable ASCII."""
    return Code('b"' + "".join(map(_rust_byte, data)) + '"')


def _rust_byte(byte: int) -> str:
    if byte == 0:
        return "\\0"
    c = chr(byte)
    return "\\" + c if c in '"\\' else c if " " <= c <= "~" else f"\\x{byte:02x}"


def _rust_char(c: str) -> str:
    if c in '"\\':
        return "\\" + c
    return c if " " <= c <= "~" else f"\\u{{{ord(c):x}}}"


def comment_lines(text: str, prefix: str) -> Code:
    """A description as comment lines, `prefix` before each; nothing in it ends or disguises one.

    Every character but printable ones becomes a space, so no reader takes U+2028, a bare CR or a
    bidi control for more than it is. `*/` and `/*` are for the caller, who knows the form.
    """
    clean = "".join(c if c.isprintable() or c == "\n" else " " for c in text)
    return Code("\n".join((prefix + line.rstrip()).rstrip() for line in clean.strip().split("\n")))
