"""Who says what about a value, whether they agree, and a smaller value on which they do not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import jsonschema_rs
from reference import driver as reference
from reference import json_schema, machine
from reference.fault import Fault
from reference.json_text import parse
from runner.driver import Answer, Driver
from runner.verdict import comparable

from fuzz import runs, sourcemeta

# Where the oracle's formats differ from ours: conformance/tests/oracle_deviations.json.
APART = {"date", "time", "date-time", "email", "hostname"}
ASKED_TWICE: list[str] = []  # the second oracle where it is asked as well: `--second`
Forms = dict[str, Any]
Given = dict[str, Any]


def answers(forms: Forms, drivers: dict[str, Driver], given: Given) -> dict[str, str]:
    """Comparable answers of the reference and every driver; the oracle's where it has a say."""
    said = {"reference": comparable(by_reference(forms, given))}
    for name, driver in drivers.items():
        said[name] = comparable(driver.run("fuzz", asked_of(given), given))
    return said


def disagreement(forms: Forms, drivers: dict[str, Driver], given: Given) -> bool:
    """Whether one of them says something else than the reference."""
    expected = by_reference(forms, given)
    if any(said != comparable(expected) for said in answers(forms, drivers, given).values()):
        return True
    verdict = by_oracle(forms, given)
    if verdict is None:
        return False
    if verdict != (expected.kind == "out"):
        return True
    return bool(ASKED_TWICE) and by_second(forms, given) != verdict


def asked_of(given: Given) -> str:
    """The op that a case is for."""
    return "machine" if "events" in given else "validate"


def by_reference(forms: Forms, given: Given) -> Answer:
    try:
        if asked_of(given) == "machine":
            return Answer("out", machine.walk(forms[given["contract"]], given))
        return Answer("out", reference.read_value(forms[given["contract"]]["types"], given))
    except Fault as fault:
        return Answer("error", fault.answer())


def by_oracle(forms: Forms, given: Given) -> bool | None:
    """Whether jsonschema-rs takes the value; None where it would judge something else."""
    types = json.dumps(forms[given["contract"]]["types"])
    if given.get("mode") == "tolerant" or asked_of(given) == "machine":
        return None
    validator = oracle(types, given["type"])
    return None if validator is None else bool(validator.is_valid(parse(given["text"].encode())))


def by_second(forms: Forms, given: Given) -> bool:
    """What the second oracle says of what the first one judged."""
    types = json.dumps(forms[given["contract"]]["types"])
    return sourcemeta.accepts(types, given["type"], given["text"])


@cache
def oracle(types: str, name: str) -> Any:
    """A validator of one type, unless what it reaches has a format that is read differently."""
    form = {"types": json.loads(types)}
    reached = list(reachable(form["types"], form["types"][name], set()))
    formats = {schema.get("format") for schema in reached}
    unique = any(schema.get("uniqueItems") for schema in reached)
    if formats & APART or (unique and "uuid" in formats):
        return None
    document = json_schema.document(form, name)
    return jsonschema_rs.Draft202012Validator(document, validate_formats=True)


def reachable(types: dict[str, Any], schema: Any, seen: set[str]) -> Iterator[dict[str, Any]]:
    """Every schema at or below one, references followed once."""
    if isinstance(schema, list):
        for part in schema:
            yield from reachable(types, part, seen)
    elif isinstance(schema, dict):
        yield schema
        target = schema.get("$ref")
        if isinstance(target, str) and target not in seen:
            seen.add(target)
            yield from reachable(types, types[target], seen)
        for part in schema.values():
            yield from reachable(types, part, seen)


def shrunk(forms: Forms, drivers: dict[str, Driver], given: Given) -> Given:
    """The smallest case found by taking parts away while they disagree."""
    smaller = True
    while smaller:
        smaller = False
        for tried in smaller_cases(given):
            if disagreement(forms, drivers, tried):
                given, smaller = tried, True
                break
    return given


def smaller_cases(given: Given) -> Iterator[Given]:
    """The case with one part less."""
    if asked_of(given) == "machine":
        yield from runs.smaller(given)
    else:
        for value in simpler(json.loads(given["text"])):
            yield given | {"text": json.dumps(value)}


def simpler(value: Any) -> Iterator[Any]:
    """Values with one part less, or one part simpler."""
    if isinstance(value, dict):
        for name in value:
            yield {other: member for other, member in value.items() if other != name}
        for name, member in value.items():
            for inner in simpler(member):
                yield value | {name: inner}
    elif isinstance(value, list):
        for index in range(len(value)):
            yield [*value[:index], *value[index + 1 :]]
        for index, item in enumerate(value):
            for inner in simpler(item):
                yield [*value[:index], inner, *value[index + 1 :]]
    elif isinstance(value, str) and value:
        yield from ("", value[:-1]) if len(value) > 1 else ("",)
