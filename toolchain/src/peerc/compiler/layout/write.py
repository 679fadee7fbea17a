"""Entries to text: YAML with its comments, or JSON."""

from __future__ import annotations

import json
import re

from peerc.compiler.layout.parts import Entry, Group
from peerc.compiler.tree import Scalar

_WIDTH = 100
_PLAIN_START = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`=~]|-[A-Za-z0-9]")
# What some YAML reader takes for something else than text.
_MISREAD = re.compile(
    r"(?:[-+]?(?:0x[0-9a-f_]+|0o?[0-7_]+|0b[01_]+|[0-9][0-9_]*(?::[0-5]?[0-9])*(?:\.[0-9_]*)?"
    r"(?:e[-+]?[0-9]+)?|\.[0-9][0-9_]*|\.inf)|\.nan|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*"
    r"|null|true|false|yes|no|on|off|y|n)\Z",
    re.IGNORECASE,
)
_ODD = re.compile(r"[\x00-\x1f\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff]")


def yaml_text(top: Entry, tail: list[str]) -> str:
    """The whole source; `tail` are the comments behind everything."""
    assert isinstance(top.value, Group)
    lines = _members(top.value, 0) if top.value.entries else ["{}"]
    while lines and not lines[0]:
        del lines[0]
    return "\n".join([*lines, *tail]) + "\n"


def _members(group: Group, indent: int) -> list[str]:
    lines: list[str] = []
    pad = " " * indent
    for position, entry in enumerate(group.entries):
        before = _squeezed(entry.before)
        if position == 0 and indent > 0:
            before = before[1:] if before[:1] == [""] else before
        lines += [pad + line if line else "" for line in before]
        lines += _entry(entry, indent, group.is_mapping)
        lines += [pad + line if line else "" for line in _squeezed(entry.after)]
    return lines


def _squeezed(lines: list[str]) -> list[str]:
    """One empty line in place of several."""
    return [line for at, line in enumerate(lines) if line or not at or lines[at - 1]]


def _entry(entry: Entry, indent: int, is_member: bool) -> list[str]:
    head = " " * indent + (f"{_key(entry)}:" if is_member else "-")
    beside = f"  {entry.beside}" if entry.beside else ""
    value = entry.value
    if isinstance(value, Scalar):
        return _scalar_lines(value, head, beside, indent)
    line = _line(value) if _may_be_line(value) else ""
    if line:
        if len(head) + 1 + len(line) <= _WIDTH:
            return [f"{head} {line}{beside}"]
        if is_member and indent + 2 + len(line) <= _WIDTH:
            return [head + beside, " " * (indent + 2) + line]
    inner = _members(value, indent + 2)
    if is_member or beside or not inner[0].strip() or inner[0].lstrip().startswith("#"):
        return [head + beside, *inner]
    return [head + " " + inner[0].lstrip(), *inner[1:]]


def _may_be_line(group: Group) -> bool:
    if not group.entries:
        return True
    if group.has_comments():
        return False
    return group.is_flow or (not group.is_mapping and group.is_scalars())


def _line(group: Group) -> str:
    """A list or mapping in brackets."""
    inner = []
    for entry in group.entries:
        value = entry.value
        text = _scalar(value, True) if isinstance(value, Scalar) else _line(value)
        inner.append(f"{_key(entry)}: {text}" if group.is_mapping else text)
    text = ", ".join(inner)
    return "{" + text + "}" if group.is_mapping else "[" + text + "]"


def _scalar_lines(value: Scalar, head: str, beside: str, indent: int) -> list[str]:
    pad = " " * (indent + 2)
    text = value.value
    if isinstance(text, str) and _fits_block(text):
        header = "|" if text.endswith("\n") else "|-"
        lines = text.removesuffix("\n").split("\n")
        return [f"{head} {header}{beside}", *(pad + line if line else "" for line in lines)]
    line = f"{head} {_scalar(value, False)}".rstrip()
    if isinstance(text, str) and len(line) > _WIDTH and _fits_fold(text):
        return [f"{head} >-{beside}", *_folded(text, pad)]
    return [line + beside]


def _fits_block(text: str) -> bool:
    lines = text.removesuffix("\n").split("\n")
    is_odd = any(_ODD.search(line) or line != line.rstrip(" ") for line in lines)
    return "\n" in text and not is_odd and bool(lines[0] and lines[-1]) and lines[0][0] != " "


def _fits_fold(text: str) -> bool:
    return " " in text and "  " not in text and text == text.strip() and not _ODD.search(text)


def _folded(text: str, pad: str) -> list[str]:
    lines = [pad]
    for word in text.split(" "):
        if lines[-1] != pad and len(lines[-1]) + 1 + len(word) > _WIDTH:
            lines.append(pad)
        lines[-1] += word if lines[-1] == pad else " " + word
    return lines


def _key(entry: Entry) -> str:
    assert entry.key is not None
    return _text(entry.key.literal, True, is_key=True)


def _scalar(value: Scalar, in_flow: bool) -> str:
    if isinstance(value.value, str):
        if not value.value and value.plain:
            return '""'
        return _text(value.value, in_flow, is_key=False)
    return value.literal


def _text(text: str, in_flow: bool, is_key: bool) -> str:
    if _is_plain(text, in_flow) and (not _MISREAD.match(text) or (is_key and text == "on")):
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return _ODD.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)


def _is_plain(text: str, in_flow: bool) -> bool:
    if not _PLAIN_START.match(text) or text != text.strip() or _ODD.search(text):
        return False
    if ": " in text or " #" in text or text.endswith(":"):
        return False
    return not (in_flow and re.search(r"[,\[\]{}]|:(?=[,\[\]{}])", text))


def json_text(top: Entry) -> str:
    """The whole source as JSON."""
    return _json(top, 0, 0) + "\n"


def _json(entry: Entry, indent: int, used: int) -> str:
    value = entry.value
    if isinstance(value, Scalar):
        return _json_scalar(value)
    if value.is_line or not value.entries or (not value.is_mapping and value.is_scalars()):
        line = _json_line(value)
        if used + len(line) < _WIDTH:
            return line
    inner = []
    for child in value.entries:
        name = json.dumps(child.name, ensure_ascii=False) + ": " if value.is_mapping else ""
        pad = " " * (indent + 2)
        inner.append(pad + name + _json(child, indent + 2, indent + 2 + len(name)))
    opening, closing = "{}" if value.is_mapping else "[]"
    return opening + "\n" + ",\n".join(inner) + "\n" + " " * indent + closing


def _json_line(group: Group) -> str:
    inner = []
    for entry in group.entries:
        value = entry.value
        text = _json_scalar(value) if isinstance(value, Scalar) else _json_line(value)
        name = json.dumps(entry.name, ensure_ascii=False) + ": " if group.is_mapping else ""
        inner.append(name + text)
    text = ", ".join(inner)
    if group.is_mapping:
        return "{ " + text + " }" if text else "{}"
    return f"[{text}]"


def _json_scalar(value: Scalar) -> str:
    text = value.value
    return json.dumps(text, ensure_ascii=False) if isinstance(text, str) else value.literal
