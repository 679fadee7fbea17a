"""The suite's pairs as contracts: what the compiler takes, and the cases for the drivers."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from peerc.compiler import pipeline

from external import suite
from external.closing import Closing, Refused
from external.verdicts import Case

TYPES_MAX = 300  # of a contract; the language has 512
BYTES_MAX = 40_000  # of a contract's source
LEAST = {"required": (380, 210), "format": (260, 200)}  # kept, and not trivial: else it is vacuous

# Where the dialect's formats are narrower on purpose, by the reason; docs/conformance.md.
BY_REASON: dict[str, list[str]] = json.loads(
    Path(__file__).with_name("deviations.json").read_text(encoding="utf-8")
)
DEVIATIONS = frozenset(one for ids in BY_REASON.values() for one in ids)


@dataclass
class Kept:
    """Of one part of the suite: contracts by name, cases, and why the others are left out."""

    total: int = 0
    speaking: int = 0  # cases in which a keyword speaks about the instance's kind
    contracts: dict[str, dict[str, Any]] = field(default_factory=dict)
    cases: list[Case] = field(default_factory=list)
    unsaid: Counter[str] = field(default_factory=Counter)  # by the adapter: no exact word
    refused: Counter[str] = field(default_factory=Counter)  # by the compiler: its code
    deviating: list[str] = field(default_factory=list)


def kept(wanted: str) -> Kept:
    """All pairs of `required` or `format` that can be asked."""
    found = Kept()
    room = Contracts(wanted)
    for index, pair in enumerate(suite.pairs(wanted)):
        found.total += 1
        closing = Closing(pair.schema, f"T{index}")
        try:
            schema = closing.close(pair.schema, pair.instance)
        except Refused as reason:
            found.unsaid[str(reason)] += 1
            continue
        types = {f"T{index}": schema, **closing.types}
        code = refusal(types)
        if code:
            found.refused[code] += 1
            continue
        found.speaking += closing.spoken
        if pair.id in DEVIATIONS:
            found.deviating.append(pair.id)
        name = room.add(types)
        given = {"contract": name, "type": f"T{index}", "text": json.dumps(pair.instance)}
        is_valid = pair.is_valid is not (pair.id in DEVIATIONS)
        found.cases.append(Case(pair.id, "validate", given, is_valid))
    found.contracts = room.sources
    return found


def refusal(types: dict[str, Any]) -> str:
    """The code by which the compiler refuses the types; "" where it takes them."""
    source = json.dumps(contract("suite", types)).encode()
    result = pipeline.load_bytes("contract.json", source)
    return "" if result.contract else result.findings[0].code


def contract(name: str, types: dict[str, Any]) -> dict[str, Any]:
    return {"peer": 1, "name": name, "types": types}


class Contracts:
    """Types filled into as few contracts as hold them."""

    def __init__(self, wanted: str) -> None:
        self._wanted = wanted
        self._bytes = BYTES_MAX
        self.sources: dict[str, dict[str, Any]] = {}
        self._types: dict[str, Any] = {}

    def add(self, types: dict[str, Any]) -> str:
        """The name of the contract that they are in now."""
        size = len(json.dumps(types))
        if self._bytes + size > BYTES_MAX or len(self._types) + len(types) > TYPES_MAX:
            self._bytes, self._types = 0, {}
            name = f"{self._wanted}{len(self.sources)}"
            self.sources[name] = contract(name, self._types)
        self._bytes += size
        self._types |= types
        return list(self.sources)[-1]


def write(contracts: dict[str, dict[str, Any]], folder: Path) -> None:
    """Each as a file that conformance/gen.py reads."""
    for name, source in contracts.items():
        (folder / f"{name}.yaml").write_text(json.dumps(source), encoding="utf-8")


def summary(wanted: str, found: Kept) -> Iterator[str]:
    """What of the suite could be asked, in words."""
    share = 100 * len(found.cases) / found.total
    yield (
        f"{wanted}: {len(found.cases)} of {found.total} asked ({share:.0f} %), {found.speaking} of "
        f"them about a keyword; {found.refused.total()} refused by the compiler "
        f"({', '.join(f'{code} {n}' for code, n in found.refused.most_common()) or 'none'}), "
        f"{found.unsaid.total()} have no exact form"
    )
    least = LEAST[wanted]
    if len(found.cases) < least[0] or found.speaking < least[1]:
        yield f"VACUOUS: at least {least[0]} must be asked, {least[1]} about a keyword"
