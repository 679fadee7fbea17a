"""Many invocations at once: more sandboxes, one invocation in each, every caller its own answer."""

from __future__ import annotations

import secrets
from concurrent.futures import ThreadPoolExecutor

import pytest

from .running import HostFactory, RunningHost, javascript, python, rust

NAMES = ("py", "js", "rs")


@pytest.fixture(scope="module")
def host(start_host: HostFactory) -> RunningHost:
    return start_host(
        python("py", timeout_ms=60_000),
        javascript("js", timeout_ms=60_000),
        rust("rs", timeout_ms=60_000),
    )


def test_fifty_concurrent_calls_are_each_answered_with_their_own(host: RunningHost) -> None:
    events = [
        (NAMES[i % 3], {"do": "sleep", "ms": 200, "id": secrets.token_hex(200)}) for i in range(50)
    ]
    with ThreadPoolExecutor(50) as threads:
        answers = list(threads.map(lambda job: host.invoke(*job), events))
    for (name, event), answer in zip(events, answers, strict=True):
        assert "FunctionError" not in answer, answer["Payload"]
        # The Python guest fails by itself when two invocations meet in one process.
        assert event.items() <= answer["Payload"].items(), name
    intervals: dict[str, list[tuple[str, str]]] = {}
    for name in NAMES:
        for entry in host.log(name):
            intervals.setdefault(entry["msg"].split(" ")[0], []).append((name, entry["invocation"]))
    assert len(intervals["START"]) == len(intervals["END"]) == len(intervals["REPORT"]) == 50


def test_calls_one_after_another_use_one_sandbox(start_host: HostFactory) -> None:
    host = start_host(python("alone"))
    answers = [host.invoke("alone", {"do": "count"})["Payload"] for _ in range(30)]
    assert [answer["n"] for answer in answers] == list(range(1, 31))
    assert len({answer["pid"] for answer in answers}) == 1


def test_a_slow_call_does_not_hold_up_a_quick_one(host: RunningHost) -> None:
    host.invoke("py", {})
    with ThreadPoolExecutor(2) as threads:
        slow = threads.submit(host.invoke, "py", {"do": "sleep", "ms": 1500})
        for _ in range(20):
            assert host.invoke("py", {"quick": 1})["Payload"] == {"quick": 1}
        assert not slow.done()
        assert slow.result()["Payload"]["ms"] == 1500
