"""YAML 1.2 to events, by ruamel.yaml; stops at the first thing that contracts do without."""

from __future__ import annotations

from collections.abc import Iterator

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceStartEvent,
)
from ruamel.yaml.reader import ReaderError

from peerc.compiler.diagnostics import bounded
from peerc.compiler.frontend.events import Close, Event, Open, SyntaxFault, Text, whole


def events(text: str) -> Iterator[Event]:
    """The events of the one document of `text`. Raises SyntaxFault PC1001 or PC1002.

    The pure parser is asked for: the C one crashes on deep nesting. Events, never nodes: composing
    is slow and recursive (spec/contract.md#source).
    """
    try:
        documents = 0
        for event in YAML(typ="safe", pure=True).parse(text):
            start, end = event.start_mark.index, event.end_mark.index
            if isinstance(event, DocumentStartEvent):
                documents += 1
                _check_document(event, documents, start, end)
            elif isinstance(event, ScalarEvent):
                _check_node(event, start)
                plain = not event.style
                yield Text(start, end, whole(event.value, start, end), plain)
            elif isinstance(event, MappingStartEvent | SequenceStartEvent):
                _check_node(event, start)
                yield Open(start, end, isinstance(event, MappingStartEvent))
            elif isinstance(event, AliasEvent):
                raise SyntaxFault(
                    "PC1002", start, end, feature=f"the alias `*{bounded(event.anchor)}`"
                )
            elif type(event).__name__ in ("MappingEndEvent", "SequenceEndEvent"):
                yield Close(start, end)
    except MarkedYAMLError as error:
        raise _marked(error, text) from None
    except ReaderError as error:
        problem = f"the character U+{ord(text[error.position]):04X} is not allowed"
        raise SyntaxFault("PC1001", error.position, error.position + 1, problem=problem) from None


def _check_document(event: DocumentStartEvent, documents: int, start: int, end: int) -> None:
    if documents > 1:
        raise SyntaxFault("PC1002", start, end, feature="a second document")
    if event.version or event.tags:
        raise SyntaxFault("PC1002", start, end, feature="a directive (`%YAML`, `%TAG`)")


def _check_node(event: ScalarEvent | CollectionStartEvent, start: int) -> None:
    if event.anchor is not None:
        end = start + len(event.anchor) + 1
        raise SyntaxFault("PC1002", start, end, feature=f"the anchor `&{bounded(event.anchor)}`")
    if event.tag is not None:
        tag = str(event.tag).replace("tag:yaml.org,2002:", "!!")
        raise SyntaxFault("PC1002", start, start + len(tag), feature=f"the tag `{bounded(tag)}`")


def _marked(error: MarkedYAMLError, text: str) -> SyntaxFault:
    mark = error.problem_mark or error.context_mark
    # What is missing at the end is missing after the last character, not on the empty line below.
    start = min(mark.index if mark else 0, len(text.rstrip()))
    problem = str(error.problem or error.context or "it cannot be read")
    if "found character '\\t'" in problem:
        problem = "a tab cannot indent or start a token; use spaces"
    return SyntaxFault("PC1001", start, start + 1, problem=problem)
