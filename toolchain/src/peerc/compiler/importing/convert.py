"""One pass over a foreign schema: its root, and whatever that refers to, as named types."""

from __future__ import annotations

from dataclasses import dataclass, field

from peerc.compiler import naming
from peerc.compiler.importing import kinds, names, objects, scalars, unions
from peerc.compiler.importing.losses import (
    ANNOTATION,
    KEYWORDS,
    NARROWED,
    REFUSED,
    SILENT,
    WIDENED,
    Losses,
    Refused,
)
from peerc.compiler.importing.made import Made
from peerc.compiler.importing.source import References
from peerc.compiler.importing.view import NOTES, View, Views, made
from peerc.compiler.tree import Mapping, Node, Sequence, json_value

_INLINE_MAX = 16  # schemas inside one another without a name of their own
_HOLDERS = ("$defs", "definitions", "components", "openapi", "info", "paths", "swagger")
Place = tuple[int, int, str]


def place(node: Node) -> Place:
    """What names a place of the source in any pass."""
    return node.start, node.end, node.pointer


@dataclass(slots=True)
class Known:
    """What earlier passes learned: types that cannot be, places to refuse, notes to leave out."""

    types: set[Place] = field(default_factory=set)
    places: dict[Place, str] = field(default_factory=dict)
    notes: set[tuple[Place, str]] = field(default_factory=set)

    @property
    def count(self) -> int:
        """Grows with everything that is learned."""
        return len(self.types) + len(self.places) + len(self.notes)


