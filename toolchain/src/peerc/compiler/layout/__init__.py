"""The canonical layout of a contract's source: what `peerc fmt` writes."""

from __future__ import annotations

import json
from pathlib import Path

from peerc.compiler import imports, pipeline
from peerc.compiler.frontend.read import read
from peerc.compiler.layout.comments import attach, comments
from peerc.compiler.layout.parts import arrange, parts
from peerc.compiler.layout.write import json_text, yaml_text
from peerc.compiler.tree import json_value

_ROUNDS_MAX = 4  # a comment that was moved may find its place only in the round after


class NotLaidOut(Exception):
    """The layout would lose a comment or change a value; nothing was written."""


def laid_out(file: str, text: str) -> str:
    """`text`, a source without errors, in canonical layout; JSON stays JSON. Raises NotLaidOut."""
    for _ in range(_ROUNDS_MAX):
        again = _once(file, text)
        if again == text:
            return text
        text = again
    raise NotLaidOut("its layout does not settle")


def _once(file: str, text: str) -> str:
    root, _ = read(file, text.encode())
    if root is None:
        raise NotLaidOut("it cannot be read")
    is_json = file.endswith(".json") or _is_json(text)
    top = parts(root, text)
    found = [] if is_json else comments(text, top)
    if found is None:
        raise NotLaidOut("a block text with an indentation indicator holds a `#`")
    tail = attach(text, top, found)
    arrange(top)
    written = json_text(top) if is_json else yaml_text(top, tail)
    again, findings = read(file, written.encode())
    if again is None or findings.sorted() or json_value(again) != top.json_value():
        raise NotLaidOut("a value would be another one")
    if not is_json:
        _check_comments(found, written)
    return written


def _check_comments(found: list[tuple[int, str]], written: str) -> None:
    root, _ = read("written.yaml", written.encode())
    assert root is not None  # it was read before
    kept = comments(written, parts(root, written)) or []
    if sorted(text for _, text in found) != sorted(text for _, text in kept):
        raise NotLaidOut("a comment would be lost")


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def checked(result: pipeline.Result, path: Path) -> str:
    """The layout of a contract that was read from `path`; both hashes stay. Raises NotLaidOut."""
    assert result.contract is not None  # no errors
    assert result.source is not None
    text = laid_out(str(path), result.source.text)
    vendored = imports.folder(path.parent / imports.FOLDER)
    again = pipeline.load_bytes(str(path), text.encode(), vendored).contract
    if again is None or again.id != result.contract.id or again.doc_id != result.contract.doc_id:
        raise NotLaidOut("its hash would be another one")
    return text
