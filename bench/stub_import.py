"""What a Python stub adds to a cold start: CPU time of its import and the first validation.

Once for the types alone, once for an agent, which brings the run time's called side too. Each
sample is a fresh process that has imported what Lambda's own Python client imports; stub and run
time lie compiled beside it, as in a bundle. Prints minimum and median, exits 1 above a bar.
"""

from __future__ import annotations

import compileall
import importlib.util
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
from importlib.metadata import version
from pathlib import Path

from peerc.compiler import pipeline

ROOT = Path(__file__).resolve().parents[1]
RUNTIME = ROOT / "runtimes" / "python" / "src" / "peercontract"
CONTRACT = ROOT / "examples" / "three_agents" / "contract.yaml"
SAMPLES = 21
BARS_MS = {"types": 2.0, "reason": 3.0}  # module of the stub -> bar

CHILD = """
import sys
sys.path[:0] = [{bundle!r}, {site!r}]
import awslambdaric.bootstrap
from time import process_time_ns
start = process_time_ns()
from contract import {module}
{module}.Report.from_json({text!r})
print((process_time_ns() - start) / 1e6)
"""
# A value of the example's largest type, each of its members there.
TEXT = json.dumps(
    {
        "answer": {
            "question": {"text": "When did presidents speak about the Panama Canal?"},
            "paragraphs": ["Presidents spoke of it in 30 of the 233 addresses."],
            "quotes": [
                {
                    "id": "1902-roosevelt.12.1",
                    "text": "The Congress has wisely provided for an isthmian canal.",
                    "is_clipped": False,
                    "year": 1902,
                    "speaker": "Theodore Roosevelt",
                    "score": 0.93,
                }
            ],
            "timeline": [
                {"year": 1902, "speaker": "Theodore Roosevelt", "passages": 120, "matches": 9}
            ],
            "searches": [{"phrasing": "Panama Canal", "forms": ["Panama Canal"], "passages": 70}],
        },
        "page": {"html": "<!doctype html><title>Panama Canal</title>"},
    }
)


def measure(samples: int = SAMPLES) -> dict[str, list[float]]:
    """CPU milliseconds of each sample, by module."""
    with tempfile.TemporaryDirectory() as folder:
        bundle = Path(folder)
        prepare(bundle)
        site = importlib.util.find_spec("awslambdaric").submodule_search_locations[0]
        places = {"bundle": folder, "site": str(Path(site).parent)}
        times: dict[str, list[float]] = {module: [] for module in BARS_MS}
        for _ in range(samples):
            for module in BARS_MS:
                child = CHILD.format(**places, module=module, text=TEXT)
                command = [sys.executable, "-I", "-S", "-c", child]
                done = subprocess.run(command, check=True, capture_output=True, text=True)
                times[module].append(float(done.stdout))
        return times


def prepare(bundle: Path) -> None:
    """The run time and the stubs of the example's Python agents, compiled."""
    shutil.copytree(RUNTIME, bundle / "peercontract", ignore=shutil.ignore_patterns("*.pyc"))
    contract = pipeline.load(CONTRACT).contract
    if contract is None:
        raise SystemExit(f"{CONTRACT} does not compile: run `peerc check`")
    for file in pipeline.emit(contract, "python"):
        path = bundle / file.path
        path.parent.mkdir(exist_ok=True)
        path.write_text(file.content, encoding="utf-8")
    compileall.compile_dir(bundle, quiet=1)


def main() -> int:
    """Prints and records the figures; 1 when a least one is above its bar."""
    times = measure()
    print(f"stub import and first validation, CPU ms, {SAMPLES} fresh processes each")
    for module, samples in times.items():
        low, middle = min(samples), statistics.median(samples)
        print(f"{module:7} min {low:.2f}  median {middle:.2f}  bar {BARS_MS[module]:.1f}")
    record = {
        "bench": "stub_import",
        "date": datetime.fromtimestamp(time.time(), UTC).isoformat(timespec="seconds"),
        "command": "bench/stub_import.py",
        "machine": {"system": platform.platform(), "cpus": os.cpu_count()},
        "versions": {"python": platform.python_version(), "awslambdaric": version("awslambdaric")},
        "type": "Report",
        "bars_ms": BARS_MS,
        "min_ms": {module: round(min(samples), 3) for module, samples in times.items()},
        "median_ms": {
            module: round(statistics.median(samples), 3) for module, samples in times.items()
        },
        "samples_ms": {
            module: [round(time, 3) for time in samples] for module, samples in times.items()
        },
    }
    path = ROOT / "bench" / "results" / "stub_import.json"
    path.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    return 0 if all(min(times[module]) <= bar for module, bar in BARS_MS.items()) else 1


if __name__ == "__main__":
    sys.exit(main())
