"""Random contracts, values and runs: every driver, the reference and jsonschema-rs must agree.

    python conformance/fuzz --seconds 60 --seed 7

Writes contracts of the seed, compiles them for the drivers, then asks until the time is up.
What is not agreed on is printed as it would stand in a vector file, shrunk, with the seed. While
it runs, the drivers know its contracts beside those of the suites.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from reference import form
from runner.driver import Driver, read_manifest

from fuzz import contracts, judge, runs, sourcemeta
from fuzz.values import Values

CONFORMANCE = Path(__file__).resolve().parents[1]
ROOT = CONFORMANCE.parent
CONTRACTS = 8
RUNS = 4
SHOWN = 20
LANGUAGES = ("python", "node", "rust")


def main() -> int:
    """Exit code 1 where somebody disagrees, or a random contract does not compile."""
    parser = argparse.ArgumentParser("conformance/fuzz", description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=60, help="time for values")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--only", action="append", choices=LANGUAGES, help="may be repeated")
    parser.add_argument("--second", action="store_true", help="ask a second oracle as well")
    args = parser.parse_args()
    judge.ASKED_TWICE.extend([sourcemeta.PACKAGE] if args.second else [])
    say(f"seed {args.seed}")
    rng = random.Random(args.seed)
    values = [f"fuzz{index}" for index in range(CONTRACTS)]
    sources = {name: contracts.contract(rng, name) for name in values}
    sources |= {name: runs.contract(rng, name) for name in (f"run{at}" for at in range(RUNS))}
    forms = {name: form.form(source) for name, source in sources.items()}
    try:
        if not stubs(sources):
            return 1
        drivers = start(args.only or LANGUAGES)
        asked, found = compare(rng, forms, drivers, time.monotonic() + args.seconds)
    finally:
        subprocess.run([sys.executable, CONFORMANCE / "gen.py"])
    say(f"{asked} cases, {found} disagreements, seed {args.seed}")
    return 1 if found else 0


def stubs(sources: dict[str, Any]) -> bool:
    """Compiles the contracts for the drivers; False where one does not compile."""
    with tempfile.TemporaryDirectory() as folder:
        for name, source in sources.items():
            (Path(folder) / f"{name}.yaml").write_text(json.dumps(source), encoding="utf-8")
        done = subprocess.run([sys.executable, CONFORMANCE / "gen.py", "--also", folder])
    return done.returncode == 0


def compare(
    rng: random.Random, forms: dict[str, Any], drivers: dict[str, Driver], end: float
) -> tuple[int, int]:
    """How many values were asked until `end` (monotonic), and how many were disagreed on."""
    asked, found = 0, 0
    while time.monotonic() < end and found < SHOWN:
        given = ask(rng, forms)
        asked += 1
        if judge.disagreement(forms, drivers, given):
            found += 1
            show(judge.shrunk(forms, drivers, given), forms, drivers)
    for driver in drivers.values():
        driver.stop()
    return asked, found


def start(languages: tuple[str, ...]) -> dict[str, Driver]:
    """The drivers, built and running."""
    drivers = {}
    for language in languages:
        driver = Driver(read_manifest(CONFORMANCE / "drivers" / language / "driver.json"), ROOT)
        driver.build()
        driver.start()
        drivers[language] = driver
    return drivers


def ask(rng: random.Random, forms: dict[str, Any]) -> dict[str, Any]:
    """One case of the op `validate`, or of `machine` where the contract has a `run`."""
    contract = rng.choice(sorted(forms))
    if "run" in forms[contract]:
        return runs.ask(rng, {contract: forms[contract]})
    types = forms[contract]["types"]
    name = rng.choice(sorted(types))
    values = Values(rng, types)
    given = {"contract": contract, "type": name, "text": values.text(values.any(name))}
    given |= {"limit": rng.choice((2, 64))} if rng.random() < 0.6 else {}
    given |= {"direction": "output"} if rng.random() < 0.1 else {}
    return given | ({"mode": "tolerant"} if rng.random() < 0.3 else {})


def show(given: dict[str, Any], forms: dict[str, Any], drivers: dict[str, Driver]) -> None:
    """A case, what it is about, and what everybody says."""
    form = forms[given["contract"]]
    say(json.dumps({"in": given}))
    say(f"  about {json.dumps(form['types'][given['type']] if 'type' in given else form['run'])}")
    for who, answer in judge.answers(forms, drivers, given).items():
        say(f"  {who}: {answer}")


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
