"""Finds out which keyword a value breaks: what generated code calls when its inline test fails.

Generated readers and writers share these checks. A check returns the value as the type wants it
(`2.0` becomes 2 for an integer); after a report it returns a stand-in, and the collector decides
whether to go on. Rules, order and texts: spec/wire.md#violations.
"""

from __future__ import annotations

from json.encoder import encode_basestring as quote

from .canonical import canonical, number, utf16
from .error_table import (
    INVOKE_REQUEST_BYTES_MAX,
    JSON_DEPTH_MAX,
    SAFE_INTEGER_MAX,
    VIOLATION_TEXT_MAX,
    VIOLATIONS_MAX,
)
from .errors import ContractError, Violation, directed, make, pointer, violated
from .json_text import parse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Set
    from typing import Any, NoReturn

    from .errors import Path

    Read = Callable[[Any, Path, "Errors"], Any]
    Write = Callable[[Any, Path, "Errors"], str]


class Full(Exception):
    """As many violations as were asked for."""


class Errors:
    """Collects up to `limit` (1 to 64) violations, then raises Full; counts open containers."""

    __slots__ = ("depth", "direction", "limit", "violations")

    def __init__(self, limit: int, direction: str) -> None:
        self.limit = min(max(limit, 1), VIOLATIONS_MAX)
        self.direction = direction
        self.violations: list[Violation] = []
        self.depth = 0

    def report(self, code: str, at: Path, rule: str, expected: str, actual: str) -> None:
        """One violation more; the last one asked for ends the check."""
        self.violations.append(Violation(code, pointer(at), rule, expected, actual, self.direction))
        if len(self.violations) == self.limit:
            raise Full

    def refuse(self, code: str, at: Path) -> NoReturn:
        """A value that no JSON can carry. A violation found before it stays the first fault."""
        if self.violations:
            raise Full
        raise make(code, pointer(at), direction=self.direction)

    def open(self, at: Path) -> None:
        """One more open container; the 65th is refused, and so is every cycle."""
        self.depth += 1
        if self.depth > JSON_DEPTH_MAX:
            self.refuse("PC1105", at)

    def close(self) -> None:
        """The container that was opened last is done."""
        self.depth -= 1

    # Checks, in the order of JSON's kinds. `rule` is the shape's JSON Pointer in the contract form.

    def record(self, value: Any, at: Path, rule: str, nullable: bool) -> Any:
        """A value that is no object (or no instance of its class) where a record belongs."""
        self._type(value, at, rule, "object", nullable)

    def missing(self, value: dict[str, Any], at: Path, rule: str, name: str) -> None:
        """A required member that is not there."""
        self.report("PC1402", at, rule + "/required", bounded(name), show(value))

    def unknown(self, value: dict[str, Any], at: Path, rule: str, names: Set[str]) -> None:
        """Reports members that the record does not declare, if there are any."""
        for name in sorted(value.keys() - names, key=utf16):
            self.report("PC1403", at, rule + "/additionalProperties", "false", bounded(name))

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

    def string(
        self, value: Any, at: Path, rule: str, nullable: bool, least: int, most: int | None
    ) -> str:
        """The string, its length in code points."""
        if type(value) is not str:
            self._type(value, at, rule, "string", nullable)
            return ""
        self._well_formed(value, at)
        if len(value) < least:
            self.report("PC1409", at, rule + "/minLength", str(least), show(value))
        if most is not None and len(value) > most:
            self.report("PC1410", at, rule + "/maxLength", str(most), show(value))
        return value

    def integer(
        self, value: Any, at: Path, rule: str, nullable: bool, bounds: Mapping[str, int]
    ) -> int:
        """The integer; a float that is integral counts as one."""
        kind = type(value)
        if kind is float:
            self._finite(value, at)
        if kind is not int and (kind is not float or not value.is_integer()):
            self._type(value, at, rule, "integer", nullable)
            return 0
        if not -SAFE_INTEGER_MAX <= value <= SAFE_INTEGER_MAX:
            self.report("PC1421", at, rule + "/type", _type_text("integer", nullable), show(value))
            return 0
        self._bounds(value, at, rule, bounds)
        return int(value)

    def number(
        self, value: Any, at: Path, rule: str, nullable: bool, bounds: Mapping[str, float]
    ) -> float:
        """The double; an int becomes the double it rounds to."""
        if type(value) is not float and type(value) is not int:
            self._type(value, at, rule, "number", nullable)
            return 0.0
        try:
            double = float(value)
        except OverflowError:
            self.refuse("PC1102", at)
        self._finite(double, at)
        self._bounds(double, at, rule, bounds)
        return double

    def boolean(self, value: Any, at: Path, rule: str, nullable: bool) -> bool:
        """True only for `True` itself."""
        if type(value) is not bool:
            self._type(value, at, rule, "boolean", nullable)
        return value is True

    def member(
        self, value: Any, at: Path, rule: str, members: Collection[object], expected: str
    ) -> Any:
        """The member of an enum or const that `value` is; `rule` ends in the keyword."""
        kind = type(value)
        if kind is float:
            self._finite(value, at)
        elif kind is str:
            self._well_formed(value, at)
        wanted: tuple[type, ...] = (str,) if type(next(iter(members))) is str else (int, float)
        if kind not in wanted:
            self.report("PC1401", at, rule, expected, show(value))
        elif value not in members:
            self.report("PC1404", at, rule, expected, show(value))
        return int(value) if kind is float and value in members else value

    def _type(self, value: Any, at: Path, rule: str, kind: str, nullable: bool) -> None:
        if type(value) is float:
            self._finite(value, at)
        elif type(value) is str:
            self._well_formed(value, at)
        self.report("PC1401", at, rule + "/type", _type_text(kind, nullable), show(value))

    def _finite(self, value: float, at: Path) -> None:
        if value - value != 0.0:
            self.refuse("PC1102", at)

    def _well_formed(self, value: str, at: Path) -> None:
        if not value.isascii():
            try:
                value.encode()
            except UnicodeEncodeError:
                self.refuse("PC1103", at)

    def _bounds(self, value: float, at: Path, rule: str, bounds: Mapping[str, float]) -> None:
        for keyword, bound in bounds.items():
            if not _HOLDS[keyword](value, bound):
                code = "PC1406" if keyword in ("minimum", "exclusiveMinimum") else "PC1407"
                self.report(code, at, f"{rule}/{keyword}", canonical(bound), show(value))


