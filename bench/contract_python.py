"""What validation costs a call in Python: parsed JSON to typed objects, beside other validators.

The value is bench/contract/order.json, 253 bytes: a record with a list of ten records. All
validators enforce the same bounds and refuse unknown members; fastjsonschema makes no objects.
Rounds go through all in turn, so that a disturbance meets each; the least round counts. Prints the
table and exits 1 above a bar. JSON text to objects is shown apart, without a bar.
"""

from __future__ import annotations

import gc
import importlib.util
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from types import ModuleType
from typing import Annotated, Any

import fastjsonschema
import msgspec
import pydantic
from peerc.compiler import pipeline

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "bench" / "contract"
SOURCE = FOLDER / "order.yaml"
BARS = {"pydantic": 0.7, "fastjsonschema": 0.55, "msgspec": 3.0}
ROUNDS = 15
CALLS = 5_000

SCHEMA = {
    "type": "object",
    "required": ["id", "items"],
    "additionalProperties": False,
    "properties": {
        "id": {"type": "string", "minLength": 1, "maxLength": 64},
        "items": {
            "type": "array",
            "maxItems": 16,
            "items": {
                "type": "object",
                "required": ["n", "t"],
                "additionalProperties": False,
                "properties": {
                    "n": {"type": "integer", "minimum": 0, "maximum": 1000},
                    "t": {"type": "string", "minLength": 1, "maxLength": 64},
                },
            },
        },
        "note": {"type": "string", "maxLength": 200},
    },
}


class PydanticItem(pydantic.BaseModel, extra="forbid", strict=True):
    n: Annotated[int, pydantic.Field(ge=0, le=1000)]
    t: Annotated[str, pydantic.Field(min_length=1, max_length=64)]


class PydanticOrder(pydantic.BaseModel, extra="forbid", strict=True):
    id: Annotated[str, pydantic.Field(min_length=1, max_length=64)]
    items: Annotated[list[PydanticItem], pydantic.Field(max_length=16)]
    note: Annotated[str, pydantic.Field(max_length=200)] | None = None


class MsgspecItem(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    n: Annotated[int, msgspec.Meta(ge=0, le=1000)]
    t: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]


class MsgspecOrder(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    id: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
    items: Annotated[list[MsgspecItem], msgspec.Meta(max_length=16)]
    note: Annotated[str, msgspec.Meta(max_length=200)] | msgspec.UnsetType = msgspec.UNSET


def stubs(folder: Path) -> ModuleType:
    """The module of types that the compiler makes of the bench's contract."""
    result = pipeline.load(SOURCE)
    if result.contract is None:
        raise SystemExit(f"{SOURCE} does not compile: {result.findings}")
    for file in pipeline.emit(result.contract, "python"):
        path = folder / file.path
        path.parent.mkdir(exist_ok=True)
        path.write_text(file.content, encoding="utf-8")
    spec = importlib.util.spec_from_file_location("bench_types", folder / "contract" / "_types.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def of_values(codec: Any, value: Any) -> dict[str, Callable[[], object]]:
    """Parsed JSON to typed objects, checked."""
    check = fastjsonschema.compile(SCHEMA)
    return {
        "peercontract": lambda: codec.read_value(value, "input"),
        "pydantic": lambda: PydanticOrder.model_validate(value),
        "fastjsonschema": lambda: check(value),
        "msgspec": lambda: msgspec.convert(value, MsgspecOrder),
    }


def of_text(codec: Any, text: str) -> dict[str, Callable[[], object]]:
    """JSON text to typed objects; `json.loads` alone for scale."""
    decode = msgspec.json.Decoder(MsgspecOrder).decode
    return {
        "peercontract": lambda: codec.read(text, "input"),
        "pydantic": lambda: PydanticOrder.model_validate_json(text),
        "msgspec": lambda: decode(text),
        "json.loads": lambda: json.loads(text),
    }


def least(calls: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Microseconds a call, the least of all rounds."""
    found = dict.fromkeys(calls, float("inf"))
    gc.disable()
    for _ in range(ROUNDS):
        for name, call in calls.items():
            start = time.perf_counter_ns()
            for _ in range(CALLS):
                call()
            spent = (time.perf_counter_ns() - start) / 1000 / CALLS
            found[name] = min(found[name], spent)
    gc.enable()
    return {name: round(spent, 3) for name, spent in found.items()}


def main() -> int:
    """Prints and records the figures; 1 when a ratio is above its bar."""
    text = (FOLDER / "order.json").read_text(encoding="utf-8").strip()
    with tempfile.TemporaryDirectory() as folder:
        codec = stubs(Path(folder)).CODECS["Order"]
        values = least(of_values(codec, json.loads(text)))
        texts = least(of_text(codec, text))
    ratios = {name: round(values["peercontract"] / values[name], 3) for name in BARS}
    print(f"parsed JSON to objects, {len(text)} bytes, us a call, least of {ROUNDS} rounds")
    for name, spent in values.items():
        bar = f"  ratio {ratios[name]:.2f}  bar {BARS[name]:.2f}" if name in BARS else ""
        print(f"{name:15} {spent:7.2f}{bar}")
    print("JSON text to objects")
    for name, spent in texts.items():
        print(f"{name:15} {spent:7.2f}")
    record = {
        "bench": "contract_python",
        "date": datetime.fromtimestamp(time.time(), UTC).isoformat(timespec="seconds"),
        "command": "bench/contract_python.py",
        "machine": {"system": platform.platform(), "cpus": os.cpu_count()},
        "versions": {"python": platform.python_version()}
        | {name: version(name) for name in ("pydantic", "fastjsonschema", "msgspec")},
        "bytes": len(text),
        "rounds": ROUNDS,
        "calls": CALLS,
        "values_us": values,
        "ratios": ratios,
        "bars": BARS,
        "texts_us": texts,
    }
    path = ROOT / "bench" / "results" / "contract_python.json"
    path.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    return 0 if all(ratios[name] <= bar for name, bar in BARS.items()) else 1


if __name__ == "__main__":
    sys.exit(main())
