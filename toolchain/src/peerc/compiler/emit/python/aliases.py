"""Types that are no records, and the constants that readers and writers look into."""

from __future__ import annotations

from base64 import b64encode

from peerc.compiler import ir
from peerc.compiler.code import Code, code, ident, join, python_literal
from peerc.compiler.emit.python.model import Model, native_kind
from peerc.compiler.emit.python.scalars import members_name
from peerc.compiler.emit.python.shapes import Scalar
from peerc.compiler.emit.python.syntax import NOTHING, block, lines


def aliases(model: Model) -> Code:
    """Exact for a type checker; when the agent runs, classes that `isinstance` understands."""
    named = [
        (one.names.python, one.shape)
        for one in model.contract.types
        if not isinstance(one.shape, ir.Record | ir.Enum | ir.Union)
    ]
    own = [
        (shape.names.python, shape)
        for _, shape in model.shapes()
        if isinstance(shape, ir.Enum | ir.Union)
    ]
    if not named and not own:
        return NOTHING
    exact = [
        *(_alias(name, _exact(model, shape)) for name, shape in own),
        *(_alias(name, model.annotation(shape)) for name, shape in named),
    ]
    at_run = (
        code("{name} = {kinds}", name=ident(name), kinds=_kinds(model, shape))
        for name, shape in [*own, *named]
    )
    return code(
        "{exact}\n{at_run}",
        exact=block(Code("if TYPE_CHECKING:"), lines(exact)),
        at_run=block(Code("else:"), lines(at_run)),
    )


def constants(model: Model, patterns: dict[str, Code]) -> Code:
    """The members of enums, and patterns."""
    members = (
        code(
            "{name} = frozenset({{{values}}})",
            name=members_name(shape),
            values=join(", ", (python_literal(each.value) for each in shape.values)),
        )
        for _, shape in model.shapes()
        if isinstance(shape, ir.Enum)
    )
    found = {pattern.text: pattern for _, pattern in _patterns(model)}
    tables = (
        code(
            "{name} = _p.Pattern({text}, {table}, {is_linear})",
            name=name,
            text=python_literal(text),
            table=python_literal(b64encode(found[text].table).decode()),
            is_linear=python_literal(found[text].is_linear),
        )
        for text, name in patterns.items()
    )
    return lines([*members, *tables])


def pattern_names(model: Model) -> dict[str, Code]:
    """Text of a pattern -> its constant, named after the first place that has it."""
    names: dict[str, Code] = {}
    for suffix, pattern in _patterns(model):
        names.setdefault(pattern.text, code("_{suffix}_PATTERN", suffix=ident(suffix)))
    return names


def _patterns(model: Model) -> list[tuple[str, ir.Pattern]]:
    found: list[tuple[str, ir.Pattern]] = []
    for suffix, shape in model.shapes():
        if isinstance(shape, ir.String) and shape.pattern is not None:
            found.append((suffix, shape.pattern))
        elif isinstance(shape, ir.Map) and shape.name_pattern is not None:
            found.append((f"{suffix}__name", shape.name_pattern))
    return found


def _alias(name: str, kind: Code) -> Code:
    """The annotation is a string: it may name an alias that comes later in the file."""
    return code("{name}: _t.TypeAlias = {kind}", name=ident(name), kind=python_literal(kind.text))


def _exact(model: Model, shape: ir.Enum | ir.Union) -> Code:
    if isinstance(shape, ir.Union):
        return model.arms(shape)
    values = join(", ", (python_literal(each.value) for each in shape.values))
    literal = code("_t.Literal[{values}]", values=values)
    if not shape.is_open:
        return literal
    return code("{literal} | {kind}", literal=literal, kind=native_kind(shape))


def _kinds(model: Model, shape: ir.Shape) -> Code:
    """The classes of a shape's native values, as a type or a union of types."""
    names = _classes(model, shape)
    if model.is_nullable(shape) and not isinstance(shape, ir.Enum | ir.Union):
        names["None"] = Code("None")
    return join(" | ", names.values())


def _classes(model: Model, shape: ir.Shape) -> dict[str, Code]:
    target = model.target(shape)
    match target:
        case ir.Record():
            found = [model.named_class(target)]
        case ir.Map():
            found = [Code("dict")]
        case ir.Array():
            found = [Code("list")]
        case ir.Tuple():
            found = [Code("tuple")]
        case ir.Union():
            found = [kind for arm in target.arms for kind in _classes(model, arm.shape).values()]
            found += [Code("_c.Unknown")] if target.is_open else []
        case _:
            found = [native_kind(target)] if isinstance(target, Scalar) else []
    return {kind.text: kind for kind in found}
