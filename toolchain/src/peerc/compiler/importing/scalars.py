"""Strings, numbers, enums and constants of a foreign schema."""

from __future__ import annotations

import math
import re

from peerc.compiler.frontend.events import SAFE_INTEGER_MAX
from peerc.compiler.importing import names
from peerc.compiler.importing.losses import NARROWED, WIDENED, Losses, Refused
from peerc.compiler.importing.view import View
from peerc.compiler.tree import describe

_FORMATS = frozenset(
    {
        *("date-time", "date", "time", "uuid", "int64", "uint64", "decimal", "base64"),
        *("uri", "email", "hostname", "ipv4", "ipv6"),
    }
)
_GROUP = re.compile(r"(?<!\\)\(\?P?<[A-Za-z_]\w*>")
_LAZY = re.compile(r"(?<!\\)([*+?}])\?")
_BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")


def counts(losses: Losses, view: View, *wanted: str) -> dict[str, object]:
    """The keywords that count, those that are whole numbers from 0."""
    found: dict[str, object] = {}
    for name in wanted:
        value = view.value(name)
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            found[name] = value
        elif value is not None:
            losses.report(WIDENED, view.words[name], name, "it is no whole number from 0")
    return found


def string(losses: Losses, view: View) -> dict[str, object]:
    """`type: string` and its keywords."""
    found: dict[str, object] = {"type": "string"}
    found |= counts(losses, view, "minLength", "maxLength")
    pattern = view.value("pattern")
    if isinstance(pattern, str):
        kept = _pattern(losses, view, pattern)
        found |= {} if kept is None else {"pattern": kept}
    encoding, form = view.value("contentEncoding"), view.value("format")
    if encoding == "base64" or form == "byte":
        found["contentEncoding"] = "base64"
        losses.report(
            NARROWED, view.node, "contentEncoding", "a text that is not base64 is refused"
        )
    elif form in _FORMATS:
        found["format"] = form
    if encoding not in (None, "base64"):
        losses.report(
            WIDENED, view.words["contentEncoding"], "contentEncoding", "only base64 is known"
        )
    if form is not None and found.get("format") != form and form != "byte":
        losses.report(
            WIDENED, view.words["format"], f"format: {form}", "the format is not enforced"
        )
    return found


def _pattern(losses: Losses, view: View, text: str) -> str | None:
    from peerc.compiler.pattern import PatternError, compile_pattern

    try:
        compile_pattern(text)
        return text
    except PatternError as error:
        problem, hint = error.problem, error.hint
    rewritten = _LAZY.sub(r"\1", _GROUP.sub("(", text))
    if rewritten != text:
        try:
            compile_pattern(rewritten)
            return rewritten
        except PatternError:
            pass
    losses.report(
        WIDENED, view.words["pattern"], "pattern", f"it is not in PC-Regex: {problem}", hint
    )
    return None


def pattern_of(text: str) -> str | None:
    """A pattern for names, None when it is not in the dialect."""
    from peerc.compiler.pattern import PatternError, compile_pattern

    try:
        compile_pattern(text)
    except PatternError:
        return None
    return text


def may_match(pattern: str, name: str) -> bool:
    """Whether a name matches; one that is not in the dialect may match anything."""
    from peerc.compiler.pattern import PatternError, compile_pattern, dfa_of

    try:
        return dfa_of(compile_pattern(pattern)).matches(name)
    except PatternError:
        return True


def number(losses: Losses, view: View, kind: str) -> dict[str, object]:
    """`type: integer` or `number`; a number that is a multiple of a whole number is an integer."""
    of = view.value("multipleOf")
    is_whole = isinstance(of, int) and not isinstance(of, bool) and 0 < of <= SAFE_INTEGER_MAX
    if is_whole and kind == "number":
        kind = "integer"
    found: dict[str, object] = {"type": kind}
    for name in _BOUNDS:
        value = view.value(name)
        if value is None:
            continue
        if isinstance(value, bool) or not isinstance(value, int | float) or math.isinf(value):
            losses.report(WIDENED, view.words[name], name, "it is no number")
            continue
        if kind == "integer":
            whole = (
                math.ceil(value) if name in ("minimum", "exclusiveMaximum") else math.floor(value)
            )
            if abs(whole) > SAFE_INTEGER_MAX:
                low = name in ("minimum", "exclusiveMinimum")
                if (value < 0) is low:
                    continue  # every safe integer is within it
                raise Refused(view.words[name], "no safe integer is beyond it")
            value = whole
        found[name] = value
    if is_whole:
        found["multipleOf"] = of
    elif of is not None and not (kind == "integer" and of in (0.5, 0.25, 0.125)):
        losses.report(WIDENED, view.words["multipleOf"], "multipleOf", "it is a fraction")
    if "format" in view.words:
        found_format = f"format: {view.value('format')}"
        losses.report(WIDENED, view.words["format"], found_format, "formats are for strings")
    return found


def boolean() -> dict[str, object]:
    """`type: boolean`."""
    return {"type": "boolean"}


def members(
    losses: Losses, view: View, kinds: list[str] | None
) -> tuple[list[str | int], bool, bool]:
    """Of `enum` or `const`: strings and integers, whether null fits, whether a boolean does."""
    word = "enum" if "enum" in view.words else "const"
    listed = view.value(word)
    values = listed if word == "enum" and isinstance(listed, list) else [listed]
    if word == "enum" and "const" in view.words:
        only = view.value("const")
        values = [v for v in values if v == only and isinstance(v, bool) is isinstance(only, bool)]
    kept: list[str | int] = []
    has_null = False
    booleans: set[bool] = set()
    for value in values:
        if kinds is not None and not _is_of(value, kinds):
            continue  # the type refuses it already
        if value is None:
            has_null = True
        elif isinstance(value, bool):
            booleans.add(value)
        elif isinstance(value, str) or (isinstance(value, int) and abs(value) <= SAFE_INTEGER_MAX):
            if value not in kept:
                kept.append(value)
        else:
            shown = describe(view.words[word]) if word == "const" else str(value)
            losses.report(NARROWED, view.words[word], word, f"the member {shown[:40]} is left out")
    if len(booleans) == 1:
        only = "true" if booleans == {True} else "false"
        losses.report(WIDENED, view.words[word], word, f"any boolean fits, not only `{only}`")
    if not kept and not has_null and not booleans:
        raise Refused(view.words[word], "it has no member that is a string or a safe integer")
    for name in ("pattern", "minLength", "maxLength", "format", *_BOUNDS, "multipleOf"):
        if name in view.words:
            losses.report(WIDENED, view.words[name], name, "it stands beside an enum or const")
    return kept, has_null, bool(booleans)


def _is_of(value: object, kinds: list[str]) -> bool:
    if value is None:
        return "null" in kinds
    if isinstance(value, bool):
        return "boolean" in kinds
    if isinstance(value, str):
        return "string" in kinds
    if isinstance(value, int | float):
        return "number" in kinds or ("integer" in kinds and float(value).is_integer())
    return ("array" if isinstance(value, list) else "object") in kinds


def enum(values: list[str | int], is_nullable: bool) -> dict[str, object]:
    """An enum of one kind of members, with names where Rust's would fold together."""
    kind = "string" if isinstance(values[0], str) else "integer"
    if not is_nullable:
        found: dict[str, object] = {"enum": values}
    else:
        found = {"type": [kind, "null"], "enum": [*values, None]}
    given = names.variants(values)
    return found | ({"x-pc-names": {"rust": given}} if given else {})
