"""Writers: an object of the caller in, JSON text out, checked on the way; members in name order."""

from __future__ import annotations

from peerc.compiler import ir
from peerc.compiler.code import Code, code, ident, indent, join, python_literal
from peerc.compiler.emit.python.model import Function, Model
from peerc.compiler.emit.python.scalars import Scalars, format_of, labelled
from peerc.compiler.emit.python.shapes import Container, Scalar
from peerc.compiler.emit.python.sizes import array_check, map_check
from peerc.compiler.emit.python.syntax import NOTHING, lines, member_text
from peerc.compiler.emit.python.unions import class_test, is_record, writers_name

_AT = Code("at")
_VALUE = Code("value")
_ITEM = Code("item")


class Writers:
    """Writes `_write_<suffix>(value, at, errors)`."""

    def __init__(self, model: Model, scalars: Scalars) -> None:
        self._model = model
        self._scalars = scalars

    def writer(self, function: Function) -> Code:
        """One function; of a labelled container two, so that every way out ends the label."""
        shape, suffix = function.shape, ident(function.suffix)
        name = code("_write_{suffix}", suffix=suffix)
        if not isinstance(shape, Container):
            steps, text = self._write(shape, _VALUE, _AT, function.suffix)
            return _define(name, lines([steps, code("return {text}", text=text)]))
        body = self._container(shape, function)
        if shape.nullable:
            body = code('if value is None:\n    return "null"\n{body}', body=body)
        if shape.label is None:
            return _define(name, body)
        bare = code("_bare_write_{suffix}", suffix=suffix)
        call = code("text = {bare}(value, at, errors)", bare=bare)
        outer = code("{call}\nreturn text", call=labelled(call, True))
        return join("\n\n\n", [_define(bare, body), _define(name, outer)])

    def _container(self, shape: Container, function: Function) -> Code:
        match shape:
            case ir.Record():
                return self._record(shape, function.is_deep)
            case ir.Map():
                return self._map(shape, function)
            case ir.Array():
                return self._array(shape, function)
            case ir.Tuple():
                return self._tuple(shape, function)
            case ir.Union():
                return self._union(shape, function.suffix)

    def _write(self, shape: ir.Shape, value: Code, at: Code, suffix: str) -> tuple[Code, Code]:
        """Statements that check the variable `value`, and an expression of its JSON text."""
        shape, is_labelled = self._model.scalar(shape)
        if isinstance(shape, Scalar):
            text = scalar_text(shape, value)
            test = self._scalars.write(shape, value, at, is_labelled)
            return test, _or_null(text, value) if shape.nullable else text
        text = code(
            "_write_{suffix}({value}, {at}, errors)",
            suffix=self._model.suffix(shape, suffix),
            value=value,
            at=at,
        )
        if not isinstance(shape, ir.Ref):
            return NOTHING, text
        text = _or_null(text, value) if shape.nullable else text
        if shape.label is None:
            return NOTHING, text
        # The text is made first, between the two ends of the label.
        made = code("written = {text}", text=text)
        return labelled(made, True), Code("written")

    # Records

    def _record(self, shape: ir.Record, is_deep: bool) -> Code:
        wrong = code(
            "if not isinstance(value, {name}):\n"
            "    errors.record(value, at, {rule}, {nullable})\n"
            '    return "null"',
            name=ident(shape.names.python),
            rule=python_literal(shape.rule),
            nullable=python_literal(shape.nullable),
        )
        steps, text = self._members(shape)
        return lines([wrong, *_opened(is_deep, steps), code("return {text}", text=text)])

    def _members(self, shape: ir.Record) -> tuple[list[Code], Code]:
        """Statements for all members, and the expression of the object's text.

        Where all are always there the text is one expression of literals between their texts.
        """
        if not shape.fields:
            return [], Code('"{}"')
        if not all(_is_always_there(field) for field in shape.fields):
            steps = [Code('text = ""'), *(self._added(shape, field) for field in shape.fields)]
            return steps, Code('"{" + text[1:] + "}"')
        steps, parts = [], []
        for index, field in enumerate(shape.fields):
            name = code("f_{name}", name=ident(field.names.python))
            value, test, text = self._member(shape, field, name)
            if text.text == "written":
                test = code("{test}\n{name} = written", test=test, name=name)
                text = name
            steps.extend([value, test])
            parts.append(member_text(field.names.wire, "," if index else "{"))
            parts.append(_grouped(text))
        body = join("\n", (code("+ {part}", part=part) for part in parts[1:]))
        return steps, code(
            '(\n    {first}\n{body}\n    + "}}"\n)', first=parts[0], body=indent(body)
        )

    def _member(self, record: ir.Record, field: ir.Field, value: Code) -> tuple[Code, Code, Code]:
        """The assignment of the member's variable, its test, and its text."""
        at = code("(at, {wire})", wire=python_literal(field.names.wire))
        suffix = f"{record.names.python}__{field.names.python}"
        test, text = self._write(field.shape, value, at, suffix)
        attribute = ident(field.names.python)
        assign = code("{value}: _t.Any = value.{name}", value=value, name=attribute)
        return assign, test, text

    def _added(self, record: ir.Record, field: ir.Field) -> Code:
        """Adds a member to `text`, unless it is absent."""
        value = code("f_{name}", name=ident(field.names.python))
        assign, test, text = self._member(record, field, value)
        add = code(
            "text += {name} + {text}",
            name=member_text(field.names.wire, ","),
            text=_grouped(text),
        )
        if _is_always_there(field):
            return lines([assign, test, add])
        absent = Code("_c.UNSET" if self._model.is_nullable(field.shape) else "None")
        return code(
            "{assign}\nif {value} is not {absent}:\n{body}",
            assign=assign,
            value=value,
            absent=absent,
            body=indent(lines([test, add])),
        )

    # Arrays, maps, tuples

    def _array(self, shape: ir.Array, function: Function) -> Code:
        at = Code("(at, index)")
        test, text = self._write(shape.items, _ITEM, at, f"{function.suffix}__item")
        steps = [
            Code("before = len(errors.violations)") if shape.is_unique else NOTHING,
            *_listed(Code("for index, item in enumerate(value):"), test, text),
            self._unique(shape),
        ]
        made = _opened(function.is_deep, steps)
        return lines([array_check(shape), *made, Code('return "[" + ",".join(items) + "]"')])

    def _unique(self, shape: ir.Array) -> Code:
        """The test for repeated items: they are equal when their texts are."""
        if not shape.is_unique:
            return NOTHING
        items, is_labelled = self._model.scalar(shape.items)
        shown = Code("list(map(str, value))" if _is_wide(items) else "value")
        return code(
            "if len(errors.violations) == before and len(set(items)) != len(items):\n"
            "    errors.unique(items, {shown}, at, {rule}, {is_labelled})",
            shown=shown,
            rule=python_literal(shape.rule),
            is_labelled=python_literal(is_labelled),
        )

    def _map(self, shape: ir.Map, function: Function) -> Code:
        at = Code("(at, name)")
        test, text = self._write(shape.values, _ITEM, at, f"{function.suffix}__value")
        named = lines([self._scalars.name(shape, Code("name"), _AT), Code("item = value[name]")])
        head = code(
            "for name in errors.entries(value, at, {rule}):", rule=python_literal(shape.rule)
        )
        entry = code('_quote(name) + ":" + {text}', text=_grouped(text))
        steps = _listed(head, lines([named, test]), entry)
        made = _opened(function.is_deep, steps)
        return lines([map_check(shape), *made, Code('return "{" + ",".join(items) + "}"')])

    def _tuple(self, shape: ir.Tuple, function: Function) -> Code:
        count = python_literal(len(shape.items))
        check = code(
            "if type(value) is not tuple and type(value) is not list or len(value) != {count}:\n"
            "    value = errors.places(value, at, {rule}, {nullable}, {count})",
            count=count,
            rule=python_literal(shape.rule),
            nullable=python_literal(shape.nullable),
        )
        steps = [Code("items = []")]
        for index, item in enumerate(shape.items):
            number = python_literal(index)
            place = code("(at, {number})", number=number)
            test, text = self._write(item, _ITEM, place, f"{function.suffix}__{index}")
            body = lines(
                [
                    code("item = value[{number}]", number=number),
                    test,
                    code("items.append({text})", text=text),
                ]
            )
            steps.append(
                code("if len(value) > {number}:\n{body}", number=number, body=indent(body))
            )
        made = _opened(function.is_deep, steps)
        return lines([check, *made, Code('return "[" + ",".join(items) + "]"')])

    # Unions

    def _union(self, shape: ir.Union, suffix: str) -> Code:
        """Dispatch on the class of the value."""
        steps = [Code("kind = type(value)")]
        records = [arm for arm in shape.arms if is_record(self._model, arm)]
        for arm in shape.arms:
            if is_record(self._model, arm) and arm.shape.label is None:
                continue
            test, text = self._write(
                arm.shape, _VALUE, _AT, f"{suffix}__{arm.kind or arm.names.python}"
            )
            body = lines([test, code("return {text}", text=text)])
            steps.append(
                code("if {test}:\n{body}", test=class_test(self._model, arm), body=indent(body))
            )
        expected = python_literal(shape.expected)
        rule = python_literal(shape.rule)
        if shape.is_open:
            steps.append(
                code(
                    "if kind is _c.Unknown:\n"
                    "    errors.unknown_arm(value, at, {rule}, {tag}, {tags})\n"
                    '    return "null"',
                    rule=rule,
                    tag=python_literal(shape.tag_name),
                    tags=python_literal(shape.expected_tags),
                )
            )
        if not records:
            steps.append(
                code(
                    'errors.union(value, at, {rule}, {expected})\nreturn "null"',
                    rule=rule,
                    expected=expected,
                )
            )
            return lines(steps)
        steps.append(
            code(
                "if kind in {writers}:\n"
                "    return {writers}[kind](value, at, errors)\n"
                "text: str = errors.arm(value, at, {rule}, {expected}, {writers})\n"
                "return text",
                writers=writers_name(shape),
                rule=rule,
                expected=expected,
            )
        )
        return lines(steps)


