"""Run states and contract modes over the memory bridge, on the golden stubs with a `run` put in."""

from __future__ import annotations

import json
from collections.abc import Callable
from threading import Barrier, Thread
from types import ModuleType
from typing import Any

import pytest
from peercontract import CallError, PeerError
from peercontract.bridge import Answer
from peercontract.bridge.memory import Memory
from peercontract.core.machine import Machine

STATES: dict[str, Any] = {
    "asked": {"js.find": "found", "js.walk": "walked"},
    "found": {"js.find": lambda names: "done" if len(names) > 1 else None},
    "walked": {"js.walk": "done"},
    "done": {},
}
OTHER = "pc1-" + "a" * 52


class Trip:
    """Agent `py` does `trip` with its peers in `maybe`; `js` keeps whom it served, and `rs` too."""

    def __init__(self, golden: ModuleType) -> None:
        self.golden = golden
        self.memory = Memory()
        self.served: list[str] = []
        self.envs: list[dict[str, Any]] = []
        self.replies: list[dict[str, Any]] = []
        self.names = ["a"]
        self.trip: Callable[[Any, Any], None] = lambda peers, run: None
        self.while_serving: Callable[[], object] = lambda: None
        outer = self

        @golden.py.agent
        class Py:
            def all(self, value: Any, peers: Any, run: Any) -> Any:
                return value

            odd = all

            def maybe(self, value: Any, peers: Any, run: Any) -> Any:
                outer.trip(peers, run)
                return value

        @golden.js.agent
        class Js:
            def find(self, value: Any, peers: Any, run: Any) -> Any:
                outer.served.append(f"find in {run.state}")
                outer.while_serving()
                return outer.names

            def walk(self, value: Any, peers: Any, run: Any) -> Any:
                outer.served.append(f"walk in {run.state}")
                outer.while_serving()
                return value

        @golden.rs.agent
        class Rs:
            def level(self, value: Any, peers: Any, run: Any) -> Any:
                outer.served.append(f"level in {run.state}")
                return "low"

            def fixed(self, value: Any, peers: Any, run: Any) -> Any:
                return 'it\'s "fixed"'

        self.memory.add("py", golden.py.handler(Py, bridge=self.memory))
        self.memory.add("js", self.kept(golden.js.handler(Js, bridge=self.memory)))
        self.memory.add("rs", golden.rs.handler(Rs, bridge=self.memory))

    def kept(self, handler: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
        """The handler; envelopes that go in and come out are kept."""

        def handle(event: Any, context: Any) -> Any:
            self.envs.append(json.loads(event["env"]))
            reply = handler(event, context)
            self.replies.append(json.loads(reply["env"]))
            return reply

        return handle

    def go(self, trip: Callable[[Any, Any], None]) -> None:
        self.trip = trip
        self.golden.py.client(self.memory).maybe(None)

    def node(self) -> Any:
        return self.golden.types.Node(value=1)


@pytest.fixture
def trip(golden: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Trip:
    monkeypatch.setattr(golden.CONTRACT, "machine", Machine(initial="asked", states=STATES))
    return Trip(golden)


def code_of(call: Callable[[], object]) -> str:
    """The code of the error that a call ends with, "" for none."""
    try:
        call()
    except PeerError as error:
        return error.code
    return ""


def test_the_run_moves_with_what_is_done_and_guards_look_at_the_output(trip: Trip) -> None:
    seen = []

    def steps(peers: Any, run: Any) -> None:
        for trip.names in (["a"], ["a"], ["a", "b"]):
            peers.js.find("x")
            seen.append(run.state)

    trip.go(steps)
    assert seen == ["found", "found", "done"]
    assert trip.served == ["find in asked", "find in found", "find in found"]
    assert [env["state"] for env in trip.envs] == ["asked", "found", "found"]
    assert [env["state"] for env in trip.replies] == seen


def test_what_the_state_does_not_list_is_refused_before_its_code_runs(trip: Trip) -> None:
    def steps(peers: Any, run: Any) -> None:
        peers.js.find("x")
        with pytest.raises(CallError, match="PC2003") as error:
            peers.js.walk(trip.node())
        assert (error.value.agent, error.value.op) == ("js", "walk")
        assert run.state == "found"

    trip.go(steps)
    assert trip.served == ["find in asked"]
    assert trip.replies[1]["status"] == "refused"
    assert "state" not in trip.replies[1]


def test_what_no_state_lists_may_be_called_in_any_state_and_moves_nothing(trip: Trip) -> None:
    def steps(peers: Any, run: Any) -> None:
        level = trip.golden.py.RsLevelInput(of="x")
        for state, code in (("asked", ""), ("done", ""), ("nowhere", "PC2003")):
            run.state = state
            assert code_of(lambda: peers.rs.level(level)) == code
            assert run.state == state

    trip.go(steps)
    assert trip.served == ["level in asked", "level in done"]


def test_a_call_that_fails_moves_nothing(trip: Trip) -> None:
    def fail() -> None:
        raise ValueError("not today")

    def steps(peers: Any, run: Any) -> None:
        trip.while_serving = fail
        assert code_of(lambda: peers.js.walk(trip.node())) == "PC2102"
        assert run.state == "asked"

    trip.go(steps)
    assert (trip.replies[0]["status"], trip.replies[0]["state"]) == ("failed", "asked")


def test_an_output_that_breaks_the_contract_moves_nothing(trip: Trip) -> None:
    def steps(peers: Any, run: Any) -> None:
        trip.names = ["x" * 1000]
        assert code_of(lambda: peers.js.find("x")).startswith("PC14")
        assert run.state == "asked"

    trip.go(steps)
    assert trip.replies[0]["state"] == "asked"


def test_calls_at_once_that_move_the_run_apart_are_told_so(trip: Trip) -> None:
    both = Barrier(2)
    trip.while_serving = lambda: both.wait(10)
    codes: list[str] = []

    def steps(peers: Any, run: Any) -> None:
        calls = (lambda: peers.js.find("x"), lambda: peers.js.walk(trip.node()))
        threads = [Thread(target=lambda call=call: codes.append(code_of(call))) for call in calls]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert run.state in ("found", "walked")

    trip.go(steps)
    assert sorted(codes) == ["", "PC2004"]


def test_a_caller_without_a_run_passes_over_the_state_of_a_reply(
    golden: ModuleType, trip: Trip
) -> None:
    handler = trip.memory._handlers["js"]

    def stated(event: Any, context: Any) -> Any:
        reply = handler(event, context)
        env = json.loads(reply["env"]) | {"state": "elsewhere"}
        return reply | {"env": json.dumps(env, sort_keys=True, separators=(",", ":"))}

    trip.memory.add("js", stated)
    golden.CONTRACT.machine = None

    def steps(peers: Any, run: Any) -> None:
        assert peers.js.find("x") == ["a"]
        assert run.state is None

    trip.go(steps)
    assert "state" not in trip.envs[0]


def test_an_output_of_another_contract_is_read_in_tolerant_mode(
    golden: ModuleType, trip: Trip
) -> None:
    def more(payload: bytes) -> bytes:
        reply = json.loads(payload)
        env = json.loads(reply["env"]) | {"contract": OTHER}
        body = json.loads(reply["body"]) | {"more": 1}
        text = json.dumps(env, sort_keys=True, separators=(",", ":"))
        return json.dumps({"body": json.dumps(body), "env": text}).encode()

    class Newer(Memory):
        def send(self, agent: str, payload: bytes, deadline_ms: int) -> Answer:
            found = trip.memory.send(agent, payload, deadline_ms)
            return Answer(more(found.payload), found.function_error, found.request_id)

    assert golden.js.client(Newer()).walk(trip.node()) == trip.node()


def test_the_input_of_an_accepted_contract_is_read_in_tolerant_mode(
    golden: ModuleType, trip: Trip, monkeypatch: pytest.MonkeyPatch
) -> None:
    def send(**members: Any) -> Any:
        env = trip.envs[0] | members
        text = json.dumps(env, sort_keys=True, separators=(",", ":"))
        return trip.memory._handlers["js"]({"env": text, "body": '{"more":1,"value":1}'}, None)

    walk = golden.CONTRACT.agents["js"].ops["walk"]
    monkeypatch.setattr(walk, "interface_id", "pi1-" + "b" * 52)
    trip.go(lambda peers, run: peers.js.walk(trip.node()))
    found = json.loads(send(contract=OTHER, interface="pi1-" + "a" * 52)["body"])
    assert found["code"] == "PC3003"
    found = json.loads(send(contract=OTHER)["body"])
    assert found["code"] == "PC1403", "an equal interface is read in exact mode"
    monkeypatch.setattr(golden.CONTRACT, "accepts", frozenset({OTHER}))
    reply = send(contract=OTHER, interface="pi1-" + "a" * 52)
    assert json.loads(reply["env"])["status"] == "done"
    assert json.loads(reply["body"]) == {"value": 1}
