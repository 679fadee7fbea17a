"""Mistakes in checking and reading values: scalars, records, maps, arrays, tuples, labels."""

from __future__ import annotations

import re
from typing import Any

from peercontract.core import canonical, json_text, validate
from peercontract.core.validate import checks, show

from .patch import bug, core_with, rewrite_stubs, wrap

Checks = checks.Checks


@bug
def utf16_length(_: Any) -> None:
    def string(original: Any, self: Any, value: Any, *rest: Any) -> Any:
        units = "x" * (len(value.encode("utf-16-be")) // 2) if type(value) is str else value
        original(self, units, *rest)
        return value

    wrap(Checks, "string", string)


@bug
def bool_is_int(_: Any) -> None:
    def integer(original: Any, self: Any, value: Any, *rest: Any) -> Any:
        return original(self, int(value) if type(value) is bool else value, *rest)

    wrap(Checks, "integer", integer)


@bug
def true_is_one(_: Any) -> None:
    def member(original: Any, self: Any, value: Any, *rest: Any) -> Any:
        return original(self, int(value) if type(value) is bool else value, *rest)

    wrap(Checks, "member", member)


@bug
def refuse_integral_float(_: Any) -> None:
    def integer(original: Any, self: Any, value: Any, *rest: Any) -> Any:
        return original(self, 0.5 if type(value) is float else value, *rest)

    wrap(Checks, "integer", integer)


@bug
def multiple_of_float(_: Any) -> None:
    rewrite_stubs(r"(\w+) % (\d+) != 0", r"\1 * (1 / \2) % 1 != 0")


@bug
def multiple_before_bounds(_: Any) -> None:
    def bounds(original: Any, self: Any, value: Any, at: Any, rule: Any, given: Any) -> None:
        original(self, value, at, rule, dict(reversed(list(given.items()))))

    wrap(Checks, "_bounds", bounds)


@bug
def open_record(_: Any) -> None:
    Checks.unknown = lambda *_: None


@bug
def drop_null(driver: Any) -> None:
    def run(original: Any, given: Any) -> Any:
        answer = original(given)
        if "canonical" not in answer:
            return answer
        value = json_text.parse(answer["canonical"])
        kept = {k: v for k, v in value.items() if v is not None} if type(value) is dict else value
        return answer | {"canonical": canonical.canonical(kept)}

    driver.OPS["validate"] = lambda given, old=driver.OPS["validate"]: run(old, given)


@bug
def drop_default(_: Any) -> None:
    rewrite_stubs(r"^( +)else:\n +self\.(\w+) = .*$", r"\1else:\n\1    self.\2 = None")


@bug
def tolerant_counts_nothing(_: Any) -> None:
    def unknown(original: Any, self: Any, *rest: Any) -> None:
        before = self.dropped
        original(self, *rest)
        self.dropped = before

    wrap(Checks, "unknown", unknown)


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

    for module in (checks, show):
        module.bounded = cut


@bug
def unknown_by_code_point(_: Any) -> None:
    checks.utf16 = lambda text: text.encode("utf-32-be")


@bug
def map_order_by_code_point(_: Any) -> None:
    wrap(validate.Errors, "entries", lambda original, *given: sorted(original(*given)))


@bug
def map_order_as_it_came(_: Any) -> None:
    validate.Errors.entries = lambda _self, value, *_: list(value)


@bug
def map_name_unchecked(_: Any) -> None:
    Checks.name = lambda *_: None


@bug
def map_size_off_by_one(_: Any) -> None:
    def size(original: Any, self: Any, value: Any, *rest: Any) -> Any:
        *others, most = rest
        return original(self, value, *others, most and most + 1)

    wrap(Checks, "map", size)


@bug
def tuple_open(_: Any) -> None:
    def places(original: Any, self: Any, value: Any, at: Any, rule: Any, *rest: Any) -> Any:
        is_list = type(value) is list
        return original(self, value[: rest[-1]] if is_list else value, at, rule, *rest)

    wrap(Checks, "places", places)


@bug
def tuple_items_unjudged(_: Any) -> None:
    wrap(Checks, "places", lambda original, *given: original(*given) and [])


@bug
def unique_by_identity(_: Any) -> None:
    def unique(original: Any, self: Any, items: Any, *rest: Any) -> None:
        if len({id(item) for item in items}) < len(items):
            original(self, items, *rest)

    wrap(Checks, "unique", unique)


@bug
def unique_at_the_first_of_two(_: Any) -> None:
    def unique(self: Any, items: Any, shown: Any, at: Any, rule: Any, _labelled: Any) -> None:
        index = next(index for index, item in enumerate(items) if items.count(item) > 1)
        found = show.show(shown[index])
        self.report("PC1415", (at, index), rule + "/uniqueItems", "true", found)

    Checks.unique = unique


@bug
def unique_among_wrong_items(_: Any) -> None:
    rewrite_stubs(r"len\(errors\.violations\) == before and ", "")


@bug
def redaction_leak(_: Any) -> None:
    def report(original: Any, self: Any, *given: Any) -> None:
        self.redacted, hidden = 0, self.redacted
        original(self, *given)
        self.redacted = hidden

    wrap(validate.Errors, "report", report)


@bug
def redaction_leaks_names(_: Any) -> None:
    def report(original: Any, self: Any, code: str, *given: Any) -> None:
        hidden = self.redacted
        self.redacted = 0 if code in ("PC1403", "PC1419") else hidden
        original(self, code, *given)
        self.redacted = hidden

    wrap(validate.Errors, "report", report)


@bug
def redaction_sticks(_: Any) -> None:
    rewrite_stubs(r"errors\.redacted -= .*", "pass")


@bug
def redaction_ends_at_references(_: Any) -> None:
    """A reference's label hides nothing of its target."""
    rewrite_stubs(
        r"errors\.redacted \+= 1(\n +(?:self\.\w+|item|value|\w+) = (?:found = )?_read_)", r"pass\1"
    )
