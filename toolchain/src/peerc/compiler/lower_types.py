"""The schemas of a contract without errors to shapes of the IR: named, boxed, in a fixed order."""

from __future__ import annotations

from peercontract.core.canonical import canonical

from peerc.compiler import ir, naming
from peerc.compiler.boxing import boxed_references
from peerc.compiler.checks.arms import tag_of, tag_value
from peerc.compiler.checks.walk import arm_word, kind, resolved
from peerc.compiler.model import (
    ArraySchema,
    BooleanSchema,
    ConstSchema,
    ContractDecl,
    Doc,
    EnumSchema,
    MapSchema,
    NumericSchema,
    Property,
    RecordSchema,
    RefSchema,
    Schema,
    StringSchema,
    TupleSchema,
    UnionSchema,
)
from peerc.compiler.schema_form import BOUNDS, enum_form, one_of_form, ordered_arms

EXPECTED_MAX = 64  # code points, spec/wire.md#violations


def doc(written: Doc) -> ir.Doc:
    """The annotations that generated code shows."""
    return ir.Doc(written.title, written.description, written.deprecated)


class Types:
    """The types of one contract, lowered: `named` by wire name, in ASCII order.

    `pairs` holds every schema with its shape, for the checks that look at both.
    """

    def __init__(self, contract: ContractDecl) -> None:
        self.pairs: list[tuple[Schema, ir.Shape]] = []
        self._types = contract.types
        self._boxed = boxed_references(contract)
        ops = [op for agent in contract.agents.values() for op in agent.ops]
        self._errors = {use.name for op in ops for use in op.errors}
        self.named = {name: self._named(name) for name in sorted(contract.types)}

    def _named(self, name: str) -> ir.NamedType:
        schema = self._types[name].schema
        assert schema is not None  # else there was an error
        is_error = name in self._errors
        names = naming.settled(naming.type_names(name, is_error), schema.given)
        is_imported = self._types[name].is_imported
        contract, _, own_name = name.rpartition("#")  # `pc:billing@pc1-...#Money`
        rule = f"{contract}#/types/{own_name}" if is_imported else f"/types/{name}"
        shape = self._shape(schema, rule, names)
        return ir.NamedType(names, doc(schema.doc), shape, is_error, is_imported)

    def _shape(self, schema: Schema | None, rule: str, names: ir.Names) -> ir.Shape:
        assert schema is not None
        shape = self._made(schema, rule, names)
        self.pairs.append((schema, shape))
        return shape

    def _made(self, schema: Schema, rule: str, names: ir.Names) -> ir.Shape:
        nullable, label = schema.nullable, schema.label
        match schema:
            case RefSchema():
                is_boxed = schema in self._boxed
                return ir.Ref(rule, nullable, schema.target, is_boxed, label)
            case RecordSchema():
                fields = sorted(schema.properties, key=lambda one: one.name)
                lowered = tuple(self._field(one, rule, names) for one in fields)
                return ir.Record(rule, nullable, names, doc(schema.doc), lowered, label)
            case MapSchema():
                values = self._below(schema.values, f"{rule}/additionalProperties", names, "Value")
                least, most = schema.min_properties, schema.max_properties
                return ir.Map(rule, nullable, values, schema.name_pattern, least, most, label)
            case ArraySchema():
                items = self._below(schema.items, f"{rule}/items", names, "Item")
                least, most = schema.min_items, schema.max_items
                return ir.Array(rule, nullable, items, least, most, schema.is_unique, label)
            case TupleSchema():
                places = tuple(
                    self._below(item, f"{rule}/prefixItems/{index}", names, str(index + 1))
                    for index, item in enumerate(schema.items)
                )
                return ir.Tuple(rule, nullable, names, places, label)
            case UnionSchema():
                return self._union(schema, rule, names)
        return _leaf(schema, rule, names)

    def _below(self, schema: Schema | None, rule: str, owner: ir.Names, name: str) -> ir.Shape:
        """What stands inline in `owner` is named after its place."""
        return self._shape(schema, rule, _inline(owner, name))

    def _field(self, one: Property, rule: str, owner: ir.Names) -> ir.Field:
        assert one.schema is not None
        token = one.name.replace("~", "~0").replace("/", "~1")
        shape = self._below(one.schema, f"{rule}/properties/{token}", owner, one.name)
        names = naming.settled(naming.field_names(one.name), one.schema.given)
        default = None if one.default is None else ir.Default(one.default.value)
        return ir.Field(names, one.required, doc(one.schema.doc), shape, default)

    def _union(self, schema: UnionSchema, rule: str, names: ir.Names) -> ir.Union:
        tag_name = tag_of(self._types, schema)
        arms = []
        for index, arm in ordered_arms(schema):
            shape = self._below(arm, f"{rule}/oneOf/{index}", names, kind(arm).capitalize())
            core, _ = resolved(self._types, arm)
            tag = None if tag_name is None else tag_value(self._types, arm, tag_name)
            is_tagged = tag is not None and isinstance(core, RecordSchema)
            arm_kind = "" if is_tagged else kind(core)
            arms.append(ir.Arm(naming.arm_names(arm_word(arm)), arm_kind, tag, shape))
        tags = [arm.tag for arm in arms if arm.tag is not None]
        return ir.Union(
            rule,
            schema.nullable,
            names,
            doc(schema.doc),
            tuple(arms),
            tag_name,
            _bounded(canonical(_with_numbers(one_of_form(schema)))),
            _bounded(canonical(sorted(tags, key=lambda tag: tag.encode("utf-16-be")))),
            schema.is_open,
            schema.label,
        )


