"""Checks after lowering: the plain reader of values, and what is legal beside what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from peerc.compiler import ir, pipeline
from peerc.compiler.semantics.sizes import least_bytes
from peerc.compiler.violation import violation, violations

ROOT = Path(__file__).resolve().parents[3]
VALIDATE = ROOT / "conformance" / "suites" / "validate"

GOOD_TYPES = {
    "default at its bound": (
        "{type: object, properties: {k: {type: integer, maximum: 5, default: 5}}}"
    ),
    "default null": '{type: object, properties: {k: {type: [string, "null"], default: null}}}',
    "default of a named enum": "{type: object, properties: {k: {$ref: Color, default: red}}}",
    "default record of defaults": "{type: object, properties: {k: {$ref: Filled, default: {}}}}",
    "default empty list": (
        "{type: object, properties: {k: {type: array, items: {$ref: T}, default: []}}}"
    ),
    "default map beside itself": (
        "{type: object, properties: {k: {type: object, additionalProperties: {$ref: T}, "
        "default: {}}}}"
    ),
    "examples": "{type: integer, minimum: 0, examples: [0, 7]}",
    "no examples": "{type: integer, examples: []}",
    "example null": '{type: [integer, "null"], examples: [null]}',
    "example of a reference": "{$ref: Color, examples: [red, green]}",
    "example of a nested record": "{$ref: Filled, examples: [{}, {a: 3}]}",
    "pattern of that length": "{type: string, pattern: '^abc$', minLength: 3, maxLength: 3}",
    "format of that length": "{type: string, format: uuid, maxLength: 36}",
    "pattern within a format": "{type: string, pattern: '^2024-', format: date}",
    "base64 of four": "{type: string, contentEncoding: base64, minLength: 1, maxLength: 4}",
    "as many names as there are": (
        "{type: object, additionalProperties: {type: string}, "
        "propertyNames: {pattern: '^[ab]$'}, minProperties: 2}"
    ),
    "names of a large class": (
        "{type: object, additionalProperties: {type: string}, "
        "propertyNames: {pattern: '^[一-龥]$'}, minProperties: 1000}"
    ),
    "as many members as an object may have": (
        "{type: object, additionalProperties: {type: string}, minProperties: 1024}"
    ),
    "as many items as the enum has": (
        "{type: array, items: {$ref: Color}, uniqueItems: true, minItems: 2}"
    ),
    "as many items as the range has": (
        "{type: array, items: {type: integer, minimum: 0, maximum: 9, multipleOf: 4}, "
        "uniqueItems: true, minItems: 3}"
    ),
    "as many items as the pattern has": (
        "{type: array, items: {type: string, pattern: '^(a|b)?$'}, uniqueItems: true, minItems: 3}"
    ),
    "as many items as one digit has": (
        "{type: array, items: {type: string, format: int64, maxLength: 1}, "
        "uniqueItems: true, minItems: 10}"
    ),
    "more items than the enum has, not unique": "{type: array, items: {$ref: Color}, minItems: 3}",
}


def load(types: str, more: str = "") -> pipeline.Result:
    source = f"peer: 1\nname: demo\ntypes:\n{types}\n{more}"
    return pipeline.load_bytes("contract.yaml", source.encode())


@pytest.mark.parametrize("name", GOOD_TYPES)
def test_what_is_legal_beside_a_refusal_passes(name: str) -> None:
    types = (
        f"  T: {GOOD_TYPES[name]}\n"
        "  Color: {enum: [red, green]}\n"
        "  Filled: {type: object, properties: {a: {type: integer, default: 3}}}"
    )
    result = load(types)
    assert result.contract is not None, result.findings
    assert result.findings == ()


@pytest.mark.parametrize("path", sorted(VALIDATE.glob("*.json")), ids=lambda path: path.stem)
def test_the_reader_says_what_the_vectors_say(path: Path) -> None:
    contracts: dict[str, ir.Contract] = {}
    looked_at = 0
    for case in json.loads(path.read_text(encoding="utf-8"))["cases"]:
        given = case["in"]
        text = given.get("text")
        if not isinstance(text, str) or given.get("mode") == "tolerant":
            continue
        found = case.get("error", {}).get("violations", [])
        if ("error" in case and not found) or "max" in given:
            continue  # refused before any schema is looked at
        name = given["contract"]
        if name not in contracts:
            contract = pipeline.load(VALIDATE / "contracts" / f"{name}.yaml").contract
            assert contract is not None
            contracts[name] = contract
        types = {one.names.wire: one for one in contracts[name].types}
        if given["type"] not in types:
            continue
        shape = types[given["type"]].shape
        said = {(one.at, one.rule) for one in violations(types, shape, json.loads(text))}
        assert {(one["at"], one["rule"]) for one in found} <= said, case["id"]
        assert bool(found) == bool(said), case["id"]
        looked_at += 1
    assert looked_at


@pytest.mark.parametrize(
    ("schema", "smallest"),
    [
        ("{type: string}", '""'),
        ('{type: [string, "null"]}', '""'),
        ('{type: [string, "null"], minLength: 9}', "null"),
        ("{type: string, minLength: 3}", '"abc"'),
        ("{type: string, format: date}", '"2024-01-01"'),
        ("{type: integer, minimum: 100}", "100"),
        ("{type: integer, maximum: -7}", "-7"),
        ("{type: number, minimum: 0.1, maximum: 0.9}", "0.5"),
        ("{type: boolean}", "true"),
        ("{enum: [abc, é]}", '"é"'),
        ("{const: 12}", "12"),
        ("{type: array, items: {type: integer}, minItems: 3}", "[0,0,0]"),
        (
            "{type: array, items: {enum: [a, bb, ccc]}, uniqueItems: true, minItems: 2}",
            '["a","bb"]',
        ),
        ("{type: array, prefixItems: [{type: integer}, {type: string}]}", '[0,""]'),
        (
            "{type: object, required: [a, b], properties: {a: {type: integer}, b: {$ref: U}}}",
            '{"a":0,"b":0}',
        ),
        ("{type: object, properties: {a: {type: integer, default: 1}}}", "{}"),
        ("{type: object, additionalProperties: {type: integer}, minProperties: 1}", '{"":0}'),
        ("{type: object, properties: {t: {$ref: T}}}", "{}"),
        ("{oneOf: [{type: string, minLength: 5}, {type: boolean}]}", "true"),
    ],
)
def test_the_smallest_text_of_a_type_has_so_many_bytes(schema: str, smallest: str) -> None:
    contract = load(f"  T: {schema}\n  U: {{type: integer}}").contract
    assert contract is not None
    types = {one.names.wire: one for one in contract.types}
    assert violation(types, types["T"].shape, json.loads(smallest)) is None
    assert least_bytes(types)["T"] == len(smallest.encode())


def test_an_operation_whose_limit_holds_its_smallest_value_exactly_passes() -> None:
    limits = "max_input_bytes: 45, max_output_bytes: 45"
    agents = f"agents: {{a: {{language: rust, ops: {{go: {{input: T, output: T, {limits}}}}}}}}}"
    record = "{type: object, required: [id], properties: {id: {type: string, format: uuid}}}"
    assert load(f"  T: {record}", agents).findings == ()


def test_a_budget_of_as_many_invocations_as_the_path_has_agents_passes() -> None:
    more = (
        "limits: {budget: {invocations: 2}}\n"
        "agents:\n"
        "  a: {language: rust, ops: {go: {input: T, output: T}}, calls: [b.go]}\n"
        "  b: {language: rust, ops: {go: {input: T, output: T}}}\n"
    )
    assert load("  T: {type: string}", more).findings == ()


@pytest.mark.parametrize(
    "text",
    [
        "{type: object, required: [on], properties: {on: {$ref: Off}}}",
        "{type: string, description: no}",
        "{type: string, title: Off}",
        '{enum: ["no", "off"]}',
    ],
)
def test_a_word_that_is_a_name_or_a_text_is_no_warning(text: str) -> None:
    assert load(f"  T: {text}\n  Off: {{const: 0}}").findings == ()


@pytest.mark.parametrize(
    "text",
    [
        "{enum: [de, no]}",
        "{const: off}",
        "{type: object, properties: {a: {type: string, default: yes}}}",
        "{type: string, examples: [on]}",
        "{type: object, properties: {a: {type: string}}, examples: [{a: no}]}",
        "{type: string, x-flag: no}",
    ],
)
def test_a_word_where_a_boolean_could_be_meant_is_a_warning(text: str) -> None:
    found = load(f"  T: {text}")
    assert found.contract is not None
    assert [one.code for one in found.findings] == ["PC1008"]
