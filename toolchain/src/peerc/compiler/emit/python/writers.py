"""Writers: an object of the caller in, JSON text out, checked on the way; members in name order."""

from __future__ import annotations

from peerc.compiler import ir
from peerc.compiler.code import Code, code, ident, indent, join, python_literal
from peerc.compiler.emit.python.checks import check
from peerc.compiler.emit.python.model import Function, Model
from peerc.compiler.emit.python.syntax import NOTHING, lines, member_text

_AT = Code("at")
_VALUE = Code("value")


def writer(model: Model, function: Function) -> Code:
    """`_write_<suffix>(value, at, errors)`."""
    shape = function.shape
    match shape:
        case ir.Record():
            body = _record(model, shape, function.is_deep)
        case ir.Array():
            body = _array(model, function.suffix, shape, function.is_deep)
        case _:
            test, text = _write(model, shape, _VALUE, _AT, function.suffix)
            body = lines([test, code("return {text}", text=text)])
    if shape.nullable and isinstance(shape, ir.Record | ir.Array):
        body = code('if value is None:\n    return "null"\n{body}', body=body)
    return code(
        "def _write_{suffix}(value: _t.Any, at: _e.Path, errors: _v.Errors) -> str:\n{body}",
        suffix=ident(function.suffix),
        body=indent(body),
    )


def _write(model: Model, shape: ir.Shape, value: Code, at: Code, owner: str) -> tuple[Code, Code]:
    """Statements that check the variable `value`, and an expression of its JSON text."""
    shape = model.scalar(shape)
    if isinstance(shape, ir.Ref | ir.Record | ir.Array):
        text = code(
            "_write_{suffix}({value}, {at}, errors)",
            suffix=model.suffix(shape, owner),
            value=value,
            at=at,
        )
        is_nullable = isinstance(shape, ir.Ref) and shape.nullable
        return NOTHING, _or_null(text, value) if is_nullable else text
    test = check(shape, value, at, is_native=True)
    text = _scalar_text(shape, value)
    return test, _or_null(text, value) if shape.nullable else text


def _or_null(text: Code, value: Code) -> Code:
    return code('"null" if {value} is None else {text}', value=value, text=_grouped(text))


def _grouped(text: Code) -> Code:
    """The expression as an operand."""
    return code("({text})", text=text) if " if " in text.text else text


def _scalar_text(shape: ir.Shape, value: Code) -> Code:
    match shape:
        case ir.Boolean():
            return code('"true" if {value} else "false"', value=value)
        case ir.Integer():
            return code("str({value})", value=value)
        case ir.Number():
            return code("repr({value})", value=value)
        case ir.Enum() if isinstance(shape.values[0].value, int):
            return code("str({value})", value=value)
        case _:
            return code("_quote({value})", value=value)


def _array(model: Model, owner: str, shape: ir.Array, is_deep: bool) -> Code:
    at = Code("(at, index)")
    test, text = _write(model, shape.items, Code("item"), at, f"{owner}__item")
    items = code(
        "items = []\n"
        "for index, item in enumerate(\n"
        "    errors.array(value, at, {rule}, {nullable}, {least}, {most})\n"
        "):\n"
        "{item}",
        rule=python_literal(shape.rule),
        nullable=python_literal(shape.nullable),
        least=python_literal(shape.min_items),
        most=python_literal(shape.max_items),
        item=indent(lines([test, code("items.append({text})", text=text)])),
    )
    return lines(
        [
            Code("errors.open(at)") if is_deep else NOTHING,
            items,
            Code("errors.close()") if is_deep else NOTHING,
            Code('return "[" + ",".join(items) + "]"'),
        ]
    )


def _record(model: Model, shape: ir.Record, is_deep: bool) -> Code:
    wrong = code(
        "if not isinstance(value, {name}):\n"
        "    errors.record(value, at, {rule}, {nullable})\n"
        '    return "null"',
        name=ident(shape.names.python),
        rule=python_literal(shape.rule),
        nullable=python_literal(shape.nullable),
    )
    steps, text = _members(model, shape)
    return lines(
        [
            wrong,
            Code("errors.open(at)") if is_deep else NOTHING,
            *steps,
            Code("errors.close()") if is_deep else NOTHING,
            code("return {text}", text=text),
        ]
    )


def _members(model: Model, shape: ir.Record) -> tuple[list[Code], Code]:
    """Statements for all members, and the expression of the object's text.

    With required members only the text is one expression of literals between the members' texts.
    """
    if not shape.fields:
        return [], Code('"{}"')
    if not all(field.required for field in shape.fields):
        steps = [Code('text = ""'), *(_added(model, shape, field) for field in shape.fields)]
        return steps, Code('"{" + text[1:] + "}"')
    steps, parts = [], []
    for index, field in enumerate(shape.fields):
        value, test, text = _member(model, shape, field)
        steps.extend([value, test])
        parts.append(member_text(field.names.wire, "," if index else "{"))
        parts.append(_grouped(text))
    body = join("\n", (code("+ {part}", part=part) for part in parts[1:]))
    return steps, code('(\n    {first}\n{body}\n    + "}}"\n)', first=parts[0], body=indent(body))


def _member(model: Model, record: ir.Record, field: ir.Field) -> tuple[Code, Code, Code]:
    """The assignment of the member's variable, its test, and its text."""
    value = code("f_{name}", name=ident(field.names.python))
    at = code("(at, {wire})", wire=python_literal(field.names.wire))
    owner = f"{record.names.python}__{field.names.python}"
    test, text = _write(model, field.shape, value, at, owner)
    assign = code("{value}: _t.Any = value.{name}", value=value, name=ident(field.names.python))
    return assign, test, text


def _added(model: Model, record: ir.Record, field: ir.Field) -> Code:
    """Adds a member to `text`, unless it is absent."""
    assign, test, text = _member(model, record, field)
    add = code(
        "text += {name} + {text}",
        name=member_text(field.names.wire, ","),
        text=_grouped(text),
    )
    if field.required:
        return lines([assign, test, add])
    absent = Code("_c.UNSET" if model.is_nullable(field.shape) else "None")
    return code(
        "{assign}\nif f_{name} is not {absent}:\n{body}",
        assign=assign,
        name=ident(field.names.python),
        absent=absent,
        body=indent(lines([test, add])),
    )
