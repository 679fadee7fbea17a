"""Named bugs for the broken driver: each breaks one behaviour of the Python runtime in memory.

A bug stands for a mistake that a careful reader of the spec can still make. Every one must be
caught by a vector as a wrong answer; `drivers/broken/driver.json` says in which suites.
"""

from __future__ import annotations

import json
import math
import re
import sys
from collections.abc import Callable
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

from peercontract import core
from peercontract.core import canonical, guards, json_text, validate
from peercontract.core import envelope as wire
from peercontract.core.contract import Contract
from peercontract.core.envelope import request

BUGS: dict[str, Callable[[Any], None]] = {"none": lambda _: None}


def bug(function: Callable[[Any], None]) -> Callable[[Any], None]:
    """Registers a function that breaks one thing; it is given the Python driver's module."""
    BUGS[function.__name__.strip("_").replace("_", "-")] = function
    return function


def wrap(holder: Any, name: str, change: Callable[..., Any]) -> None:
    """Replaces `holder.name` by `change(original, *arguments)`."""
    original = getattr(holder, name)
    setattr(holder, name, lambda *given, **named: change(original, *given, **named))


def core_with(name: str) -> list[Any]:
    """Every module of the core that has this name: each imported its own."""
    names = [found.name for found in walk_packages(core.__path__, core.__name__ + ".")]
    return [module for module in map(import_module, names) if hasattr(module, name)]


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


@bug
def utf16_length(_: Any) -> None:
    def string(original: Any, self: Any, value: Any, *rest: Any) -> Any:
        units = "x" * (len(value.encode("utf-16-be")) // 2) if type(value) is str else value
        original(self, units, *rest)
        return value

    wrap(validate.Errors, "string", string)


@bug
def bool_is_int(_: Any) -> None:
    def integer(original: Any, self: Any, value: Any, *rest: Any) -> Any:
        return original(self, int(value) if type(value) is bool else value, *rest)

    wrap(validate.Errors, "integer", integer)


@bug
def open_record(_: Any) -> None:
    validate.Errors.unknown = lambda *_: None


@bug
def drop_null(driver: Any) -> None:
    def run(original: Any, given: Any) -> Any:
        value = json_text.parse(original(given)["canonical"])
        kept = {k: v for k, v in value.items() if v is not None} if type(value) is dict else value
        return {"canonical": canonical.canonical(kept)}

    driver.OPS["validate"] = lambda given, old=driver.OPS["validate"]: run(old, given)


@bug
def pointer_unescaped(_: Any) -> None:
    plain = {"~0": "~", "~1": "/"}

    def unescaped(original: Any, at: Any) -> str:
        return re.sub("~[01]", lambda match: plain[match[0]], original(at))

    for module in core_with("pointer"):
        wrap(module, "pointer", unescaped)


@bug
def first_error_only(_: Any) -> None:
    validate.VIOLATIONS_MAX = 1


@bug
def trim_actual_by_bytes(_: Any) -> None:
    def cut(text: str) -> str:
        data = text.encode()
        return text if len(data) <= 64 else data[:61].decode(errors="ignore") + "..."

    validate.bounded = cut


@bug
def unknown_by_code_point(_: Any) -> None:
    validate.utf16 = lambda text: text.encode("utf-32-be")


@bug
def envelope_not_canonical(_: Any) -> None:
    class Equal(str):
        __hash__ = str.__hash__

        def __eq__(self, other: object) -> bool:
            return True

    wrap(request, "canonical", lambda original, value: Equal(original(value)))


@bug
def newline_at_the_end(_: Any) -> None:
    request.is_hex = lambda text, digits: bool(re.match(rf"[0-9a-f]{{{digits}}}$", text))


@bug
def hops_not_checked(_: Any) -> None:
    wrap(guards, "child", lambda old, a, b, c, hops, *rest: old(a, b, c, max(hops, 1), *rest))


@bug
def deadline_grows(_: Any) -> None:
    wrap(
        guards,
        "child",
        lambda old, a, b, c, d, deadline, now: old(a, b, c, d, deadline + 1000, now),
    )


@bug
def left_from_now(_: Any) -> None:
    wrap(guards, "admit", lambda old, a, b, c, now, _received, end: old(a, b, c, now, now, end))


@bug
def ignore_contract_hash(_: Any) -> None:
    def admit(original: Any, contract: Any, agent: Any, sent: Any, *rest: Any) -> Any:
        sent.contract = contract.id
        return original(contract, agent, sent, *rest)

    wrap(guards, "admit", admit)


@bug
def allow_any_caller(_: Any) -> None:
    Contract.allows = lambda *_: True


@bug
def timeout_is_failure(_: Any) -> None:
    wrap(
        wire, "function_error", lambda old, payload, name: old(payload.replace(b"imed", b""), name)
    )


@bug
def caller_is_always_at_fault(driver: Any) -> None:
    wrap(driver, "make", lambda original, code, direction: original(code, direction="input"))
