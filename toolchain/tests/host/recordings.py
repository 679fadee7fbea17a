"""Responses recorded on real AWS, read where they lie beside the checkout; not part of it."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).resolve().parents[4] / "shared" / "oracle" / "lambda"
# Tokens that stand for a value which only has to be there.
WILD = re.compile(r"<[a-z-]+>|date|<[a-z-]+:\d+>")


@cache
def _all() -> dict[str, Any]:
    entries: dict[str, Any] = {}
    for path in sorted(FOLDER.glob("*.json")):
        for key, entry in json.loads(path.read_text()).items():
            entries[key.partition("::")[2]] = entry["recorded-content"]
    return entries


def recorded(key: str) -> Any:
    """The entry `Class::test[parameter]`; skips the test, saying why, without recordings."""
    if not FOLDER.is_dir():
        pytest.skip(f"no recordings of AWS at {FOLDER}")
    return _all()[key]


def recorded_keys(pattern: str) -> list[str]:
    """The keys that match, or one made-up key so that the skip is seen."""
    found = [key for key in _all() if re.fullmatch(pattern, key)]
    return found or [f"absent: {pattern}"]


def localized(text: str, region: str = "us-east-1", account: str = "000000000000") -> str:
    """A recorded text with partition, region and account filled in, `<a:len(n)>` written out."""
    text = text.replace("<partition>", "aws").replace("<region>", region)
    text = text.replace("111111111111", account)
    return re.sub(r"<a:len\((\d+)\)>", lambda found: "a" * int(found[1]), text)


def matches(expected: Any, found: Any) -> bool:
    """Whether `found` has every member of `expected`; tokens match anything that is there."""
    if isinstance(expected, dict):
        return isinstance(found, dict) and all(
            key in found and matches(value, found[key]) for key, value in expected.items()
        )
    if isinstance(expected, list):
        return (
            isinstance(found, list)
            and len(expected) == len(found)
            and all(map(matches, expected, found))
        )
    if isinstance(expected, str):
        if WILD.fullmatch(expected):
            return found is not None
        pattern = ".+".join(map(re.escape, re.split(r"<[a-z-]+(?::\d+)?>", localized(expected))))
        return isinstance(found, str) and re.fullmatch(pattern, found, re.DOTALL) is not None
    return bool(expected == found)
