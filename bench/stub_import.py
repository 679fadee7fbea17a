"""What a Python stub adds to a cold start: CPU time of its import and the first validation.

Each sample is a fresh process that has imported what Lambda's own Python client imports; stub and
run time lie compiled beside it, as in a bundle. Prints minimum and median, exits 1 above the bar.
"""

from __future__ import annotations

import compileall
import importlib.util
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from peerc.compiler import pipeline

ROOT = Path(__file__).resolve().parents[1]
RUNTIME = ROOT / "runtimes" / "python" / "src" / "peercontract"
CONTRACT = ROOT / "examples" / "three_agents" / "contract.yaml"
SAMPLES = 21
BAR_MS = 3.0

CHILD = """
import sys
sys.path[:0] = [{bundle!r}, {site!r}]
import awslambdaric.bootstrap
from time import process_time_ns
start = process_time_ns()
from contract import crunch
crunch.Query.from_json({text!r})
print((process_time_ns() - start) / 1e6)
"""
TEXT = (
    '{"limit":10,"measure":"bm25","subject":{"from_year":1900,"needs":"any",'
    '"speakers":["Abraham Lincoln"],"terms":[["war"],["peace","treaty"]]}}'
)


def measure(samples: int = SAMPLES) -> list[float]:
    """CPU milliseconds of each sample."""
    with tempfile.TemporaryDirectory() as folder:
        bundle = Path(folder)
        prepare(bundle)
        site = importlib.util.find_spec("awslambdaric").submodule_search_locations[0]
        child = CHILD.format(bundle=folder, site=str(Path(site).parent), text=TEXT)
        command = [sys.executable, "-I", "-S", "-c", child]
        return [
            float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
            for _ in range(samples)
        ]


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
    times = measure()
    print(f"stub import and first validation, CPU ms, {len(times)} fresh processes")
    print(f"min {min(times):.2f}  median {statistics.median(times):.2f}  bar {BAR_MS:.1f}")
    return 0 if min(times) <= BAR_MS else 1


if __name__ == "__main__":
    sys.exit(main())
