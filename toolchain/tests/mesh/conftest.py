"""Runs `peerc dev` on the mesh as a user would, once for all tests here."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config

HERE = Path(__file__).parent
START_S = 400  # a clean checkout compiles the Rust agents first


class Mesh:
    """The running mesh, called over the Invoke API by boto3."""

    def __init__(self, endpoint: str) -> None:
        self._client = boto3.client(
            "lambda",
            endpoint_url=endpoint,
            region_name="us-east-1",
            config=Config(retries={"total_max_attempts": 1}, read_timeout=120),
            aws_access_key_id="test",
            aws_secret_access_key="test",
        )

    def invoke(self, agent: str, event: object) -> tuple[bool, Any]:
        """Whether it was a function error, and the payload parsed."""
        payload = json.dumps(event).encode()
        answer = self._client.invoke(FunctionName=f"mesh-{agent}", Payload=payload)
        return "FunctionError" in answer, json.loads(answer["Payload"].read())

    def call(self, agent: str, op: str, task: object) -> Any:
        """The output of a bare call that must not fail."""
        failed, payload = self.invoke(agent, {"op": op, "input": task})
        assert not failed, payload
        return payload


@pytest.fixture(scope="session")
def mesh() -> Iterator[Mesh]:
    state = HERE / ".peer" / "dev.json"
    state.unlink(missing_ok=True)
    command = [sys.executable, "-m", "peerc", "dev", str(HERE), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            until = time.monotonic() + START_S
            while not state.exists():
                assert process.poll() is None, process.communicate()[0]
                assert time.monotonic() < until, "peerc dev did not start"
                time.sleep(0.1)
            yield Mesh(json.loads(state.read_text())["endpoint"])
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=20)
