"""All checks: what a collector is from its first failure on. Here those of objects and lists.

A check returns what is left to look at, nothing after a report that ends it. `rule` is the shape's
JSON Pointer in the contract form, `least` and `most` are sizes.
"""

from __future__ import annotations

from json.encoder import encode_basestring as quote

from ..canonical import utf16
from ..contract import Unknown
from ..error_table import JSON_KEYS_MAX
from .scalars import MISSING, ScalarChecks
from .show import bounded, show

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from typing import Any

    from ..errors import Path
    from ..pattern import Pattern
    from . import Write


class Gaps(dict[str, object]):
    """An object that is read to its end: it reports a required member that it does not have."""

    __slots__ = ("at", "errors", "rule")

    def __init__(self, value: dict[str, Any], errors: Checks, at: Path, rule: str) -> None:
        super().__init__(value)
        self.errors = errors
        self.at = at
        self.rule = rule

    def __missing__(self, name: str) -> object:
        if self.rule:
            self.errors.missing(self, self.at, self.rule, name)
        return MISSING


class Checks(ScalarChecks):
    """The collector with its checks, in the order of spec/wire.md#violations."""

    # Objects

    def fields(self, value: Any, at: Path, rule: str, nullable: bool) -> dict[str, Any]:
        """The object to look at: one that reports its gaps, or says nothing when it is none."""
        if type(value) is not dict:
            self._type(value, at, rule, "object", nullable)
            return Gaps({}, self, at, "")
        return Gaps(value, self, at, rule)

    def record(self, value: Any, at: Path, rule: str, nullable: bool) -> None:
        """A native value that is no instance of its class."""
        self._type(value, at, rule, "object", nullable)

    def missing(self, value: dict[str, Any], at: Path, rule: str, name: str) -> None:
        """A required member that is not there."""
        self.report("PC1402", at, rule + "/required", bounded(name), f"object({len(value)})")

    def unknown(
        self, value: dict[str, Any], at: Path, rule: str, declared: Collection[str]
    ) -> None:
        """Members that the record does not declare, if there are any: reported or dropped."""
        names = value.keys() - declared
        if self.is_tolerant:
            self.dropped += len(names)
            return
        for name in sorted(names, key=utf16):
            self.report("PC1403", at, rule + "/additionalProperties", "false", bounded(name))

    def map(
        self, value: Any, at: Path, rule: str, nullable: bool, least: int, most: int | None
    ) -> dict[str, Any]:
        """The map to look at: an empty one when the value is none."""
        if type(value) is not dict:
            self._type(value, at, rule, "object", nullable)
            return {}
        if len(value) < least:
            self.report("PC1417", at, rule + "/minProperties", str(least), show(value))
        if most is not None and len(value) > most:
            self.report("PC1418", at, rule + "/maxProperties", str(most), show(value))
        return value

    def odd_entries(self, value: dict[Any, Any], at: Path, rule: str) -> list[str]:
        """The names of a map in order, where some are not ASCII or no names at all."""
        names = [name for name in value if type(name) is str]
        for name in value:
            if type(name) is not str:
                self.report(
                    "PC1401", at, rule + "/type", '"object"', bounded(f"<{type(name).__name__}>")
                )
        for name in names:
            self._well_formed(name, at)
        if "__proto__" in value:
            self.refuse("PC1205", at)
        if len(value) > JSON_KEYS_MAX:
            self.refuse("PC1107", at)
        return sorted(names, key=utf16)

    def name(self, name: str, at: Path, rule: str, pattern: Pattern) -> None:
        """A name of a map that its pattern does not match."""
        expected = bounded(quote(pattern.text))
        self.report("PC1419", at, rule + "/propertyNames/pattern", expected, bounded(name))

    # Arrays

    def array(
        self, value: Any, at: Path, rule: str, nullable: bool, least: int, most: int | None
    ) -> list[Any]:
        """The items to look at: none when the value is no list."""
        if type(value) is not list:
            self._type(value, at, rule, "array", nullable)
            return []
        if len(value) < least:
            self.report("PC1413", at, rule + "/minItems", str(least), show(value))
        if most is not None and len(value) > most:
            self.report("PC1414", at, rule + "/maxItems", str(most), show(value))
        return value

    def unique(
        self, items: list[Any], shown: list[Any], at: Path, rule: str, is_labelled: bool
    ) -> None:
        """The first item that repeats one before it; `shown` are the items as they came."""
        seen = set()
        for index, item in enumerate(items):
            if item in seen:
                self.redacted += is_labelled
                found = show(shown[index])
                self.report("PC1415", (at, index), rule + "/uniqueItems", "true", found)
                self.redacted -= is_labelled
                return
            seen.add(item)

    def places(self, value: Any, at: Path, rule: str, nullable: bool, count: int) -> Any:
        """The list or tuple whose items to look at, though there may be too few or too many."""
        if type(value) is not list and type(value) is not tuple:
            self._type(value, at, rule, "array", nullable)
            return []
        if len(value) != count:
            keyword = "/minItems" if len(value) < count else "/maxItems"
            self.report("PC1416", at, rule + keyword, str(count), f"array({len(value)})")
        return value[:count]

    # Unions

    def union(self, value: Any, at: Path, rule: str, expected: str) -> Any:
        """A value of a kind that no arm holds."""
        if value is not MISSING:
            self._carried(value, at)
            self.report("PC1401", at, rule + "/oneOf", expected, show(value))

    def tag(
        self, value: dict[str, Any], at: Path, rule: str, name: str, tags: str, is_open: bool
    ) -> Any:
        """A tagged record whose tag is missing, no string, or not known."""
        if name not in value:
            self.report("PC1402", at, rule + "/oneOf", bounded(name), show(value))
            return None
        tag = value[name]
        if type(tag) is not str:
            self.report("PC1401", (at, name), rule + "/oneOf", '"string"', show(tag))
            return None
        if is_open and self.is_tolerant:
            return Unknown(tag)
        self.report("PC1405", (at, name), rule + "/oneOf", tags, show(tag))
        return None

    def arm(
        self,
        value: Any,
        at: Path,
        rule: str,
        expected: str,
        writers: Mapping[type, Write],
    ) -> str:
        """The text of a value whose class is none of the arms': that of a subclass, if it is."""
        for base in type(value).__mro__:
            if base in writers:
                return writers[base](value, at, self)
        self.union(value, at, rule, expected)
        return "null"

    def unknown_arm(self, value: Unknown, at: Path, rule: str, name: str, tags: str) -> None:
        """An arm that only a tolerant reader knows: nobody may write it."""
        self._carried(value.tag, (at, name))
        self.report("PC1405", (at, name), rule + "/oneOf", tags, show(value.tag))
