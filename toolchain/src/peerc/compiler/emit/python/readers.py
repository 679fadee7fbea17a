"""Readers: parsed JSON in, an object of the stub's classes out, a report where it does not fit."""

from __future__ import annotations

from peerc.compiler import ir
from peerc.compiler.code import Code, code, ident, indent, join, python_literal
from peerc.compiler.emit.python.checks import check
from peerc.compiler.emit.python.model import Function, Model
from peerc.compiler.emit.python.syntax import lines

_AT = Code("at")
_VALUE = Code("value")


def reader(model: Model, function: Function) -> Code:
    """`_read_<suffix>(value, at, errors)`."""
    shape = function.shape
    match shape:
        case ir.Record():
            body = _record(model, shape)
        case ir.Array():
            body = _array(model, function.suffix, shape)
        case _:
            body = code(
                "{test}\nfound: {kind} = value\nreturn found",
                test=_read(model, shape, _VALUE, _AT, function.suffix),
                kind=model.annotation(shape),
            )
    if shape.nullable and isinstance(shape, ir.Record | ir.Array):
        body = code("if value is None:\n    return None\n{body}", body=body)
    return code(
        "def _read_{suffix}(value: _t.Any, at: _e.Path, errors: _v.Errors) -> {kind}:\n{body}",
        suffix=ident(function.suffix),
        kind=model.annotation(shape),
        body=indent(body),
    )


def _read(model: Model, shape: ir.Shape, value: Code, at: Code, owner: str) -> Code:
    """Statements that turn the variable `value` into what the shape wants."""
    shape = model.scalar(shape)
    if not isinstance(shape, ir.Ref | ir.Record | ir.Array):
        return check(shape, value, at, is_native=False)
    call = code(
        "{value} = _read_{suffix}({value}, {at}, errors)",
        value=value,
        suffix=model.suffix(shape, owner),
        at=at,
    )
    if isinstance(shape, ir.Ref) and shape.nullable:
        return code("if {value} is not None:\n    {call}", value=value, call=call)
    return call


def _array(model: Model, owner: str, shape: ir.Array) -> Code:
    item = _read(model, shape.items, Code("item"), Code("(at, index)"), f"{owner}__item")
    return code(
        "items: {kind} = []\n"
        "for index, item in enumerate(\n"
        "    errors.array(value, at, {rule}, {nullable}, {least}, {most})\n"
        "):\n"
        "{item}\n"
        "    items.append(item)\n"
        "return items",
        kind=code("list[{item}]", item=model.annotation(shape.items)),
        rule=python_literal(shape.rule),
        nullable=python_literal(shape.nullable),
        least=python_literal(shape.min_items),
        most=python_literal(shape.max_items),
        item=indent(item),
    )


def _record(model: Model, shape: ir.Record) -> Code:
    name = ident(shape.names.python)
    rule = python_literal(shape.rule)
    required = sum(field.required for field in shape.fields)
    optional = any(not field.required for field in shape.fields)
    count = Code("count") if optional else python_literal(required)
    return lines(
        [
            code(
                "if type(value) is not dict:\n"
                "    stand_in: {name} = errors.record(value, at, {rule}, {nullable})\n"
                "    return stand_in",
                name=name,
                rule=rule,
                nullable=python_literal(shape.nullable),
            ),
            Code("get = value.get") if shape.fields else Code(""),
            code("count = {required}", required=python_literal(required)) if optional else Code(""),
            *(_field(model, shape, field) for field in shape.fields),
            code(
                "if len(value) != {count} or errors.violations:\n"
                "    errors.unknown(value, at, {rule}, {names})",
                count=count,
                rule=rule,
                names=_names(shape),
            ),
            _construct(name, shape),
        ]
    )


def _names(shape: ir.Record) -> Code:
    names = join(", ", (python_literal(field.names.wire) for field in shape.fields))
    return code("{{{names}}}", names=names) if shape.fields else Code("set()")


def _construct(name: Code, shape: ir.Record) -> Code:
    arguments = join(
        ", ", (code("{f}=f_{f}", f=ident(field.names.python)) for field in shape.fields)
    )
    return code("return {name}({arguments})", name=name, arguments=arguments)


def _field(model: Model, record: ir.Record, field: ir.Field) -> Code:
    """One member: missing, absent, or read."""
    value = code("f_{name}", name=ident(field.names.python))
    wire = python_literal(field.names.wire)
    owner = f"{record.names.python}__{field.names.python}"
    read = _read(model, field.shape, value, code("(at, {wire})", wire=wire), owner)
    get = code("{value} = get({wire}, _c.UNSET)", value=value, wire=wire)
    if field.required:
        missing = code(
            "errors.missing(value, at, {rule}, {wire})",
            rule=python_literal(record.rule),
            wire=wire,
        )
        return code(
            "{get}\nif {value} is _c.UNSET:\n    {missing}\nelse:\n{read}",
            get=get,
            value=value,
            missing=missing,
            read=indent(read),
        )
    if model.is_nullable(field.shape):
        absent = Code("")
    else:
        absent = code("\nelse:\n    {value} = None", value=value)
    return code(
        "{get}\nif {value} is not _c.UNSET:\n    count += 1\n{read}{absent}",
        get=get,
        value=value,
        read=indent(read),
        absent=absent,
    )
