"""The inline test of a scalar: fast where a value fits, else a call of the shared check."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from peerc.compiler import ir
from peerc.compiler.code import Code, code, ident, indent, join, python_literal
from peerc.compiler.emit.python.shapes import Scalar
from peerc.compiler.emit.python.syntax import NOTHING, lines

_SAFE_INTEGER_MAX = 2**53 - 1
_DOUBLE_MAX = 1.7976931348623157e308
_SHOWN = 64  # code points, spec/limits.json violation_text_max
_WIDE = {"int64": (-(2**63), 2**63 - 1), "uint64": (0, 2**64 - 1)}
_TESTS = {  # of `peercontract.core.formats`
    "date": "is_date",
    "time": "is_time",
    "date-time": "is_date_time",
    "uuid": "is_uuid",
    "decimal": "is_decimal",
    "uri": "is_uri",
    "email": "is_email",
    "hostname": "is_hostname",
    "ipv4": "is_ipv4",
    "ipv6": "is_ipv6",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a scalar stands: a variable to test, what to assign a better value to, and its path."""

    value: Code
    store: Code
    at: Code

    def set(self, value: Code) -> Code:
        """The statement that puts `value` where it belongs."""
        return code("{store} = {value}", store=self.store, value=value)


class Scalars:
    """Writes the tests. `patterns`: text of a pattern -> the module's constant of it."""

    def __init__(self, patterns: Mapping[str, Code]) -> None:
        self._patterns = patterns

    def read(self, shape: Scalar, place: Place, is_labelled: bool) -> Code:
        """Statements that leave at the place what a parsed value is natively, or report."""
        native = format_of(shape)
        if isinstance(shape, ir.String) and native in _CONVERTED:
            return self._converted(shape, place, is_labelled, native)
        failed = self._failed(shape, place, is_labelled, is_native=False)
        found = _if(shape, place.value, self._test(shape, place.value, is_native=False), failed)
        if isinstance(shape, ir.Number):
            # Integers are common in text; one that parsed is safe, so it is the double it names.
            target = (
                place.value
                if place.value == place.store
                else code("{store} = {value}", store=place.store, value=place.value)
            )
            widen = code(
                "if type({value}) is int:\n    {target} = float({value})",
                value=place.value,
                target=target,
            )
            return lines([widen, found])
        return found

    def write(self, shape: Scalar, value: Code, at: Code, is_labelled: bool) -> Code:
        """Statements that leave in the variable what fits, or report.

        The value comes from the caller's code, so it may be what no JSON text can carry.
        """
        failed = self._failed(shape, Place(value, value, at), is_labelled, is_native=True)
        return _if(shape, value, self._test(shape, value, is_native=True), failed)

    def name(self, shape: ir.Map, name: Code, at: Code) -> Code:
        """The test of a map's name, or nothing."""
        if shape.name_pattern is None:
            return NOTHING
        return code(
            "if not {pattern}.matches({name}):\n    errors.name({name}, {at}, {rule}, {pattern})",
            pattern=self._patterns[shape.name_pattern.text],
            name=name,
            at=at,
            rule=python_literal(shape.rule),
        )

    def _converted(self, shape: ir.String, place: Place, is_labelled: bool, native: str) -> Code:
        """A text that is something else natively: one test tells whether, and what."""
        last, kept = _conversion(native, place.value)
        whole = code(
            "if {test} or {last}:\n{failed}\nelse:\n    {kept}",
            test=self._string_test(shape, place.value, is_native=False, with_format=False),
            last=last,
            failed=indent(self._failed(shape, place, is_labelled, is_native=False)),
            kept=place.set(kept),
        )
        if not shape.nullable:
            return whole
        return code("if {value} is not None:\n{whole}", value=place.value, whole=indent(whole))

    def _failed(self, shape: Scalar, place: Place, is_labelled: bool, *, is_native: bool) -> Code:
        return labelled(place.set(self._call(shape, place, is_native)), is_labelled)

    def _test(self, shape: Scalar, value: Code, *, is_native: bool) -> Code:
        """An expression that is true when the value may not fit."""
        match shape:
            case ir.String():
                if is_native and format_of(shape) in _NATIVE:
                    return self._native_test(shape, value)
                return self._string_test(shape, value, is_native=is_native, with_format=True)
            case ir.Integer() | ir.Number():
                return _number_test(shape, value, is_native)
            case ir.Boolean():
                return code("type({value}) is not bool", value=value)
            case ir.Enum() | ir.Const():
                return _member_test(shape, value)

    def _string_test(
        self, shape: ir.String, value: Code, *, is_native: bool, with_format: bool
    ) -> Code:
        tests = [code("type({value}) is not str", value=value)]
        tests.append(_length(code("len({value})", value=value), shape))
        if is_native:
            # What is not ASCII may hold half a surrogate pair: the shared check looks.
            tests.append(code("not {value}.isascii()", value=value))
        if shape.pattern is not None:
            pattern = self._patterns[shape.pattern.text]
            tests.append(code("not {pattern}.matches({value})", pattern=pattern, value=value))
        if with_format and shape.format is not None:
            test = Code(_TESTS[shape.format])
            tests.append(code("not _f.{test}({value})", test=test, value=value))
        return join(" or ", filter(None, tests))

    def _native_test(self, shape: ir.String, value: Code) -> Code:
        """`int` of 64 bits, or `bytes`."""
        if shape.is_base64:
            tests = [code("type({value}) is not bytes", value=value)]
            text = code("_f.base64_text({value})", value=value)
            length = code("(len({value}) + 2) // 3 * 4", value=value)
        else:
            least, most = _WIDE[shape.format or ""]
            tests = [code("type({value}) is not int", value=value)]
            tests.append(outside(value, least, "<=", most, "<="))
            text = code("str({value})", value=value)
            length = code("len({text})", text=text)
        tests.append(_length(length, shape))
        if shape.pattern is not None:
            pattern = self._patterns[shape.pattern.text]
            tests.append(code("not {pattern}.matches({text})", pattern=pattern, text=text))
        return join(" or ", filter(None, tests))

    def _call(self, shape: Scalar, place: Place, is_native: bool) -> Code:
        """The shared check that says what is wrong."""
        nullable = python_literal(shape.nullable)
        keyword = ""
        match shape:
            case ir.Enum():
                name, keyword = "member", "/enum"
                rest = [members_name(shape), _expected(shape)]
                rest += [python_literal(True)] if shape.is_open else []
            case ir.Const():
                only = code("({text},)", text=python_literal(shape.value))
                name, keyword, rest = "member", "/const", [only, _expected(shape)]
            case ir.String():
                name, rest = self._string_call(shape, nullable, is_native)
            case ir.Integer() | ir.Number():
                name = "integer" if isinstance(shape, ir.Integer) else "number"
                rest = [nullable, _bounds(shape)]
            case ir.Boolean():
                name, rest = "boolean", [nullable]
        arguments = [place.value, place.at, python_literal(shape.rule + keyword), *rest]
        return code("errors.{name}({arguments})", name=Code(name), arguments=join(", ", arguments))

    def _string_call(
        self, shape: ir.String, nullable: Code, is_native: bool
    ) -> tuple[str, list[Code]]:
        limits = [nullable, python_literal(shape.min_length), python_literal(shape.max_length)]
        format_ = format_of(shape)
        if shape.pattern is None and not format_:
            return "string", limits
        pattern = self._patterns[shape.pattern.text] if shape.pattern else python_literal(None)
        limits += [pattern, python_literal(format_ or None)]
        return "native" if is_native and format_ in _NATIVE else "text", limits


