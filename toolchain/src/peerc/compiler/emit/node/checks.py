"""One check a type, inline record and array: straight-line code that copies what it looked at."""

from __future__ import annotations

from peerc.compiler import ir
from peerc.compiler.code import Code, code, indent, javascript_literal, join
from peerc.compiler.emit.node.scalars import SCALARS, Scalar, fast, slow, values_name
from peerc.compiler.emit.node.syntax import key, lines, member, number

_FUNCTION = "function {name}(value, at, errors) {{\n{body}\n}}"


def checks(contract: ir.Contract) -> tuple[Code, ...]:
    """The functions of all types, each before or after those it calls: declarations are hoisted."""
    emitter = _Checks({one.names.wire: one for one in contract.types})
    for one in contract.types:
        emitter.named(one)
    return tuple(emitter.functions)


def function_name(names: ir.Names) -> Code:
    """`$` keeps generated names apart from every name that a contract can give."""
    return Code(f"${names.javascript}")


class _Checks:
    """Collects the functions of one contract, in the order in which they are come upon."""

    def __init__(self, types: dict[str, ir.NamedType]) -> None:
        self._types = types
        self.functions: list[Code] = []

    def named(self, one: ir.NamedType) -> None:
        shape = one.shape
        name = function_name(one.names)
        if isinstance(shape, ir.Record):
            self._record(shape, name)
        elif isinstance(shape, ir.Array):
            self._array(shape, name)
        elif isinstance(shape, ir.Ref):
            self._alias(shape, name)
        else:
            self._scalar(shape, name)

    def _scalar(self, shape: Scalar, name: Code) -> None:
        value = Code("value")
        self._values(shape)
        body = code(
            "return {fast} ? value : {slow};",
            fast=fast(shape, value),
            slow=slow(shape, value, Code("at")),
        )
        self._function(name, body)

    def _values(self, shape: Scalar) -> None:
        if not isinstance(shape, ir.Enum):
            return
        members = join(", ", (javascript_literal(one.value) for one in shape.values))
        self.functions.append(
            code("const {name} = new Set([{members}]);", name=values_name(shape), members=members)
        )

    def _alias(self, shape: ir.Ref, name: Code) -> None:
        target = function_name(self._types[shape.target].names)
        null = Code("value === null ? null : ") if shape.nullable else Code("")
        self._function(
            name, code("return {null}{target}(value, at, errors);", null=null, target=target)
        )

    def _record(self, shape: ir.Record, name: Code) -> None:
        rule = javascript_literal(shape.rule)
        guard = code(
            "if (!$.record(value, at, errors, {rule}, {nullable})) return undefined;",
            rule=rule,
            nullable=javascript_literal(shape.nullable),
        )
        names = join(", ", (javascript_literal(field.names.wire) for field in shape.fields))
        rest = code(
            "if (Object.keys(value).length !== seen) {{\n"
            "  $.unknown(value, at, errors, {rule}, [{names}]);\n"
            "}}",
            rule=rule,
            names=names,
        )
        fields = [self._field(field, name, rule) for field in shape.fields]
        body = lines([_null(shape), guard, Code("let seen = 0;"), *fields, rest, _literal(shape)])
        self._function(name, body)

    def _field(self, field: ir.Field, owner: Code, rule: Code) -> Code:
        value = _local(field)
        wire = javascript_literal(field.names.wire)
        read = code(
            "let {v} = Object.hasOwn(value, {wire}) ? {member} : undefined;",
            v=value,
            wire=wire,
            member=member(Code("value"), field.names.wire),
        )
        at = code("$.path(at, {wire})", wire=wire)
        name = code("{owner}{local}", owner=owner, local=value)
        present = lines([Code("seen += 1;"), self._checked(field.shape, value, at, name)])
        if not field.required:
            template = "{read}\nif ({v} !== undefined) {{\n{present}\n}}"
            return code(template, read=read, v=value, present=indent(present, "  "))
        return code(
            "{read}\n"
            "if ({v} === undefined) $.missing(value, at, errors, {rule}, {wire});\n"
            "else {{\n{present}\n}}",
            read=read,
            v=value,
            rule=rule,
            wire=wire,
            present=indent(present, "  "),
        )

    def _checked(self, shape: ir.Shape, value: Code, at: Code, name: Code) -> Code:
        """Statements after which `value` is the checked copy; `name` is for a function it needs."""
        scalar = self._resolved(shape)
        if scalar is not None:
            if scalar is shape:
                self._values(scalar)
                other = slow(scalar, value, at)
            else:
                other = self._called(shape, value, at, name)
            test = fast(scalar, value)
            return code("if (!({test})) {v} = {other};", test=test, v=value, other=other)
        return code("{v} = {call};", v=value, call=self._called(shape, value, at, name))

    def _called(self, shape: ir.Shape, value: Code, at: Code, name: Code) -> Code:
        if isinstance(shape, ir.Ref):
            target = function_name(self._types[shape.target].names)
            null = code("{v} === null ? null : ", v=value) if shape.nullable else Code("")
        else:
            assert isinstance(shape, ir.Record | ir.Array)  # scalars have no function of their own
            null = Code("")
            target = function_name(shape.names) if isinstance(shape, ir.Record) else name
            if isinstance(shape, ir.Record):
                self._record(shape, target)
            else:
                self._array(shape, target)
        return code("{null}{target}({v}, {at}, errors)", null=null, target=target, v=value, at=at)

    def _resolved(self, shape: ir.Shape) -> Scalar | None:
        """The scalar that a shape is, or that its reference leads to without a null on the way."""
        while isinstance(shape, ir.Ref):
            if shape.nullable:
                return None
            shape = self._types[shape.target].shape
        return shape if isinstance(shape, SCALARS) else None

    def _array(self, shape: ir.Array, name: Code) -> None:
        guard = code(
            "if (!$.array(value, at, errors, {rule}, {nullable}, {min}, {max})) return undefined;",
            rule=javascript_literal(shape.rule),
            nullable=javascript_literal(shape.nullable),
            min=number(shape.min_items),
            max=number(shape.max_items),
        )
        item = self._checked(
            shape.items,
            Code("item"),
            Code("$.path(at, i)"),
            code("{name}$item", name=name),
        )
        loop = code(
            "const items = [];\n"
            "for (let i = 0; i < value.length; i += 1) {{\n"
            "  let item = value[i];\n"
            "{item}\n"
            "  items.push(item);\n"
            "}}\n"
            "return items;",
            item=indent(item, "  "),
        )
        self._function(name, lines([_null(shape), guard, loop]))

    def _function(self, name: Code, body: Code) -> None:
        self.functions.append(code(_FUNCTION, name=name, body=indent(body, "  ")))


