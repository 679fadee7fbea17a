"""What validation costs a call in Rust: JSON text to typed values, beside serde's derive.

The value is bench/contract/order.json, 253 bytes: a record with a list of ten records. The rival is
serde_json with derived readers that refuse unknown members, and the same bounds checked by hand. It
says no more than that something is wrong, and takes duplicate members of a map; the stub reports
every violation with its place. Rounds go through all in turn; the least round counts. Exits 1 above
a bar.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from peerc.compiler import pipeline

ROOT = Path(__file__).resolve().parents[1]
CONTRACT = ROOT / "bench" / "contract" / "order.yaml"
VALUE = ROOT / "bench" / "contract" / "order.json"
CRATE = ROOT / "bench" / "contract_rust"
TARGET = ROOT / "target" / "bench"
RIVAL = "serde derive and checks"
RATIO_BAR = 1.1  # of the rival
NS_BAR = 1000


def build() -> Path:
    """The stub beside the crate's own files, and the program."""
    result = pipeline.load(CONTRACT)
    if result.contract is None:
        raise SystemExit(f"{CONTRACT} does not compile: {result.findings}")
    for file in pipeline.emit(result.contract, "rust"):
        path = CRATE / file.path
        path.parent.mkdir(exist_ok=True)
        path.write_text(file.content, encoding="utf-8")
    command = ["cargo", "build", "--release", "--locked", "--quiet"]
    environment = os.environ | {"CARGO_TARGET_DIR": str(TARGET)}
    subprocess.run(command, cwd=CRATE, env=environment, check=True)
    return TARGET / "release" / "bench-contract"


def main() -> int:
    """Prints and records the figures; 1 when one is above its bar."""
    program = build()
    done = subprocess.run([program, VALUE], check=True, capture_output=True, text=True)
    least: dict[str, float] = json.loads(done.stdout)
    size = len(VALUE.read_text(encoding="utf-8").strip())
    ratio = round(least["peercontract"] / least[RIVAL], 3)
    print(f"JSON text to values, {size} bytes, ns a call")
    for name, spent in sorted(least.items(), key=lambda one: one[1]):
        print(f"{name:26} {spent:6.0f}  {spent / least[RIVAL]:5.2f}")
    print(f"bars {RATIO_BAR} of {RIVAL}, {NS_BAR} ns; it is {ratio:.2f}")
    rustc = subprocess.run(["rustc", "--version"], check=True, capture_output=True, text=True)
    record = {
        "bench": "contract_rust",
        "date": datetime.fromtimestamp(time.time(), UTC).isoformat(timespec="seconds"),
        "command": "bench/contract_rust.py",
        "machine": {"system": platform.platform(), "cpus": os.cpu_count()},
        "versions": {"rustc": rustc.stdout.strip()},
        "bytes": size,
        "ns": {name: round(spent, 1) for name, spent in least.items()},
        "ratio": ratio,
        "bars": {"ratio": RATIO_BAR, "ns": NS_BAR},
    }
    path = ROOT / "bench" / "results" / "contract_rust.json"
    path.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    return 0 if ratio <= RATIO_BAR and least["peercontract"] <= NS_BAR else 1


if __name__ == "__main__":
    sys.exit(main())
