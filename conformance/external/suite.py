"""JSON-Schema-Test-Suite, draft 2020-12, out of a source distribution on PyPI.

Never part of this repository: downloaded once into .cache, checked by its SHA-256.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".cache" / "json-schema-test-suite"
PACKAGE = "jsonschema==4.26.0"
FILE = "jsonschema-4.26.0.tar.gz"
SHA256 = "0c26707e2efad8aa1bfc5b7ce170f3fccc2e4918ff85989ba9ffa9facb2be326"
TESTS = "jsonschema-4.26.0/json/tests/draft2020-12/"
FORMATS = ("date", "date-time", "email", "hostname", "ipv4", "ipv6", "time", "uri", "uuid")
# What these files expect is that a keyword is an annotation and refuses nothing.
ANNOTATING = ("format", "content")


@dataclass(frozen=True, slots=True)
class Pair:
    """A schema, an instance, and whether it is valid. `id` is file, group and test."""

    id: str
    schema: Any
    instance: Any
    is_valid: bool


def pairs(wanted: str) -> Iterator[Pair]:
    """The pairs of the `required` files, or of the `format` files of the dialect's formats."""
    with tarfile.open(fetched()) as archive:
        names = sorted(one for one in archive.getnames() if one.startswith(TESTS))
        for name in names:
            file = name.removeprefix(TESTS)
            if is_wanted(file, wanted):
                content = archive.extractfile(name)
                assert content is not None
                yield from of_file(file.removesuffix(".json"), json.load(content))


def is_wanted(file: str, wanted: str) -> bool:
    stem = file.removesuffix(".json")
    if wanted == "format":
        return stem.startswith("optional/format/") and stem.rpartition("/")[2] in FORMATS
    return file.endswith(".json") and "/" not in file and stem not in ANNOTATING


def of_file(file: str, groups: list[dict[str, Any]]) -> Iterator[Pair]:
    for group in groups:
        for test in group["tests"]:
            name = f"{file}: {group['description']}: {test['description']}"
            yield Pair(name, group["schema"], test["data"], test["valid"])


def fetched() -> Path:
    """The archive; downloaded where the cache has none. Raises SystemExit on other bytes."""
    path = CACHE / FILE
    if not path.is_file():
        CACHE.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        command += ["--no-binary", "jsonschema", PACKAGE, "--dest", str(CACHE)]
        subprocess.run(command, check=True)
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != SHA256:
        raise SystemExit(f"{path} is not the pinned archive: its SHA-256 is {found}; remove it")
    return path
