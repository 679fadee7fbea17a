"""Admission and sending by spec/wire.md, over the contracts of suites/guards."""

from __future__ import annotations

import json
from typing import Any

from . import form, machine
from .envelope import request
from .fault import Fault

RESERVE_MS, LEAST_MS = 250, 100
ACCEPTS = form.SUITES / "guards" / "contracts" / "accepts.json"


def limits(contract: dict[str, Any]) -> dict[str, int]:
    told: dict[str, int] = contract.get("limits", {})
    return {"hops": 8, "deadline_ms": 60_000} | told


def admit(given: dict[str, Any]) -> dict[str, Any]:
    """The callee's judgement of an envelope."""
    contract = form.load("guards", given["contract"])
    env = request(given["env"])
    mode = mode_of(given["contract"], contract, given["agent"], env)
    agent, _, name = env["to"].partition(".")
    ops = contract["agents"][given["agent"]]["ops"]
    if agent != given["agent"] or name not in ops:
        raise Fault("PC3004")
    if env["from"] and env["to"] not in calls(contract, env["from"]):
        raise Fault("PC8001")
    received = given["received_ms"]
    deadline = min(
        env["deadline_ms"],
        received + env["left_ms"],
        received + ops[name]["timeout_ms"],
        given["platform_deadline_ms"] - RESERVE_MS,
    )
    check_time(deadline, given["now_ms"])
    check_state(contract, env.get("state"), env["to"])
    hops = min(env["hops_left"], limits(contract)["hops"])
    return {"op": name, "hops_left": hops, "deadline_ms": deadline, "mode": mode}


def mode_of(contract_name: str, contract: dict[str, Any], me: str, env: dict[str, Any]) -> str:
    """Row 1 of the admission table."""
    agent, _, name = env["to"].partition(".")
    if env["contract"] == form.identifier(contract):
        return "exact"
    is_own = agent == me and name in contract["agents"][me]["ops"]
    if is_own and env.get("interface") == form.interface(contract, agent, name):
        return "exact"
    accepted = json.loads(ACCEPTS.read_text(encoding="utf-8")).get(contract_name, [])
    if env["contract"] in {form.identifier(form.load("guards", one)) for one in accepted}:
        return "tolerant"
    raise Fault("PC3003")


def check_state(contract: dict[str, Any], state: str | None, to: str) -> None:
    """Row 6 of the admission table."""
    if "run" in contract:
        run = contract["run"]
        machine.admit(run["states"], run["initial"] if state is None else state, to)


def calls(contract: dict[str, Any], agent: str) -> list[str]:
    return list(contract["agents"].get(agent, {}).get("calls", []))


def check_time(deadline: int, now: int) -> None:
    """Rows 4 and 5 of the admission table."""
    if deadline <= now:
        raise Fault("PC8004")
    if deadline - now < LEAST_MS:
        raise Fault("PC8005")


def enter(given: dict[str, Any]) -> dict[str, Any]:
    """The callee's judgement of a bare event, which starts a run."""
    contract = form.load("guards", given["contract"])
    ops = contract["agents"][given["agent"]]["ops"]
    name, now = given["bare"], given["now_ms"]
    if name not in ops:
        raise Fault("PC3004")
    bound = min(limits(contract)["deadline_ms"], ops[name]["timeout_ms"])
    deadline = min(now + bound, given["platform_deadline_ms"] - RESERVE_MS)
    check_time(deadline, now)
    check_state(contract, None, f"{given['agent']}.{name}")
    hops = limits(contract)["hops"]
    return {"op": name, "hops_left": hops, "deadline_ms": deadline, "mode": "exact"}


def child(given: dict[str, Any]) -> dict[str, Any]:
    """What the caller's stub sends along."""
    contract = form.load("guards", given["contract"])
    if given["to"] not in calls(contract, given["from"]):
        raise Fault("PC8001")
    if given["hops_left"] < 1:
        raise Fault("PC8003")
    now = given["now_ms"]
    check_time(given["deadline_ms"], now)
    agent, _, name = given["to"].partition(".")
    timeout = contract["agents"][agent]["ops"][name]["timeout_ms"]
    deadline = min(given["deadline_ms"], now + timeout)
    return {
        "hops_left": given["hops_left"] - 1,
        "deadline_ms": deadline,
        "left_ms": deadline - now,
    }


def function_error(payload: str, request_id: str) -> Fault:
    """What the caller makes of a function error."""
    try:
        value = json.loads(payload)
    except ValueError:
        value = None
    told = value if isinstance(value, dict) else {}
    kind = told.get("errorType")
    message = told.get("errorMessage")
    if kind == "Sandbox.Timedout" or (isinstance(message, str) and "Task timed out" in message):
        return Fault("PC2103")
    error_type = kind if isinstance(kind, str) else ""
    return Fault("PC2102", error_type=error_type, request_id=request_id)
