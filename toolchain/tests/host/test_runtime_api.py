"""The Runtime API as a guest meets it: the test itself is the guest, over raw HTTP."""

from __future__ import annotations

import http.client
import json
import re
import time
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest

from .running import HostFactory, RunningHost, python

NEXT = "/2018-06-01/runtime/invocation/next"


class Guest:
    """A guest by hand: one connection that polls `next`, another one for everything else."""

    def __init__(self, host: RunningHost) -> None:
        self._host = host
        self._threads = ThreadPoolExecutor(1)
        self._address = ""

    def invoke(self, event: object, **arguments: Any) -> Future[dict[str, Any]]:
        """Starts an invocation; the first one makes the host tell the endpoint's address."""
        answer = self._threads.submit(self._host.invoke, "ext", event, **arguments)
        deadline = time.monotonic() + 10
        while not self._address:
            found = re.search(r"AWS_LAMBDA_RUNTIME_API=(\S+)", "\n".join(self._host.said))
            self._address = found[1] if found else ""
            assert time.monotonic() < deadline
            time.sleep(0.01)
        return answer

    def request(
        self, method: str, path: str, body: bytes = b"", **headers: str
    ) -> tuple[int, Any, Any]:
        """Status, parsed body, headers."""
        connection = http.client.HTTPConnection(self._address, timeout=20)
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, names)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read() or b"null"), answer.headers

    def next(self) -> tuple[Any, Any]:
        status, event, headers = self.request("GET", NEXT)
        assert status == 200
        return event, headers

    def answer(self, headers: Any, body: bytes, kind: str = "response", **more: str) -> int:
        request_id = headers["Lambda-Runtime-Aws-Request-Id"]
        path = f"/2018-06-01/runtime/invocation/{request_id}/{kind}"
        return self.request("POST", path, body, **more)[0]


@pytest.fixture
def guest(start_host: HostFactory) -> Guest:
    return Guest(start_host(python("ext", external=True)))


def test_next_carries_what_the_official_clients_need(guest: Guest) -> None:
    pending = guest.invoke({"a": 1}, ClientContext="eyJjdXN0b20iOnt9fQ==")
    event, headers = guest.next()
    assert event == {"a": 1}
    # awslambdaric 4.2.2 dies of a segmentation fault without it.
    assert headers["Content-Type"] == "application/json"
    assert headers["Lambda-Runtime-Invoked-Function-Arn"].endswith(":function:ext")
    remaining = int(headers["Lambda-Runtime-Deadline-Ms"]) - time.time() * 1000
    assert 2_000 < remaining <= 3_000
    assert headers["Lambda-Runtime-Trace-Id"].startswith("Root=1-")
    assert headers["Lambda-Runtime-Client-Context"] == '{"custom":{}}'
    assert guest.answer(headers, b'"done"') == 202
    assert pending.result()["Payload"] == "done"


def test_a_caller_is_answered_before_the_guest_asks_for_more(guest: Guest) -> None:
    pending = guest.invoke({})
    _, headers = guest.next()
    guest.answer(headers, b"1")
    assert pending.result(5)["Payload"] == 1


def test_a_second_caller_waits_until_the_guest_polls_again(guest: Guest) -> None:
    pending = guest.invoke({"n": 1})
    _, headers = guest.next()
    guest.answer(headers, b"1")
    pending.result(5)
    second = guest.invoke({"n": 2})
    time.sleep(0.3)
    assert not second.done()
    event, headers = guest.next()
    assert event == {"n": 2}
    guest.answer(headers, b"2")
    assert second.result(5)["Payload"] == 2


def test_an_error_post_becomes_the_function_error(guest: Guest) -> None:
    pending = guest.invoke({})
    _, headers = guest.next()
    assert guest.answer(headers, b'{"errorType":"Mine","errorMessage":"m"}', "error") == 202
    answer = pending.result(5)
    assert (answer["FunctionError"], answer["Payload"]["errorType"]) == ("Unhandled", "Mine")


def test_answers_out_of_turn_are_refused(guest: Guest) -> None:
    pending = guest.invoke({})
    _, headers = guest.next()
    base = "/2018-06-01/runtime/invocation"
    status, body, _ = guest.request(
        "POST", f"{base}/00000000-0000-0000-0000-000000000000/response", b"1"
    )
    assert (status, body["errorType"]) == (400, "InvalidRequestID")
    status, body, _ = guest.request("GET", NEXT)
    assert (status, body["errorType"]) == (403, "InvalidStateTransition")
    assert guest.answer(headers, b"1") == 202
    assert guest.answer(headers, b"2") == 403
    assert guest.answer(headers, b"2", "error") == 403
    status, body, _ = guest.request("POST", "/2018-06-01/runtime/init/error", b"{}")
    assert (status, body["errorType"]) == (403, "InvalidStateTransition")
    assert pending.result(5)["Payload"] == 1
    assert guest.request("GET", "/2018-06-01/elsewhere")[0] == 404


def test_a_stale_invocation_id_is_gone(guest: Guest) -> None:
    pending = guest.invoke({})
    _, headers = guest.next()
    nonce = headers["Lambda-Runtime-Invocation-Id"]
    assert guest.answer(headers, b"1", Lambda_Runtime_Invocation_Id="0" * 16) == 410
    assert guest.answer(headers, b"1", Lambda_Runtime_Invocation_Id=nonce) == 202
    assert pending.result(5)["Payload"] == 1


def test_an_oversize_answer_is_refused_with_the_limit_in_its_text(guest: Guest) -> None:
    pending = guest.invoke({})
    _, headers = guest.next()
    path = f"/2018-06-01/runtime/invocation/{headers['Lambda-Runtime-Aws-Request-Id']}/response"
    status, body, _ = guest.request("POST", path, b"x" * 6_291_557)
    assert status == 413
    assert body["errorMessage"] == "Exceeded maximum allowed payload size (6291556 bytes)."
    assert pending.result(5)["Payload"]["errorType"] == "Function.ResponseSizeTooLarge"


def test_a_guest_that_hung_up_may_come_back(guest: Guest) -> None:
    pending = guest.invoke({"n": 1})
    _, headers = guest.next()
    guest.answer(headers, b"1")
    pending.result(5)
    leaving = http.client.HTTPConnection(guest._address)
    leaving.request("GET", NEXT)
    time.sleep(0.1)
    leaving.close()
    second = guest.invoke({"n": 2})
    event, headers = guest.next()
    assert event == {"n": 2}
    guest.answer(headers, b"2")
    assert second.result(5)["Payload"] == 2


def test_a_host_ends_while_it_waits_for_a_guest_that_never_comes(start_host: HostFactory) -> None:
    host = start_host(python("ext", external=True))
    guest = Guest(host)
    pending = guest.invoke({})
    began = time.monotonic()
    host.run(host.host.pools["ext"].close())
    assert time.monotonic() - began < 5
    assert pending.result(5)["FunctionError"] == "Unhandled"


def test_a_web_page_cannot_play_the_guest(guest: Guest) -> None:
    guest.invoke({})
    for headers in ({"Origin": "https://example.org"}, {"Host": "rebound.example.org:80"}):
        assert guest.request("GET", NEXT, **headers)[0] == 403
