"""Where the keys of a TOML text stand: `tomllib` reads values and forgets their places.

Works on texts that `tomllib` has accepted, so it needs to know tokens and nesting, not faults.
"""

from __future__ import annotations

import json
import re

_TOKEN = re.compile(
    r'(?P<long>"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5})'
    r'|(?P<quoted>"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\')'
    r"|(?P<skip>[ \t\r]+|\#[^\n]*)"
    r"|(?P<mark>[\[\]{}=,.\n])"
    r"|(?P<bare>[^\s\[\]{}=,.\#\"\']+)",
    re.DOTALL,
)
Path = tuple[str, ...]
Place = tuple[int, int]  # start and end offset, in code points
_Token = tuple[str, str, int, int]  # kind, text, start, end


def places(text: str) -> dict[Path, Place]:
    """Each key's path and where it is first written; a table's place is its name in the header."""
    return _Reader(text).read()


class _Reader:
    def __init__(self, text: str) -> None:
        self._tokens: list[_Token] = [
            (match.lastgroup or "", match[0], match.start(), match.end())
            for match in _TOKEN.finditer(text)
            if match.lastgroup != "skip"
        ]
        self._at = 0
        self._found: dict[Path, Place] = {}

    def read(self) -> dict[Path, Place]:
        table: Path = ()
        while self._at < len(self._tokens):
            mark = self._tokens[self._at][1]
            if mark == "\n":
                self._at += 1
            elif mark == "[":
                table = self._key(())
                self._skip_line()
            else:
                self._pair(table)
        return self._found

    def _pair(self, table: Path, ends: str = "\n") -> None:
        """`key = value` up to one of `ends`; an inline table's own keys are read as well."""
        path = self._key(table)
        self._at += 1  # the `=`
        if self._mark() == "{":
            self._inline_table(path)
            return
        depth = 0
        while self._at < len(self._tokens):
            mark = self._mark()
            if mark and depth == 0 and mark in ends:
                return
            depth += (mark in ("[", "{")) - (mark in ("]", "}"))
            self._at += 1

    def _inline_table(self, path: Path) -> None:
        self._at += 1
        while self._mark() != "}":
            if self._mark() in (",", "\n"):
                self._at += 1
            else:
                self._pair(path, ends=",}")
        self._at += 1

    def _mark(self) -> str:
        """The punctuation that comes next; "" for a key or value."""
        kind, text, _, _ = self._tokens[self._at]
        return text if kind == "mark" else ""

    def _key(self, table: Path) -> Path:
        """A dotted key up to `=` or `]`; notes the place of each part that is new."""
        path = table
        while self._at < len(self._tokens):
            kind, text, start, end = self._tokens[self._at]
            if text in ("=", "]", "\n") and kind == "mark":
                break
            if kind != "mark":
                path = (*path, _unquoted(kind, text))
                self._found.setdefault(path, (start, end))
            self._at += 1
        return path

    def _skip_line(self) -> None:
        while self._at < len(self._tokens) and self._tokens[self._at][1] != "\n":
            self._at += 1


def _unquoted(kind: str, text: str) -> str:
    if kind != "quoted":
        return text
    if text.startswith("'"):
        return text[1:-1]
    try:
        return str(json.loads(text))
    except ValueError:  # an escape of TOML that JSON lacks; the place is found by the other parts
        return text[1:-1]
