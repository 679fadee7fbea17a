"""The checks of a contract: one function a type, and one for each container that stands inline.

A function takes `(value, at, errors)` and gives a fresh copy built from what it looked at, read or
to be written. Scalars are tested inline; containers and unions are in modules of their own.
"""

from __future__ import annotations

from base64 import b64encode

from peerc.compiler import ir
from peerc.compiler.code import Code, code, indent, javascript_literal, join
from peerc.compiler.emit.node import sequences, unions
from peerc.compiler.emit.node.records import map_body, record_body
from peerc.compiler.emit.node.scalars import SCALARS, Scalar, fast, slow, values_name
from peerc.compiler.emit.node.syntax import lines, pattern_name

_FUNCTION = "function {name}(value, at, errors) {{\n{body}\n}}"
_VALUE = Code("value")
_AT = Code("at")


def checks(contract: ir.Contract) -> tuple[Code, ...]:
    """The functions of all types, each before or after those it calls: declarations are hoisted."""
    emitter = Checks({one.names.wire: one for one in contract.types})
    for one in contract.types:
        emitter.named(one)
    return tuple(emitter.parts)


def function_name(names: ir.Names) -> Code:
    """`$` keeps generated names apart from every name that a contract can give."""
    return Code(f"${names.javascript}")


class Checks:
    """Collects the functions of one contract, in the order in which they are come upon."""

    def __init__(self, types: dict[str, ir.NamedType]) -> None:
        self._types = types
        self._made: set[str] = set()
        self.parts: list[Code] = []

    def named(self, one: ir.NamedType) -> None:
        """The function of a type."""
        self._function(one.shape, function_name(one.names))

    def checked(self, shape: ir.Shape, value: Code, at: Code, name: Code) -> Code:
        """Statements after which `value` is the checked copy; `name` is for a function it needs."""
        scalar = self._inlined(shape)
        if scalar is None:
            return code("{v} = {call};", v=value, call=self.call(shape, value, at, name))
        if scalar is shape:
            self._constants(scalar)
            other = slow(scalar, value, labelled(scalar, at))
        else:
            other = self.call(shape, value, at, name)
        test = fast(scalar, value)
        if test is None:
            return code("{v} = {other};", v=value, other=other)
        return code("if (!({test})) {v} = {other};", test=test, v=value, other=other)

    def call(self, shape: ir.Shape, value: Code, at: Code, name: Code) -> Code:
        """The checked copy of `value`, by a function of its own."""
        null = isinstance(shape, ir.Ref) and shape.nullable
        return code(
            "{null}{target}({v}, {at}, errors)",
            null=code("{v} === null ? null : ", v=value) if null else Code(""),
            target=self.function(shape, name),
            v=value,
            at=labelled(shape, at) if isinstance(shape, ir.Ref) else at,
        )

    def function(self, shape: ir.Shape, name: Code) -> Code:
        """The function that checks a shape, null of a reference apart; made where it is inline."""
        if isinstance(shape, ir.Ref):
            return function_name(self._types[shape.target].names)
        if isinstance(shape, ir.Record):
            name = function_name(shape.names)
        if name.text not in self._made:
            self._function(shape, name)
        return name

    def target(self, shape: ir.Shape) -> ir.Shape:
        """The shape that references lead to."""
        while isinstance(shape, ir.Ref):
            shape = self._types[shape.target].shape
        return shape

    def is_labelled(self, shape: ir.Shape) -> bool:
        """Whether a shape, or what it refers to, has a label."""
        while isinstance(shape, ir.Ref) and shape.label is None:
            shape = self._types[shape.target].shape
        return shape.label is not None

    def pattern(self, pattern: ir.Pattern) -> Code:
        """The constant of a pattern, made when it is first used."""
        name = pattern_name(pattern)
        if name.text not in self._made:
            self._made.add(name.text)
            self.parts.append(_pattern(name, pattern))
        return name

    def _inlined(self, shape: ir.Shape) -> Scalar | None:
        """The scalar that a shape is, or that its reference leads to without a null on the way."""
        while isinstance(shape, ir.Ref):
            if shape.nullable:
                return None
            shape = self._types[shape.target].shape
        return shape if isinstance(shape, SCALARS) else None

    def _function(self, shape: ir.Shape, name: Code) -> None:
        self._made.add(name.text)
        body = self._body(shape, name)
        self.parts.append(code(_FUNCTION, name=name, body=indent(body, "  ")))

    def _body(self, shape: ir.Shape, name: Code) -> Code:
        if isinstance(shape, ir.Ref):
            return code("return {call};", call=self.call(shape, _VALUE, _AT, name))
        if isinstance(shape, SCALARS):
            return self._scalar(shape)
        null = Code("if (value === null) return null;") if shape.nullable else Code("")
        label = Code("at = $.secret(at);") if shape.label else Code("")
        return lines([null, label, self._container(shape, name)])

    def _container(
        self, shape: ir.Record | ir.Map | ir.Array | ir.Tuple | ir.Union, name: Code
    ) -> Code:
        if isinstance(shape, ir.Record):
            return record_body(self, shape, name)
        if isinstance(shape, ir.Map):
            return map_body(self, shape, name)
        if isinstance(shape, ir.Array):
            return sequences.array_body(self, shape, name)
        if isinstance(shape, ir.Tuple):
            return sequences.tuple_body(self, shape, name)
        return unions.union_body(self, shape, name)

    def _scalar(self, shape: Scalar) -> Code:
        self._constants(shape)
        other = slow(shape, _VALUE, labelled(shape, _AT))
        test = fast(shape, _VALUE)
        if test is None:
            return code("return {slow};", slow=other)
        return code("return {fast} ? value : {slow};", fast=test, slow=other)

    def _constants(self, shape: Scalar) -> None:
        """What stands beside the function: the members of an enum, the table of a pattern."""
        if isinstance(shape, ir.String) and shape.pattern is not None:
            self.pattern(shape.pattern)
        if not isinstance(shape, ir.Enum):
            return
        members = join(", ", (javascript_literal(one.value) for one in shape.values))
        name = values_name(shape)
        self.parts.append(code("const {name} = new Set([{members}]);", name=name, members=members))


def labelled(shape: ir.Shape, at: Code) -> Code:
    """The place as a shape judges it: nothing is shown at or below a label."""
    return code("$.secret({at})", at=at) if shape.label else at


def _pattern(name: Code, pattern: ir.Pattern) -> Code:
    table = b64encode(pattern.table).decode()
    return code(
        "const {name} = new $.Pattern({text}, {table}, {linear});",
        name=name,
        text=javascript_literal(pattern.text),
        table=javascript_literal(table),
        linear=javascript_literal(pattern.is_linear),
    )
