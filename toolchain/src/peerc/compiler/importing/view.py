"""One schema as its keywords: older spellings rewritten, references beside others looked through,
`allOf` merged. What a view says, the schema says."""

from __future__ import annotations

from dataclasses import dataclass

from peerc.compiler.importing.losses import ANNOTATION, KEYWORDS, SILENT, Refused
from peerc.compiler.importing.source import References
from peerc.compiler.tree import Mapping, Member, Node, Scalar, Sequence, json_value, text_of

NOTES = ("title", "description", "default", "examples", "example", "deprecated")
_LARGER = ("minLength", "minItems", "minProperties", "minimum", "exclusiveMinimum")
_SMALLER = ("maxLength", "maxItems", "maxProperties", "maximum", "exclusiveMaximum")
_STEPS_MAX = 100_000  # views of one import
_MERGES_MAX = 64  # references and parts of one schema, looked through


@dataclass(frozen=True, slots=True)
class View:
    """`node` is where it stands, `words` its keywords, `ref` its `$ref` when that says it all."""

    node: Node
    words: dict[str, Node]
    ref: Node | None = None

    def value(self, name: str) -> object:
        """The JSON value of a keyword, None when it is not there."""
        node = self.words.get(name)
        return None if node is None else json_value(node)


def made(like: Node, value: object) -> Node:
    """A value of our own that stands where `like` does."""
    place = like.start, like.end, like.parent, like.token
    if isinstance(value, dict):
        mapping = Mapping(*place)
        for name, one in value.items():
            node = one if isinstance(one, Node) else made(like, one)
            mapping.members[name] = Member(Scalar(*place, name, name, False), node)
        return mapping
    if isinstance(value, list):
        return Sequence(
            *place, [one if isinstance(one, Node) else made(like, one) for one in value]
        )
    assert value is None or isinstance(value, str | int | float)
    return Scalar(*place, value, str(value), not isinstance(value, str))


class Views:
    """Schemas of one file as views."""

    def __init__(self, references: References) -> None:
        self.references = references
        self._steps = 0

    def of(self, node: Node, through: bool = False, count: int = 0) -> View:
        """The view of a schema; `through`: a lone `$ref` is looked through too. Raises Refused."""
        self._steps += 1
        if count > _MERGES_MAX:
            raise Refused(node, "it refers to itself before it says anything")
        if self._steps > _STEPS_MAX:
            raise Refused(node, "the schema takes too long to put together")
        if not isinstance(node, Mapping):
            raise Refused(node, "it is no object with keywords: anything fits, or nothing does")
        words = _spelled({name: member.value for name, member in node.members.items()})
        for name in ("$dynamicRef", "$recursiveRef"):
            if name in words:
                raise Refused(words[name], f"`{name}` means another schema in another place")
        target = self._target(words.pop("$ref", None))
        if target is not None and self.references.is_old:
            words = {name: words[name] for name in NOTES if name in words}
        parts = words.pop("allOf", None)
        views = []
        if isinstance(parts, Sequence):
            views = [
                self.of(part, bool(words) or len(parts.items) > 1, count + 1)
                for part in parts.items
            ]
        if target is not None:
            says = {name for name in words if not _is_note(name)}
            if not says and not views and not through:
                return View(node, words, target)
            views.insert(0, self.of(target, True, count + 1))
        if len(views) == 1 and views[0].ref is not None:
            if all(_is_note(name) for name in words) and not through:
                return View(node, {**views[0].words, **words}, views[0].ref)
            views = [self.of(views[0].ref, True, count + 1)]
        for view in views:
            words = _merged(node, words, view.words)
        return View(node, words)

    def _target(self, ref: Node | None) -> Node | None:
        if ref is None:
            return None
        reference = text_of(ref)
        target = None if reference is None else self.references.target(reference)
        if target is None:
            local = (reference or "").startswith("#")
            problem = "there is nothing there" if local else "it is in another file"
            hint = "correct the reference" if local else "copy the schema into `$defs` of this file"
            raise Refused(ref, f"`$ref: {reference}`: {problem}", hint)
        return target


def _is_note(name: str) -> bool:
    known = KEYWORDS.get(name)
    kept = name in NOTES or name in SILENT or name in ("$defs", "definitions", "discriminator")
    return kept or known is None or known[0] == ANNOTATION


