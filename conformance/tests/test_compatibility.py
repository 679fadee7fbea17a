"""The compatibility judge against values: what it lets pass is read, what it proves is refused.

Contracts come from the fuzzer's generator, each is edited at random, and the question is put to
the validators that `peerc compile` writes, not to the judge's own reading. A seed is printed;
`PEERC_SEED` repeats it, `PEERC_PAIRS` asks for more pairs.
"""

from __future__ import annotations

import copy
import importlib
import json
import os
import random
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from fuzz.contracts import Maker, contract
from fuzz.values import Values
from peerc.compiler import ir, pipeline
from peerc.compiler.compat.breaks import Break
from peerc.compiler.compat.inclusion import TOLERANT, Inclusion, side_of
from peerc.compiler.compat.rules import INPUT, OUTPUT
from peerc.compiler.compat.shapes import Types, token
from peercontract.core.errors import PeerError
from reference import form

PAIRS = int(os.environ.get("PEERC_PAIRS", "24"))
SEED = int(os.environ.get("PEERC_SEED", "0")) or random.SystemRandom().randrange(1, 10**6)
VALUES = 30  # of each type, for what the judge lets pass
BOUNDS = ("minLength", "maxLength", "minItems", "maxItems", "minimum", "maximum")
Schema = dict[str, Any]


class Side:
    """One contract: what the judge reads, what makes values, what reads them."""

    def __init__(self, source: Schema, contract: ir.Contract, folder: Path) -> None:
        self.types = form.form(source)["types"]
        self.judged = side_of(Types.of(contract))
        for file in pipeline.emit(contract, "python"):
            path = folder / Path(file.path).name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(file.content, encoding="utf-8")
        importlib.invalidate_caches()
        self._stubs: ModuleType = importlib.import_module(f"{folder.name}._types")

    def accepts(self, name: str, value: object, is_tolerant: bool) -> bool:
        codec = self._stubs.CODECS[name]
        try:
            (codec.read_tolerant if is_tolerant else codec.read)(json.dumps(value), "input")
        except PeerError:
            return False
        return True


def loaded(source: Schema) -> ir.Contract | None:
    return pipeline.load_bytes("contract.json", json.dumps(source).encode()).contract


def schemas(schema: Schema) -> list[Schema]:
    """A schema and those below it."""
    found = [schema]
    found += [one for child in schema.get("properties", {}).values() for one in schemas(child)]
    for keyword in ("oneOf", "prefixItems"):
        found += [one for child in schema.get(keyword, ()) for one in schemas(child)]
    for keyword in ("items", "additionalProperties"):
        child = schema.get(keyword)
        found += schemas(child) if isinstance(child, dict) else []
    return found


def edited(rng: random.Random, source: Schema) -> Schema:
    """The source with one to three schemas changed in place."""
    changed = copy.deepcopy(source)
    types = changed["types"]
    for _ in range(rng.randint(1, 3)):
        places = [one for schema in types.values() for one in schemas(schema)]
        edit(rng, rng.choice(places), Maker(rng, types))
    return changed


def edit(rng: random.Random, schema: Schema, maker: Maker) -> None:
    bounds = [name for name in BOUNDS if name in schema]
    choice = rng.randrange(5)
    if choice == 0 and bounds:
        name = rng.choice(bounds)
        schema[name] += rng.choice((-1, 1))
    elif choice == 1 and bounds:
        del schema[rng.choice(bounds)]
    elif choice == 2 and "properties" in schema:
        name = rng.choice(("a", "b", "new"))
        schema["properties"][name] = maker.schema(1)
        if rng.random() < 0.5:
            schema["required"] = sorted({*schema.get("required", ()), name})
    elif choice == 3 and "enum" in schema:
        members = schema["enum"]
        if len(members) > 1 and rng.random() < 0.5:
            members.pop()
        else:
            members.append("more")
    elif choice == 4 and schema.get("required"):
        schema["required"] = schema["required"][1:]
    elif isinstance(schema.get("type"), str) and rng.random() < 0.5:
        schema["type"] = [schema["type"], "null"]
    elif isinstance(schema.get("type"), list):
        schema["type"] = schema["type"][0]
    else:
        made = maker.schema(1)
        schema.clear()
        schema.update(made)


def pairs(seed: int, count: int) -> list[tuple[Schema, ir.Contract, Schema, ir.Contract]]:
    """Contracts and an edit of each that is a contract as well."""
    rng = random.Random(seed)
    found: list[tuple[Schema, ir.Contract, Schema, ir.Contract]] = []
    while len(found) < count:
        old = contract(rng, "pair", 6)
        new = edited(rng, old)
        before, after = loaded(old), loaded(new)
        if before is not None and after is not None and before.id != after.id:
            found.append((old, before, new, after))
    return found


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.syspath_prepend(tmp_path)
    return tmp_path


def ref(name: str) -> ir.Ref:
    return ir.Ref(f"/types/{token(name)}", False, name, False)


def breaks(writer: Side, reader: Side, direction: str, name: str) -> list[Break]:
    inclusion = Inclusion(writer.judged, reader.judged, TOLERANT, direction)
    return list(inclusion.all(ref(name), ref(name)))


def test_what_is_let_pass_is_read_and_what_is_proven_is_refused(folder: Path) -> None:
    rng = random.Random(SEED)
    counts = {"pass": 0, "values": 0, "witnesses": 0, "undecided": 0}
    for number, (old, before, new, after) in enumerate(pairs(SEED, PAIRS)):
        sides = [
            Side(source, one, folder / f"pair{SEED}_{number}_{age}")
            for age, source, one in (("old", old, before), ("new", new, after))
        ]
        for name in sorted(sides[0].types.keys() & sides[1].types.keys()):
            for direction in (INPUT, OUTPUT):
                writer, reader = sides if direction == INPUT else sides[::-1]
                judge_type(rng, (writer, reader), direction, name, counts)
        for module in [one for one in sys.modules if one.startswith(f"pair{SEED}_{number}_")]:
            del sys.modules[module]
    print(f"seed {SEED}: {counts}")
    assert counts["values"] > PAIRS, counts
    assert counts["witnesses"] > PAIRS // 2, counts


def judge_type(
    rng: random.Random,
    sides: tuple[Side, Side],
    direction: str,
    name: str,
    counts: dict[str, int],
) -> None:
    writer, reader = sides
    found = breaks(writer, reader, direction, name)
    said = f"seed {SEED}, {name} as {direction}"
    for one in found:
        if one.is_undecided:
            counts["undecided"] += 1
            continue
        counts["witnesses"] += 1
        shown = f"{said}: {one.rule} {json.dumps(one.value)}"
        assert writer.accepts(name, one.value, is_tolerant=False), f"{shown} cannot be sent"
        assert not reader.accepts(name, one.value, is_tolerant=True), f"{shown} is read"
    if found:
        return
    counts["pass"] += 1
    values = Values(rng, writer.types)
    for _ in range(VALUES):
        value = values.any(name)
        if writer.accepts(name, value, is_tolerant=False):
            counts["values"] += 1
            shown = f"{said}: {json.dumps(value)}"
            assert reader.accepts(name, value, is_tolerant=True), f"{shown} is refused"
