"""Mistakes in unions, open enums and the two modes."""

from __future__ import annotations

from typing import Any

from peercontract.core.validate import checks, scalars, show

from .patch import bug, rewrite_stubs, wrap

Checks = checks.Checks


@bug
def tag_by_first_arm(_: Any) -> None:
    """An object without a usable tag is taken for the first arm."""
    rewrite_stubs(
        r"if type\(tag\) is str and tag in (\w+):",
        r"tag = tag if type(tag) is str and tag in \1 else next(iter(\1))\n        if True:",
    )


@bug
def tag_missing_is_unknown(_: Any) -> None:
    def tag(original: Any, self: Any, value: Any, at: Any, rule: Any, name: str, *rest: Any) -> Any:
        if name in value:
            return original(self, value, at, rule, name, *rest)
        return self.report("PC1405", (at, name), rule + "/oneOf", rest[0], "null")

    wrap(Checks, "tag", tag)


@bug
def unknown_arm_ok(_: Any) -> None:
    """Exact mode keeps a tag that it does not know."""

    def tag(original: Any, self: Any, *given: Any) -> Any:
        self.is_tolerant, mode = True, self.is_tolerant
        found = original(self, *given[:-1], True)
        self.is_tolerant = mode
        return found

    wrap(Checks, "tag", tag)


@bug
def closed_union_tolerates(_: Any) -> None:
    wrap(Checks, "tag", lambda original, *given: original(*given[:-1], True))


@bug
def tolerant_writes(_: Any) -> None:
    """A writer writes the member of an open enum that only its reader tolerated."""

    def member(original: Any, self: Any, value: Any, *rest: Any) -> Any:
        is_open = rest[4:] == (True,)
        return value if is_open and type(value) is str else original(self, value, *rest)

    wrap(Checks, "member", member)


@bug
def closed_enum_tolerates(_: Any) -> None:
    def member(original: Any, self: Any, value: Any, at: Any, rule: Any, *rest: Any) -> Any:
        return original(self, value, at, rule, rest[0], rest[1], True)

    wrap(Checks, "member", member)


@bug
def open_enum_takes_fractions(_: Any) -> None:
    scalars._is_safe = lambda value: True


@bug
def fraction_fits_no_arm(_: Any) -> None:
    """A fraction where an arm is an integer is said to fit no arm."""

    def integer(original: Any, self: Any, value: Any, at: Any, rule: str, *rest: Any) -> Any:
        union, over, _ = rule.rpartition("/oneOf/")
        if over and type(value) is float and not value.is_integer():
            return self.union(value, at, union, show.show(None))
        return original(self, value, at, rule, *rest)

    wrap(Checks, "integer", integer)
