"""Events, envelopes, replies and trace context by spec/wire.md."""

from __future__ import annotations

import json
import re
from typing import Any

from . import errors
from .canonical import canonical
from .fault import Fault
from .json_text import parse

SAFE = 2**53 - 1
ENVELOPE_BYTES = 4096
NO_HOP = "0" * 16
AGENT = "[a-z][a-z0-9_-]{0,62}"
TRACEPARENT = re.compile("00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})")
TEXTS = {
    "contract": re.compile("pc1-[a-z2-7]{52}"),
    "from": re.compile(f"({AGENT})?"),
    "to": re.compile(rf"{AGENT}\.[a-z][a-z0-9_]{{0,62}}"),
    "run": re.compile("r_[0-9a-f]{32}"),
    "hop_id": re.compile("(?!0{16})[0-9a-f]{16}"),
    "traceparent": TRACEPARENT,
    "tracestate": re.compile("[ -~]{1,512}"),
    "idempotency_key": re.compile("[ -~]{1,128}"),
    "interface": re.compile("pi1-[a-z2-7]{52}"),
    "state": re.compile("[a-z0-9_.]{1,127}"),
}
NUMBERS = {"hops_left": 15, "deadline_ms": SAFE, "left_ms": SAFE}
OPTIONAL = {"tracestate", "idempotency_key", "interface", "state"}
REPLY = {"contract", "hop_id", "peer", "status"}


def classify(event: str) -> dict[str, Any]:
    """The form of an event that some JSON parser of the platform has read."""
    value = json.loads(event)
    if isinstance(value, dict) and value.keys() & {"env", "body"}:
        if value.keys() == {"env", "body"} and all(isinstance(x, str) for x in value.values()):
            return {"form": "envelope", "env": value["env"], "body": value["body"]}
    elif (
        isinstance(value, dict) and value.keys() == {"op", "input"} and isinstance(value["op"], str)
    ):
        return {"form": "bare", "name": value["op"], "input": canonical(value["input"])}
    raise Fault("PC3001")


def control(text: str, code: str) -> dict[str, Any]:
    """A control document of at most 4,096 bytes, its integers as `int`."""
    try:
        value = parse(text.encode(), ENVELOPE_BYTES)
    except Fault:
        raise Fault(code) from None
    if not isinstance(value, dict) or canonical(value) != text:
        raise Fault(code)
    members = {}
    for name, member in value.items():
        whole = isinstance(member, float) and member.is_integer() and abs(member) <= SAFE
        if not name.isascii() or not (whole or isinstance(member, str)):
            raise Fault(code)
        members[name] = int(member) if whole else member
    return members


def request(text: str) -> dict[str, Any]:
    """The members of a request envelope."""
    members = control(text, "PC3001")
    peer = members.get("peer")
    if isinstance(peer, int) and peer != 1:
        raise Fault("PC3002")
    wanted = TEXTS.keys() | NUMBERS.keys() | {"peer"}
    if not wanted - OPTIONAL <= members.keys() <= wanted or not isinstance(peer, int):
        raise Fault("PC3001")
    for name, pattern in TEXTS.items():
        if name in members and not matches(pattern, members[name]):
            raise Fault("PC3001")
    for name, largest in NUMBERS.items():
        if not isinstance(members[name], int) or not 0 <= members[name] <= largest:
            raise Fault("PC3001")
    if members["traceparent"].split("-")[2] != members["hop_id"]:
        raise Fault("PC3001")
    return members


def matches(pattern: re.Pattern[str], value: Any) -> bool:
    """Whether all of a text fits; numbers never do."""
    return isinstance(value, str) and pattern.fullmatch(value) is not None


def reply(env: str, body: str, hop_id: str) -> dict[str, Any]:
    """What a reply says; its output is not read here, its error is."""
    members = control(env, "PC3007")
    fits = (
        members.keys() - {"state"} == REPLY
        and matches(TEXTS["state"], members.get("state", "none"))
        and members["peer"] == 1
        and members["status"] in ("done", "failed", "refused")
        and matches(TEXTS["contract"], members["contract"])
        and (
            members["hop_id"] == hop_id
            or (members["hop_id"] == NO_HOP and members["status"] == "refused")
        )
    )
    if not fits:
        raise Fault("PC3007")
    answer = {"status": members["status"], "contract": members["contract"]}
    answer |= {"state": members["state"]} if "state" in members else {}
    if answer["status"] != "done":
        answer["error"] = errors.read(body)["wire"]
    return answer


def trace(text: str, child: str | None) -> dict[str, Any]:
    """The parts of a traceparent, or the one of a child span."""
    match = TRACEPARENT.fullmatch(text)
    if match is None:
        raise Fault("PC3001")
    if child is not None:
        return {"traceparent": f"00-{match[1]}-{child}-{match[3]}"}
    return {"trace_id": match[1], "parent_id": match[2], "flags": match[3]}
