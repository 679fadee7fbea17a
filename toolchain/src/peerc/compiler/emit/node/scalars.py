"""Inline tests of scalars, and the shared check that is called when one fails."""

from __future__ import annotations

from peerc.compiler import ir
from peerc.compiler.code import Code, code, javascript_literal, join
from peerc.compiler.emit.node.syntax import number

Scalar = ir.String | ir.Integer | ir.Number | ir.Boolean | ir.Enum | ir.Const
SCALARS = (ir.String, ir.Integer, ir.Number, ir.Boolean, ir.Enum, ir.Const)
_COMPARED_MAX = 8  # more members than these are looked up in a set


def fast(shape: Scalar, value: Code) -> Code:
    """An expression that is true only for values that fit as they are."""
    test = _fast(shape, value)
    return code("{v} === null || {test}", v=value, test=test) if shape.nullable else test


def slow(shape: Scalar, value: Code, at: Code) -> Code:
    """A call that reports what is wrong and gives the value that goes on."""
    arguments = join(
        ", ",
        [
            value,
            at,
            Code("errors"),
            javascript_literal(shape.rule),
            javascript_literal(shape.nullable),
            *_limits(shape),
        ],
    )
    return code("$.{name}({arguments})", name=_CHECKS[type(shape)], arguments=arguments)


def values_name(shape: ir.Enum) -> Code:
    """The set of an enum's members in the generated module."""
    return Code(f"${shape.names.javascript}$values")


_CHECKS: dict[type[Scalar], Code] = {
    ir.String: Code("string"),
    ir.Integer: Code("integer"),
    ir.Number: Code("number"),
    ir.Boolean: Code("boolean"),
    ir.Enum: Code("choice"),
    ir.Const: Code("constant"),
}


def _fast(shape: Scalar, value: Code) -> Code:
    if isinstance(shape, ir.String):
        return _string(shape, value)
    if isinstance(shape, ir.Integer):
        return _integer(shape, value)
    if isinstance(shape, ir.Number):
        return _number(shape, value)
    if isinstance(shape, ir.Boolean):
        return code('typeof {v} === "boolean"', v=value)
    if isinstance(shape, ir.Const):
        return code("{v} === {only}", v=value, only=javascript_literal(shape.value))
    if len(shape.values) > _COMPARED_MAX:
        return code("{values}.has({v})", values=values_name(shape), v=value)
    compared = (
        code("{v} === {one}", v=value, one=javascript_literal(one.value)) for one in shape.values
    )
    return join(" || ", compared)


def _string(shape: ir.String, value: Code) -> Code:
    """Lengths are in code points: at most as many as UTF-16 units, at least half as many."""
    tests = [code('typeof {v} === "string"', v=value)]
    if shape.min_length:
        units = 1 if shape.min_length == 1 else 2 * shape.min_length
        tests.append(code("{v}.length >= {units}", v=value, units=number(units)))
    if shape.max_length is not None:
        tests.append(code("{v}.length <= {max}", v=value, max=number(shape.max_length)))
    tests.append(code("{v}.isWellFormed()", v=value))
    return join(" && ", tests)


def _integer(shape: ir.Integer, value: Code) -> Code:
    tests = [code("Number.isSafeInteger({v})", v=value), *_bounds(shape, value)]
    if _takes_zero(shape):
        tests.append(code("!Object.is({v}, -0)", v=value))
    return join(" && ", tests)


def _takes_zero(shape: ir.Integer) -> bool:
    above = shape.minimum is None or shape.minimum <= 0
    over = shape.exclusive_minimum is None or shape.exclusive_minimum < 0
    below = shape.maximum is None or shape.maximum >= 0
    under = shape.exclusive_maximum is None or shape.exclusive_maximum > 0
    return above and over and below and under


def _number(shape: ir.Number, value: Code) -> Code:
    """Comparisons refuse NaN; two bounds leave no room for an infinity."""
    lower = shape.minimum is not None or shape.exclusive_minimum is not None
    upper = shape.maximum is not None or shape.exclusive_maximum is not None
    if lower and upper:
        test = code('typeof {v} === "number"', v=value)
    else:
        test = code("Number.isFinite({v})", v=value)
    return join(" && ", [test, *_bounds(shape, value)])


def _bounds(shape: ir.Integer | ir.Number, value: Code) -> list[Code]:
    pairs = (
        (Code(">="), shape.minimum),
        (Code(">"), shape.exclusive_minimum),
        (Code("<="), shape.maximum),
        (Code("<"), shape.exclusive_maximum),
    )
    return [
        code("{v} {sign} {bound}", v=value, sign=sign, bound=number(bound))
        for sign, bound in pairs
        if bound is not None
    ]


def _limits(shape: Scalar) -> list[Code]:
    """The arguments of the shared check that are its own."""
    if isinstance(shape, ir.String):
        return [number(shape.min_length), number(shape.max_length)]
    if isinstance(shape, ir.Integer | ir.Number):
        bounds = (
            shape.minimum,
            shape.exclusive_minimum,
            shape.maximum,
            shape.exclusive_maximum,
        )
        return [number(bound) for bound in bounds]
    if isinstance(shape, ir.Enum):
        return [javascript_literal(shape.expected), values_name(shape)]
    if isinstance(shape, ir.Const):
        return [javascript_literal(shape.value)]
    return []
