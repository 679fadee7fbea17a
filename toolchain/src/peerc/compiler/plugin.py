"""The plugin protocol: what an emitter in another process is sent, and what it may answer.

spec/plugins.md is the law; nothing here starts a process.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from peerc.compiler import interchange, ir
from peerc.compiler.code import File

PROTOCOL = 1
ANSWER_BYTES_MAX = 64 << 20
FILES_MAX = 10_000
LEVELS = ("error", "warning")


class Refused(Exception):
    """A request or an answer that is not of the protocol."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Files to write, paths relative and below the folder; and what the emitter has to say."""

    files: tuple[File, ...]
    findings: tuple[tuple[str, str], ...]  # level, message


def request(contract: ir.Contract, options: dict[str, str]) -> bytes:
    """What stands on an emitter's standard input."""
    made = {"plugin_protocol": PROTOCOL, "contract": interchange.written(contract)}
    return json.dumps(made | {"options": options}, ensure_ascii=False).encode()


def asked(raw: bytes) -> tuple[ir.Contract, dict[str, str]]:
    """The other side of `request`. Raises Refused."""
    data = _object(raw)
    if data.get("plugin_protocol") != PROTOCOL:
        raise Refused(f"`plugin_protocol` is {data.get('plugin_protocol')!r}, known is {PROTOCOL}")
    options = data.get("options", {})
    if not isinstance(options, dict):
        raise Refused("`options` is no object")
    try:
        contract = interchange.contract(data.get("contract"))
    except interchange.NotTheIr as problem:
        raise Refused(f"`contract` is no IR: {problem}") from None
    return contract, {str(name): str(one) for name, one in options.items()}


def answer(files: tuple[File, ...]) -> bytes:
    """What a built-in emitter writes to its standard output."""
    made = [{"path": file.path, "text": file.content} for file in files]
    return json.dumps({"files": made, "findings": []}, ensure_ascii=False).encode()


def answered(raw: bytes) -> Answer:
    """The other side of `answer`: checked before anything is written. Raises Refused."""
    if len(raw) > ANSWER_BYTES_MAX:
        raise Refused(f"it answered with more than {ANSWER_BYTES_MAX:,} bytes")
    data = _object(raw)
    if data.keys() - {"files", "findings"}:
        raise Refused(f"`{min(data.keys() - {'files', 'findings'})}` is no member of an answer")
    given = data.get("files")
    if not isinstance(given, list) or len(given) > FILES_MAX:
        raise Refused(f"`files` is a list of at most {FILES_MAX:,} files")
    files = tuple(_file(one) for one in given)
    paths = [file.path for file in files]
    if len(set(paths)) != len(paths):
        raise Refused(f"`{max(paths, key=paths.count)}` is there twice")
    return Answer(files, tuple(_finding(one) for one in data.get("findings") or ()))


def _object(raw: bytes) -> dict[str, Any]:
    try:
        data = json.loads(raw)
    except (ValueError, RecursionError) as problem:
        raise Refused(f"no JSON: {problem}") from None
    if not isinstance(data, dict):
        raise Refused("no JSON object")
    return data


def _file(one: Any) -> File:
    if not isinstance(one, dict) or one.keys() != {"path", "text"}:
        raise Refused("a file has `path` and `text`")
    path, text = one["path"], one["text"]
    if not isinstance(path, str) or not isinstance(text, str):
        raise Refused("`path` and `text` are texts")
    parts = PurePosixPath(path).parts
    is_below = parts and not PurePosixPath(path).is_absolute() and ".." not in parts
    if not is_below or any(sign in path for sign in "\\:\0") or str(PurePosixPath(path)) != path:
        raise Refused(f"`{path}` is no path below the folder")
    return File(path, text)


def _finding(one: Any) -> tuple[str, str]:
    if not isinstance(one, dict) or one.get("level") not in LEVELS:
        raise Refused("a finding has a `level`, error or warning, and a `message`")
    return one["level"], str(one.get("message", ""))
