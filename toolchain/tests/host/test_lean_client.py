"""Where `aws-lambda-ric` is not built, JavaScript runs on the lean client, and the host says so."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from peerc.host.function import Definition

from .running import GUESTS, HostFactory, RunningHost


@pytest.fixture(scope="module")
def host(start_host: HostFactory, tmp_path_factory: pytest.TempPathFactory) -> RunningHost:
    folder: Path = tmp_path_factory.mktemp("bare")  # no node_modules above it
    shutil.copy(GUESTS / "javascript" / "behave.mjs", folder)
    definitions = [
        Definition(name, name, "javascript", folder, "behave.handler") for name in ("one", "two")
    ]
    return start_host(*definitions)


def test_the_host_says_once_that_the_lean_client_serves(host: RunningHost) -> None:
    assert len([line for line in host.said if "peerc's lean client" in line]) == 1


def test_it_answers_and_fails_like_the_official_client(host: RunningHost) -> None:
    assert host.invoke("one", {"a": [1, "\u00fc"]})["Payload"] == {"a": [1, "\u00fc"]}
    assert host.invoke("one", {"do": "undefined"})["Payload"] is None
    answer = host.invoke("two", {"do": "raise"})
    assert answer["FunctionError"] == "Unhandled"
    error = answer["Payload"]
    assert (error["errorType"], error["errorMessage"]) == ("Error", "Handler fails")
    assert isinstance(error["trace"], list)
    error = host.invoke("two", {"do": "exit", "status": 3})["Payload"]
    assert error["errorMessage"].endswith("Runtime exited with error: exit status 3")