_HOLDS: dict[str, Callable[[float, float], bool]] = {
    "minimum": lambda value, bound: value >= bound,
    "exclusiveMinimum": lambda value, bound: value > bound,
    "maximum": lambda value, bound: value <= bound,
    "exclusiveMaximum": lambda value, bound: value < bound,
}


def _type_text(kind: str, nullable: bool) -> str:
    return f'["{kind}","null"]' if nullable else f'"{kind}"'


def bounded(text: str) -> str:
    """At most 64 code points: what is longer keeps 61 and ends in `...`."""
    return text if len(text) <= VIOLATION_TEXT_MAX else text[: VIOLATION_TEXT_MAX - 3] + "..."


def show(value: Any) -> str:
    """How a violation's `actual` shows a value; of a string only 64 code points are looked at."""
    kind = type(value)
    if kind is str:
        return bounded(quote(value[:VIOLATION_TEXT_MAX]))
    if kind is list:
        return f"array({len(value)})"
    if kind is dict:
        return f"object({len(value)})"
    if value is None or kind is bool:
        return canonical(value)
    if kind is int or kind is float:
        try:
            return number(float(value))
        except OverflowError:
            return "<int>"
    return bounded(f"<{kind.__name__}>")


class Codec:
    """Reads and writes the values of one named type through its generated functions."""

    __slots__ = ("_decode", "_encode")

    def __init__(self, decode: Read, encode: Write) -> None:
        self._decode = decode
        self._encode = encode

    def read(
        self,
        text: str | bytes,
        direction: str,
        limit: int = 1,
        max_bytes: int = INVOKE_REQUEST_BYTES_MAX,
    ) -> Any:
        """The value of a strict JSON text. Raises ContractError PC11xx, PC1205, PC14xx."""
        try:
            value = parse(text, max_bytes)
        except ContractError as error:
            raise directed(error, direction) from None
        return self.read_value(value, direction, limit)

    def read_value(self, value: Any, direction: str, limit: int = 1) -> Any:
        """The same for what `json_text.parse` returned. Raises ContractError PC14xx."""
        errors = Errors(limit, direction)
        try:
            result = self._decode(value, None, errors)
            if not errors.violations:
                return result
        except Full:
            pass
        raise violated(errors.violations, direction)

    def write(
        self,
        value: Any,
        direction: str,
        limit: int = 1,
        max_bytes: int = INVOKE_REQUEST_BYTES_MAX,
    ) -> str:
        """JSON text of a value that fits the type. Raises ContractError PC11xx, PC14xx."""
        errors = Errors(limit, direction)
        try:
            text = self._encode(value, None, errors)
            if not errors.violations:
                return _fitting(text, direction, max_bytes)
        except Full:
            pass
        raise violated(errors.violations, direction)

    def plain(self, value: Any, direction: str) -> Any:
        """The checked value as parsed JSON. Raises ContractError PC11xx, PC14xx."""
        return parse(self.write(value, direction))


def _fitting(text: str, direction: str, max_bytes: int) -> str:
    size = len(text) if text.isascii() else len(text.encode())
    if size > max_bytes:
        problem = f"the {direction} has {size} bytes, {max_bytes} are allowed"
        raise make("PC1107", message=problem, direction=direction)
    return text
