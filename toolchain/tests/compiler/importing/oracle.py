"""What our generated validator accepts, the original schema accepts: judged by jsonschema-rs."""

from __future__ import annotations

import importlib
import json
import shutil
import sys
from pathlib import Path
from typing import Any

import jsonschema_rs
from peerc.compiler import pipeline
from peercontract.core.errors import PeerError

from .values import Draw


def wrong(
    raw: bytes, text: str, name: str, folder: Path, seed: int, count: int
) -> tuple[int, list[Any]]:
    """How many values our validator accepted, and those of them that the original refuses."""
    contract = pipeline.load_bytes("contract.yaml", text.encode()).contract
    assert contract is not None
    form = json.loads(contract.form)
    codec = _codec(contract, folder, name)
    try:
        theirs = jsonschema_rs.validator_for(json.loads(raw))
    except jsonschema_rs.ValidationError:  # no schema by its own draft: nothing to compare with
        return 0, []
    draw = Draw(form["types"], seed)
    accepted, found = 0, []
    for _ in range(count):
        value = draw.value(form["types"][name])
        try:
            codec.read(json.dumps(value), "input")
        except PeerError:
            continue
        accepted += 1
        if not theirs.is_valid(value):
            found.append(value)
    return accepted, found


def _codec(contract: Any, folder: Path, name: str) -> Any:
    shutil.rmtree(folder, ignore_errors=True)
    for file in pipeline.emit(contract, "python"):
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file.content, encoding="utf-8")
    for module in [one for one in sys.modules if one.split(".")[0] == "contract"]:
        del sys.modules[module]
    importlib.invalidate_caches()
    sys.path.insert(0, str(folder))
    try:
        return importlib.import_module("contract._types").CODECS[name]
    finally:
        sys.path.remove(str(folder))
