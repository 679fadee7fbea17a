"""The checks of scalars: which keyword a value breaks, and what it is natively where it fits.

A check returns the value as the type wants it (`2.0` becomes 2 for an integer); after a report it
returns a stand-in, and the collector decides whether to go on. `rule` is the shape's JSON Pointer
in the contract form, `least` and `most` are lengths.
"""

from __future__ import annotations

from json.encoder import encode_basestring as quote

from .. import formats
from ..canonical import canonical
from ..error_table import SAFE_INTEGER_MAX
from . import Errors
from .show import bounded, show

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from typing import Any

    from ..errors import Path
    from ..pattern import Pattern

_WIDE_BITS = 64
_DIGITS_BITS = 1024  # what is larger shows a part of its digits: Python may not print it


class _Missing:
    """The type of `MISSING`."""


MISSING = _Missing()
"""What stands for a required member that was reported: no check says more about it."""


class ScalarChecks(Errors):
    """The collector with the checks of scalars, each in the order of spec/wire.md#violations."""

    # Strings, and what stands in one

    def string(
        self, value: Any, at: Path, rule: str, nullable: bool, least: int, most: int | None
    ) -> str:
        """The string, its length in code points."""
        return self._string(value, at, rule, nullable, least, most, None, None) or ""

    def text(
        self,
        value: Any,
        at: Path,
        rule: str,
        nullable: bool,
        least: int,
        most: int | None,
        pattern: Pattern | None,
        format: str | None,
    ) -> Any:
        """The native value of a string with a pattern or a format."""
        text = self._string(value, at, rule, nullable, least, most, pattern, format)
        return None if text is None else _NATIVE.get(format, str)(text)

    def native(
        self,
        value: Any,
        at: Path,
        rule: str,
        nullable: bool,
        least: int,
        most: int | None,
        pattern: Pattern | None,
        format: str,
    ) -> Any:
        """The caller's `int` of `int64` and `uint64`, or `bytes` of base64."""
        is_bytes = format == "base64"
        kind, wanted = type(value), bytes if is_bytes else int
        if kind is not wanted:
            self._type(value, at, rule, "string", nullable)
            return wanted()
        text = formats.base64_text(value) if is_bytes else _digits(value)
        self._string(text, at, rule, nullable, least, most, pattern, format)
        # What is far too large was reported, and cannot be written on the way to the next.
        return value if is_bytes or value.bit_length() <= _WIDE_BITS else 0

    def _string(
        self,
        value: Any,
        at: Path,
        rule: str,
        nullable: bool,
        least: int,
        most: int | None,
        pattern: Pattern | None,
        format: str | None,
    ) -> str | None:
        """The text as it came; None when it is no string."""
        if type(value) is not str:
            self._type(value, at, rule, "string", nullable)
            return None
        self._well_formed(value, at)
        if len(value) < least:
            self.report("PC1409", at, rule + "/minLength", str(least), show(value))
        if most is not None and len(value) > most:
            self.report("PC1410", at, rule + "/maxLength", str(most), show(value))
        if pattern is not None and not pattern.matches(value):
            expected = bounded(quote(pattern.text))
            self.report("PC1411", at, rule + "/pattern", expected, show(value))
        if format is not None and not formats.matches(format, value):
            keyword = "/contentEncoding" if format == "base64" else "/format"
            self.report("PC1412", at, rule + keyword, f'"{format}"', show(value))
        return value

    # Numbers and booleans

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

    # Enums and constants

    def member(
        self,
        value: Any,
        at: Path,
        rule: str,
        members: Collection[object],
        expected: str,
        is_open: bool = False,
    ) -> Any:
        """The member of an enum or const that `value` is; `rule` ends in the keyword."""
        if value is MISSING:
            return value
        self._carried(value, at)
        is_text = type(next(iter(members))) is str
        if type(value) not in ((str,) if is_text else (int, float)):
            self.report("PC1401", at, rule, expected, show(value))
            return value
        is_unknown_too = is_open and self.is_tolerant and (is_text or _is_safe(value))
        if value not in members and not is_unknown_too:
            self.report("PC1404", at, rule, expected, show(value))
            return value
        return value if is_text else int(value)

    # What the checks share

    def _type(self, value: Any, at: Path, rule: str, kind: str, nullable: bool) -> None:
        if value is not MISSING:
            self._carried(value, at)
            self.report("PC1401", at, rule + "/type", _type_text(kind, nullable), show(value))

    def _carried(self, value: Any, at: Path) -> None:
        """Refuses a scalar that no JSON text can carry."""
        if type(value) is float:
            self._finite(value, at)
        elif type(value) is str:
            self._well_formed(value, at)

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
            code, holds = _BOUNDS[keyword]
            if not holds(value, bound):
                self.report(code, at, f"{rule}/{keyword}", canonical(bound), show(value))


_BOUNDS: dict[str, tuple[str, Callable[[float, float], bool]]] = {
    "minimum": ("PC1406", lambda value, bound: value >= bound),
    "exclusiveMinimum": ("PC1406", lambda value, bound: value > bound),
    "maximum": ("PC1407", lambda value, bound: value <= bound),
    "exclusiveMaximum": ("PC1407", lambda value, bound: value < bound),
    "multipleOf": ("PC1408", lambda value, step: int(value) % step == 0),
}
_NATIVE: dict[str | None, Callable[[str], Any]] = {
    "int64": formats.int64,
    "uint64": formats.uint64,
    "base64": formats.base64,
    "uuid": str.lower,
}


def _type_text(kind: str, nullable: bool) -> str:
    return f'["{kind}","null"]' if nullable else f'"{kind}"'


def _is_safe(value: float) -> bool:
    return -SAFE_INTEGER_MAX <= value <= SAFE_INTEGER_MAX and value == int(value)


def _digits(value: int) -> str:
    return str(value >> max(value.bit_length() - _DIGITS_BITS, 0))