def _spelled(words: dict[str, Node]) -> dict[str, Node]:
    """Draft 4 and OpenAPI spellings as 2020-12 has them."""
    for bound in ("Minimum", "Maximum"):
        flag = words.get("exclusive" + bound)
        if isinstance(flag, Scalar) and isinstance(flag.value, bool):
            del words["exclusive" + bound]
            if flag.value and bound.lower() in words:
                words["exclusive" + bound] = words.pop(bound.lower())
    nullable = words.pop("nullable", None)
    if isinstance(nullable, Scalar) and nullable.value is True and "type" in words:
        kinds = json_value(words["type"])
        listed = kinds if isinstance(kinds, list) else [kinds]
        words["type"] = made(words["type"], [*listed, "null"])
    items = words.get("items")
    if isinstance(items, Sequence):
        words["prefixItems"] = words.pop("items")
        if "additionalItems" in words:
            words["items"] = words["additionalItems"]
    words.pop("additionalItems", None)
    example = words.pop("example", None)
    if example is not None:
        words.setdefault("examples", made(example, [example]))
    return words


def _merged(node: Node, first: dict[str, Node], second: dict[str, Node]) -> dict[str, Node]:
    """Both at once. Raises Refused where that is not one schema of ours."""
    words = dict(first)
    for name, theirs in second.items():
        ours = words.get(name)
        if ours is None:
            words[name] = theirs
        elif name not in ("properties", "additionalProperties"):
            words[name] = _both(node, name, ours, theirs)
    words.update(_merged_objects(node, first, second))
    return words


def _both(node: Node, name: str, ours: Node, theirs: Node) -> Node:
    mine, other = json_value(ours), json_value(theirs)
    if (mine == other and type(mine) is type(other)) or _is_note(name):
        return ours
    if name == "type":
        return made(ours, _types_in_both(mine, other))
    if name == "required" and isinstance(mine, list) and isinstance(other, list):
        return made(ours, [*mine, *(one for one in other if one not in mine)])
    if name == "enum" and isinstance(mine, list) and isinstance(other, list):
        return made(ours, [one for one in mine if any(_same(one, it) for it in other)])
    if (
        name in _LARGER + _SMALLER
        and isinstance(mine, int | float)
        and isinstance(other, int | float)
    ):
        return ours if (mine > other) is (name in _LARGER) else theirs
    if name in ("items", "propertyNames"):
        return made(ours, {"allOf": made(ours, [ours, theirs])})
    if name == "uniqueItems":
        return ours if mine is True else theirs
    raise Refused(node, f"two parts of it have a `{name}` of their own")


def _same(one: object, other: object) -> bool:
    return one == other and isinstance(one, bool) is isinstance(other, bool)


def _types_in_both(mine: object, other: object) -> list[object]:
    one, two = (kinds if isinstance(kinds, list) else [kinds] for kinds in (mine, other))
    both = [kind for kind in one if kind in two]
    crossed = ("integer" in one and "number" in two) or ("integer" in two and "number" in one)
    if crossed and "number" not in both and "integer" not in both:
        both.append("integer")
    return both


def _merged_objects(node: Node, first: dict[str, Node], second: dict[str, Node]) -> dict[str, Node]:
    """`properties` of both; what one side closes, the other cannot add to."""
    members: dict[str, Node] = {}
    sides = []
    for words in (first, second):
        own = words.get("properties")
        held = {n: m.value for n, m in own.members.items()} if isinstance(own, Mapping) else {}
        sides.append((held, words.get("additionalProperties")))
        for name, schema in held.items():
            before = members.get(name)
            same = before is None or json_value(before) == json_value(schema)
            members[name] = (
                schema if same else made(schema, {"allOf": made(schema, [before, schema])})
            )
    rest: Node | None = None
    for held, extra in sides:
        if extra is None or (isinstance(extra, Scalar) and extra.value is True):
            continue
        if isinstance(extra, Scalar) and extra.value is False:
            patterns = "patternProperties" in first or "patternProperties" in second
            members = {n: s for n, s in members.items() if n in held or patterns}
            if patterns:
                raise Refused(node, "a closed part of it has `patternProperties`")
        elif set(members) - set(held) or rest is not None:
            raise Refused(node, "its parts say different things of further properties")
        rest = extra
    found: dict[str, Node] = {}
    if "properties" in first or "properties" in second:
        found["properties"] = made(
            first.get("properties", second.get("properties", node)), dict(members)
        )
    if rest is not None:
        found["additionalProperties"] = rest
    return found
