"""How a reader and a writer find a union's arm without trying any: by JSON kind, tag or class."""

from __future__ import annotations

from collections.abc import Iterator

from peerc.compiler import ir
from peerc.compiler.code import Code, code, ident, indent, python_literal
from peerc.compiler.emit.python.model import Model, native_kind
from peerc.compiler.emit.python.shapes import Scalar
from peerc.compiler.emit.python.syntax import lines, names_tuple

KINDS = {
    "string": Code("kind is str"),
    "number": Code("kind is int or kind is float"),
    "boolean": Code("kind is bool"),
    "array": Code("kind is list"),
    "object": Code("kind is dict"),
}
"""Whether the class `kind` of a parsed value is that of an arm's JSON kind."""


def tag_dispatch(shape: ir.Union, kind: Code) -> Code:
    """The dispatch on the tag: no arm is tried that is not the one."""
    tag = python_literal(shape.tag_name)
    is_labelled = any(arm.shape.label is not None for arm in shape.arms if not arm.kind)
    call = code(
        "arm: {kind} = {readers}[tag](value, at, errors)",
        kind=kind,
        readers=readers_name(shape),
    )
    if is_labelled:
        call = _labelled_arms(shape, call)
    return code(
        "if kind is dict:\n"
        "    tag = value.get({tag})\n"
        "    if type(tag) is str and tag in {readers}:\n"
        "{call}\n"
        "        return arm\n"
        "    other: {kind} = errors.tag(value, at, {rule}, {tag}, {tags}, {is_open})\n"
        "    return other",
        tag=tag,
        readers=readers_name(shape),
        call=indent(indent(call)),
        kind=kind,
        rule=python_literal(shape.rule),
        tags=python_literal(shape.expected_tags),
        is_open=python_literal(shape.is_open),
    )


def _labelled_arms(shape: ir.Union, call: Code) -> Code:
    tags = [arm.tag for arm in shape.arms if not arm.kind and arm.shape.label is not None]
    hidden = code("tag in {tags}", tags=names_tuple(tag or "" for tag in tags))
    return code(
        "errors.redacted += {hidden}\n{call}\nerrors.redacted -= {hidden}",
        hidden=hidden,
        call=call,
    )


def is_record(model: Model, arm: ir.Arm) -> bool:
    """Whether the arm's native values are told by the class of a record."""
    return isinstance(model.target(arm.shape), ir.Record)


def class_test(model: Model, arm: ir.Arm) -> Code:
    """Whether the class `kind` of a native value is the one of the arm."""
    target = model.target(arm.shape)
    if isinstance(target, ir.Record):
        return code("isinstance(value, {name})", name=model.named_class(target))
    if isinstance(target, ir.Tuple):
        return Code("kind is tuple or kind is list")
    if arm.kind == "number":
        return Code("kind is int or kind is float")
    if isinstance(target, Scalar):
        return code("kind is {native}", native=native_kind(target))
    return Code("kind is dict" if isinstance(target, ir.Map) else "kind is list")


def readers_name(shape: ir.Union) -> Code:
    """The module's constant of a union's readers by tag."""
    return code("_{name}_READERS", name=ident(shape.names.python))


def writers_name(shape: ir.Union) -> Code:
    """The module's constant of a union's writers by class."""
    return code("_{name}_WRITERS", name=ident(shape.names.python))


def dispatch_tables(model: Model) -> Iterator[Code]:
    """Unions: the reader of each tag, the writer of each class."""
    for _, shape in model.shapes():
        if not isinstance(shape, ir.Union):
            continue
        if shape.tag_name is not None:
            yield _table(readers_name(shape), "read", _readers(model, shape))
        records = {
            target.names.python: model.suffix(arm.shape, "")
            for arm in shape.arms
            if isinstance(arm.shape, ir.Ref)
            and isinstance(target := model.target(arm.shape), ir.Record)
        }
        if records:
            pairs = [
                code("{name}: _write_{suffix},", name=ident(name), suffix=suffix)
                for name, suffix in records.items()
            ]
            yield _table(writers_name(shape), "write", pairs)


def _readers(model: Model, shape: ir.Union) -> list[Code]:
    return [
        code(
            "{tag}: _read_{suffix},",
            tag=python_literal(arm.tag),
            suffix=model.suffix(arm.shape, ""),
        )
        for arm in shape.arms
        if isinstance(arm.shape, ir.Ref) and not arm.kind
    ]


def _table(name: Code, direction: str, pairs: list[Code]) -> Code:
    kind = Code("dict[str, _v.Read]" if direction == "read" else "dict[type, _v.Write]")
    return code(
        "{name}: {kind} = {{\n{pairs}\n}}", name=name, kind=kind, pairs=indent(lines(pairs))
    )
