"""What a caller gets of a function that raises, exits, is killed, hangs, or never starts."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

import pytest

from .running import HostFactory, RunningHost, javascript, python, rust

UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"


@pytest.fixture(scope="module")
def host(start_host: HostFactory) -> RunningHost:
    return start_host(
        python("py", timeout_ms=1_000),
        python("missing", "nowhere.handler"),
        python("broken", "broken_import.handler"),
        python("leaves", "exit_at_import.handler"),
        javascript("js"),
        javascript("js_broken", "broken_import.handler"),
        rust("rs"),
    )


def failure(host: RunningHost, name: str, event: object) -> Any:
    """The payload of an invocation that must fail: 200 with X-Amz-Function-Error."""
    answer = host.invoke(name, event)
    assert (answer["StatusCode"], answer.get("FunctionError")) == (200, "Unhandled")
    return answer["Payload"]


def test_a_python_exception_is_the_clients_own_document(host: RunningHost) -> None:
    error = failure(host, "py", {"do": "raise"})
    assert list(error) == ["errorMessage", "errorType", "requestId", "stackTrace"]
    assert (error["errorMessage"], error["errorType"]) == ("Handler fails", "Exception")
    assert re.fullmatch(UUID, error["requestId"])


def test_a_javascript_error_is_the_clients_own_document(host: RunningHost) -> None:
    error = failure(host, "js", {"do": "raise"})
    assert (error["errorType"], error["errorMessage"]) == ("Error", "Handler fails")
    assert isinstance(error["trace"], list)


def test_a_rust_error_is_the_clients_own_document(host: RunningHost) -> None:
    error = failure(host, "rs", {"do": "raise"})
    assert "alloc::boxed::Box" in error["errorType"]
    assert error["errorMessage"] == "Handler fails"


def test_an_import_error_is_reported_on_the_invocation(host: RunningHost) -> None:
    error = failure(host, "broken", {})
    assert error["errorType"] == "RuntimeError"
    assert error["errorMessage"] == "broken at import"
    assert error["requestId"] == ""
    error = failure(host, "missing", {})
    assert error["errorType"] == "Runtime.ImportModuleError"
    assert "broken at import" in str(failure(host, "js_broken", {}))


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        ({"do": "sys_exit"}, "Runtime exited without providing a reason"),
        ({"do": "exit", "status": 3}, "Runtime exited with error: exit status 3"),
        ({"do": "signal", "name": "SIGKILL"}, "Runtime exited with error: signal: killed"),
        (
            {"do": "signal", "name": "SIGSEGV"},
            "Runtime exited with error: signal: segmentation fault",
        ),
    ],
)
def test_a_guest_that_ends_is_an_exit_error(host: RunningHost, event: object, reason: str) -> None:
    answer = host.invoke("py", event)
    request_id = answer["ResponseMetadata"]["RequestId"]
    assert answer["Payload"] == {
        "errorType": "Runtime.ExitError",
        "errorMessage": f"RequestId: {request_id} Error: {reason}",
    }
    assert host.invoke("py", {"after": event})["Payload"] == {"after": event}


@pytest.mark.parametrize("name", ["js", "rs"])
def test_a_guest_of_another_language_that_ends_is_an_exit_error(
    host: RunningHost, name: str
) -> None:
    error = failure(host, name, {"do": "exit", "status": 3})
    assert error["errorMessage"].endswith("Error: Runtime exited with error: exit status 3")
    assert host.invoke(name, {"still": "there"})["Payload"] == {"still": "there"}


def test_an_exit_while_it_starts_is_an_exit_error(host: RunningHost) -> None:
    answer = host.invoke("leaves", {})
    request_id = answer["ResponseMetadata"]["RequestId"]
    text = f"RequestId: {request_id} Error: Runtime exited without providing a reason"
    assert answer["Payload"] == {"errorType": "Runtime.ExitError", "errorMessage": text}


def test_a_guest_that_hangs_is_killed_at_its_timeout(host: RunningHost) -> None:
    pid = host.invoke("py", {"do": "count"})["Payload"]["pid"]
    begun = time.monotonic()
    answer = host.invoke("py", {"do": "sleep", "ms": 60_000})
    assert 1.0 <= time.monotonic() - begun < 1.2
    request_id = answer["ResponseMetadata"]["RequestId"]
    assert answer["FunctionError"] == "Unhandled"
    assert answer["Payload"] == {
        "errorType": "Sandbox.Timedout",
        "errorMessage": f"RequestId: {request_id} Error: Task timed out after 1.00 seconds",
    }
    assert host.invoke("py", {"do": "count"})["Payload"]["n"] == 1  # a new process
    assert not Path(f"/proc/{pid}").exists()
    assert any(
        f"{request_id} Task timed out after 1.00 seconds" in e["msg"] for e in host.log("py")
    )


def test_scratch_files_outlive_a_timeout_and_memory_does_not(host: RunningHost) -> None:
    host.invoke("py", {"do": "count"})
    error = failure(host, "py", {"do": "write", "text": "kept", "hang": True})
    assert error["errorType"] == "Sandbox.Timedout"
    assert host.invoke("py", {"do": "read"})["Payload"] == {"text": "kept", "n": 1}


def test_a_response_over_the_limit_is_refused_and_the_next_call_works(host: RunningHost) -> None:
    for _ in range(2):  # awslambdaric exits after the 413: the second call meets its replacement
        assert failure(host, "py", {"do": "large", "size": 7 * 1_048_576}) == {
            "errorType": "Function.ResponseSizeTooLarge",
            "errorMessage": "Response payload size exceeded maximum allowed payload size"
            " (6291556 bytes).",
        }
    assert host.invoke("py", {"a": 1})["Payload"] == {"a": 1}


def test_a_response_of_6_mib_of_text_passes(host: RunningHost) -> None:
    size = 6 * 1024 * 1024
    assert len(host.invoke("py", {"do": "large", "size": size})["Payload"]) == size


def test_garbage_on_stdout_goes_to_the_log_alone(host: RunningHost) -> None:
    assert host.invoke("py", {"do": "garbage"})["Payload"] == "fine"
    lines = [entry for entry in host.log("py") if "not text" in entry["msg"]]
    assert lines[0]["msg"].startswith("\ufffd\ufffd not text")
    assert not any("\x1b" in line for line in host.said)


def test_one_agents_crash_leaves_the_others_alone(host: RunningHost) -> None:
    before = (
        host.invoke("rs", {})["Payload"],
        host.invoke("js", {"do": "sleep", "ms": 1})["Payload"]["pid"],
    )
    for _ in range(3):
        failure(host, "py", {"do": "signal", "name": "SIGKILL"})
    assert host.invoke("js", {"do": "sleep", "ms": 1})["Payload"]["pid"] == before[1]
    assert host.invoke("rs", {})["Payload"] == before[0]
