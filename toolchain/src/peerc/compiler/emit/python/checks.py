"""The inline test of a scalar: fast where a value fits, else a call of the shared check."""

from __future__ import annotations

import json

from peerc.compiler import ir
from peerc.compiler.code import Code, code, ident, join, python_literal
from peerc.compiler.emit.python.model import Scalar
from peerc.compiler.emit.python.syntax import NOTHING

_SAFE_INTEGER_MAX = 2**53 - 1
_DOUBLE_MAX = 1.7976931348623157e308

_SHOWN = 64  # code points, spec/limits.json violation_text_max


def check(shape: Scalar, value: Code, at: Code, *, is_native: bool) -> Code:
    """Statements that leave in the variable `value` what fits, or report.

    `is_native`: the value comes from the caller's code, so it may be what no JSON text can carry.
    """
    test = _test(shape, value, is_native)
    failed = code(
        "{value} = {call}",
        value=value,
        call=_call(shape, value, at),
    )
    whole = code("{value} is not None and ({test})", value=value, test=test)
    found = code("if {test}:\n    {failed}", test=whole if shape.nullable else test, failed=failed)
    if isinstance(shape, ir.Number) and not is_native:
        # Integers are common in text; one that parsed is safe, so it is the double it names.
        widen = code("if type({value}) is int:\n    {value} = float({value})\n", value=value)
        return code("{widen}{found}", widen=widen, found=found)
    return found


def _test(shape: Scalar, value: Code, is_native: bool) -> Code:
    """An expression that is true when the value may not fit."""
    match shape:
        case ir.String():
            return _string_test(shape, value, is_native)
        case ir.Integer() | ir.Number():
            return _number_test(shape, value, is_native)
        case ir.Boolean():
            return code("type({value}) is not bool", value=value)
        case ir.Enum():
            return code(
                "type({value}) is not {kind} or {value} not in {members}",
                value=value,
                kind=Code("str" if isinstance(shape.values[0].value, str) else "int"),
                members=members_name(shape),
            )
        case ir.Const():
            return code(
                "type({value}) is not str or {value} != {text}",
                value=value,
                text=python_literal(shape.value),
            )


def _string_test(shape: ir.String, value: Code, is_native: bool) -> Code:
    least = python_literal(shape.min_length) if shape.min_length else None
    most = None if shape.max_length is None else python_literal(shape.max_length)
    length = code("len({value})", value=value)
    return code(
        "type({value}) is not str{length}{encodes}",
        value=value,
        length=_outside(length, least, "<=", most, "<="),
        # What is not ASCII may hold half a surrogate pair: the shared check looks.
        encodes=code(" or not {value}.isascii()", value=value) if is_native else NOTHING,
    )


def _number_test(shape: ir.Integer | ir.Number, value: Code, is_native: bool) -> Code:
    is_integer = isinstance(shape, ir.Integer)
    widest = (_SAFE_INTEGER_MAX if is_integer else _DOUBLE_MAX) if is_native else None
    least, least_sign = _tighter(shape.minimum, shape.exclusive_minimum, is_lower=True)
    most, most_sign = _tighter(shape.maximum, shape.exclusive_maximum, is_lower=False)
    if widest is not None:
        least = -widest if least is None else least
        most = widest if most is None else most
    return code(
        "type({value}) is not {kind}{bounds}",
        value=value,
        kind=Code("int" if is_integer else "float"),
        bounds=_outside(
            value,
            None if least is None else python_literal(least),
            least_sign,
            None if most is None else python_literal(most),
            most_sign,
        ),
    )


def _tighter(
    bound: float | None, exclusive: float | None, *, is_lower: bool
) -> tuple[float | None, str]:
    """The one of two bounds that refuses more, and its sign."""
    if exclusive is None:
        return bound, "<="
    if bound is None or (exclusive >= bound if is_lower else exclusive <= bound):
        return exclusive, "<"
    return bound, "<="


def _outside(
    value: Code, least: Code | None, least_sign: str, most: Code | None, most_sign: str
) -> Code:
    """` or not least <= value <= most`, with the sides that there are."""
    if least is None and most is None:
        return NOTHING
    left = code("{least} {sign} ", least=least, sign=Code(least_sign)) if least else NOTHING
    right = code(" {sign} {most}", sign=Code(most_sign), most=most) if most else NOTHING
    return code(" or not {left}{value}{right}", left=left, value=value, right=right)


def _call(shape: Scalar, value: Code, at: Code) -> Code:
    """The shared check that says what is wrong."""
    match shape:
        case ir.Enum():
            name, keyword, rest = "member", "/enum", [members_name(shape), _expected(shape)]
        case ir.Const():
            only = code("({text},)", text=python_literal(shape.value))
            name, keyword, rest = "member", "/const", [only, _expected(shape)]
        case ir.String():
            limits = [python_literal(shape.min_length), python_literal(shape.max_length)]
            name, keyword, rest = "string", "", [python_literal(shape.nullable), *limits]
        case ir.Integer() | ir.Number():
            name = "integer" if isinstance(shape, ir.Integer) else "number"
            keyword, rest = "", [python_literal(shape.nullable), _bounds(shape)]
        case ir.Boolean():
            name, keyword, rest = "boolean", "", [python_literal(shape.nullable)]
    rule = python_literal(shape.rule + keyword)
    arguments = join(", ", [value, at, rule, *rest])
    return code("errors.{name}(\n        {arguments}\n    )", name=Code(name), arguments=arguments)


def _bounds(shape: ir.Integer | ir.Number) -> Code:
    """The bounds by keyword, in the order in which they are judged."""
    bounds = (
        ("minimum", shape.minimum),
        ("exclusiveMinimum", shape.exclusive_minimum),
        ("maximum", shape.maximum),
        ("exclusiveMaximum", shape.exclusive_maximum),
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


def members_name(shape: ir.Enum) -> Code:
    """The module's constant that holds the enum's members."""
    return code("_{name}_MEMBERS", name=ident(shape.names.python))
