"""A contract with a `run` on the real host: states, forks and contract modes in nine pairs.

Callers and callees of guests/walk in three languages; callers are built from contract.yaml, which
the callees have too, or from before.yaml, which the callees accept.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from peerc.compiler import ir, pipeline
from peerc.host.function import Definition

from .projects import CHECKOUT
from .running import GUESTS, RunningHost

WALK = GUESTS / "walk"
LANGUAGES = {"py": "python", "js": "javascript", "rs": "rust"}
CARGO = """\
[workspace]
[package]
name = "walk"
version = "0.1.0"
edition = "2024"
[dependencies]
peercontract = {{ path = "{runtime}" }}
[[bin]]
name = "callee"
path = "callee.rs"
[[bin]]
name = "caller"
path = "caller.rs"
[[bin]]
name = "old"
path = "old.rs"
[profile.dev]
debug = 0
"""

pytestmark = pytest.mark.slow
callers = pytest.mark.parametrize("caller", LANGUAGES)
callees = pytest.mark.parametrize("callee", LANGUAGES)


class Walk:
    """The nine functions, called by boto3."""

    def __init__(self, host: RunningHost, contract: ir.Contract) -> None:
        self._host = host
        self._contract = contract
        self._interfaces = {
            f"{agent.names.wire}.{op.names.wire}": op.interface_id
            for agent in contract.agents
            for op in agent.ops
        }

    def invoke(self, agent: str, event: object) -> Any:
        """The payload of an answer that is no function error."""
        payload = json.dumps(event).encode()
        answer = self._host.client.invoke(FunctionName=f"walk-{agent}", Payload=payload)
        told = json.loads(answer["Payload"].read())
        assert "FunctionError" not in answer, told
        return told

    def tour(self, caller: str, mark: Path, *visits: str, **how: Any) -> list[dict[str, Any]]:
        """How visits `agent.op` ended; a `!` behind one asks it to fail, a `~` to take its time."""
        plan = {"mark": str(mark), "visits": [visit(text) for text in visits], **how}
        told: dict[str, Any] = self.invoke(caller, {"op": "tour", "input": plan})
        seen: list[dict[str, Any]] = told["seen"]
        return seen

    def send(self, to: str, body: object, **members: Any) -> tuple[dict[str, Any], Any]:
        """Envelope and body of the reply to a request as a peer would send it."""
        now_ms = time.time_ns() // 1_000_000
        env = {
            "contract": self._contract.id,
            "deadline_ms": now_ms + 5000,
            "from": "",
            "hop_id": "00f067aa0ba902b7",
            "hops_left": 3,
            "left_ms": 5000,
            "peer": 1,
            "run": "r_" + "0123456789abcdef" * 2,
            "to": to,
            "traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            **members,
        }
        text = json.dumps(env, sort_keys=True, separators=(",", ":"))
        agent = to.partition(".")[0]
        reply = self.invoke(agent, {"env": text, "body": json.dumps(body)})
        return json.loads(reply["env"]), json.loads(reply["body"])

    def interface(self, to: str) -> str:
        return self._interfaces[to]


def visit(text: str) -> dict[str, Any]:
    agent, _, op = text.rstrip("!~").partition(".")
    how = {"!": {"fails": True}, "~": {"slow": True}}.get(text[-1], {})
    return {"agent": agent, "op": op, **how}


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walk]:
    folder = tmp_path_factory.mktemp("walk")
    before, contract = (loaded(WALK / name) for name in ("before.yaml", "contract.yaml"))
    definitions = project(folder, before, replace(contract, accepts=(before.id,)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CARGO_TARGET_DIR", str(CHECKOUT / "target" / "walk"))
        patch.setenv("CARGO_NET_OFFLINE", os.environ.get("CARGO_NET_OFFLINE", "true"))
        host = RunningHost(folder / "state", definitions)
    yield Walk(host, contract)
    host.close()


def loaded(path: Path) -> ir.Contract:
    result = pipeline.load(path)
    assert result.contract is not None, result.findings
    return result.contract


def project(folder: Path, before: ir.Contract, contract: ir.Contract) -> list[Definition]:
    """The guests with their stubs, and what the host is to know of them."""
    (folder / "node_modules").symlink_to(CHECKOUT / "node_modules")
    found = []
    for short, language in LANGUAGES.items():
        for kind, built_from in {"new": contract, "old": before}.items():
            place = folder / language
            if language == "rust":
                shutil.copytree(WALK / language, place, dirs_exist_ok=True)
                stubs = {file.path: file for file in pipeline.emit(built_from, language)}
                write(place / kind / "mod.rs", stubs["src/contract/mod.rs"].content)
            else:
                place = folder / kind / language
                shutil.copytree(WALK / language, place)
                for file in pipeline.emit(built_from, language):
                    write(place / file.path, file.content)
            if kind == "new":
                found.append(definition(short, language, place, "callee"))
            caller = {"new": "caller", "old": "old"}[kind] if language == "rust" else "caller"
            found.append(definition(f"{short}_{kind}", language, place, caller))
    write(folder / "rust" / "Cargo.toml", CARGO.format(runtime=CHECKOUT / "runtimes/rust/runtime"))
    shutil.copy(CHECKOUT / "Cargo.lock", folder / "rust")
    return found


def definition(agent: str, language: str, folder: Path, handler: str) -> Definition:
    name = agent if language == "python" else agent.replace("_n", "N").replace("_o", "O")
    handler = handler if language == "rust" else f"{handler}.handler"
    return Definition(f"walk-{agent}", agent, language, folder, handler, env={"WALK_AGENT": name})


def write(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")


def lines(mark: Path) -> list[str]:
    """Who ran, in order."""
    return mark.read_text(encoding="utf-8").split() if mark.exists() else []


def ends(seen: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(one["code"], one["state"]) for one in seen]


@callers
@callees
def test_what_the_state_does_not_list_is_refused_before_its_code_runs(
    walk: Walk, tmp_path: Path, caller: str, callee: str
) -> None:
    step, turn = f"{callee}.step", f"{callee}.turn"
    seen = walk.tour(f"{caller}_new", tmp_path / "m", step, turn, step, step, turn)
    assert ends(seen) == [
        ("", "first"),
        ("PC2003", "first"),
        ("", "done"),  # the guard saw the second line
        ("PC2003", "done"),
        ("PC2003", "done"),
    ]
    assert lines(tmp_path / "m") == [callee, callee]


@callers
def test_the_state_travels_from_one_language_to_the_next(
    walk: Walk, tmp_path: Path, caller: str
) -> None:
    seen = walk.tour(f"{caller}_new", tmp_path / "m", "js.turn", "rs.step", "rs.look", "py.step")
    assert ends(seen) == [("", "other"), ("PC2003", "other"), ("", "other"), ("", "done")]
    assert lines(tmp_path / "m") == ["js", "py"]


@callers
@callees
def test_a_call_that_fails_moves_nothing(
    walk: Walk, tmp_path: Path, caller: str, callee: str
) -> None:
    seen = walk.tour(f"{caller}_new", tmp_path / "m", f"{callee}.turn!", f"{callee}.step")
    assert ends(seen) == [("PC2102", "asked"), ("", "first")]


@callers
def test_calls_at_once_may_not_move_the_run_apart(walk: Walk, tmp_path: Path, caller: str) -> None:
    visits = ("py.step~", "js.turn~")
    seen = walk.tour(f"{caller}_new", tmp_path / "m", *visits, at_once=True)
    assert sorted(one["code"] for one in seen) == ["", "PC2004"]
    assert seen[0]["state"] == seen[1]["state"] == ("other" if seen[0]["code"] else "first")
    assert sorted(lines(tmp_path / "m")) == ["js", "py"]


@callers
def test_calls_at_once_may_move_the_run_alike(walk: Walk, tmp_path: Path, caller: str) -> None:
    visits = ("rs.step~", "js.step~", "py.look")
    seen = walk.tour(f"{caller}_new", tmp_path / "m", *visits, at_once=True)
    assert {one["code"] for one in seen} == {""}
    assert ends(seen)[:2] == [("", "first")] * 2


@callees
@pytest.mark.parametrize("state", ["done", "other", "nowhere"])
def test_a_forged_state_is_refused_and_the_refusal_has_none(
    walk: Walk, tmp_path: Path, callee: str, state: str
) -> None:
    env, error = walk.send(f"{callee}.turn", {"mark": str(tmp_path / "m")}, state=state)
    assert (env["status"], error["code"], error["op"]) == ("refused", "PC2003", "turn")
    assert "state" not in env
    assert lines(tmp_path / "m") == []


@callees
def test_a_reply_says_where_the_run_stands(walk: Walk, tmp_path: Path, callee: str) -> None:
    task = {"mark": str(tmp_path / "m")}
    assert walk.send(f"{callee}.step", task)[0]["state"] == "first"  # from the initial one
    env, done = walk.send(f"{callee}.step", task, state="first")
    assert (env["state"], done["state"]) == ("done", "first")
    env, _ = walk.send(f"{callee}.turn", task | {"fails": True}, state="asked")
    assert (env["status"], env["state"]) == ("failed", "asked")


@callers
@callees
def test_contracts_that_differ_elsewhere_agree_by_the_interface(
    walk: Walk, tmp_path: Path, caller: str, callee: str
) -> None:
    seen = walk.tour(f"{caller}_old", tmp_path / "m", f"{callee}.look")
    assert seen == [{"code": "", "state": "", "there": 0, "here": 0}]


@callers
@callees
def test_an_accepted_caller_and_its_callee_drop_what_they_do_not_know(
    walk: Walk, tmp_path: Path, caller: str, callee: str
) -> None:
    seen = walk.tour(f"{caller}_old", tmp_path / "m", f"{callee}.step", f"{callee}.step")
    # `note` is dropped by the callee, `count` by the caller; each call starts where runs start.
    assert [one["there"] for one in seen] == [1, 1]
    assert [one["here"] for one in seen] == [1, 2]
    assert ends(seen) == [("", ""), ("", "")]


@callees
def test_a_contract_that_is_not_accepted_is_refused_but_for_equal_interfaces(
    walk: Walk, tmp_path: Path, callee: str
) -> None:
    step, task = f"{callee}.step", {"mark": str(tmp_path / "m")}
    other = "pc1-" + "a" * 52
    env, error = walk.send(step, task, contract=other)
    assert (env["status"], error["code"]) == ("refused", "PC3003")
    assert env["contract"] != other  # a caller can say both
    wrong = walk.interface(f"{callee}.turn")
    assert walk.send(step, task, contract=other, interface=wrong)[1]["code"] == "PC3003"
    assert lines(tmp_path / "m") == []
    right = walk.interface(step)
    assert walk.send(step, task, contract=other, interface=right)[0]["status"] == "done"
    unknown = {"contract": other, "interface": right}
    error = walk.send(step, task | {"note": "x"}, **unknown)[1]
    assert error["code"] == "PC1403"  # exact mode: nothing is dropped
