"""An agent's class and its handler: what the decorator checks, bare events, sizes of replies."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from types import ModuleType
from typing import Any

import pytest
from awslambdaric.lambda_runtime_marshaller import LambdaMarshaller
from peercontract import DeclaredError, PeerError
from peercontract.bridge import Answer, Bridge
from peercontract.core.error_table import INVOKE_RESPONSE_BYTES_MAX

FIXED = 'it\'s "fixed"'


class Context:
    def __init__(self, remaining_ms: int = 60_000) -> None:
        self.remaining_ms = remaining_ms

    def get_remaining_time_in_millis(self) -> int:
        return self.remaining_ms


class Rs:
    """An agent that can be told to raise."""

    error: Exception | None = None

    def level(self, value: Any, peers: Any, run: Any) -> Any:
        if self.error is not None:
            raise self.error
        return "low"

    def fixed(self, value: Any, peers: Any, run: Any) -> Any:
        return FIXED


def handle(golden: ModuleType, event: Any, *, context: Any = None) -> Any:
    return golden.rs.handler(Rs)(event, context or Context())


def raised(golden: ModuleType, event: Any, *, context: Any = None) -> tuple[str, dict[str, Any]]:
    """What awslambdaric would make of it: errorType and the parsed errorMessage."""
    with pytest.raises(Exception) as error:  # noqa: PT011  # its class is made for the error
        handle(golden, event, context=context)
    members: dict[str, Any] = json.loads(str(error.value))
    return type(error.value).__name__, members


def test_a_bare_event_gives_the_bare_output(golden: ModuleType) -> None:
    assert handle(golden, {"op": "level", "input": {"of": "x"}}) == "low"
    assert handle(golden, {"op": "fixed", "input": {}}) == FIXED


@pytest.mark.parametrize(
    ("event", "code", "op"),
    [
        ({"op": "level", "input": {"of": ""}}, "PC1409", "level"),
        ({"op": "level", "input": {"of": float("nan")}}, "PC1102", "level"),
        ({"op": "level", "input": {"of": "\ud800"}}, "PC1103", "level"),
        ({"op": "absent", "input": {}}, "PC3004", ""),
        ({"op": "level"}, "PC3001", ""),
        ({"op": 1, "input": {}}, "PC3001", ""),
        ([], "PC3001", ""),
        (None, "PC3001", ""),
    ],
)
def test_an_error_of_a_bare_event_is_raised_under_its_code(
    golden: ModuleType, event: Any, code: str, op: str
) -> None:
    name, members = raised(golden, event)
    assert (name, members["code"]) == (code, code)
    assert (members["agent"], members["op"]) == ("rs", op)


def test_a_declared_error_of_a_bare_event_is_raised_under_its_own_name(
    golden: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Rs, "error", golden.rs.Busy())
    name, members = raised(golden, {"op": "level", "input": {"of": "x"}})
    assert (name, members["code"], members["data"]) == ("Busy", "PC2101", {"code": "busy"})


@pytest.mark.parametrize(("remaining_ms", "code"), [(250, "PC8004"), (349, "PC8005")])
def test_the_platforms_deadline_keeps_250_ms_back(
    golden: ModuleType, remaining_ms: int, code: str
) -> None:
    event = {"op": "fixed", "input": {}}
    name, _ = raised(golden, event, context=Context(remaining_ms))
    assert name == code


@pytest.mark.parametrize("event", [{"env": "{}"}, {"body": "{}"}, {"env": 1, "body": "{}"}])
def test_half_an_envelope_gets_a_refusal_that_a_peer_can_read(
    golden: ModuleType, event: Any
) -> None:
    reply = handle(golden, event)
    assert json.loads(reply["env"])["status"] == "refused"
    assert json.loads(reply["body"])["code"] == "PC3001"


def bare_class(**methods: Any) -> type:
    return type("Broken", (), methods)


async def level_async(self: Any, value: Any, peers: Any, run: Any) -> str:
    return "low"


def level_two(self: Any, value: Any) -> str:
    return "low"


@pytest.mark.parametrize(
    ("methods", "problem"),
    [
        ({}, "`level` is missing"),
        ({"level": "text"}, "`level` is no method"),
        ({"level": level_two}, "`level` takes 2 arguments"),
        ({"level": level_async}, "`level` is async"),
    ],
)
def test_a_class_that_is_no_agent_is_refused_when_it_is_defined(
    golden: ModuleType, methods: dict[str, Any], problem: str
) -> None:
    with pytest.raises(TypeError, match="class Broken is no agent `rs`") as error:
        golden.rs.agent(bare_class(fixed=Rs.fixed, **methods))
    assert problem in str(error.value)
    assert "fixed(self, input, peers, run)" in str(error.value)


def test_a_method_may_take_its_arguments_as_it_likes(golden: ModuleType) -> None:
    def level(self: Any, *arguments: Any) -> str:
        return "low"

    assert golden.rs.agent(bare_class(level=level, fixed=Rs.fixed))


def echo(golden: ModuleType, text: str) -> dict[str, str]:
    """The reply of `py.all` to a value that holds `text`, over the wire form."""

    class Py:
        def all(self, value: Any, peers: Any, run: Any) -> Any:
            value.free = text
            return value

        def odd(self, value: Any, peers: Any, run: Any) -> Any:
            return value

        maybe = odd

    everything = golden.types.Everything.from_json(EVERYTHING)
    handler = golden.py.handler(Py)
    return reply_to(handler, lambda bridge: golden.py.client(bridge).all(everything))


def reply_to(
    handler: Callable[[Any, Any], Any],
    call: Callable[[Bridge], Any],
) -> dict[str, str]:
    """What `handler` answers to the event that `call` sends."""
    seen: list[dict[str, str]] = []

    class Keep(Bridge):
        def send(self, agent: str, payload: bytes, deadline_ms: int) -> Answer:
            seen.append(handler(json.loads(payload), None))
            return Answer(json.dumps(seen[0]).encode(), None, "")

    with suppress(PeerError):
        call(Keep())
    return seen[0]


EVERYTHING = (
    '{"count":1,"flag":true,"grid":[],"kind":"everything","level":"low","maybe":null,'
    '"node":{"value":1},"place":{"street":""},"ratio":0,"size":0,"tags":["a"],"text":"x"}'
)
ASCII, UTF8 = "AWS_Lambda_python3.11", "AWS_Lambda_python3.13"


@pytest.mark.parametrize(
    ("environment", "unit"), [(ASCII, "é"), (ASCII, "😀"), (ASCII, '"'), (UTF8, '"'), ("", "é")]
)
def test_the_largest_reply_is_the_largest_that_the_platforms_client_can_post(
    golden: ModuleType, monkeypatch: pytest.MonkeyPatch, environment: str, unit: str
) -> None:
    monkeypatch.setenv("AWS_EXECUTION_ENV", environment)
    empty = posted(echo(golden, ""))
    each = posted(echo(golden, unit)) - empty
    fits = (INVOKE_RESPONSE_BYTES_MAX - empty) // each
    largest = echo(golden, unit * fits)
    assert json.loads(largest["env"])["status"] == "done"
    assert posted(largest) <= INVOKE_RESPONSE_BYTES_MAX
    refused = echo(golden, unit * (fits + 1))
    assert json.loads(refused["env"])["status"] == "failed"
    assert json.loads(refused["body"])["code"] == "PC3005"


def posted(reply: dict[str, str]) -> int:
    """The bytes that awslambdaric posts."""
    return len(LambdaMarshaller().marshal_response(reply)[0].encode())


def test_an_output_over_the_ops_limit_is_refused_at_the_callee(golden: ModuleType) -> None:
    reply = echo(golden, "x" * 5_242_880)
    assert json.loads(reply["env"])["status"] == "failed"
    assert json.loads(reply["body"])["code"] == "PC1107"
    assert json.loads(reply["body"])["fault"] == "callee"


WIDE = "\n" * 2_500_000  # two bytes each in the error's text, three in the reply around it


@pytest.fixture
def wide(golden: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error that `rs.level` declares and raises, and whose text is as wide as an output."""

    class Wide(DeclaredError):
        TYPE = "Everything"
        CODEC = golden._types.CODECS["Everything"]

    everything = golden.types.Everything.from_json(EVERYTHING)
    everything.free = WIDE
    level = golden.CONTRACT.agents["rs"].ops["level"]
    monkeypatch.setitem(level.errors, Wide.TYPE, Wide)
    monkeypatch.setattr(Rs, "error", Wide(everything))


@pytest.mark.usefixtures("wide")
def test_a_declared_error_too_large_to_post_is_answered_by_one_that_says_so(
    golden: ModuleType,
) -> None:
    value = golden.rs.RsLevelInput(of="x")
    reply = reply_to(golden.rs.handler(Rs), lambda bridge: golden.rs.client(bridge).level(value))
    assert posted(reply) <= INVOKE_RESPONSE_BYTES_MAX
    error = json.loads(reply["body"])
    assert json.loads(reply["env"])["status"] == "failed"
    assert (error["code"], error["agent"], error["op"]) == ("PC3005", "rs", "level")


@pytest.mark.usefixtures("wide")
def test_a_declared_error_too_large_to_raise_is_raised_as_one_that_says_so(
    golden: ModuleType,
) -> None:
    name, members = raised(golden, {"op": "level", "input": {"of": "x"}})
    assert (name, members["code"]) == ("PC3005", "PC3005")
    assert (members["agent"], members["op"]) == ("rs", "level")
