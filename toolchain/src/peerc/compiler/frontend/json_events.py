"""JSON (RFC 8259) to events: what YAML 1.2 promises to read, and no YAML parser reads whole."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from peerc.compiler.frontend.events import Close, Event, Open, SyntaxFault, Text, whole

_SPACE = re.compile(r"[ \t\r\n]*")
_STRING = re.compile(r'"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"')
_LITERAL = re.compile(r"(?:true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)")


def events(text: str) -> Iterator[Event]:
    """The events of the one value of `text`. Raises SyntaxFault PC1001."""
    at = _skip(text, 0)
    open_containers: list[bool] = []  # is_mapping of each
    wants = "value"  # value | key | colon | next; right after an opening also its end
    just_opened = False
    while True:
        c = text[at : at + 1]
        if wants in ("value", "key") and just_opened and c and c in "}]":
            wants = "next"
        just_opened = False
        if wants == "next":
            if not open_containers:
                break
            is_mapping = open_containers[-1]
            if c == ",":
                wants, at = ("key" if is_mapping else "value"), at + 1
            elif c == ("}" if is_mapping else "]"):
                yield Close(at, at + 1)
                open_containers.pop()
                at += 1
            else:
                raise _fault(text, at, "`,` or `" + ("}" if is_mapping else "]") + "`")
        elif wants == "colon":
            if c != ":":
                raise _fault(text, at, "`:`")
            wants, at = "value", at + 1
        elif wants == "value" and c and c in "{[":
            open_containers.append(c == "{")
            yield Open(at, at + 1, c == "{")
            wants, at, just_opened = ("key" if c == "{" else "value"), at + 1, True
        else:
            event = _scalar(text, at, is_key=wants == "key")
            yield event
            wants, at = ("colon" if wants == "key" else "next"), event.end
        at = _skip(text, at)
    if at < len(text):
        raise _fault(text, at, "the end of the file")


def _scalar(text: str, at: int, is_key: bool) -> Text:
    string = _STRING.match(text, at)
    if string:
        value = whole(json.loads(string[0]), at, string.end())
        return Text(at, string.end(), value, plain=False)
    literal = None if is_key else _LITERAL.match(text, at)
    if not literal:
        raise _fault(text, at, "a key in double quotes" if is_key else "a value")
    return Text(at, literal.end(), literal[0], plain=True)


def _skip(text: str, at: int) -> int:
    space = _SPACE.match(text, at)
    return space.end() if space else at


def _fault(text: str, at: int, expected: str) -> SyntaxFault:
    found = f"`{text[at]}`" if at < len(text) else "the end of the file"
    at = min(at, len(text.rstrip()))
    return SyntaxFault("PC1001", at, at + 1, problem=f"expected {expected}, found {found}")
