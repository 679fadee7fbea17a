"""What generated readers and writers share: the collector of violations, and codecs.

Generated code tests each value inline. Where a test fails it calls a check of the collector, which
finds out which keyword the value breaks (module `checks`, which only such a call loads). Rules,
order and texts: spec/wire.md#violations.
"""

from __future__ import annotations

from ..error_table import INVOKE_REQUEST_BYTES_MAX, JSON_DEPTH_MAX, JSON_KEYS_MAX, VIOLATIONS_MAX
from ..errors import ContractError, Violation, directed, make, pointer, violated
from ..json_text import parse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, NoReturn

    from ..errors import Path

    Read = Callable[[Any, Path, "Errors"], Any]
    Write = Callable[[Any, Path, "Errors"], str]

_REDACTED = "<redacted>"


class Full(Exception):
    """As many violations as were asked for."""


class Errors:
    """Collects up to `limit` (1 to 64) violations, then raises Full; counts open containers."""

    depth = 0
    redacted = 0
    """How many labelled schemas are open: while there is one, no value is shown."""
    is_tolerant = False
    dropped = 0
    """Unknown members that tolerant mode left out (spec/contract.md#values)."""

    def __init__(self, limit: int, direction: str) -> None:
        self.limit = limit if limit == 1 else min(max(limit, 1), VIOLATIONS_MAX)
        self.patient = limit > 1  # goes on after a violation
        self.direction = direction
        self.violations: list[Violation] = []

    def __getattr__(self, name: str) -> Any:
        """A check: from its first failure on, the collector is one that has them."""
        from .checks import Checks

        if type(self) is Checks:
            raise AttributeError(name)
        self.__class__ = Checks
        return getattr(self, name)

    def report(self, code: str, at: Path, rule: str, expected: str, actual: str) -> None:
        """One violation more; the last one asked for ends the check."""
        shown = _REDACTED if self.redacted else actual
        self.violations.append(Violation(code, pointer(at), rule, expected, shown, self.direction))
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

    def entries(self, value: dict[str, Any], at: Path, rule: str) -> list[str]:
        """The names of a map in the order of their UTF-16 code units."""
        is_plain = set(map(type, value)) <= {str} and "".join(value).isascii()
        if not is_plain or "__proto__" in value or len(value) > JSON_KEYS_MAX:
            names: list[str] = self.odd_entries(value, at, rule)
            return names
        return sorted(value)


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
        return self.read_value(_parsed(text, direction, max_bytes), direction, limit)

    def read_value(self, value: Any, direction: str, limit: int = 1) -> Any:
        """The same for what `json_text.parse` returned, which it may change while it reads."""
        return self._read(value, Errors(limit, direction))

    def read_tolerant(
        self,
        text: str | bytes,
        direction: str,
        limit: int = 1,
        max_bytes: int = INVOKE_REQUEST_BYTES_MAX,
    ) -> tuple[Any, int]:
        """`read` in tolerant mode (spec/contract.md#values), and how many members it dropped."""
        errors = Errors(limit, direction)
        errors.is_tolerant = True
        return self._read(_parsed(text, direction, max_bytes), errors), errors.dropped

    def _read(self, value: Any, errors: Errors) -> Any:
        try:
            result = self._decode(value, None, errors)
            if not errors.violations:
                return result
        except Full:
            pass
        raise violated(errors.violations, errors.direction)

    def write(
        self,
        value: Any,
        direction: str,
        limit: int = 1,
        max_bytes: int = INVOKE_REQUEST_BYTES_MAX,
    ) -> str:
        """JSON text of a value that fits the type. Raises ContractError PC11xx, PC1205, PC14xx."""
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


def _parsed(text: str | bytes, direction: str, max_bytes: int) -> Any:
    try:
        return parse(text, max_bytes)
    except ContractError as error:
        raise directed(error, direction) from None


def _fitting(text: str, direction: str, max_bytes: int) -> str:
    size = len(text) if text.isascii() else len(text.encode())
    if size > max_bytes:
        problem = f"the {direction} has {size} bytes, {max_bytes} are allowed"
        raise make("PC1107", message=problem, direction=direction)
    return text
