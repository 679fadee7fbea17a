"""Runs every bench, one after the other; exits 1 when one of them misses its bar.

Each writes its record to bench/results/ and prints its table; docs/bench.md says what they mean.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
BENCHES = (
    "compile.py",
    "stub_import.py",
    "contract_python.py",
    "contract_node.py",
    "contract_rust.py",
    "host_warm.py",
)


def main() -> int:
    """The number of benches that missed a bar, at most 1 as an exit code."""
    missed = []
    for bench in BENCHES:
        print(f"== {bench}", flush=True)
        if subprocess.run([sys.executable, HERE / bench], check=False).returncode:
            missed.append(bench)
    print(f"{len(BENCHES) - len(missed)} passed, {len(missed)} failed")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
