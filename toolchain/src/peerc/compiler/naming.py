"""Wire names to identifiers of three languages: words, cases, reserved words."""

from __future__ import annotations

import re

from peerc.compiler import reserved
from peerc.compiler.ir import Names
from peerc.compiler.model import Given

# A run of capitals is one word (`HTTPServerID` -> HTTP, Server, ID); digits belong to what they
# follow.
_WORD = re.compile(
    r"[A-Z][A-Z0-9]*(?=[A-Z][a-z])|[A-Z]?[a-z][a-z0-9]*|[A-Z][A-Z0-9]*|[0-9]+[a-z0-9]*"
)
_IMPORT = re.compile(r"pc:([^@]+)@[^#]+#(.+)\Z")
_PASCAL = re.compile(r"[A-Z][A-Za-z0-9]*\Z")


def words(wire: str) -> list[str]:
    """The words of a name, in ASCII; `x` and its code points in hex where there are none."""
    if not any(c.isascii() and c.isalnum() for c in wire):
        return ["x" + "".join(f"{ord(c):x}" for c in wire)]
    spelled = "".join(c if c.isascii() else f" u{ord(c):x} " for c in wire)
    found = _WORD.findall(spelled)
    if found[0][0].isdigit():
        found[0] = "n" + found[0]
    return found


def pascal(wire: str) -> str:
    """`field_notes` -> `FieldNotes`; a name that is in this case already stays (`HTTPError`)."""
    if _PASCAL.match(wire):
        return wire
    return "".join(word.capitalize() for word in words(wire))


def snake(wire: str) -> str:
    """`HTTPServerID` -> `http_server_id`."""
    return "_".join(word.lower() for word in words(wire))


def camel(wire: str) -> str:
    """`field_notes` -> `fieldNotes`."""
    first, *rest = words(wire)
    return first.lower() + "".join(word.capitalize() for word in rest)


def local(wire: str) -> str:
    """A type's name without the hash of its contract: `pc:a@hash#B` is called `AB`."""
    imported = _IMPORT.match(wire)
    return pascal(imported[1]) + pascal(imported[2]) if imported else wire


def inline(owner: str, member: str) -> str:
    """The name of what stands inline, from its place: `Finding.source` -> `FindingSource`."""
    return pascal(local(owner)) + pascal(member)


def settled(names: Names, given: Given | None) -> Names:
    """What the author gave (`x-pc-names`) before what is made of the wire name."""
    if given is None:
        return names
    return Names(
        names.wire,
        given.python or names.python,
        given.javascript or names.javascript,
        given.rust or names.rust,
    )


def type_names(wire: str, is_error: bool = False) -> Names:
    """A type's, record's, enum's or const's class or struct."""
    name = pascal(local(wire))
    rust = reserved.RUST_TYPES | reserved.RUST_VARIANTS if is_error else reserved.RUST_TYPES
    return Names(
        wire,
        _free(name, reserved.PYTHON_TYPES),
        _free(name, reserved.JAVASCRIPT_TYPES),
        _free(name, rust),
    )


def field_names(wire: str) -> Names:
    """A property; JavaScript keeps the wire name."""
    name = snake(wire)
    return Names(wire, _free(name, reserved.PYTHON_FIELDS), wire, _free(name, reserved.RUST_WORDS))


def op_names(wire: str) -> Names:
    """An operation: a method in all three."""
    name = snake(wire)
    return Names(
        wire,
        _free(name, reserved.PYTHON_WORDS),
        _free(camel(wire), reserved.JAVASCRIPT_METHODS),
        _free(name, reserved.RUST_WORDS),
    )


def agent_names(wire: str) -> Names:
    """An agent: a module in Python and Rust, a constant in JavaScript, a member of `peers`."""
    name = snake(wire)
    return Names(
        wire,
        _free(name, reserved.PYTHON_MODULES),
        _free(camel(wire), reserved.JAVASCRIPT_CONSTANTS),
        _free(name, reserved.RUST_MODULES),
    )


def variant_names(value: str | int) -> Names:
    """A member of an enum; -1 is `Minus1`, so that -1, 0, 1 stay apart."""
    if isinstance(value, int):
        name = f"Minus{-value}" if value < 0 else f"N{value}"
    else:
        name = "".join(word.capitalize() for word in words(value))
    return Names(str(value), name, name, _free(name, reserved.RUST_SELF))


def variant_of(value: str | int, given: Given | None) -> Names:
    """A member of an enum, as the author may have named it."""
    names = variant_names(value)
    name = given.variants.get(value) if given else None
    return names if name is None else Names(names.wire, names.python, names.javascript, name)


def arm_names(wire: str) -> Names:
    """An arm of a union by its type or kind: a variant in Rust."""
    names = type_names(wire)
    return Names(
        wire, names.python, names.javascript, _free(pascal(names.rust), reserved.RUST_SELF)
    )


def _free(name: str, taken: frozenset[str]) -> str:
    return name + "_" if name in taken else name
