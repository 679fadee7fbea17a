"""Agents calling agents over the memory bridge: values, refusals, guards, failures."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
from peercontract import CallError, ContractError, DeclaredError, PeerError, WireError
from peercontract.bridge import Answer, Bridge
from peercontract.bridge.memory import Memory
from peercontract.core.envelope import build_reply, to_wire
from peercontract.core.errors import make
from peercontract.core.json_text import parse

Find = Callable[[Any, Any, Any], Any]


class Spy(Bridge):
    """Passes everything on, keeps the events and may change them or the answers."""

    def __init__(self, inner: Bridge) -> None:
        self.inner = inner
        self.events: list[dict[str, str]] = []
        self.forge: Callable[[dict[str, Any]], dict[str, Any]] = lambda event: event
        self.answer: Answer | None = None

    def send(self, agent: str, payload: bytes, deadline_ms: int) -> Answer:
        event = self.forge(json.loads(payload))
        self.events.append(event)
        return self.answer or self.inner.send(agent, json.dumps(event).encode(), deadline_ms)


class Carrier(Bridge):
    """A bridge that is one function."""

    def __init__(self, send: Callable[[str, bytes, int], Answer]) -> None:
        self._send = send

    def send(self, agent: str, payload: bytes, deadline_ms: int) -> Answer:
        return self._send(agent, payload, deadline_ms)


class World:
    """Agent `py` calls `js.find`, which calls `rs.level`; each runs the code it is given."""

    def __init__(self, golden: ModuleType) -> None:
        self.golden = golden
        self.memory = Memory()
        self.spy = Spy(self.memory)
        self.maybe: Find = lambda value, peers, run: value
        self.find: Find = lambda value, peers, run: [value]
        self.level: Find = lambda value, peers, run: "low"
        world = self

        @golden.py.agent
        class Py:
            def all(self, value: Any, peers: Any, run: Any) -> Any:
                return value

            def odd(self, value: Any, peers: Any, run: Any) -> Any:
                return value

            def maybe(self, value: Any, peers: Any, run: Any) -> Any:
                return world.maybe(value, peers, run)

        @golden.js.agent
        class Js:
            def find(self, value: Any, peers: Any, run: Any) -> Any:
                return world.find(value, peers, run)

            def walk(self, value: Any, peers: Any, run: Any) -> Any:
                return value

        @golden.rs.agent
        class Rs:
            def level(self, value: Any, peers: Any, run: Any) -> Any:
                return world.level(value, peers, run)

            def fixed(self, value: Any, peers: Any, run: Any) -> Any:
                return 'it\'s "fixed"'

        self.handlers = {
            "py": golden.py.handler(Py, bridge=self.spy),
            "js": golden.js.handler(Js, bridge=self.spy),
            "rs": golden.rs.handler(Rs, bridge=self.spy),
        }
        for name, handler in self.handlers.items():
            self.memory.add(name, handler)
        self.js = golden.js.client(self.spy)
        self.py = golden.py.client(self.spy)

    def failed_find(self, value: Any = "x") -> PeerError:
        with pytest.raises(PeerError) as error:
            self.js.find(value)
        return error.value

    def envelope(self, index: int = -1) -> dict[str, Any]:
        members: dict[str, Any] = json.loads(self.spy.events[index]["env"])
        return members

    def raise_from_find(self, error: Exception) -> None:
        def find(value: Any, peers: Any, run: Any) -> Any:
            raise error

        self.find = find


@pytest.fixture
def world(golden: ModuleType) -> World:
    return World(golden)


def test_a_call_gives_the_typed_output(world: World) -> None:
    node = world.golden.types.Node(value=1, next=world.golden.types.Node(value=2))
    assert world.js.walk(node) == node
    assert world.js.find("é😀") == ["é😀"]


def test_a_nullable_type_passes_null(world: World) -> None:
    assert world.py.maybe(None) is None


def test_a_violation_is_refused_by_the_callers_stub_before_anything_is_sent(world: World) -> None:
    error = world.failed_find("")
    assert isinstance(error, ContractError)
    assert (error.code, error.at, error.fault) == ("PC1409", "", "caller")
    assert (error.agent, error.op) == ("js", "find")
    assert world.spy.events == []


def test_the_callee_refuses_the_same_violation_with_the_same_code_and_place(world: World) -> None:
    node = world.golden.types.Node
    sent = node(value=1, next=node(value=2.5))
    with pytest.raises(ContractError) as own:
        world.js.walk(sent)
    world.spy.forge = lambda event: event | {"body": '{"next":{"value":2.5},"value":1}'}
    with pytest.raises(ContractError) as theirs:
        world.js.walk(node(value=1))
    assert (own.value.code, own.value.at) == ("PC1401", "/next/value")
    assert own.value.violations == theirs.value.violations
    assert (own.value.code, own.value.at) == (theirs.value.code, theirs.value.at)


def test_an_output_that_breaks_the_contract_is_the_callees_fault(world: World) -> None:
    world.find = lambda value, peers, run: ["far too long a name"]
    error = world.failed_find()
    assert (error.code, error.at, error.fault) == ("PC1410", "/0", "callee")
    assert error.violations[0].direction == "output"


def test_the_caller_checks_the_output_again(world: World) -> None:
    def forged(agent: str, payload: bytes, deadline_ms: int) -> Answer:
        hop_id = json.loads(json.loads(payload)["env"])["hop_id"]
        env = build_reply(world.golden.CONTRACT.id, hop_id, "done")
        return Answer(json.dumps({"body": "[1]", "env": env}).encode(), None, "")

    with pytest.raises(ContractError) as error:
        world.golden.js.client(Carrier(forged)).find("x")
    assert (error.value.code, error.value.at, error.value.fault) == ("PC1401", "/0", "callee")


def test_a_declared_error_is_caught_by_its_class_with_its_data(world: World) -> None:
    js = world.golden.js
    world.raise_from_find(js.NotFound(subject="x", near=["y"]))
    with pytest.raises(js.NotFound) as error:
        world.js.find("x")
    assert error.value.data == world.golden.types.NotFound(subject="x", near=["y"])
    assert (error.value.code, error.value.agent, error.value.op) == ("PC2101", "js", "find")
    assert isinstance(error.value, DeclaredError)


def test_a_declared_error_whose_data_break_the_contract_becomes_the_violation(
    world: World,
) -> None:
    world.raise_from_find(world.golden.js.NotFound(subject="x" * 41))
    error = world.failed_find()
    assert (error.code, error.at, error.fault) == ("PC1410", "/subject", "callee")


def test_an_error_that_the_op_does_not_declare_is_a_failure_with_a_cause(world: World) -> None:
    world.raise_from_find(world.golden.rs.Busy())
    error = world.failed_find()
    assert error.code == "PC2102"
    assert error.cause == {"agent": "js", "op": "find", "code": "PC2101", "at": "", "type": "Busy"}


def test_an_exception_shows_its_class_and_keeps_its_stack_at_home(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    world.raise_from_find(ZeroDivisionError("secret 42"))
    error = world.failed_find()
    assert (error.code, error.error_type, error.cause) == ("PC2102", "ZeroDivisionError", None)
    assert "secret" not in to_wire(error)
    log = capsys.readouterr().err
    assert "secret 42" in log
    assert "Traceback" in log


def test_a_peers_refusal_becomes_a_failure_with_a_cause(world: World) -> None:
    world.find = lambda value, peers, run: peers.rs.level(world.golden.js.RsLevelInput(of=""))
    error = world.failed_find()
    assert error.code == "PC2102"
    assert error.cause == {"agent": "rs", "op": "level", "code": "PC1409", "at": "/of"}
    assert error.error_type is None


def test_an_error_of_no_call_is_an_exception_like_any_other(world: World) -> None:
    def find(value: Any, peers: Any, run: Any) -> Any:
        return world.golden.types.Node.from_json("{}")

    world.find = find
    assert world.failed_find().error_type == "ContractError"


@pytest.mark.parametrize("code", ["PC2103", "PC8003", "PC8004", "PC8005"])
def test_errors_of_the_chain_travel_on_unchanged(world: World, code: str) -> None:
    def level(agent: str, payload: bytes, deadline_ms: int) -> Answer:
        raise make(code, message="of the chain")

    def find(value: Any, peers: Any, run: Any) -> Any:
        world.spy.inner = Carrier(level)
        return peers.rs.level(world.golden.js.RsLevelInput(of="x"))

    world.find = find
    error = world.failed_find()
    assert (error.code, error.agent, error.op) == (code, "rs", "level")


def test_hops_are_spent_one_a_call_and_the_last_is_refused(world: World) -> None:
    seen = []

    def find(value: Any, peers: Any, run: Any) -> Any:
        seen.append(run.hops_left)
        return [peers.rs.level(world.golden.js.RsLevelInput(of="x"))]

    world.find = find
    assert world.js.find("x") == ["low"]
    assert (seen, world.envelope()["hops_left"]) == ([4], 3)
    world.spy.forge = no_hops_left
    assert world.failed_find().code == "PC8003"


def no_hops_left(event: dict[str, Any]) -> dict[str, Any]:
    return edited(event, hops_left=0)


def edited(event: dict[str, Any], **members: Any) -> dict[str, Any]:
    env = json.loads(event["env"]) | members
    text = json.dumps(env, sort_keys=True, separators=(",", ":"))
    return event | {"env": text}


def test_a_child_has_no_more_time_than_its_op_and_its_parent(world: World) -> None:
    remaining = []

    def find(value: Any, peers: Any, run: Any) -> Any:
        remaining.append(run.remaining_ms())
        return [peers.rs.level(world.golden.js.RsLevelInput(of="x"))]

    world.find = find
    world.js.find("x")
    assert 9_000 < remaining[0] <= 10_000
    assert world.envelope()["left_ms"] <= 2_000
    assert world.envelope()["deadline_ms"] <= time.time() * 1000 + 2_000


@pytest.mark.parametrize(("left_ms", "code"), [(0, "PC8004"), (50, "PC8005")])
def test_a_call_without_time_never_reaches_the_agent(world: World, left_ms: int, code: str) -> None:
    world.find = lambda value, peers, run: pytest.fail("the agent's code ran")
    world.spy.forge = lambda event: edited(event, left_ms=left_ms)
    assert world.failed_find().code == code


def test_a_trace_goes_through_all_calls_with_a_span_each(world: World) -> None:
    inside = []

    def find(value: Any, peers: Any, run: Any) -> Any:
        inside.append((run.id, run.traceparent))
        return [peers.rs.level(world.golden.js.RsLevelInput(of="x"))]

    world.find = find
    world.spy.forge = lambda event: edited(event, tracestate="vendor=1")
    world.js.find("x")
    first, second = world.envelope(0), world.envelope(1)
    assert inside == [(first["run"], first["traceparent"])]
    assert second["run"] == first["run"]
    assert second["tracestate"] == "vendor=1"
    trace = [each["traceparent"].split("-") for each in (first, second)]
    assert trace[0][1] == trace[1][1]
    assert [each[2] for each in trace] == [first["hop_id"], second["hop_id"]]
    assert first["hop_id"] != second["hop_id"]


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"from": "rs"}, "PC8001"),
        ({"from": "nobody"}, "PC8001"),
        ({"to": "js.absent"}, "PC3004"),
        ({"to": "rs.level"}, "PC3004"),
        ({"contract": "pc1-" + "a" * 52, "interface": "pi1-" + "a" * 52}, "PC3003"),
        ({"peer": 2}, "PC3002"),
        ({"extra": 1}, "PC3001"),
        ({"hops_left": 16}, "PC3001"),
    ],
)
def test_a_forged_envelope_is_refused(world: World, members: dict[str, Any], code: str) -> None:
    world.find = lambda value, peers, run: pytest.fail("the agent's code ran")
    world.spy.forge = lambda event: edited(event, **members)
    error = world.failed_find()
    assert (error.code, error.at) == (code, "")


def test_an_envelope_that_is_not_canonical_is_refused_without_a_hop(world: World) -> None:
    reply = world.handlers["js"]({"env": '{ "peer":1}', "body": "1"}, None)
    env = json.loads(reply["env"])
    assert (env["status"], env["hop_id"]) == ("refused", "0" * 16)
    assert parse(reply["body"])["code"] == "PC3001"


def test_a_reply_to_another_call_is_malformed(world: World) -> None:
    env = build_reply(world.golden.CONTRACT.id, "1" * 16, "done")
    world.spy.answer = Answer(json.dumps({"body": "[]", "env": env}).encode(), None, "")
    error = world.failed_find()
    assert isinstance(error, WireError)
    assert error.code == "PC3007"


@pytest.mark.parametrize("payload", [b"", b"null", b'{"body":"1"}', b'{"body":1,"env":"{}"}'])
def test_an_answer_that_is_no_reply_is_malformed(world: World, payload: bytes) -> None:
    world.spy.answer = Answer(payload, None, "")
    assert world.failed_find().code == "PC3007"


@pytest.mark.parametrize(
    ("payload", "code", "error_type"),
    [
        (b'{"errorType":"Runtime.ExitError","errorMessage":"exit"}', "PC2102", "Runtime.ExitError"),
        (b'{"errorType":"Sandbox.Timedout"}', "PC2103", None),
        (b'{"errorMessage":"2026 Task timed out after 3.00 seconds"}', "PC2103", None),
        (b"no json", "PC2102", ""),
    ],
)
def test_a_function_error_is_a_failed_or_a_late_peer(
    world: World, payload: bytes, code: str, error_type: str | None
) -> None:
    world.spy.answer = Answer(payload, "Unhandled", "r-1")
    error = world.failed_find()
    assert isinstance(error, CallError)
    assert (error.code, error.error_type) == (code, error_type)
    assert error.request_id == ("r-1" if code == "PC2102" else None)


def test_a_crash_of_the_process_is_not_caught_by_the_run_time(world: World) -> None:
    world.find = lambda value, peers, run: sys.exit(3)
    with pytest.raises(SystemExit):
        world.js.find("x")


def test_a_handler_that_returns_after_the_deadline_is_late() -> None:
    memory = Memory({"js": lambda event, context: time.sleep(0.02)})
    with pytest.raises(CallError) as error:
        memory.send("js", b"{}", int(time.time() * 1000))
    assert error.value.code == "PC2103"


@pytest.mark.parametrize(("size", "fits"), [(6_291_556, True), (6_291_557, False)])
def test_an_answer_larger_than_the_platform_takes_is_a_function_error(
    size: int, fits: bool
) -> None:
    memory = Memory({"js": lambda event, context: "x" * (size - 2)})
    answer = memory.send("js", b"{}", int(time.time() * 1000) + 60_000)
    assert answer.function_error == (None if fits else "Unhandled")
    if not fits:
        assert json.loads(answer.payload) == {
            "errorMessage": "Response payload size exceeded maximum allowed payload size "
            "(6291556 bytes).",
            "errorType": "Function.ResponseSizeTooLarge",
        }
