"""Records and maps: what has names. The fresh copy holds own members and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peerc.compiler import ir
from peerc.compiler.code import Code, code, indent, javascript_literal, join
from peerc.compiler.emit.node.defaults import default
from peerc.compiler.emit.node.syntax import key, lines, member, number

if TYPE_CHECKING:
    from peerc.compiler.emit.node.checks import Checks

_VALUE = Code("value")


def record_body(checks: Checks, shape: ir.Record, name: Code) -> Code:
    """Member by member in name order, then a count that says whether there are others.

    `for` counts inherited members too: the count is then wrong, and `unknown` looks closer.
    """
    rule = javascript_literal(shape.rule)
    guard = code(
        "if (!$.record(value, at, errors, {rule}, {nullable})) return undefined;",
        rule=rule,
        nullable=javascript_literal(shape.nullable),
    )
    names = join(", ", (javascript_literal(field.names.wire) for field in shape.fields))
    rest = code(
        "for (const _ in value) seen -= 1;\n"
        "if (seen !== 0) $.unknown(value, at, errors, {rule}, [{names}]);",
        rule=rule,
        names=names,
    )
    fields = [_field(checks, field, name, rule) for field in shape.fields]
    return lines([guard, Code("let seen = 0;"), *fields, rest, _copy(shape)])


def map_body(checks: Checks, shape: ir.Map, name: Code) -> Code:
    """Entry by entry in the order of their names; the copy has no prototype."""
    names = code(
        "const names = $.map(value, at, errors, {rule}, {nullable}, {min}, {max});\n"
        "if (names === undefined) return undefined;",
        rule=javascript_literal(shape.rule),
        nullable=javascript_literal(shape.nullable),
        min=number(shape.min_properties),
        max=number(shape.max_properties),
    )
    item = checks.checked(
        shape.values, Code("item"), Code("$.path(at, name)"), code("{name}$value", name=name)
    )
    return code(
        "{names}\n"
        "const copy = Object.create(null);\n"
        "for (const name of names) {{\n"
        "{pattern}"
        "  let item = value[name];\n"
        "{item}\n"
        "  copy[name] = item;\n"
        "}}\n"
        "return copy;",
        names=names,
        pattern=_name_pattern(checks, shape),
        item=indent(item, "  "),
    )


def _name_pattern(checks: Checks, shape: ir.Map) -> Code:
    if shape.name_pattern is None:
        return Code("")
    return code(
        "  if (!{pattern}.matches(name)) $.badName(name, at, errors, {rule}, {pattern});\n",
        pattern=checks.pattern(shape.name_pattern),
        rule=javascript_literal(shape.rule),
    )


def _field(checks: Checks, field: ir.Field, owner: Code, rule: Code) -> Code:
    value = _local(field)
    wire = javascript_literal(field.names.wire)
    read = code(
        "let {v} = $$has.call(value, {wire}) ? {member} : undefined;",
        v=value,
        wire=wire,
        member=member(_VALUE, field.names.wire),
    )
    at = code("$.path(at, {wire})", wire=wire)
    name = code("{owner}{local}", owner=owner, local=value)
    checked = checks.checked(field.shape, value, at, name)
    present = indent(lines([Code("seen += 1;"), checked]), "  ")
    if field.required:
        absent = code("$.missing(value, at, errors, {rule}, {wire});", rule=rule, wire=wire)
    elif field.default is not None:
        fill = default(checks, field.shape, field.default.value, at, name)
        absent = code("{v} = {fill};", v=value, fill=fill)
    else:
        template = "{read}\nif ({v} !== undefined) {{\n{present}\n}}"
        return code(template, read=read, v=value, present=present)
    return code(
        "{read}\nif ({v} === undefined) {absent}\nelse {{\n{present}\n}}",
        read=read,
        v=value,
        absent=absent,
        present=present,
    )


def _local(field: ir.Field) -> Code:
    """A local variable; the Python name is an identifier and unique in its record."""
    return Code(f"${field.names.python}")


def _copy(shape: ir.Record) -> Code:
    """The fresh object, its members in name order; absent ones are left out.

    In this form even where all are there: the first optional member then adds a line, no more.
    """
    may_lack = (i for i, field in enumerate(shape.fields) if not _is_there(field))
    first = next(may_lack, len(shape.fields))
    pairs = [_pair(field) for field in shape.fields[:first]]
    literal = code("{{ {pairs} }}", pairs=join(", ", pairs)) if pairs else Code("{}")
    return lines(
        [
            code("const copy = {literal};", literal=literal),
            *(_assignment(field) for field in shape.fields[first:]),
            Code("return copy;"),
        ]
    )


def _is_there(field: ir.Field) -> bool:
    return field.required or field.default is not None


def _pair(field: ir.Field) -> Code:
    return code("{key}: {v}", key=key(field.names.wire), v=_local(field))


def _assignment(field: ir.Field) -> Code:
    target = member(Code("copy"), field.names.wire)
    if _is_there(field):
        return code("{target} = {v};", target=target, v=_local(field))
    return code("if ({v} !== undefined) {target} = {v};", v=_local(field), target=target)
