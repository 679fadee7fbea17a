"""The reference as a PCP/1 driver: runner and vectors can be tested without a runtime."""

from __future__ import annotations

import json
import sys
from typing import Any

from reference import (
    canonical,
    envelope,
    errors,
    form,
    guards,
    json_text,
    machine,
    pattern,
    validate,
)
from reference.fault import Fault

Given = dict[str, Any]


def main() -> int:
    """Answers line by line until `bye`."""
    for line in sys.stdin:
        command = json.loads(line)
        if command["cmd"] == "bye":
            return 0
        if command["cmd"] == "hello":
            message = {"pcp": 1, "language": "reference", "version": "0", "ops": sorted(OPS)}
        else:
            message = {"id": command["id"], **answer(command["op"], command["in"])}
        sys.stdout.write(json.dumps(message) + "\n")
        sys.stdout.flush()
    return 0


def answer(op: str, given: Given) -> Given:
    """`out` or `error` of one case."""
    try:
        return {"out": OPS[op](given)}
    except Fault as fault:
        return {"error": fault.answer()}


def read_text(given: Given) -> Given:
    data = bytes.fromhex(given["hex"]) if "hex" in given else given["text"].encode()
    value = json_text.parse(data, given.get("max_bytes", 6_291_456))
    return {"canonical": canonical.canonical(value)}


def write_text(given: Given) -> Given:
    if "numbers" in given:
        return {"texts": [canonical.number(canonical.double(text)) for text in given["numbers"]]}
    text = canonical.canonical(json_text.parse(given["text"].encode()))
    return {
        "canonical": text,
        "sha256": canonical.sha256_hex(text),
        "id": canonical.contract_id(text),
    }


def match(given: Given) -> Given:
    return {"matches": pattern.found(given["pattern"], given["text"])}


def check_value(given: Given) -> Given:
    return read_value(form.types("validate", given["contract"]), given)


def read_value(types: dict[str, Any], given: Given) -> Given:
    """The answer of `validate` for a type of any contract form."""
    mode = given.get("mode", "exact")
    read = validate.check(
        types,
        given["type"],
        given["text"].encode(),
        given.get("direction", "input"),
        given.get("limit", 1),
        mode,
    )
    if mode == "exact":
        return {"canonical": read.canonical}
    if read.unknown:
        code, at = read.unknown
        return {"refused": {"code": code, "at": at}, "dropped": read.dropped}
    return {"canonical": read.canonical, "dropped": read.dropped}


def carry(given: Given) -> Given:
    if "event" in given:
        return envelope.classify(given["event"])
    if "env" in given:
        return {"members": canonical.canonical(envelope.request(given["env"]))}
    if "build" in given:
        return {"env": canonical.canonical(given["build"])}
    if "reply_env" in given:
        return envelope.reply(given["reply_env"], given["reply_body"], given["hop_id"])
    return envelope.trace(given["traceparent"], given.get("child"))


def fail(given: Given) -> Given:
    if "wire" in given:
        return errors.read(given["wire"])
    if "code" in given:
        return dict(errors.fresh(given["code"], given.get("direction", "input")))
    return dict(errors.bounded(given["bounded"]))


def guard(given: Given) -> Given:
    if "function_error" in given:
        raise guards.function_error(given["function_error"], given["request_id"])
    if "env" in given:
        return guards.admit(given)
    return guards.enter(given) if "bare" in given else guards.child(given)


OPS = {
    "json_text": read_text,
    "canonical": write_text,
    "pattern": match,
    "validate": check_value,
    "envelope": carry,
    "errors": fail,
    "guards": guard,
    "machine": machine.answer,
}

if __name__ == "__main__":
    sys.exit(main())