def _null(shape: ir.Record | ir.Array) -> Code:
    return Code("if (value === null) return null;") if shape.nullable else Code("")


def _local(field: ir.Field) -> Code:
    """A local variable; the Python name is an identifier and unique in its record."""
    return Code(f"${field.names.python}")


def _literal(shape: ir.Record) -> Code:
    """The fresh object, its members in name order; absent ones are left out."""
    first = next((i for i, one in enumerate(shape.fields) if not one.required), len(shape.fields))
    pairs = [_pair(field) for field in shape.fields[:first]]
    literal = code("{{ {pairs} }}", pairs=join(", ", pairs)) if pairs else Code("{}")
    if first == len(shape.fields):
        return code("return {literal};", literal=literal)
    return lines(
        [
            code("const copy = {literal};", literal=literal),
            *(_assignment(field) for field in shape.fields[first:]),
            Code("return copy;"),
        ]
    )


def _pair(field: ir.Field) -> Code:
    return code("{key}: {v}", key=key(field.names.wire), v=_local(field))


def _assignment(field: ir.Field) -> Code:
    target = member(Code("copy"), field.names.wire)
    if field.required:
        return code("{target} = {v};", target=target, v=_local(field))
    return code("if ({v} !== undefined) {target} = {v};", v=_local(field), target=target)