def _inline(owner: ir.Names, name: str) -> ir.Names:
    return naming.type_names(naming.inline(owner.wire, name))


def _leaf(schema: Schema, rule: str, names: ir.Names) -> ir.Shape:
    nullable, label = schema.nullable, schema.label
    if isinstance(schema, StringSchema):
        return ir.String(
            rule,
            nullable,
            schema.min_length,
            schema.max_length,
            schema.pattern,
            schema.format,
            schema.is_base64,
            label,
        )
    if isinstance(schema, BooleanSchema):
        return ir.Boolean(rule, nullable, label)
    if isinstance(schema, ConstSchema):
        return ir.Const(rule, nullable, names, schema.value, label)
    if isinstance(schema, EnumSchema):
        values = tuple(
            ir.EnumValue(value, naming.variant_of(value, schema.given)) for value in schema.values
        )
        expected = _bounded(canonical(enum_form(schema)))
        words = doc(schema.doc)
        return ir.Enum(rule, nullable, names, words, values, expected, schema.is_open, label)
    assert isinstance(schema, NumericSchema)
    bounds = (
        schema.minimum,
        schema.exclusive_minimum,
        schema.maximum,
        schema.exclusive_maximum,
    )
    if schema.kind == "integer":
        low, above, high, below = (None if one is None else int(one) for one in bounds)
        return ir.Integer(rule, nullable, low, above, high, below, schema.multiple_of, label)
    least, over, most, under = (None if one is None else float(one) for one in bounds)
    return ir.Number(rule, nullable, least, over, most, under, label)


def _with_numbers(form: object) -> object:
    """A violation shows bounds as numbers, whatever they are in the form."""
    if isinstance(form, list):
        return [_with_numbers(item) for item in form]
    if not isinstance(form, dict):
        return form
    return {
        name: float(value) if name in BOUNDS and isinstance(value, str) else _with_numbers(value)
        for name, value in form.items()
    }


def _bounded(text: str) -> str:
    """spec/wire.md#violations: over 64 code points, the first 61 and `...`."""
    return text if len(text) <= EXPECTED_MAX else text[: EXPECTED_MAX - 3] + "..."
