"""Texts of a contract in Markdown: shown as they are, and never markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_MARKUP = re.compile(r"([\\`*_{}\[\]()#+!|~$-])")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


def prose(text: str) -> str:
    """A title or a description on one line; nothing in it is read as markup."""
    line = " ".join(text.split())
    line = "".join(_ENTITIES.get(sign, sign) for sign in _UNSEEN.sub(_named, line))
    return re.sub(r"\\([-()+!{}#])", r"\1", _MARKUP.sub(r"\\\1", line)) if line else ""


def code(text: str) -> str:
    """A code span of any text, for a table as well."""
    shown = _UNSEEN.sub(_named, text).replace("|", "\\|") or " "
    longest = max((len(run) for run in re.findall("`+", shown)), default=0)
    fence = "`" * (longest + 1)
    space = " " if shown[0] in "` " or shown[-1] in "` " else ""
    return f"{fence}{space}{shown}{space}{fence}"


def _named(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


def heading(level: int, name: str) -> str:
    """A heading of a name, which is a grammar's: letters, digits, dot, dash, underscore."""
    return f"{'#' * level} {prose(name)}"


def anchor(name: str) -> str:
    """What a heading of the name is linked by, as GitHub, GitLab and most renderers make it."""
    return re.sub(r"[^\w-]", "", name.lower())


def row(cells: Sequence[str]) -> str:
    """A row of a table."""
    return "| " + " | ".join(cells) + " |"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterable[str]:
    """A table, whole."""
    yield row(head)
    yield row(("---",) * len(head))
    yield from map(row, rows)