class Pass:
    """One reading of the whole schema, with what earlier ones learned."""

    def __init__(self, references: References, losses: Losses, known: Known) -> None:
        self.losses = losses
        self.types: dict[str, Made] = {}
        self._known = known
        self._views = Views(references)
        self._references = references
        self._names = names.Names()
        self._targets: dict[int, str] = {}
        self._waiting: list[tuple[Node, str]] = []
        self._depth = 0

    def run(self, root: Mapping, name: str) -> None:
        """Fills `types`; what cannot be is in `known.types` afterwards."""
        for node, wanted in self._roots(root, name):
            self._named(node, wanted)
        while self._waiting:
            node, given = self._waiting.pop(0)
            try:
                self.types[given] = self._top(node, given)
            except Refused as refused:
                del self.types[given]
                self._known.types.add(place(node))
                if not refused.said:
                    self.losses.report(REFUSED, refused.node, given, refused.problem, refused.hint)

    def named(self, node: Node) -> str:
        """The type that a schema became, "" for none."""
        name = self._targets.get(id(node), "")
        return name if name in self.types else ""

    def _roots(self, root: Mapping, name: str) -> list[tuple[Node, str]]:
        if any(word in KEYWORDS and word not in (*_HOLDERS, *NOTES) for word in root.members):
            return [(root, name)]
        holders = [root.get("$defs"), root.get("definitions")]
        components = root.get("components")
        if isinstance(components, Mapping):
            holders.append(components.get("schemas"))
        found = [
            (member.value, member.key.token)
            for holder in holders
            if isinstance(holder, Mapping)
            for member in holder.members.values()
        ]
        return found or [(root, name)]

    def _named(self, node: Node, wanted: str) -> str:
        if id(node) not in self._targets:
            name = self._names.take(names.type_name(wanted))
            self._targets[id(node)] = name
            self.types[name] = Made(node, {})  # holds its place in the order
            self._waiting.append((node, name))
        return self._targets[id(node)]

    def _top(self, node: Node, name: str) -> Made:
        if place(node) in self._known.types:
            raise Refused(node, "", said=True)
        schema = self._schema(node, name)
        schema.pop("default", None)
        if schema.get("$ref") == name:
            raise Refused(node, "it is nothing but itself")
        return schema

    def part(self, node: Node, owner: str, name: str, is_property: bool = False) -> Made:
        """The schema of a part; what has a name in code becomes a type of its own."""
        label = naming.pascal(name) if is_property else owner + naming.pascal(name)
        schema = self._schema(node, label)
        if not is_property and "default" in schema:
            del schema["default"]
            self.losses.report(ANNOTATION, node, "default", "it is for properties")
        is_record = "properties" in schema
        is_named = is_record or "enum" in schema or "oneOf" in schema or "prefixItems" in schema
        if not is_named or (not is_record and _is_nullable_ref(schema)):
            return schema
        type_name = self._names.take(
            names.type_name(label), names.type_name(naming.pascal(owner) + naming.pascal(name))
        )
        outer: dict[str, object] = {"$ref": type_name}
        if "default" in schema:
            outer["default"] = schema.pop("default")
        self.types[type_name] = schema
        return Made(node, outer)

    def distinct(self, schema: Made) -> bool:
        """Strings and integers; a reference to an enum counts as it is a type already."""
        target: dict[str, object] | None = schema
        if "$ref" in schema:
            target = self.types.get(str(schema["$ref"]))
        if target is None:
            return False
        if "contentEncoding" in target or None in (target.get("enum") or ()):  # type: ignore[operator]  # a list
            return False
        return target.get("type") in ("string", "integer") or "enum" in target or "const" in target

    def _schema(self, node: Node, label: str) -> Made:
        doomed = self._known.places.get(place(node))
        if doomed is not None:
            raise Refused(node, doomed)
        if self._depth >= _INLINE_MAX:
            raise Refused(node, "schemas stand inside one another without an end")
        self._depth += 1
        try:
            view = self._views.of(node)
            if view.ref is not None:
                words: dict[str, object] = {"$ref": self._reference(view)}
            else:
                words = self._body(view, label)
            return Made(node, words | self._notes(view))
        finally:
            self._depth -= 1

    def _reference(self, view: View) -> str:
        assert view.ref is not None
        if place(view.ref) in self._known.types:
            raise Refused(view.node, "what it refers to is refused", said=True)
        wanted = view.ref.token or "Root"
        return self._named(view.ref, wanted)

    def _notes(self, view: View) -> dict[str, object]:
        found: dict[str, object] = {}
        for word in NOTES:
            value = view.value(word)
            if value is None and word not in view.words:
                continue
            fits = {
                "title": isinstance(value, str) and bool(value),
                "description": isinstance(value, str) and bool(value),
                "deprecated": isinstance(value, bool),
                "examples": isinstance(value, list) and bool(value),
                "default": not isinstance(value, dict | list) or not value,
            }
            is_left_out = (place(view.node), word) in self._known.notes
            if fits.get(word) and not is_left_out:
                found[word] = value
            elif is_left_out or value:
                self.losses.report(ANNOTATION, view.words[word], word, "it does not fit here")
        return found

    def _body(self, view: View, label: str) -> dict[str, object]:
        view = self._without_choice(view)
        self._report_rest(view)
        if any(word in view.words for word in kinds.CHOICES):
            return self._choice(view, label)
        types = kinds.written(view)
        if "enum" in view.words or "const" in view.words:
            return self._listed(view, types)
        if types is None:
            types = kinds.implied(view)
            if not types:
                raise Refused(view.node, "any value fits it", "give it a `type`")
            if len(types) > 1:
                raise Refused(view.node, "it has no `type`", "write its `type`")
            problem = f"only {types[0]} fits: without `type` all other kinds do"
            self.losses.report(NARROWED, view.node, "type", problem)
        if "number" in types and "integer" in types:
            types = [kind for kind in types if kind != "integer"]
        kind, *others = [one for one in types if one != "null"] or ["null"]
        if others:
            nodes = [self._of_kind(view, one) for one in types]
            return self._union(view.node, nodes, label, is_any=True)
        if kind == "null":
            raise Refused(view.node, "nothing but null fits it")
        words = self._one_kind(view, kind, label)
        return _nullable(words) if "null" in types else words

    def _one_kind(self, view: View, kind: str, label: str) -> dict[str, object]:
        if kind == "object":
            return objects.object_schema(self, view, label)
        if kind == "array":
            return objects.array_schema(self, view, label)
        if kind == "string":
            return scalars.string(self.losses, view)
        if kind == "boolean":
            return scalars.boolean()
        return scalars.number(self.losses, view, kind)

    def _of_kind(self, view: View, kind: str) -> Node:
        words: dict[str, object] = {
            name: node
            for name, node in view.words.items()
            if kinds.about(name) in (kind, "number" if kind == "integer" else kind)
        }
        return made(view.node, {"type": kind, **words})

    def _listed(self, view: View, types: list[str] | None) -> dict[str, object]:
        values, has_null, has_boolean = scalars.members(self.losses, view, types)
        texts: list[str | int] = [value for value in values if isinstance(value, str)]
        numbers: list[str | int] = [value for value in values if isinstance(value, int)]
        groups = [group for group in (texts, numbers) if group]
        arms = [_values(group) for group in groups] + ([{"type": "boolean"}] if has_boolean else [])
        return self._joined(view.node, [dict(arm) for arm in arms], has_null)

    def _without_choice(self, view: View) -> View:
        """A choice beside other keywords is dropped: its arms are mostly sets of required names."""
        words = dict(view.words)
        present = [word for word in kinds.CHOICES if word in words]
        says = any(kinds.about(word) for word in words) or "enum" in words or "const" in words
        for word in present if says else present[1:]:
            problem = "it stands beside other keywords and is not looked at"
            self.losses.report(WIDENED, words.pop(word), word, problem)
        return View(view.node, words)

    def _choice(self, view: View, label: str) -> dict[str, object]:
        word = next(word for word in kinds.CHOICES if word in view.words)
        arms = view.words[word]
        if not isinstance(arms, Sequence) or not arms.items:
            raise Refused(arms, f"`{word}` is no list of schemas")
        types = kinds.written(view)
        items = unions.flattened(self._views, arms, arms.items)
        if types is not None:
            allowed = {"number" if kind == "integer" else kind for kind in types}
            only = made(view.node, {"type": view.words["type"]})
            for at, item in enumerate(items):
                if not kinds.of(self._views, item) <= allowed or "integer" in types:
                    items[at] = made(item, {"allOf": made(item, [item, only])})
        return self._union(arms, items, label, word == "anyOf")

    def _union(self, node: Node, items: list[Node], label: str, is_any: bool) -> dict[str, object]:
        arms: list[unions.Arm] = []
        for item in items:
            view = self._views.of(item, through=True)
            types = kinds.written(view) or []
            several = [k for k in types if k != "null"][1:] or ("null" in types and len(types) > 1)
            if several and "enum" not in view.words:
                arms += [unions.Arm(self._views, self._of_kind(view, kind)) for kind in types]
            else:
                arms.append(unions.Arm(self._views, item))
        values, has_null, rest = unions.split(self.losses, arms, is_any)
        rest, values = unions.absorbed(rest, values, is_any)
        texts: list[str | int] = [value for value in values if isinstance(value, str)]
        numbers: list[str | int] = [value for value in values if isinstance(value, int)]
        taken = [kind for kind, group in (("string", texts), ("number", numbers)) if group]
        records = [arm for arm in rest if arm.kinds == {"object"}]
        if len(records) > 1:
            unions.tag(self._views, node, records)
        for arm in rest:
            if len(arm.kinds) != 1 or (arm.kinds & set(taken)):
                raise Refused(arm.node, "another arm holds values of its kind too")
            if arm not in records:
                taken += arm.kinds
        found: list[dict[str, object]] = [_values(group) for group in (texts, numbers) if group]
        for number, arm in enumerate(rest, 1):
            name = f"Arm{number}" if len(rest) > 1 else "Value"
            one = self.part(arm.node, label, name) if len(rest) + len(found) > 1 else None
            found.append(one if one is not None else self._schema(arm.node, label))
        if not found:
            raise Refused(node, "nothing but null fits it" if has_null else "no value fits it")
        return self._joined(node, found, has_null)

    def _joined(
        self, node: Node, arms: list[dict[str, object]], has_null: bool
    ) -> dict[str, object]:
        if not arms:
            raise Refused(node, "nothing but null fits it")
        if len(arms) == 1:
            words = {name: value for name, value in arms[0].items() if name not in NOTES}
            return _nullable(words) if has_null else words
        bare = [{n: v for n, v in arm.items() if n not in NOTES} for arm in arms]
        return {"oneOf": [*bare, {"type": "null"}] if has_null else bare}

    def _report_rest(self, view: View) -> None:
        for word, node in view.words.items():
            kind = KEYWORDS.get(word, ("", ""))[0]
            if word in SILENT or word in _HOLDERS:
                continue
            if not kind or kind == ANNOTATION:
                self.losses.report(ANNOTATION, node, word, "the dialect has no such keyword")
            elif kind == WIDENED and _has_effect(view, word):
                self.losses.report(WIDENED, node, word, "the keyword is not enforced")


def _has_effect(view: View, word: str) -> bool:
    if word in ("then", "else"):
        return False  # said once, of `if`; alone they say nothing
    if word in ("minContains", "maxContains"):
        return False  # said of `contains`
    return word != "unevaluatedItems" or json_value(view.words[word]) is not False


def _values(values: list[str | int]) -> dict[str, object]:
    return {"const": values[0]} if len(values) == 1 else scalars.enum(values, False)


def _is_nullable_ref(schema: dict[str, object]) -> bool:
    arms = schema.get("oneOf")
    return isinstance(arms, list) and len(arms) == 2 and {"type": "null"} in arms


def _nullable(words: dict[str, object]) -> dict[str, object]:
    """The same, null too."""
    if "$ref" in words:
        return {"oneOf": [words, {"type": "null"}]}
    if "oneOf" in words:
        arms = words["oneOf"]
        assert isinstance(arms, list)
        return words if {"type": "null"} in arms else words | {"oneOf": [*arms, {"type": "null"}]}
    values = [words["const"]] if "const" in words else words.get("enum")
    if isinstance(values, list):
        return words if None in values else scalars.enum(values, True)
    kind = words["type"]
    return words if isinstance(kind, list) else words | {"type": [kind, "null"]}