_NATIVE = frozenset({"int64", "uint64", "base64"})  # another class than `str`
_CONVERTED = _NATIVE | {"uuid"}


def _conversion(format_: str, value: Code) -> tuple[Code, Code]:
    """An expression that is true where the text is not of the format, and the native value else."""
    match format_:
        case "int64":
            return code("(number := _f.int64({value})) is None", value=value), Code("number")
        case "uint64":
            return code("(number := _f.uint64({value})) is None", value=value), Code("number")
        case "base64":
            return code("(data := _f.base64({value})) is None", value=value), Code("data")
        case _:
            return code("not _f.is_uuid({value})", value=value), code("{v}.lower()", v=value)


def format_of(shape: Scalar) -> str:
    """What the text of a string stands for, base64 among the formats; "" for a plain one."""
    if not isinstance(shape, ir.String):
        return ""
    return "base64" if shape.is_base64 else shape.format or ""


def labelled(body: Code, is_labelled: bool) -> Code:
    """Statements during which no value is shown, where the shape is labelled."""
    if not is_labelled:
        return body
    return code("errors.redacted += 1\n{body}\nerrors.redacted -= 1", body=body)


def members_name(shape: ir.Enum) -> Code:
    """The module's constant that holds the enum's members."""
    return code("_{name}_MEMBERS", name=ident(shape.names.python))


