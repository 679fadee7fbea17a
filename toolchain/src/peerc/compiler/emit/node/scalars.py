"""Inline tests of scalars, and the shared check that is called when one fails."""

from __future__ import annotations

from peerc.compiler import ir
from peerc.compiler.code import Code, code, javascript_literal, join
from peerc.compiler.emit.node.syntax import number, pattern_name

Scalar = ir.String | ir.Integer | ir.Number | ir.Boolean | ir.Enum | ir.Const
SCALARS = (ir.String, ir.Integer, ir.Number, ir.Boolean, ir.Enum, ir.Const)
_COMPARED_MAX = 8  # more members than these are looked up in a set


def fast(shape: Scalar, value: Code) -> Code | None:
    """An expression that is true only for values that fit as they are, read and to be written.

    None where no value does: those that are of one kind on the wire and of another in code.
    """
    if isinstance(shape, ir.String) and (shape.is_base64 or shape.format in _BIG):
        return None
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
    return code("$.{name}({arguments})", name=_check(shape), arguments=arguments)


def values_name(shape: ir.Enum) -> Code:
    """The set of an enum's members in the generated module."""
    return Code(f"${shape.names.javascript}$values")


def _check(shape: Scalar) -> Code:
    if isinstance(shape, ir.String) and shape.is_base64:
        return Code("bytes")
    if isinstance(shape, ir.String) and shape.format in _BIG:
        return Code("int64")
    return _CHECKS[type(shape)]


_BIG = ("int64", "uint64")  # bigint in code
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
        return _equal(value, shape.value)
    if len(shape.values) > _COMPARED_MAX:
        test = code("{values}.has({v})", values=values_name(shape), v=value)
        has_zero = any(one.value == 0 for one in shape.values)
        return code("{test} && !Object.is({v}, -0)", test=test, v=value) if has_zero else test
    return join(" || ", (_equal(value, one.value) for one in shape.values))


def _equal(value: Code, member: str | int) -> Code:
    """-0 is 0, but is to become it first."""
    if member == 0:
        return code("Object.is({v}, 0)", v=value)
    return code("{v} === {member}", v=value, member=javascript_literal(member))


def _string(shape: ir.String, value: Code) -> Code:
    """Lengths are in code points: at most as many as UTF-16 units, at least half as many."""
    tests = [code('typeof {v} === "string"', v=value)]
    if shape.min_length:
        units = 1 if shape.min_length == 1 else 2 * shape.min_length
        tests.append(code("{v}.length >= {units}", v=value, units=number(units)))
    if shape.max_length is not None:
        tests.append(code("{v}.length <= {max}", v=value, max=number(shape.max_length)))
    if shape.format is None:  # a format is ASCII; what was read is well-formed
        tests.append(code("(errors.isReading || {v}.isWellFormed())", v=value))
    if shape.pattern is not None:
        pattern = pattern_name(shape.pattern)
        tests.append(code("{pattern}.matches({v})", pattern=pattern, v=value))
    if shape.format is not None:
        format_ = javascript_literal(shape.format)
        tests.append(code("$.matches({format}, {v})", format=format_, v=value))
    if shape.format == "uuid":
        tests.append(code("{v} === {v}.toLowerCase()", v=value))
    return join(" && ", tests)


def _integer(shape: ir.Integer, value: Code) -> Code:
    tests = [code("Number.isSafeInteger({v})", v=value), *_bounds(shape, value)]
    if shape.multiple_of is not None:
        tests.append(code("{v} % {step} === 0", v=value, step=number(shape.multiple_of)))
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
        return [number(shape.min_length), number(shape.max_length), *_text_limits(shape)]
    if isinstance(shape, ir.Integer | ir.Number):
        bounds = [
            shape.minimum,
            shape.exclusive_minimum,
            shape.maximum,
            shape.exclusive_maximum,
        ]
        if isinstance(shape, ir.Integer) and shape.multiple_of is not None:
            bounds.append(shape.multiple_of)
        return [number(bound) for bound in bounds]
    if isinstance(shape, ir.Enum):
        is_open = javascript_literal(shape.is_open)
        return [javascript_literal(shape.expected), values_name(shape), is_open]
    if isinstance(shape, ir.Const):
        return [javascript_literal(shape.value)]
    return []


def _text_limits(shape: ir.String) -> list[Code]:
    """Pattern and format, as far as there are any."""
    if shape.pattern is None and shape.format is None:
        return []
    pattern = number(None) if shape.pattern is None else pattern_name(shape.pattern)
    return [pattern] if shape.format is None else [pattern, javascript_literal(shape.format)]
