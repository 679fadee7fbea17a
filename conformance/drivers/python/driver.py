"""PCP/1 over the Python runtime: each command goes straight to functions of `peercontract.core`."""

from __future__ import annotations

import json
import struct
import sys
from collections.abc import Callable
from typing import Any

import compiled
from peercontract.core import canonical, envelope, json_text, pattern, trace
from peercontract.core.errors import DeclaredError, PeerError, make
from peercontract.core.validate.show import show

BODY_MAX = 6_291_456

Given = dict[str, Any]


def main() -> int:
    """Answers line by line until `bye`."""
    for line in sys.stdin:
        command = json.loads(line)
        if command["cmd"] == "bye":
            return 0
        if command["cmd"] == "hello":
            message = {"pcp": 1, "language": "python", "version": "0.1.0", "ops": sorted(OPS)}
        else:
            message = {"id": command["id"], **answer(command["op"], command["in"])}
        sys.stdout.write(json.dumps(message) + "\n")
        sys.stdout.flush()
    return 0


def answer(op: str, given: Given) -> Given:
    try:
        return {"out": OPS[op](given)}
    except PeerError as error:
        shown = {"code": error.code, "at": error.at}
        if error.violations:
            shown["violations"] = [violation.members() for violation in error.violations]
        for name in ("error_type", "request_id"):
            if getattr(error, name) is not None:
                shown[name] = getattr(error, name)
        return {"error": shown}


def run_json_text(given: Given) -> Given:
    text = bytes.fromhex(given["hex"]) if "hex" in given else given["text"]
    value = json_text.parse(text, given.get("max_bytes", BODY_MAX))
    return {"canonical": canonical.canonical(value)}


def run_canonical(given: Given) -> Given:
    if "numbers" in given:
        doubles = (bytes.fromhex(digits.rjust(16, "0")) for digits in given["numbers"])
        return {"texts": [canonical.number(struct.unpack(">d", each)[0]) for each in doubles]}
    text = canonical.canonical(json_text.parse(given["text"]))
    return {
        "canonical": text,
        "sha256": canonical.sha256_hex(text),
        "id": canonical.contract_id(text),
    }


def run_pattern(given: Given) -> Given:
    found = pattern.Pattern(given["pattern"], given["table"], given["is_linear"])
    return {"matches": found.matches(given["text"])}


def run_envelope(given: Given) -> Given:
    if "event" in given:
        found = envelope.classify(json.loads(given["event"]))
        if isinstance(found, envelope.EnvelopeEvent):
            return {"form": "envelope", "env": found.env, "body": found.body}
        return {"form": "bare", "name": found.op, "input": canonical.canonical(found.input)}
    if "env" in given:
        return {"members": envelope.build_request(envelope.parse_request(given["env"]).members())}
    if "build" in given:
        return {"env": envelope.build_request(given["build"])}
    if "reply_env" in given:
        reply = envelope.parse_reply(given["reply_env"], given["reply_body"], given["hop_id"])
        more = {"error": envelope.to_wire(reply.error)} if reply.error else {}
        more |= {} if reply.state is None else {"state": reply.state}
        return {"status": reply.status, "contract": reply.contract, **more}
    if "child" in given:
        return {"traceparent": trace.child(given["traceparent"], given["child"])}
    parts = trace.parse(given["traceparent"])
    return {"trace_id": parts.trace_id, "parent_id": parts.parent_id, "flags": parts.flags}


def run_errors(given: Given) -> Given:
    if "bounded" in given:
        return {"text": show(json_text.parse(given["bounded"]))}
    if "wire" in given:
        error = envelope.from_wire(given["wire"])
        return {"wire": envelope.to_wire(error), "class": type(error).__name__}
    code = given["code"]
    error = DeclaredError({}) if code == "PC2101" else make(code, direction=given["direction"])
    return {
        "fault": error.fault,
        "retry": error.retry,
        "class": type(error).__name__,
        "name": error.name,
    }


OPS: dict[str, Callable[[Given], Given]] = {
    "json_text": run_json_text,
    "canonical": run_canonical,
    "pattern": run_pattern,
    "envelope": run_envelope,
    "errors": run_errors,
    "validate": compiled.run_validate,
    "guards": compiled.run_guards,
    "machine": compiled.run_machine,
}

if __name__ == "__main__":
    sys.exit(main())
