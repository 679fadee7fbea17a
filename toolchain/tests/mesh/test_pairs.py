"""All nine ordered pairs of languages on the real host: values, limits and failures."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from .conftest import HERE, Mesh

CALLERS = {"python": "py_caller", "javascript": "js_caller", "rust": "rs_caller"}
CALLEES = {"python": "py_callee", "javascript": "js_callee", "rust": "rs_callee"}
PAIRS = [(caller, callee) for caller in CALLERS for callee in CALLEES]
HOPS = 5  # contract.yaml `limits.hops`

pairs = pytest.mark.parametrize(("caller", "callee"), PAIRS)


def task(kind: str, target: str, **members: Any) -> dict[str, Any]:
    return {"kind": kind, "target": target, "text": "träume 𝄞", "count": 7, **members}


def relay(mesh: Mesh, caller: str, callee: str, kind: str, **members: Any) -> Any:
    return mesh.call(CALLERS[caller], "relay", task(kind, callee, **members))


@pairs
def test_a_value_arrives_as_it_was_sent(mesh: Mesh, caller: str, callee: str) -> None:
    relayed = relay(mesh, caller, callee, "value", note=None)
    answer = relayed["answer"]
    assert {k: answer[k] for k in ("text", "count", "ratio", "tags", "note")} == {
        "text": "träume 𝄞",
        "count": 7,
        "ratio": 0.5,
        "tags": [callee, "é𝄞"],
        "note": None,
    }


@pairs
def test_an_absent_member_stays_absent(mesh: Mesh, caller: str, callee: str) -> None:
    answer = relay(mesh, caller, callee, "value")["answer"]
    assert "note" not in answer


@pairs
def test_an_input_violation_is_found_in_the_callers_stub(
    mesh: Mesh, caller: str, callee: str
) -> None:
    caught = relay(mesh, caller, callee, "bad_input")["caught"]
    assert (caught["code"], caught["at"], caught["fault"]) == ("PC1410", "/text", "caller")


@pairs
def test_an_output_violation_is_the_callees_fault(mesh: Mesh, caller: str, callee: str) -> None:
    caught = relay(mesh, caller, callee, "bad_output")["caught"]
    assert (caught["code"], caught["at"], caught["fault"]) == ("PC1407", "/ratio", "callee")
    assert (caught["agent"], caught["op"]) == (CALLEES[callee], "act")


@pairs
def test_a_declared_error_is_caught_by_its_class_with_its_fields(
    mesh: Mesh, caller: str, callee: str
) -> None:
    caught = relay(mesh, caller, callee, "declared")["caught"]
    assert caught["is_declared"] is True
    assert (caught["code"], caught["reason"], caught["left"]) == ("PC2101", "träume 𝄞", 7)


@pairs
def test_an_exception_is_an_error_without_a_stack(mesh: Mesh, caller: str, callee: str) -> None:
    caught = relay(mesh, caller, callee, "fail")["caught"]
    assert (caught["code"], caught["fault"], caught["is_declared"]) == ("PC2102", "callee", False)
    assert (caught["agent"], caught["op"]) == (CALLEES[callee], "act")


@pairs
def test_a_caller_waits_no_longer_than_the_deadline(mesh: Mesh, caller: str, callee: str) -> None:
    relay(mesh, caller, callee, "value")  # both are warm
    begun = time.monotonic()
    caught = relay(mesh, caller, callee, "sleep", count=2600)["caught"]
    took = time.monotonic() - begun
    assert caught["code"] == "PC2103"
    assert 1.9 <= took < 2.6, "the callee's timeout_ms is 2000"
    time.sleep(max(0.0, 2.8 - took))  # the sleeper wakes and is free again


@pairs
def test_hops_deadline_run_and_trace_go_on(mesh: Mesh, caller: str, callee: str) -> None:
    relayed = relay(mesh, caller, callee, "value")
    outer, inner = relayed["seen"], relayed["answer"]["seen"]
    assert (outer["hops_left"], inner["hops_left"]) == (HOPS, HOPS - 1)
    assert inner["deadline_ms"] <= outer["deadline_ms"]
    assert inner["run"] == outer["run"]
    outer_trace, inner_trace = outer["traceparent"].split("-"), inner["traceparent"].split("-")
    assert inner_trace[1] == outer_trace[1]
    assert inner_trace[2] != outer_trace[2]


def envelope(to: str, members: dict[str, Any] | None = None) -> dict[str, Any]:
    """A request envelope to `to` as a peer would send it, with `members` changed."""
    now_ms = time.time_ns() // 1_000_000
    contract = (HERE / "python" / "contract" / "__init__.py").read_text().split("pc1-")[1][:52]
    return {
        "contract": f"pc1-{contract}",
        "deadline_ms": now_ms + 5000,
        "from": "",
        "hop_id": "00f067aa0ba902b7",
        "hops_left": 3,
        "left_ms": 5000,
        "peer": 1,
        "run": "r_" + "0123456789abcdef" * 2,
        "to": to,
        "traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        **(members or {}),
    }


def send(mesh: Mesh, agent: str, env: dict[str, Any], body: object) -> tuple[str, Any]:
    """Status and body of the reply to a forged envelope event."""
    text = json.dumps(env, sort_keys=True, separators=(",", ":"))
    failed, reply = mesh.invoke(agent, {"env": text, "body": json.dumps(body)})
    assert not failed, reply
    return json.loads(reply["env"])["status"], json.loads(reply["body"])


@pytest.mark.parametrize("callee", CALLEES.values())
@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"from": "py_callee"}, "PC8001"),
        ({"from": "nobody"}, "PC8001"),
        ({"contract": "pc1-" + "a" * 52}, "PC3003"),
        ({"to": "py_caller.relay"}, "PC3004"),
        ({"peer": 2}, "PC3002"),
        ({"run": "r_1"}, "PC3001"),
        ({"deadline_ms": 1_700_000_000_000}, "PC8004"),
        ({"left_ms": 99}, "PC8005"),
    ],
)
def test_a_forged_envelope_is_refused_by_the_callee(
    mesh: Mesh, callee: str, members: dict[str, Any], code: str
) -> None:
    env = envelope(f"{callee}.act", members)
    status, error = send(mesh, callee, env, task("value", "python"))
    assert (status, error["code"], error["at"]) == ("refused", code, "")


@pytest.mark.parametrize("callee", CALLEES.values())
def test_the_callee_checks_the_input_again(mesh: Mesh, callee: str) -> None:
    bad = task("value", "python", text="x" * 41)
    status, error = send(mesh, callee, envelope(f"{callee}.act"), bad)
    assert (status, error["code"], error["at"]) == ("refused", "PC1410", "/text")
    assert error["fault"] == "caller"
    assert error["violations"][0]["rule"] == "/types/Task/properties/text/maxLength"


@pytest.mark.parametrize("caller", CALLERS)
def test_a_caller_without_hops_sends_nothing(mesh: Mesh, caller: str) -> None:
    agent = CALLERS[caller]
    env = envelope(f"{agent}.relay", {"hops_left": 0})
    status, relayed = send(mesh, agent, env, task("value", "rust"))
    assert status == "done"
    assert relayed["caught"]["code"] == "PC8003"


def test_a_rust_error_is_caught_by_its_class_in_python_over_three_hops(mesh: Mesh) -> None:
    relayed = mesh.call("py_caller", "chain", task("declared", "rust"))
    assert relayed["caught"]["is_declared"] is True
    assert (relayed["caught"]["reason"], relayed["caught"]["left"]) == ("träume 𝄞", 7)


def test_a_chain_of_four_agents_in_three_languages_answers(mesh: Mesh) -> None:
    relayed = mesh.call("py_caller", "chain", task("value", "python"))
    answer = relayed["answer"]
    assert answer["tags"] == ["python", "é𝄞"]
    assert answer["seen"]["hops_left"] == HOPS - 3
    assert answer["seen"]["deadline_ms"] <= relayed["seen"]["deadline_ms"]
    assert (
        answer["seen"]["traceparent"].split("-")[1] == relayed["seen"]["traceparent"].split("-")[1]
    )


def test_a_bare_call_that_fails_is_a_function_error_with_our_code(mesh: Mesh) -> None:
    for agent in CALLEES.values():
        failed, error = mesh.invoke(
            agent, {"op": "act", "input": task("value", "python", count=-1)}
        )
        assert failed
        assert error["errorType"] == "PC1406"
        assert json.loads(error["errorMessage"])["at"] == "/count"