def _if(shape: Scalar, value: Code, test: Code, failed: Code) -> Code:
    if shape.nullable:
        grouped = code("({test})", test=test) if " or " in test.text else test
        test = code("{value} is not None and {test}", value=value, test=grouped)
    return code("if {test}:\n{failed}", test=test, failed=indent(failed))


def _member_test(shape: ir.Enum | ir.Const, value: Code) -> Code:
    sample = shape.value if isinstance(shape, ir.Const) else shape.values[0].value
    if isinstance(shape, ir.Const):
        differs = code("{value} != {only}", value=value, only=python_literal(sample))
    else:
        differs = code("{value} not in {members}", value=value, members=members_name(shape))
    kind = Code("str" if isinstance(sample, str) else "int")
    return code("type({value}) is not {kind} or {differs}", value=value, kind=kind, differs=differs)


def _number_test(shape: ir.Integer | ir.Number, value: Code, is_native: bool) -> Code:
    is_integer = isinstance(shape, ir.Integer)
    widest = (_SAFE_INTEGER_MAX if is_integer else _DOUBLE_MAX) if is_native else None
    least, least_sign = _tighter(shape.minimum, shape.exclusive_minimum, is_lower=True)
    most, most_sign = _tighter(shape.maximum, shape.exclusive_maximum, is_lower=False)
    if widest is not None:
        least = -widest if least is None else least
        most = widest if most is None else most
    tests = [
        code(
            "type({value}) is not {kind}", value=value, kind=Code("int" if is_integer else "float")
        ),
        outside(value, least, least_sign, most, most_sign),
    ]
    if isinstance(shape, ir.Integer) and shape.multiple_of is not None:
        step = python_literal(shape.multiple_of)
        tests.append(code("{value} % {step} != 0", value=value, step=step))
    return join(" or ", filter(None, tests))


def _tighter(
    bound: float | None, exclusive: float | None, *, is_lower: bool
) -> tuple[float | None, str]:
    """The one of two bounds that refuses more, and its sign."""
    if exclusive is None:
        return bound, "<="
    if bound is None or (exclusive >= bound if is_lower else exclusive <= bound):
        return exclusive, "<"
    return bound, "<="


def _length(length: Code, shape: ir.String) -> Code:
    return outside(length, shape.min_length or None, "<=", shape.max_length, "<=")


def outside(
    value: Code, least: float | None, least_sign: str, most: float | None, most_sign: str
) -> Code:
    """`not least <= value <= most`, with the sides that there are; nothing without any."""
    if least is None and most is None:
        return NOTHING
    left, right = NOTHING, NOTHING
    if least is not None:
        left = code("{least} {sign} ", least=python_literal(least), sign=Code(least_sign))
    if most is not None:
        right = code(" {sign} {most}", sign=Code(most_sign), most=python_literal(most))
    return code("not {left}{value}{right}", left=left, value=value, right=right)


def _bounds(shape: ir.Integer | ir.Number) -> Code:
    """The bounds by keyword, in the order in which they are judged."""
    bounds = (
        ("minimum", shape.minimum),
        ("exclusiveMinimum", shape.exclusive_minimum),
        ("maximum", shape.maximum),
        ("exclusiveMaximum", shape.exclusive_maximum),
        ("multipleOf", shape.multiple_of if isinstance(shape, ir.Integer) else None),
    )
    pairs = (
        code("{keyword}: {bound}", keyword=python_literal(keyword), bound=python_literal(bound))
        for keyword, bound in bounds
        if bound is not None
    )
    return code("{{{pairs}}}", pairs=join(", ", pairs))


def _expected(shape: ir.Enum | ir.Const) -> Code:
    """What a violation shows of the keyword: its RFC 8785 text, bounded."""
    if isinstance(shape, ir.Enum):
        return python_literal(shape.expected)
    text = json.dumps(shape.value, ensure_ascii=False)
    return python_literal(text if len(text) <= _SHOWN else text[: _SHOWN - 3] + "...")
