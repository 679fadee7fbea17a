"""What validation costs a call and a cold start in JavaScript, beside ajv standalone and zod.

The value is bench/contract/order.json, 253 bytes: a record with a list of ten records. All enforce
the same bounds and refuse unknown members; ajv makes no objects. Warm: parsed JSON to fresh typed
objects, the least of several rounds in one process. Cold: CPU time of a fresh process that imports
the stub from the package as it is published and reads its first value, less that of an empty one.
Prints the tables and exits 1 above a bar.
"""

from __future__ import annotations

import json
import os
import platform
import random
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from peerc.compiler import pipeline

ROOT = Path(__file__).resolve().parents[1]
CONTRACT = ROOT / "bench" / "contract" / "order.yaml"
VALUE = ROOT / "bench" / "contract" / "order.json"
WORKERS = ROOT / "bench" / "contract_node"
MODULES = ROOT / "node_modules"
NODE = ROOT / ".venv" / "node-bin" / "node"
WARM_ROUNDS = 15
WARM_CALLS = 100_000
WARM_BAR = 1.5  # of ajv standalone
COLD_ROUNDS = 61
COLD_BAR_MS = 3.0

# What a cold process runs; each is an ES module, like an agent's own.
COLD = {
    "empty": "",
    "peercontract": (
        'import {{ types }} from "./contract.js";\n'
        "if (types.Order.fromJson({text}).items.length !== 10) throw new Error();\n"
    ),
    "ajv standalone": (
        'import validate from "./ajv.cjs";\nif (!validate(JSON.parse({text}))) throw new Error();\n'
    ),
    "zod": (
        'import * as z from "zod";\n'
        'import {{ zodOrder }} from "./rivals.js";\n'
        "if (zodOrder(z).parse(JSON.parse({text})).items.length !== 10) throw new Error();\n"
    ),
}


def prepare(folder: Path) -> None:
    """The stub, the package as it is published, the validators of ajv, a script a cold case."""
    result = pipeline.load(CONTRACT)
    if result.contract is None:
        raise SystemExit(f"{CONTRACT} does not compile: {result.findings}")
    for file in pipeline.emit(result.contract, "javascript"):
        (folder / file.path).write_text(file.content, encoding="utf-8")
    (folder / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    modules = folder / "node_modules"
    modules.mkdir()
    run(ROOT / "tools" / "package_node.js", modules / "peercontract")
    run(WORKERS / "prepare.js", folder)
    for name in ("ajv", "fast-deep-equal", "zod"):
        (modules / name).symlink_to(MODULES / name)
    (folder / "rivals.js").symlink_to(WORKERS / "rivals.js")
    text = json.dumps(VALUE.read_text(encoding="utf-8").strip())
    for name, script in COLD.items():
        (folder / f"{name}.js").write_text(script.format(text=text), encoding="utf-8")


def run(script: Path, *arguments: object) -> str:
    """What a Node script prints."""
    command = [str(NODE), str(script), *map(str, arguments)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return done.stdout


def warm(folder: Path) -> dict[str, int]:
    """Nanoseconds a call."""
    found = run(WORKERS / "warm.js", folder, VALUE, WARM_ROUNDS, WARM_CALLS)
    return dict(json.loads(found))


def cold(folder: Path) -> dict[str, float]:
    """CPU milliseconds over an empty process, the least of all rounds of each."""
    least = dict.fromkeys(COLD, float("inf"))
    for _ in range(COLD_ROUNDS):
        for name in random.sample(list(COLD), len(COLD)):
            least[name] = min(least[name], cpu_ms(folder / f"{name}.js"))
    return {name: round(spent - least["empty"], 2) for name, spent in least.items()}


def cpu_ms(script: Path) -> float:
    """User and system time of one process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run(script)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1000 * (after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)


def package_version(name: str) -> str:
    """Of an npm package of the checkout."""
    manifest = json.loads((MODULES / name / "package.json").read_text(encoding="utf-8"))
    return str(manifest["version"])


def main() -> int:
    """Prints and records the figures; 1 when one is above its bar."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepare(folder)
        warm_ns, cold_ms = warm(folder), cold(folder)
    size = len(VALUE.read_text(encoding="utf-8").strip())
    ratio = round(warm_ns["peercontract"] / warm_ns["ajv standalone"], 3)
    print(f"parsed JSON to objects, {size} bytes, ns a call, least of {WARM_ROUNDS} rounds")
    for name, spent in warm_ns.items():
        print(f"{name:30} {spent:6}  {spent / warm_ns['ajv standalone']:6.2f} of ajv standalone")
    print(f"bar {WARM_BAR} of ajv standalone; it is {ratio:.2f}")
    print(f"import and first value, CPU ms over an empty process, least of {COLD_ROUNDS}")
    for name, ms in cold_ms.items():
        print(f"{name:30} {ms:6.2f}")
    print(f"bar {COLD_BAR_MS} ms")
    record = {
        "bench": "contract_node",
        "date": datetime.fromtimestamp(time.time(), UTC).isoformat(timespec="seconds"),
        "command": "bench/contract_node.py",
        "machine": {"system": platform.platform(), "cpus": os.cpu_count()},
        "versions": {"node": run_version()}
        | {name: package_version(name) for name in ("ajv", "zod")},
        "bytes": size,
        "warm": {"rounds": WARM_ROUNDS, "calls": WARM_CALLS, "ns": warm_ns},
        "warm_ratio": ratio,
        "warm_bar": WARM_BAR,
        "cold": {"rounds": COLD_ROUNDS, "ms": cold_ms},
        "cold_bar_ms": COLD_BAR_MS,
    }
    path = ROOT / "bench" / "results" / "contract_node.json"
    path.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    return 0 if ratio <= WARM_BAR and cold_ms["peercontract"] <= COLD_BAR_MS else 1


def run_version() -> str:
    """Of the Node that ran."""
    done = subprocess.run([NODE, "--version"], check=True, capture_output=True, text=True)
    return done.stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