def scalar_text(shape: Scalar, value: Code) -> Code:
    """The JSON text of a checked value."""
    match shape:
        case ir.Boolean():
            return code('"true" if {value} else "false"', value=value)
        case ir.Integer():
            return code("str({value})", value=value)
        case ir.Number():
            return code("repr({value})", value=value)
        case ir.Enum() if isinstance(shape.values[0].value, int):
            return code("str({value})", value=value)
        case ir.Const() if isinstance(shape.value, int):
            return code("str({value})", value=value)
        case ir.String(is_base64=True):
            return code("f'\"{{_f.base64_text({value})}}\"'", value=value)
        case ir.String(format="int64" | "uint64"):
            return code("f'\"{{{value}}}\"'", value=value)
        case ir.String(format="uuid"):
            return code("_quote({value}.lower())", value=value)
        case _:
            return code("_quote({value})", value=value)


def _define(name: Code, body: Code) -> Code:
    return code(
        "def {name}(value: _t.Any, at: _e.Path, errors: _v.Errors) -> str:\n{body}",
        name=name,
        body=indent(body),
    )


def _opened(is_deep: bool, steps: list[Code]) -> list[Code]:
    """The statements, counted as one more open container where depth matters."""
    return [Code("errors.open(at)"), *steps, Code("errors.close()")] if is_deep else steps


def _listed(head: Code, steps: Code, text: Code) -> list[Code]:
    """The loop that collects the texts of all items."""
    body = lines([steps, code("items.append({text})", text=text)])
    return [Code("items = []"), code("{head}\n{body}", head=head, body=indent(body))]


def _is_always_there(field: ir.Field) -> bool:
    return field.required or field.default is not None


def _is_wide(shape: ir.Shape) -> bool:
    """Whether the native value is a number where the text is a string."""
    return isinstance(shape, ir.String) and format_of(shape) in ("int64", "uint64")


def _or_null(text: Code, value: Code) -> Code:
    return code('"null" if {value} is None else {text}', value=value, text=_grouped(text))


def _grouped(text: Code) -> Code:
    """The expression as an operand."""
    return code("({text})", text=text) if " if " in text.text else text
