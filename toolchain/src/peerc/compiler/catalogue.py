"""The error catalogue as the toolchain reads it: text and hint of each code (spec/errors.json)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

# A copy of spec/errors.json that ships with the package; tools/gen.py writes it.
FILE = Path(__file__).resolve().parent.parent / "data" / "errors.json"

_PLACE = re.compile(r"\{([a-z_]+)\}")
WARNINGS = frozenset({"PC1008", "PC1506"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One code. `text` and `hint` have `{places}` where `where` holds "peerc"."""

    code: str
    name: str
    klass: str
    fault: str
    retry: str
    where: tuple[str, ...]
    text: str
    hint: str


@cache
def entries() -> dict[str, Entry]:
    """All codes, in the catalogue's order."""
    listed = json.loads(FILE.read_text(encoding="utf-8"))["codes"]
    return {one["code"]: _entry(one) for one in listed}


def entry(code: str) -> Entry:
    """The entry of `code`; KeyError when there is none, which is our bug."""
    return entries()[code]


def fill(text: str, fields: Mapping[str, object]) -> str:
    """A text of the catalogue with its `{places}` filled; braces around anything else stay."""
    return _PLACE.sub(lambda place: str(fields[place[1]]), text)


def _entry(one: dict[str, str]) -> Entry:
    return Entry(
        code=one["code"],
        name=one["name"],
        klass=one["class"],
        fault=one["fault"],
        retry=one["retry"],
        where=tuple(one["where"]),
        text=one["text"],
        hint=one["hint"],
    )
