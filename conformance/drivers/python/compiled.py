"""The ops that run what `peerc compile` made of a contract: validate, guards, machine."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from peercontract.core import canonical, envelope, guards, json_text
from peercontract.core.contract import Contract
from peercontract.core.errors import PeerError
from peercontract.core.machine import Machine, merge
from peercontract.core.validate import Codec

Given = dict[str, Any]


def contract_of(given: Given) -> Contract:
    found: Contract = import_module(f"generated.{given['contract']}").CONTRACT
    return found


def run_validate(given: Given) -> Given:
    codec = import_module(f"generated.{given['contract']}._types").CODECS[given["type"]]
    direction, limit = given.get("direction", "input"), given.get("limit", 1)
    if given.get("mode") != "tolerant":
        return {"canonical": written(codec, codec.read(given["text"], direction, limit), direction)}
    value, dropped = codec.read_tolerant(given["text"], direction, limit)
    try:
        return {"canonical": written(codec, value, direction), "dropped": dropped}
    except PeerError as error:
        return {"refused": {"code": error.code, "at": error.at}, "dropped": dropped}


def written(codec: Codec, value: Any, direction: str) -> str:
    return canonical.canonical(json_text.parse(codec.write(value, direction)))


def run_guards(given: Given) -> Given:
    if "function_error" in given:
        raise envelope.function_error(given["function_error"].encode(), given["request_id"])
    contract, now_ms = contract_of(given), given["now_ms"]
    if "to" in given:
        share = guards.child(
            contract, given["from"], given["to"], given["hops_left"], given["deadline_ms"], now_ms
        )
        left = {"left_ms": share.left_ms}
        return {"hops_left": share.hops_left, "deadline_ms": share.deadline_ms, **left}
    platform_ms = given["platform_deadline_ms"]
    if "bare" in given:
        found = guards.enter(contract, given["agent"], given["bare"], now_ms, platform_ms)
    else:
        request = envelope.parse_request(given["env"])
        received_ms = given["received_ms"]
        found = guards.admit(contract, given["agent"], request, now_ms, received_ms, platform_ms)
    return {
        "op": found.op.name,
        "hops_left": found.hops_left,
        "deadline_ms": found.deadline_ms,
        "mode": "tolerant" if found.is_tolerant else "exact",
    }


def run_machine(given: Given) -> Given:
    if "sent" in given:
        return {"state": merge(given["sent"], given["own"], given["replied"])}
    contract = contract_of(given)
    assert contract.machine is not None
    state = given.get("state", contract.machine.initial)
    if "op" in given:
        return {"state": stepped(contract, contract.machine, state, given)}
    trace = []
    for event in given["events"]:
        try:
            state = stepped(contract, contract.machine, state, event)
            trace.append(state)
        except PeerError as error:
            trace.append(error.code)
    return {"trace": trace}


def stepped(contract: Contract, machine: Machine, state: str, event: Given) -> str:
    machine.admit(state, event["op"])
    agent, _, op = event["op"].partition(".")
    output = contract.agents[agent].ops[op].output.read(event["output"], "output")
    return machine.after(state, event["op"], output)
