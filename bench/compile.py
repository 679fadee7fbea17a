"""How long `peerc compile` takes as a whole process: the three-agent example, and 200 agents.

The large contract is made here: 200 agents of three languages that call one another in chains of
four, 42 types. Every run writes all stubs into an empty folder. Prints the least and the median
and exits 1 above a bar.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "examples" / "three_agents"
AGENTS = 200
GROUP = 10  # agents that share types
CHAIN = 4  # agents that call one another in a row
LANGUAGES = ("python", "javascript", "rust")
RUNS = {"three agents": 15, "200 agents": 5}
BARS_MS = {"three agents": 300.0, "200 agents": 3000.0}
FOUND = {
    "type": "object",
    "required": ["id", "score"],
    "properties": {
        "id": {"$ref": "Id"},
        "score": {"type": "number", "minimum": 0, "maximum": 1},
    },
}


def example(folder: Path) -> None:
    """The example's contract and peer.toml, without its agents."""
    for name in ("contract.yaml", "peer.toml"):
        shutil.copy(EXAMPLE / name, folder / name)
    for name in ("reason", "crunch", "write"):
        (folder / name).mkdir()


def large(folder: Path) -> None:
    """The contract of 200 agents and their places: near the 64 KB that a form may have."""
    types: dict[str, Any] = {"Id": {"type": "string", "pattern": "^[a-z][a-z0-9-]{0,62}$"}}
    types["Found"] = FOUND
    for group in range(AGENTS // GROUP):
        types |= types_of(f"G{group}")
    agents: dict[str, Any] = {}
    places = ["peer = 1", 'contract = "contract.json"']
    for number in range(AGENTS):
        name, group, depth = f"agent{number}", number // GROUP, number % CHAIN
        op = {"input": f"G{group}Ask", "output": f"G{group}Tell", "effect": "read"}
        op |= {"timeout_ms": 20_000 - 4_000 * depth}  # none waits longer than its caller
        agents[name] = {"language": LANGUAGES[number % 3], "ops": {"find": op}}
        if depth + 1 < CHAIN and number + 1 < AGENTS:
            agents[name]["calls"] = [f"agent{number + 1}.find"]
        (folder / name).mkdir()
        places.append(f'[agents.{name}]\nsource = "{name}"\nhandler = "app.handler"')
    contract = {"peer": 1, "name": "large", "types": types, "agents": agents}
    (folder / "contract.json").write_text(json.dumps(contract, indent=1), encoding="utf-8")
    (folder / "peer.toml").write_text("\n".join(places) + "\n", encoding="utf-8")


def types_of(prefix: str) -> dict[str, Any]:
    """What an agent takes and gives: bounds, a text by a pattern, a list of records, an enum."""
    return {
        f"{prefix}Ask": {
            "type": "object",
            "required": ["text", "limit"],
            "properties": {
                "text": {"type": "string", "minLength": 1, "maxLength": 300},
                "limit": {"type": "integer", "minimum": 1, "maximum": 100},
                "id": {"$ref": "Id"},
            },
        },
        f"{prefix}Tell": {
            "type": "object",
            "required": ["found"],
            "properties": {
                "found": {
                    "type": "array",
                    "maxItems": 100,
                    "items": {"$ref": "Found"},
                },
                "kind": {"enum": ["speech", "letter"]},
            },
        },
    }


def measure(name: str) -> list[float]:
    """Milliseconds of each run."""
    samples = []
    for _ in range(RUNS[name]):
        with tempfile.TemporaryDirectory() as folder:
            (example if name == "three agents" else large)(Path(folder))
            command = [sys.executable, "-m", "peerc", "compile", "--quiet"]
            start = time.perf_counter()
            done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
            samples.append(1000 * (time.perf_counter() - start))
            if done.returncode:
                raise SystemExit(done.stdout + done.stderr)
    return samples


def main() -> int:
    """Prints and records the figures; 1 when one is above its bar."""
    times = {name: measure(name) for name in RUNS}
    print("peerc compile, whole process, ms")
    for name, samples in times.items():
        low, middle = min(samples), statistics.median(samples)
        print(f"{name:13} min {low:7.0f}  median {middle:7.0f}  bar {BARS_MS[name]:.0f}")
    record = {
        "bench": "compile",
        "date": datetime.fromtimestamp(time.time(), UTC).isoformat(timespec="seconds"),
        "command": "bench/compile.py",
        "machine": {"system": platform.platform(), "cpus": os.cpu_count()},
        "versions": {"python": platform.python_version()},
        "bars_ms": BARS_MS,
        "samples_ms": {name: [round(one, 1) for one in samples] for name, samples in times.items()},
        "median_ms": {name: round(statistics.median(one), 1) for name, one in times.items()},
    }
    path = ROOT / "bench" / "results" / "compile.json"
    path.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    return 0 if all(statistics.median(times[name]) <= bar for name, bar in BARS_MS.items()) else 1


if __name__ == "__main__":
    sys.exit(main())
