"""Invoke as its callers see it: types, headers and refusals, through boto3 and raw HTTP."""

from __future__ import annotations

import base64
import http.client
import json
import time

import pytest
from botocore.exceptions import ClientError

from .running import HostFactory, RunningHost, python

ARN = "arn:aws:lambda:us-east-1:000000000000:function:echo"


@pytest.fixture(scope="module")
def host(start_host: HostFactory) -> RunningHost:
    return start_host(python("echo"))


def refusal(host: RunningHost, event: bytes, **arguments: str) -> tuple[int, str, str]:
    """Status, code and message of the ClientError that boto3 makes of the answer."""
    with pytest.raises(ClientError) as caught:
        host.invoke("echo", event, **arguments)
    answer = caught.value.response
    return (
        answer["ResponseMetadata"]["HTTPStatusCode"],
        answer["Error"]["Code"],
        answer["Error"]["Message"],
    )


@pytest.mark.parametrize(
    "name", ["echo", "echo:$LATEST", "000000000000:function:echo", ARN, ARN + ":$LATEST"]
)
def test_a_function_answers_to_all_its_names(host: RunningHost, name: str) -> None:
    assert host.invoke(name, {"do": "context"})["Payload"]["name"] == "echo"


def test_the_arn_a_guest_sees_carries_the_qualifier_that_was_used(host: RunningHost) -> None:
    assert host.invoke("echo", {"do": "context"})["Payload"]["arn"] == ARN
    assert (
        host.invoke("echo", {"do": "context"}, Qualifier="$LATEST")["Payload"]["arn"]
        == f"{ARN}:$LATEST"
    )


@pytest.mark.parametrize(
    "event", [{}, [], True, None, 1, 1.5, "text", [1, [2]], {"e": "\U0001f600", "n": None}]
)
def test_any_json_value_comes_back_as_it_was_sent(host: RunningHost, event: object) -> None:
    assert host.invoke("echo", event)["Payload"] == event


def test_an_empty_payload_is_an_empty_object(host: RunningHost) -> None:
    assert host.invoke("echo", b"")["Payload"] == {}


def test_a_handler_that_returns_nothing_answers_null(host: RunningHost) -> None:
    answer = host.client.invoke(FunctionName="echo", Payload=b'{"do":"nothing"}')
    assert answer["Payload"].read() == b"null"


def test_the_request_id_is_the_same_in_context_header_and_log(host: RunningHost) -> None:
    answer = host.invoke("echo", {"do": "context"}, LogType="Tail")
    request_id = answer["ResponseMetadata"]["HTTPHeaders"]["x-amzn-requestid"]
    log = base64.b64decode(answer["LogResult"]).decode()
    assert answer["Payload"]["request_id"] == request_id
    assert answer["ExecutedVersion"] == "$LATEST"
    for word in ("START", "END", "REPORT"):
        assert f"{word} RequestId: {request_id}" in log


def test_log_tail_holds_the_last_4_kb_of_this_invocation_alone(host: RunningHost) -> None:
    host.invoke("echo", {"do": "print", "text": "another invocation"})
    answer = host.invoke("echo", {"do": "print", "text": "x" * 5000 + "the end"}, LogType="Tail")
    log = base64.b64decode(answer["LogResult"]).decode()
    assert len(log) == 4096
    assert "the end" in log
    assert "another" not in log


def test_client_context_reaches_the_guest(host: RunningHost) -> None:
    context = base64.b64encode(
        json.dumps({"custom": {"k": "\u00fc"}, "client": {}, "env": {}}).encode()
    )
    answer = host.invoke("echo", {"do": "context"}, ClientContext=context.decode())
    assert answer["Payload"]["custom"] == {"k": "\u00fc"}


def test_a_client_context_over_its_limit_or_not_json_is_refused(host: RunningHost) -> None:
    large = base64.b64encode(json.dumps({"custom": "x" * 2700}).encode()).decode()
    assert len(large) > 3583
    assert refusal(host, b"{}", ClientContext=large)[:2] == (400, "InvalidRequestContentException")
    assert refusal(host, b"{}", ClientContext="bm8=")[:2] == (400, "InvalidRequestContentException")


def test_an_event_is_accepted_at_once_and_runs_later(host: RunningHost) -> None:
    begun = time.monotonic()
    answer = host.invoke("echo", {"do": "sleep", "ms": 1000}, InvocationType="Event")
    assert time.monotonic() - begun < 0.5
    assert answer["StatusCode"] == 202
    assert answer["Payload"] is None
    request_id = answer["ResponseMetadata"]["RequestId"]
    deadline = time.monotonic() + 10
    while not any(f"END RequestId: {request_id}" in entry["msg"] for entry in host.log("echo")):
        assert time.monotonic() < deadline


