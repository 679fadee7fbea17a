"""`oneOf`, `anyOf` and lists of types: one enum, a nullable type, a union of kinds or of tagged
records; what is none of these is refused."""

from __future__ import annotations

from peerc.compiler.importing import kinds, scalars
from peerc.compiler.importing.losses import Losses, Refused
from peerc.compiler.importing.view import View, Views
from peerc.compiler.tree import Mapping, Node, json_value

_ARMS_MAX = 64


class Arm:
    """One of several schemas, by what tells it from the others."""

    def __init__(self, views: Views, node: Node) -> None:
        self.node = node
        self.view = views.of(node, through=True)
        self.kinds = kinds.of(views, node)

    @property
    def is_listed(self) -> bool:
        """Whether it lists its values."""
        return "enum" in self.view.words or "const" in self.view.words

    @property
    def is_bare(self) -> bool:
        """Whether every value of its kind fits."""
        words = {word for word in self.view.words if kinds.about(word)}
        return not words and not self.is_listed and "type" in self.view.words


def flattened(views: Views, node: Node, items: list[Node], depth: int = 0) -> list[Node]:
    """The arms, those of arms that are choices themselves in their place."""
    found: list[Node] = []
    for item in items:
        view = views.of(item, through=True)
        word = next((w for w in kinds.CHOICES if w in view.words), "")
        inner = getattr(view.words.get(word), "items", None)
        others = [w for w in view.words if kinds.about(w) or w in ("type", "enum", "const")]
        if isinstance(inner, list) and not others and depth < 8:
            found += flattened(views, node, inner, depth + 1)
        else:
            found.append(item)
    if len(found) > _ARMS_MAX:
        raise Refused(node, f"it has more than {_ARMS_MAX} arms")
    return found


def split(losses: Losses, arms: list[Arm], is_any: bool) -> tuple[list[str | int], bool, list[Arm]]:
    """The values that arms list, whether null fits, and the other arms. Raises Refused."""
    values: list[str | int] = []
    twice: list[str | int] = []
    has_null = False
    rest: list[Arm] = []
    for arm in arms:
        if arm.kinds == {"null"}:
            has_null = True
        elif arm.is_listed and arm.kinds <= {"string", "number", "null"}:
            found, null, _ = scalars.members(losses, arm.view, kinds.written(arm.view))
            has_null = has_null or null
            twice += [value for value in found if value in values]
            values += [value for value in found if value not in values]
        else:
            rest.append(arm)
    if not is_any:
        values = [value for value in values if value not in twice]  # two arms: not one of them
    return values, has_null, rest


def absorbed(
    arms: list[Arm], values: list[str | int], is_any: bool
) -> tuple[list[Arm], list[str | int]]:
    """Without what another arm of an `anyOf` holds as a whole, and without what is said twice."""
    kept: list[Arm] = []
    for arm in arms:
        same = any(json_value(arm.node) == json_value(other.node) for other in kept)
        if same and is_any:
            continue
        kept.append(arm)
    if is_any:
        for arm in list(kept):
            if arm.is_bare and len(arm.kinds) == 1:
                held = arm.kinds
                is_integer = kinds.written(arm.view) == ["integer"]
                others = [one for one in kept if one is not arm and one.kinds <= held]
                if is_integer and any(kinds.written(one.view) != ["integer"] for one in others):
                    continue
                kept = [one for one in kept if one not in others]
                kind = "string" if "string" in held else "number"
                if "string" in held or (kind in held and not is_integer):
                    values = [v for v in values if kinds.of_value(v) != kind]
    return kept, values


def tag(views: Views, node: Node, arms: list[Arm]) -> str:
    """The property that tells records apart. Raises Refused."""
    constants = [_constants(views, arm) for arm in arms]
    for name in sorted(set.intersection(*(set(one) for one in constants))):
        if len({one[name] for one in constants}) == len(arms):
            return name
    raise Refused(
        node,
        "nothing tells its objects apart",
        "give each a required property with a `const` of its own, as `kind`",
    )


def _constants(views: Views, arm: Arm) -> dict[str, str]:
    """The required properties that are one string each."""
    properties, required = arm.view.words.get("properties"), arm.view.value("required")
    if not isinstance(properties, Mapping) or not isinstance(required, list):
        return {}
    found = {n: _constant(views, m.value) for n, m in properties.members.items() if n in required}
    return {name: value for name, value in found.items() if value}


def _constant(views: Views, node: Node) -> str:
    try:
        view: View = views.of(node, through=True)
    except Refused:
        return ""
    value = view.value("const")
    listed = view.value("enum")
    if value is None and isinstance(listed, list) and len(listed) == 1:
        value = listed[0]
    return value if isinstance(value, str) else ""
