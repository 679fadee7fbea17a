"""Names of an import: types after their places, each once in every language."""

from __future__ import annotations

import re

from peerc.compiler import naming

_TYPE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}\Z")
_LONGEST = 56  # leaves room for a number, and for the names of what stands inline


def type_name(wire: str) -> str:
    """A type's name as it is where the grammar takes it, else of its words."""
    if _TYPE.match(wire) and len(wire) <= _LONGEST and any(c.isalpha() for c in wire):
        return wire
    return naming.pascal(wire)[:_LONGEST] or "Type"


def contract_name(stem: str) -> str:
    """A contract's name from that of a file."""
    words = "-".join(re.findall(r"[a-z0-9]+", stem.lower())).lstrip("0123456789-")
    return words[:63].rstrip("-") or "imported"


class Names:
    """The names that are taken; what folds together in one language is one name."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, *wanted: str) -> str:
        """The first of `wanted` that is free, else the last with the least free number."""
        for name in wanted:
            if self._take(name):
                return name
        number = 2
        while not self._take(f"{wanted[-1]}{number}"):
            number += 1
        return f"{wanted[-1]}{number}"

    def _take(self, name: str) -> bool:
        key = naming.pascal(name).casefold()
        is_free = key not in self._taken
        self._taken.add(key)
        return is_free


def fields(properties: list[str]) -> dict[str, dict[str, str]]:
    """`x-pc-names` for the properties whose names fold together in Python or Rust."""
    given: dict[str, dict[str, str]] = {}
    taken: dict[str, set[str]] = {"python": set(), "rust": set()}
    for wire in properties:
        names = naming.field_names(wire)
        for language, name in (("python", names.python), ("rust", names.rust)):
            if name in taken[language]:
                name = _numbered(name.rstrip("_"), taken[language])
                given.setdefault(wire, {})[language] = name
            taken[language].add(name)
    return given


def variants(values: list[str | int]) -> dict[str, str]:
    """`x-pc-names.rust` for the members of an enum whose names fold together."""
    given: dict[str, str] = {}
    taken: set[str] = set()
    for value in values:
        name = naming.variant_names(value).rust
        if name in taken:
            name = _numbered(re.sub(r"[^A-Za-z0-9]", "", name)[:_LONGEST], taken, "")
            given[str(value)] = name
        taken.add(name)
    return given


def _numbered(name: str, taken: set[str], between: str = "_") -> str:
    number = 2
    while f"{name[:_LONGEST]}{between}{number}" in taken:
        number += 1
    return f"{name[:_LONGEST]}{between}{number}"
