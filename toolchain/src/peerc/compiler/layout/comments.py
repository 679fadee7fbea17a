"""The comments of a YAML source, and the entry that each belongs to."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator

from peerc.compiler.layout.parts import Entry, Group
from peerc.compiler.tree import Scalar

_HEADER = re.compile(r"[|>]([-+0-9]*)")


def comments(text: str, top: Entry) -> list[tuple[int, str]] | None:
    """Offset and text of each comment in order; None where a block text hides them."""
    spans: list[tuple[int, int]] = []
    for node in _scalars(top):
        header = None if node.start == node.end else _block_header(text, node)
        if header is None:
            spans.append((node.start, node.end))
            continue
        indicator = header[1]
        if any(c.isdigit() for c in indicator) and "#" in text[node.start : node.end]:
            return None
        spans.append((node.start, header.end()))
        spans.append(_block_content(text, node))
    found: list[tuple[int, str]] = []
    at = 0
    for start, end in [*sorted(spans), (len(text), len(text))]:
        while (mark := text.find("#", at, start)) >= 0:
            stop = text.find("\n", mark)
            stop = len(text) if stop < 0 else stop
            found.append((mark, text[mark:stop].rstrip()))
            at = stop
        at = max(at, end)
    return found


def _scalars(entry: Entry) -> Iterator[Scalar]:
    if entry.key is not None:
        yield entry.key
    if isinstance(entry.value, Scalar):
        yield entry.value
    else:
        for inner in entry.value.entries:
            yield from _scalars(inner)


def _block_header(text: str, node: Scalar) -> re.Match[str] | None:
    return None if node.plain else _HEADER.match(text, node.start)


def _block_content(text: str, node: Scalar) -> tuple[int, int]:
    """The lines of a block text: those that are empty or as far in as the first that is not."""
    start = at = text.find("\n", node.start) + 1
    if not start:
        return node.end, node.end
    indent = -1
    while at < len(text):
        stop = text.find("\n", at)
        stop = len(text) if stop < 0 else stop
        line = text[at:stop]
        spaces = len(line) - len(line.lstrip(" "))
        if line.strip():
            if indent < 0:
                indent = spaces
            if spaces < indent or indent == 0 or at >= node.end:
                break
        at = stop + 1
    return start, at


def attach(text: str, top: Entry, found: list[tuple[int, str]]) -> list[str]:
    """Gives each comment, and each empty line, to its entry; what is left ends the file."""
    entries = [one for one in _entries(top) if one is not top]
    starts = [one.start for one in entries]
    tail: list[str] = []
    for one in entries:
        if _is_spaced(text, one.start):
            one.before.append("")
    for offset, comment in reversed(found):
        index = bisect.bisect_left(starts, offset)
        previous = entries[index - 1] if index else None
        following = entries[index] if index < len(entries) else None
        line = text.rfind("\n", 0, offset) + 1
        own = not text[line:offset].strip()
        spaced = own and _is_spaced(text, offset)
        if not own and previous is not None:
            _beside(previous, offset, comment)
        elif previous is not None and _belongs_behind(text, offset, following):
            owner = _of_column(text, previous, offset - line)
            owner.after[:0] = [""] * spaced + [comment]
        elif following is not None:
            following.before[:0] = [""] * spaced + [comment]
        else:
            tail[:0] = [""] * spaced + [comment]
    return tail


def _entries(entry: Entry) -> Iterator[Entry]:
    yield entry
    if isinstance(entry.value, Group):
        for inner in entry.value.entries:
            yield from _entries(inner)


def _is_spaced(text: str, offset: int) -> bool:
    """Whether an empty line is right above the line that starts at `offset`, indent aside."""
    line = text.rfind("\n", 0, offset) + 1
    if text[line:offset].strip(" -"):
        return False
    above = text.rfind("\n", 0, line - 1) + 1
    return line > 0 and not text[above : line - 1].strip()


def _beside(entry: Entry, offset: int, comment: str) -> None:
    """Behind a list or mapping in brackets the comment is of all of it."""
    while entry.parent is not None and isinstance(entry.parent.value, Group):
        group = entry.parent.value
        if not group.is_flow or group.node.end > offset or entry.parent.parent is None:
            break
        entry = entry.parent
    if entry.beside:
        entry.before.append(comment)
    else:
        entry.beside = comment


def _belongs_behind(text: str, offset: int, following: Entry | None) -> bool:
    if following is None:
        return _column(text, offset) > 0
    return _column(text, following.start) < _column(text, offset)


def _of_column(text: str, entry: Entry, column: int) -> Entry:
    """The entry, or one that it is in, that starts at or left of a column."""
    while entry.parent is not None and entry.parent.parent is not None:
        if _column(text, entry.start) <= column:
            break
        entry = entry.parent
    return entry


def _column(text: str, offset: int) -> int:
    """Where an entry stands: a list's item at its dash."""
    line = text.rfind("\n", 0, offset) + 1
    before = text[line:offset]
    return len(before) - 2 if before.endswith("- ") and not before[:-2].strip() else len(before)
