"""From a JSON Schema to a contract that `peerc check` takes, in as many passes as it needs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

from peerc.compiler import pipeline
from peerc.compiler.diagnostics import Finding, bounded, shown
from peerc.compiler.frontend.read import SOURCE_BYTES_MAX
from peerc.compiler.importing import names, source
from peerc.compiler.importing.convert import Known, Pass, place
from peerc.compiler.importing.losses import ANNOTATION, REFUSED, Losses
from peerc.compiler.importing.made import Made, document
from peerc.compiler.tree import Mapping

_PASSES_MAX = 40
_COMMENTS_MAX = 500
_NOTE_OF = {"PC1316": "default", "PC1326": "examples"}


@dataclass(frozen=True, slots=True)
class Imported:
    """`text` is the contract of what could be kept, "" for nothing; `findings` all losses.

    `root` is the type of the schema as a whole, "" where it was refused or only holds others.
    """

    text: str
    findings: tuple[Finding, ...]
    root: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether nothing was refused."""
        return bool(self.text) and all(one.level != "error" for one in self.findings)


def run(file: str, raw: bytes, name: str = "") -> Imported:
    """Imports the schema `raw`; `file` is its name in findings, `name` that of the root's type."""
    root, origin, findings = source.read(file, raw)
    if root is None:
        return Imported("", findings)
    stem = PurePath(file).name.split(".")[0]
    known = Known()
    references = source.References(root)
    said: dict[object, Finding] = {}
    for _ in range(_PASSES_MAX):
        losses = Losses(origin)
        one = Pass(references, losses, known)
        before = known.count
        one.run(root, name or _title(root) or stem)
        said |= {key: loss for key, loss in losses.found.items() if loss.level == "error"}
        if known.count == before and one.types:
            head = {"peer": 1, "name": names.contract_name(stem), "types": one.types}
            problem = _check(head, losses, known)
            if not problem and known.count == before:
                losses.found = {**said, **losses.found}  # type: ignore[dict-item]  # keys of losses
                text = _text(file, head, one.types, losses)
                if len(text.encode()) <= SOURCE_BYTES_MAX:
                    return Imported(text, losses.sorted(), one.named(root))
                problem = f"the contract would have more than {SOURCE_BYTES_MAX:,} bytes"
            if problem:
                losses.report(REFUSED, root, "the schema", problem, "import a part of it")
                return Imported("", losses.sorted())
        elif known.count == before:
            break
    losses = Losses(origin)
    losses.found |= said  # type: ignore[arg-type]  # keys of losses
    if not said:
        losses.report(REFUSED, root, "the schema", "no type of it can be expressed")
    return Imported("", losses.sorted())


def _title(root: Mapping) -> str:
    title = root.get("title")
    text = getattr(title, "value", "")
    is_short = isinstance(text, str) and text.isascii() and 0 < len(text) <= 40
    return text if is_short and any(c.isalpha() for c in text) else ""


def _check(head: dict[str, object], losses: Losses, known: Known) -> str:
    """Learns what the contract's own check refuses; the problem where it cannot be placed."""
    raw = json.dumps(head).encode()
    for finding in pipeline.load_bytes("contract.json", raw).findings:
        if finding.level != "error":
            continue
        schema = _at(head, finding.pointer)
        if schema is None:
            return finding.message
        note = _NOTE_OF.get(finding.code, "")
        if note and note in schema:
            known.notes.add((place(schema.node), note))
        else:
            problem = bounded(finding.message).rstrip(".")
            known.places.setdefault(place(schema.node), f"{finding.code}: {problem}")
    return ""


def _at(head: dict[str, object], pointer: str) -> Made | None:
    found: Made | None = None
    here: object = head
    for token in pointer.split("/")[1:]:
        token = token.replace("~1", "/").replace("~0", "~")
        if isinstance(here, dict):
            here = here.get(token)
        elif isinstance(here, list) and token.isdigit() and int(token) < len(here):
            here = here[int(token)]
        if isinstance(here, Made):
            found = here
    return found


def _text(file: str, head: dict[str, object], types: dict[str, Made], losses: Losses) -> str:
    shapes = sorted(_shapes(types), key=lambda one: one.node.end - one.node.start)
    for finding in losses.sorted()[:_COMMENTS_MAX]:
        if f"{ANNOTATION}:" in finding.message:
            continue
        start = losses.source.offset(finding.span.line, finding.span.column)
        for shape in shapes:
            if shape.node.start <= start < shape.node.end:
                shape.comments.append(finding.message)
                break
    name = shown(PurePath(file).name)
    return f"# Imported from {name} by `peerc import`.\n" + document(head)


def _shapes(words: object) -> Iterator[Made]:
    """The schemas that stand under a name, where a comment has room."""
    if isinstance(words, dict):
        for value in words.values():
            if isinstance(value, Made):
                yield value
            yield from _shapes(value)
    elif isinstance(words, list):
        for value in words:
            yield from _shapes(value)
