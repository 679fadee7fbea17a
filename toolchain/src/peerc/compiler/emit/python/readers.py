"""Readers: parsed JSON in, an object of the stub's classes out, a report where it does not fit.

A reader may change the lists and dicts it is given: they were parsed for it alone.
"""

from __future__ import annotations

from dataclasses import replace

from peerc.compiler import ir
from peerc.compiler.code import Code, code, ident, indent, join, python_literal
from peerc.compiler.emit.python.literals import default
from peerc.compiler.emit.python.model import Function, Model
from peerc.compiler.emit.python.scalars import Place, Scalars, format_of, labelled
from peerc.compiler.emit.python.shapes import Container, Scalar
from peerc.compiler.emit.python.sizes import array_check, map_check
from peerc.compiler.emit.python.syntax import NOTHING, lines, names_tuple
from peerc.compiler.emit.python.unions import KINDS, tag_dispatch

_AT = Code("at")
_VALUE = Code("value")
_ITEM = Code("item")
_FOUND = Code("found")


class Readers:
    """Writes `_read_<suffix>(value, at, errors)`."""

    def __init__(self, model: Model, scalars: Scalars) -> None:
        self._model = model
        self._scalars = scalars

    def reader(self, function: Function) -> Code:
        """One function; of a labelled container two, so that every way out ends the label."""
        shape, suffix = function.shape, ident(function.suffix)
        kind = self._model.annotation(shape)
        if not isinstance(shape, Container):
            body = code(
                "{read}\nfound: {kind} = value\nreturn found",
                read=self._read(shape, Place(_VALUE, _VALUE, _AT), function.suffix),
                kind=kind,
            )
            return _define(code("_read_{suffix}", suffix=suffix), kind, body)
        body = self._container(shape, function.suffix)
        if shape.nullable:
            body = code("if value is None:\n    return None\n{body}", body=body)
        if shape.label is None:
            return _define(code("_read_{suffix}", suffix=suffix), kind, body)
        bare = code("_bare_read_{suffix}", suffix=suffix)
        call = code("found = {bare}(value, at, errors)", bare=bare)
        outer = code("{call}\nreturn found", call=labelled(call, True))
        name = code("_read_{suffix}", suffix=suffix)
        return join("\n\n\n", [_define(bare, kind, body), _define(name, kind, outer)])

    def _container(self, shape: Container, suffix: str) -> Code:
        match shape:
            case ir.Record():
                return self._record(shape)
            case ir.Map():
                return self._map(shape, suffix)
            case ir.Array():
                return self._array(shape, suffix)
            case ir.Tuple():
                return self._tuple(shape, suffix)
            case ir.Union():
                return self._union(shape, suffix)

    def _read(self, shape: ir.Shape, place: Place, suffix: str) -> Code:
        """Statements that turn what stands in `place.value` into what the shape wants."""
        shape, is_labelled = self._model.scalar(shape)
        if isinstance(shape, Scalar):
            return self._scalars.read(shape, place, is_labelled)
        call = place.set(self._call(shape, place.value, place.at, suffix))
        body = labelled(call, isinstance(shape, ir.Ref) and shape.label is not None)
        if isinstance(shape, ir.Ref) and shape.nullable:
            return code("if {value} is not None:\n{body}", value=place.value, body=indent(body))
        return body

    def _call(self, shape: ir.Ref | Container, value: Code, at: Code, suffix: str) -> Code:
        return code(
            "_read_{suffix}({value}, {at}, errors)",
            suffix=self._model.suffix(shape, suffix),
            value=value,
            at=at,
        )

    # Records

    def _record(self, shape: ir.Record) -> Code:
        name = ident(shape.names.python)
        rule = python_literal(shape.rule)
        required = sum(field.required for field in shape.fields)
        has_optional = required < len(shape.fields)
        known = python_literal(required)
        fields = lines(self._field(shape, field) for field in shape.fields)
        if required:
            fields = code(
                "try:\n{fields}\n"
                "except KeyError as gap:\n"
                "    errors.missing(value, at, {rule}, gap.args[0])",
                fields=indent(fields),
                rule=rule,
            )
        return lines(
            [
                code(
                    "if type(value) is not dict or errors.patient:\n"
                    "    value = errors.fields(value, at, {rule}, {nullable})",
                    rule=rule,
                    nullable=python_literal(shape.nullable),
                ),
                code("self = _new({name})", name=name),
                code("count = {known}", known=known) if has_optional else NOTHING,
                fields,
                code(
                    "if len(value) != {count} or errors.patient:\n"
                    "    errors.unknown(value, at, {rule}, {names})",
                    count=Code("count") if has_optional else known,
                    rule=rule,
                    names=_names(name, shape),
                ),
                Code("return self"),
            ]
        )

    def _field(self, record: ir.Record, field: ir.Field) -> Code:
        """One member: missing, absent, or read."""
        wire = python_literal(field.names.wire)
        attribute = code("self.{name}", name=ident(field.names.python))
        place = Place(_FOUND, attribute, code("(at, {wire})", wire=wire))
        suffix = f"{record.names.python}__{field.names.python}"
        given = code("value[{wire}]", wire=wire)
        if field.required:
            return self._required(field.shape, place, given, suffix)
        read = lines([Code("count += 1"), self._read(field.shape, place, suffix)])
        if field.default is not None:
            return code(
                "if {wire} in value:\n"
                "    {attribute} = found = {given}\n"
                "{read}\n"
                "else:\n"
                "    {attribute} = {default}",
                wire=wire,
                attribute=attribute,
                given=given,
                read=indent(read),
                default=default(self._model, field.shape, field.default.value),
            )
        is_nullable = self._model.is_nullable(field.shape)
        return code(
            "{attribute} = found = value.get({wire}{absent})\nif {is_there}:\n{read}",
            attribute=attribute,
            wire=wire,
            absent=Code(", _c.UNSET") if is_nullable else NOTHING,
            is_there=Code("found is not _c.UNSET")
            if is_nullable
            else code("found is not None or {wire} in value", wire=wire),
            read=indent(read),
        )

    def _required(self, shape: ir.Shape, place: Place, given: Code, suffix: str) -> Code:
        target, _ = self._model.scalar(shape)
        is_plain = not isinstance(target, Scalar) and not (
            isinstance(target, ir.Ref) and (target.nullable or target.label is not None)
        )
        if is_plain:
            return code(
                "found = {given}\n{read}", given=given, read=self._read(shape, place, suffix)
            )
        return code(
            "{attribute} = found = {given}\n{read}",
            attribute=place.store,
            given=given,
            read=self._read(shape, place, suffix),
        )

    # Arrays, maps, tuples

    def _array(self, shape: ir.Array, suffix: str) -> Code:
        check = array_check(shape)
        items, is_labelled = self._model.scalar(shape.items)
        if not isinstance(items, Scalar) and not (isinstance(items, ir.Ref) and is_labelled):
            return code("{check}\n{read}", check=check, read=self._listed(items, suffix))
        place = Place(_ITEM, Code("value[index]"), Code("(at, index)"))
        steps = [
            check,
            _is_unique(shape, items, is_labelled) and Code("before = len(errors.violations)"),
            Code("given = value[:]") if _keeps_given(shape, items) else NOTHING,
            code(
                "for index, item in enumerate(value):\n{read}",
                read=indent(self._read(shape.items, place, f"{suffix}__item")),
            ),
            _is_unique(shape, items, is_labelled),
            code("items: {kind} = value\nreturn items", kind=self._model.annotation(_bare(shape))),
        ]
        return lines(steps)

    def _listed(self, items: ir.Shape, suffix: str) -> Code:
        """The items in one expression, where each is the call of a reader."""
        assert isinstance(items, ir.Ref | Container)
        call = self._call(items, _ITEM, Code("(at, index)"), f"{suffix}__item")
        if isinstance(items, ir.Ref) and items.nullable:
            call = code("None if item is None else {call}", call=call)
        return code("return [{call} for index, item in enumerate(value)]", call=call)

    def _map(self, shape: ir.Map, suffix: str) -> Code:
        place = Place(_ITEM, Code("value[name]"), Code("(at, name)"))
        return lines(
            [
                map_check(shape),
                code(
                    "for name in errors.entries(value, at, {rule}):\n{name}\n{read}",
                    rule=python_literal(shape.rule),
                    name=indent(
                        lines(
                            [
                                self._scalars.name(shape, Code("name"), _AT),
                                Code("item = value[name]"),
                            ]
                        )
                    ),
                    read=indent(self._read(shape.values, place, f"{suffix}__value")),
                ),
                code(
                    "entries: {kind} = value\nreturn entries",
                    kind=self._model.annotation(_bare(shape)),
                ),
            ]
        )

    def _tuple(self, shape: ir.Tuple, suffix: str) -> Code:
        count = python_literal(len(shape.items))
        steps = [
            code(
                "if type(value) is not list or len(value) != {count}:\n"
                "    value = errors.places(value, at, {rule}, {nullable}, {count})",
                count=count,
                rule=python_literal(shape.rule),
                nullable=python_literal(shape.nullable),
            )
        ]
        for index, item in enumerate(shape.items):
            number = python_literal(index)
            store = code("value[{number}]", number=number)
            place = Place(_ITEM, store, code("(at, {number})", number=number))
            steps.append(
                code(
                    "if len(value) > {number}:\n    item = {store}\n{read}",
                    number=number,
                    store=store,
                    read=indent(self._read(item, place, f"{suffix}__{index}")),
                )
            )
        kind = self._model.annotation(_bare(shape))
        steps.append(code("places: {kind} = tuple(value)\nreturn places", kind=kind))
        return lines(steps)

    # Unions

    def _union(self, shape: ir.Union, suffix: str) -> Code:
        kind = self._model.annotation(_bare(shape))
        arms = [arm for arm in shape.arms if arm.kind]
        steps = [Code("kind = type(value)")]
        if shape.tag_name is not None:
            steps.append(tag_dispatch(shape, kind))
        for arm in arms:
            body = self._read(arm.shape, Place(_VALUE, _VALUE, _AT), f"{suffix}__{arm.kind}")
            steps.append(
                code(
                    "if {test}:\n{body}\n    {name}: {kind} = value\n    return {name}",
                    test=KINDS[arm.kind],
                    body=indent(body),
                    name=code("of_{arm}", arm=ident(arm.kind)),
                    kind=kind,
                )
            )
        steps.append(
            code(
                "stand_in: {kind} = errors.union(value, at, {rule}, {expected})\nreturn stand_in",
                kind=kind,
                rule=python_literal(shape.rule),
                expected=python_literal(shape.expected),
            )
        )
        return lines(steps)


