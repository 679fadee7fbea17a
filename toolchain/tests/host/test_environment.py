"""What a guest sees around it, and the rules a function's own variables obey."""

from __future__ import annotations

import json
import os
import random

import pytest
from peerc.host.function import RESERVED, BadDefinition, check, environment_size

from .running import GUESTS, HostFactory, python


def test_nothing_of_the_callers_shell_reaches_a_guest(
    start_host: HostFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    host = start_host(python("look", env={"MINE": "yes"}, memory_mb=256))
    monkeypatch.setenv("AWS_PROFILE", "production")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "a real one")
    monkeypatch.setenv("SECRET", "hidden")
    env = host.invoke("look", {"do": "environment"})["Payload"]
    assert "hidden" not in env.values()
    assert "AWS_PROFILE" not in env
    assert env["AWS_SECRET_ACCESS_KEY"] == "local"
    assert env["MINE"] == "yes"
    assert env["AWS_ENDPOINT_URL_LAMBDA"] == host.endpoint
    assert env["AWS_REGION"] == env["AWS_DEFAULT_REGION"] == "us-east-1"
    assert env["AWS_LAMBDA_FUNCTION_NAME"] == "look"
    assert env["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] == "256"
    assert env["LAMBDA_TASK_ROOT"] == str(GUESTS / "python")
    assert env["_HANDLER"] == "behave.handler"
    assert env["TZ"] == ":UTC"
    assert os.path.isdir(env["TMPDIR"])


def test_4096_bytes_of_variables_pass_and_one_more_does_not() -> None:
    seed = random.randrange(2**32)
    print(f"seed {seed}")  # noqa: T201  # shown when the test fails
    draw = random.Random(seed)
    for _ in range(20):
        env = {f"K{i}": "x" * draw.randrange(100) for i in range(draw.randrange(1, 20))}
        env["LAST"] = ""
        env["LAST"] = "x" * (4096 - environment_size(env))
        assert len(json.dumps(env, separators=(",", ":"))) == 4096
        check(python("f", env=env))
        env["LAST"] += "x"
        with pytest.raises(BadDefinition, match="exceeded the 4KB limit") as caught:
            check(python("f", env=env))
        assert caught.value.code == "PC6003"
        assert "xxxxx" not in str(caught.value)  # a value may be a secret


def test_text_beyond_ascii_counts_at_its_larger_form() -> None:
    assert environment_size({"K": "\u00fc"}) == len('{"K":"\\u00fc"}')
    assert environment_size({"K": "\U0001f600"}) == len('{"K":"\\ud83d\\ude00"}')


@pytest.mark.parametrize("key", sorted(RESERVED))
def test_a_variable_of_the_platforms_own_is_refused(key: str) -> None:
    with pytest.raises(
        BadDefinition, match=f"Reserved keys used in this request: {key}$"
    ) as caught:
        check(python("f", env={key: "x"}))
    assert caught.value.code == "PC6004"


@pytest.mark.parametrize("name", ["", "a" * 65, "a b", "ü"])
def test_a_name_that_lambda_would_refuse_is_refused(name: str) -> None:
    with pytest.raises(BadDefinition) as caught:
        check(python(name))
    assert caught.value.code == "PC6005"
