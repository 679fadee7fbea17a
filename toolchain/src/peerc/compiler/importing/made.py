"""A schema of the dialect as an import writes it, and as text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from peerc.compiler.tree import Node

_PLAIN = re.compile(r"(?:\$ref|[A-Za-z_][A-Za-z0-9_]*(?:-[A-Za-z0-9_]+)*)\Z")
_WORDS = frozenset(["null", "true", "false", "yes", "no", "on", "off", "y", "n", "inf", "nan"])


class Made(dict[str, object]):
    """Keywords in order, the schema they come from, and what a comment says was lost."""

    def __init__(self, node: Node, words: dict[str, object]) -> None:
        super().__init__(words)
        self.node = node
        self.comments: list[str] = []


def document(words: dict[str, object]) -> str:
    """YAML of a contract, its comments included."""
    return "\n".join(_lines(words, "")) + "\n"


def _lines(words: dict[str, object], indent: str) -> Iterator[str]:
    for name, value in words.items():
        if isinstance(value, Made):
            for comment in value.comments:
                yield f"{indent}# {comment}"
        head = f"{indent}{_text(name)}:"
        if isinstance(value, dict) and value:
            yield head
            yield from _lines(value, indent + "  ")
        elif isinstance(value, list) and any(isinstance(one, dict) for one in value):
            yield head
            for one in value:
                first, *rest = _lines(one, "") if isinstance(one, dict) and one else [_inline(one)]
                yield f"{indent}  - {first}"
                yield from (f"{indent}    {line}" for line in rest)
        else:
            yield f"{head} {_inline(value)}"


def _inline(value: object) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(map(_inline, value)) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_quoted(n)}: {_inline(v)}" for n, v in value.items()) + "}"
    if isinstance(value, str):
        return _text(value)
    return json.dumps(value)


def _text(text: str) -> str:
    return text if _PLAIN.match(text) and text.lower() not in _WORDS else _quoted(text)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=not text.isprintable())