def _define(name: Code, kind: Code, body: Code) -> Code:
    return code(
        "def {name}(value: _t.Any, at: _e.Path, errors: _v.Errors) -> {kind}:\n{body}",
        name=name,
        kind=kind,
        body=indent(body),
    )


def _bare(shape: Container) -> Container:
    """The shape of a value that is there: what null is, was seen to before."""
    return replace(shape, nullable=False)


def _names(name: Code, shape: ir.Record) -> Code:
    """The declared names: the class has them already where they are those of the wire."""
    if all(field.names.wire == field.names.python for field in shape.fields):
        return code("{name}.__slots__", name=name)
    return names_tuple(field.names.wire for field in shape.fields)


def _is_unique(shape: ir.Array, items: ir.Shape, is_labelled: bool) -> Code:
    """The test for repeated items, made when none of them has a violation; or nothing."""
    if not shape.is_unique:
        return NOTHING
    return code(
        "if len(errors.violations) == before and len(set(value)) != len(value):\n"
        "    errors.unique(value, {given}, at, {rule}, {is_labelled})",
        given=Code("given") if _keeps_given(shape, items) else _VALUE,
        rule=python_literal(shape.rule),
        is_labelled=python_literal(is_labelled),
    )


def _keeps_given(shape: ir.Array, items: ir.Shape) -> bool:
    """Whether a repeated item is shown as it came, which is not what it was read to."""
    return shape.is_unique and isinstance(items, ir.String) and bool(format_of(items))