def test_a_dry_run_answers_204_and_runs_nothing(host: RunningHost) -> None:
    before = host.invoke("echo", {"do": "count"})["Payload"]["n"]
    assert host.invoke("echo", {"do": "count"}, InvocationType="DryRun")["StatusCode"] == 204
    assert host.invoke("echo", {"do": "count"})["Payload"]["n"] == before + 1


def test_an_unknown_function_is_not_found(host: RunningHost) -> None:
    with pytest.raises(host.client.exceptions.ResourceNotFoundException) as caught:
        host.client.invoke(FunctionName="doesnotexist")
    arn = "arn:aws:lambda:us-east-1:000000000000:function:doesnotexist:$LATEST"
    assert caught.value.response["Error"]["Message"] == f"Function not found: {arn}"
    assert caught.value.response["Type"] == "User"


def test_an_unknown_qualifier_is_not_found(host: RunningHost) -> None:
    assert refusal(host, b"{}", Qualifier="live")[1:] == (
        "ResourceNotFoundException",
        f"Function not found: {ARN}:live",
    )


@pytest.mark.parametrize(
    ("event", "problem"),
    [
        (
            b"n\x87r",
            "Invalid UTF-8 start byte 0x87\n at [Source: REDACTED (`StreamReadFeature.INCLUDE_"
            "SOURCE_IN_LOCATION` disabled); line: 1, column: 3]",
        ),
        (
            b"\x99",
            "Unexpected character ((CTRL-CHAR, code 153)): expected a valid value (JSON String",
        ),
        (b"NaN", "Non-standard token 'NaN'"),
        (b'{"a":-Infinity}', "Non-standard token '-Infinity'"),
        (b"hello", "Unrecognized token 'hello'"),
        (b'{"a":', "Unexpected end-of-input"),
        (b"{} x", "Trailing token"),
        (b"\xef\xbb\xbf{}", "Unexpected character"),
        (b"[" * 100_000, "Document nesting depth"),
    ],
)
def test_a_payload_that_is_not_json_is_refused_before_the_guest(
    host: RunningHost, event: bytes, problem: str
) -> None:
    status, code, message = refusal(host, event)
    assert (status, code) == (400, "InvalidRequestContentException")
    prefix = "Could not parse request body into json: Could not parse payload into json: "
    assert message.startswith(prefix + problem)


def test_a_request_over_6_mib_is_refused(host: RunningHost) -> None:
    fits = b'"' + b"x" * (6_291_456 - 2) + b'"'
    assert len(host.invoke("echo", fits)["Payload"]) == 6_291_454
    assert refusal(host, fits + b" ") == (
        413,
        "RequestEntityTooLargeException",
        "Request must be smaller than 6291456 bytes for the InvokeFunction operation",
    )


def test_a_request_far_over_the_limit_is_not_kept_in_memory(host: RunningHost) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", host.port)
    connection.putrequest("POST", "/2015-03-31/functions/echo/invocations")
    connection.putheader("content-length", str(200 * 1_048_576))
    connection.endheaders()
    before = resident_mb()
    for _ in range(200):
        connection.send(b"x" * 1_048_576)
    assert connection.getresponse().status == 413
    assert resident_mb() - before < 50


def resident_mb() -> int:
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096 // 1_048_576


def test_an_event_over_1_mib_is_refused(host: RunningHost) -> None:
    assert refusal(host, b'"' + b"x" * 1_048_575 + b'"', InvocationType="Event") == (
        413,
        "RequestEntityTooLargeException",
        "1048577 byte payload is too large for the Event invocation type (limit 1048576 bytes)",
    )


def test_an_answer_is_one_segment_and_takes_no_40_ms(host: RunningHost) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", host.port)
    times = []
    for _ in range(30):
        begun = time.perf_counter()
        connection.request("POST", "/2015-03-31/functions/echo/invocations", b'{"a":1}')
        answer = connection.getresponse()
        assert answer.read() == b'{"a": 1}'
        times.append(time.perf_counter() - begun)
    assert sorted(times)[15] < 0.02


def test_a_web_page_cannot_invoke(host: RunningHost) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", host.port)
    headers = {"Origin": "http://127.0.0.1:8000"}
    connection.request("POST", "/2015-03-31/functions/echo/invocations", b"{}", headers)
    assert connection.getresponse().status == 403


def test_error_headers_and_bodies_have_the_services_form(host: RunningHost) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", host.port)
    connection.request("POST", "/2015-03-31/functions/echo/invocations", b"{")
    answer = connection.getresponse()
    assert answer.getheader("x-amzn-ErrorType") == "InvalidRequestContentException"
    assert answer.getheader("x-amzn-RequestId")
    assert json.loads(answer.read()).keys() == {"Type", "message"}
    connection.request("GET", "/somewhere/else")
    answer = connection.getresponse()
    assert (answer.status, json.loads(answer.read()).keys()) == (404, {"Type", "Message"})
