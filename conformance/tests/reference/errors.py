"""Error texts by spec/wire.md#errors, and the table of codes."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from .canonical import canonical
from .fault import Fault
from .json_text import parse
from .validate import actual

TABLE = json.loads(
    (Path(__file__).resolve().parents[3] / "spec" / "errors.json").read_text(encoding="utf-8")
)["codes"]
CODES = {entry["code"]: entry for entry in TABLE}
CODE = re.compile("PC[1-8][0-9]{3}")
CLASSES = ("Contract", "Call", "Wire", "Directory", "Store", "Deploy", "Usage", "Call")
ALWAYS = {"code", "at", "fault", "retry", "message", "agent", "op"}
FAULTS = ("author", "caller", "callee", "peer", "platform")
RETRIES = ("never", "same", "later")
VIOLATION = {"code", "at", "rule", "expected", "actual", "direction"}
CAUSE = {"agent", "op", "code", "at"}
MESSAGE = 256
VIOLATIONS = 64


def read(text: str) -> dict[str, Any]:
    """`wire`: canonical text again, `class`: what a caller catches."""
    try:
        value = parse(text.encode())
    except Fault:
        raise Fault("PC3007") from None
    if not isinstance(value, dict) or not well_formed(value):
        raise Fault("PC3007")
    return {"wire": canonical(value), "class": class_of(value["code"])}


def well_formed(error: dict[str, Any]) -> bool:
    """Whether these are the members of an error, each in its form."""
    if ALWAYS - error.keys() or not texts(error, ALWAYS):
        return False
    if error["fault"] not in FAULTS or error["retry"] not in RETRIES:
        return False
    code = error["code"]
    more = error.keys() - ALWAYS
    if CODE.fullmatch(code) is None or len(error["message"]) > MESSAGE:
        return False
    if code.startswith("PC14"):
        return more == {"violations"} and good_violations(error)
    if code == "PC2101":
        return (
            more == {"type", "data"} and isinstance(error["type"], str) and is_record(error["data"])
        )
    if code == "PC2102":
        named = more & {"error_type", "request_id"}
        return (
            more <= {"error_type", "request_id", "cause"}
            and texts(error, named)
            and ("cause" not in more or good_cause(error["cause"]))
        )
    return not more


def texts(holder: dict[str, Any], names: Any) -> bool:
    """Whether all these members are strings."""
    return all(isinstance(holder[name], str) for name in names)


def is_record(value: Any) -> bool:
    return isinstance(value, dict)


def good_violations(error: dict[str, Any]) -> bool:
    """One to 64 violations, whose first gives the error its code and place."""
    found = error["violations"]
    if not isinstance(found, list) or not 1 <= len(found) <= VIOLATIONS:
        return False
    for entry in found:
        if not is_record(entry) or entry.keys() != VIOLATION or not texts(entry, VIOLATION):
            return False
        if entry["direction"] not in ("input", "output") or not re.fullmatch(
            "PC14..", entry["code"]
        ):
            return False
    return (found[0]["code"], found[0]["at"]) == (error["code"], error["at"])


def good_cause(cause: Any) -> bool:
    """`{agent, op, code, at}`, and `type` exactly for a declared error."""
    if not is_record(cause) or not texts(cause, cause):
        return False
    wanted = CAUSE | ({"type"} if cause.get("code") == "PC2101" else set())
    return cause.keys() == wanted and CODE.fullmatch(cause["code"]) is not None


def class_of(code: str) -> str:
    """The class of a code, by the table or by its range."""
    if code == "PC2101":
        return "DeclaredError"
    if code in CODES:
        return str(CODES[code]["class"])
    return CLASSES[int(code[2]) - 1] + "Error"


def fresh(code: str, direction: str) -> dict[str, str]:
    """What an error of this code says about itself."""
    entry = CODES[code]
    fault = entry["fault"]
    if code.startswith(("PC11", "PC14")):
        fault = {"input": "caller", "output": "callee"}[direction]
    return {
        "fault": fault,
        "retry": entry["retry"],
        "class": class_of(code),
        "name": entry["name"],
    }


def bounded(text: str) -> dict[str, str]:
    """How a violation shows the value of a text."""
    return {"text": actual(parse(text.encode()))}
