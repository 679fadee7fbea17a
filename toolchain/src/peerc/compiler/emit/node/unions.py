"""Unions: an arm is found by the kind of a value, a tagged record by its tag."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peerc.compiler import ir
from peerc.compiler.code import Code, code, indent, javascript_literal
from peerc.compiler.emit.node.syntax import lines

if TYPE_CHECKING:
    from peerc.compiler.emit.node.checks import Checks

_VALUE = Code("value")
_AT = Code("at")


def union_body(checks: Checks, shape: ir.Union, name: Code) -> Code:
    """One `if` a kind, the tagged records in a `switch`; what none of them takes is reported."""
    kinds = [_kind(checks, arm, name) for arm in shape.arms if arm.tag is None]
    none = code(
        "return $.noArm(value, at, errors, {rule}, {expected});",
        rule=javascript_literal(shape.rule),
        expected=javascript_literal(shape.expected),
    )
    return lines([*kinds, _tagged(checks, shape, name), none])


def _kind(checks: Checks, arm: ir.Arm, name: Code) -> Code:
    inner = code("{name}${kind}", name=name, kind=Code(arm.kind))
    return code(
        "if ({test}) {{\n{checked}\n  return value;\n}}",
        test=_test(checks, arm),
        checked=indent(checks.checked(arm.shape, _VALUE, _AT, inner), "  "),
    )


def _test(checks: Checks, arm: ir.Arm) -> Code:
    """Values of the caller's own may be of another kind than their text."""
    target = checks.target(arm.shape)
    if isinstance(target, ir.String) and target.is_base64:
        return code("{test} || $.isBytes(value)", test=_KINDS["string"])
    if isinstance(target, ir.String) and target.format in ("int64", "uint64"):
        return code('{test} || typeof value === "bigint"', test=_KINDS["string"])
    return _KINDS[arm.kind]


_KINDS = {
    "string": Code('typeof value === "string"'),
    "number": Code('typeof value === "number"'),
    "boolean": Code('typeof value === "boolean"'),
    "array": Code("$.isArray(value)"),
    "object": Code("$.isObject(value)"),
}


def _tagged(checks: Checks, shape: ir.Union, name: Code) -> Code:
    if shape.tag_name is None:
        return Code("")
    cases = [
        code(
            "case {tag}: return {call};",
            tag=javascript_literal(arm.tag),
            call=checks.call(arm.shape, _VALUE, _AT, name),
        )
        for arm in shape.arms
        if arm.tag is not None
    ]
    rule = javascript_literal(shape.rule)
    tag_name = javascript_literal(shape.tag_name)
    other = code(
        "default: return $.otherTag(value, at, errors, {rule}, {name}, {expected}, {open});",
        rule=rule,
        name=tag_name,
        expected=javascript_literal(shape.expected_tags),
        open=javascript_literal(shape.is_open),
    )
    return code(
        "if ($.isObject(value)) {{\n"
        "  switch ($.tag(value, at, errors, {rule}, {name})) {{\n"
        "{cases}\n"
        "  }}\n"
        "}}",
        rule=rule,
        name=tag_name,
        cases=indent(lines([*cases, Code("case undefined: return undefined;"), other]), "    "),
    )
