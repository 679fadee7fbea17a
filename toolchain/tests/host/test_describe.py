"""GetFunction and ListFunctions through boto3, its paginator and waiters, and the AWS CLI."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from .running import HostFactory, RunningHost, python


@pytest.fixture(scope="module")
def host(start_host: HostFactory) -> RunningHost:
    names = [python(f"f{i:02d}", timeout_ms=2_500) for i in range(55)]
    return start_host(*names)


def test_get_function_says_what_was_defined(host: RunningHost) -> None:
    found = host.client.get_function(FunctionName="f07")["Configuration"]
    assert found["FunctionArn"] == "arn:aws:lambda:us-east-1:000000000000:function:f07"
    assert (found["Handler"], found["Timeout"], found["MemorySize"]) == ("behave.handler", 3, 128)
    assert found["Runtime"] == f"python3.{sys.version_info[1]}"
    qualified = host.client.get_function(FunctionName="f07", Qualifier="$LATEST")["Configuration"]
    assert qualified["FunctionArn"].endswith(":f07:$LATEST")


def test_the_waiters_see_an_active_function(host: RunningHost) -> None:
    host.client.get_waiter("function_active_v2").wait(FunctionName="f07")
    host.client.get_waiter("function_exists").wait(FunctionName="f07")


def test_a_listing_is_complete_over_pages_of_any_size(host: RunningHost) -> None:
    expected = [f"f{i:02d}" for i in range(55)]
    for size in (1, 7, 50, 1_000):
        pages = list(
            host.client.get_paginator("list_functions").paginate(
                PaginationConfig={"PageSize": size}
            )
        )
        assert [f["FunctionName"] for page in pages for f in page["Functions"]] == expected
        assert all(len(page["Functions"]) <= min(size, 50) for page in pages)


def test_a_listing_with_bad_parameters_is_refused(host: RunningHost) -> None:
    with pytest.raises(ClientError, match="Member must satisfy enum value set: \\[ALL\\]"):
        host.client.list_functions(FunctionVersion="invalid")
    with pytest.raises(ClientError) as caught:
        host.client.get_function(FunctionName="nobody")
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 404


def test_the_aws_command_line_invokes_and_lists(host: RunningHost, tmp_path: Path) -> None:
    aws = [
        sys.executable,
        "-m",
        "awscli",
        "--endpoint-url",
        host.endpoint,
        "--region",
        "us-east-1",
        "lambda",
    ]
    env = {
        "AWS_ACCESS_KEY_ID": "x",
        "AWS_SECRET_ACCESS_KEY": "x",
        "HOME": str(tmp_path),
        "PATH": "",
    }

    def call(*arguments: str) -> dict[str, object]:
        done = subprocess.run([*aws, *arguments], env=env, capture_output=True, timeout=60)
        assert done.returncode == 0, done.stderr.decode()
        answer: dict[str, object] = json.loads(done.stdout)
        return answer

    out = tmp_path / "out.json"
    answer = call(
        "invoke", "--function-name", "f01", "--payload", '{"a": 1}', "--log-type", "Tail", str(out)
    )
    assert (answer["StatusCode"], answer["ExecutedVersion"]) == (200, "$LATEST")
    assert json.loads(out.read_text()) == {"a": 1}
    assert "REPORT" in base64.b64decode(str(answer["LogResult"])).decode()
    answer = call("invoke", "--function-name", "f01", "--payload", '{"do": "raise"}', str(out))
    assert answer["FunctionError"] == "Unhandled"
    functions = call("list-functions")["Functions"]
    assert isinstance(functions, list)
    assert len(functions) == 55
