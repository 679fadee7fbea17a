"""Mistakes in reading and writing JSON text."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Callable
from typing import Any

from peercontract.core import canonical, json_text

from .patch import bug, core_with, wrap


def read_objects(check: Callable[[list[Any], dict[str, Any]], bool]) -> None:
    """Objects whose members pass `check` are read, all others refused."""

    def members(pairs: list[Any]) -> dict[str, Any]:
        found = dict(pairs)
        if not check(pairs, found):
            raise json_text._Refused
        return found

    for name in ("_PLAIN", "_CAREFUL"):
        old = getattr(json_text, name)
        hooks = {"parse_constant": old.parse_constant, "parse_int": old.parse_int}
        hooks |= {"parse_float": old.parse_float, "object_pairs_hook": members}
        setattr(json_text, name, json.JSONDecoder(**hooks))


@bug
def sort_by_code_point(_: Any) -> None:
    canonical.utf16 = lambda text: text.encode("utf-32-be")  # surrogates are refused before


@bug
def negative_zero(_: Any) -> None:
    def keep(original: Any, value: float, at: Any = None) -> str:
        return "-0" if value == 0 and math.copysign(1, value) < 0 else original(value, at)

    wrap(canonical, "number", keep)


@bug
def python_exponents(_: Any) -> None:
    wrap(canonical, "_layout", lambda original, *given: original(*given).replace("e-7", "e-07"))


@bug
def accept_duplicate(_: Any) -> None:
    read_objects(lambda pairs, found: len(pairs) <= 1024 and "__proto__" not in found)


@bug
def accept_proto(_: Any) -> None:
    read_objects(lambda pairs, found: len(found) == len(pairs) <= 1024)


@bug
def allow_1e400(_: Any) -> None:
    largest = sys.float_info.max
    json_text._finite = lambda number: max(-largest, min(largest, number))


@bug
def depth_65(_: Any) -> None:
    for module in core_with("JSON_DEPTH_MAX"):
        module.JSON_DEPTH_MAX = 65
