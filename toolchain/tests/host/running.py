"""A running host for the tests: on a thread of its own, so that real, blocking clients call it."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, TypeVar

import boto3
import uvloop
from botocore.config import Config
from peerc.host.function import Definition
from peerc.host.guest.launch import BuildFailed
from peerc.host.host import Host
from peerc.host.logs import Journal
from peerc.host.platform import Platform

GUESTS = Path(__file__).parent / "guests"
T = TypeVar("T")


def python(name: str, handler: str = "behave.handler", **settings: Any) -> Definition:
    """A function of guests/python; `settings` are the Definition's."""
    return Definition(name, name, "python", GUESTS / "python", handler, **settings)


def javascript(name: str, handler: str = "behave.handler", **settings: Any) -> Definition:
    return Definition(name, name, "javascript", GUESTS / "javascript", handler, **settings)


def rust(name: str, handler: str = "echo-rust", **settings: Any) -> Definition:
    return Definition(name, name, "rust", GUESTS / "echo_rust", handler, **settings)


class RunningHost:
    """A host on a thread. Its guests are spawned by that thread and die with it."""

    def __init__(self, state: Path, definitions: list[Definition]) -> None:
        self.said: list[str] = []
        self.state = state
        self._loop = uvloop.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.platform = Platform(state, self.said.append)
        self.host = self.run(self._open(definitions))
        self.port = self.platform.port
        self.endpoint = self.platform.endpoint
        # No retries: a test wants to see each answer.
        config = Config(
            retries={"total_max_attempts": 1}, read_timeout=90, max_pool_connections=100
        )
        self.client = boto3.client(
            "lambda",
            endpoint_url=self.endpoint,
            region_name="us-east-1",
            config=config,
            aws_access_key_id="test",
            aws_secret_access_key="test",
        )

    async def _open(self, definitions: list[Definition]) -> Host:
        journal = Journal(self.state / "logs", self.said.append, self.platform.clock)
        host = Host(definitions, self.platform, journal)
        await host.open()
        for definition in definitions:
            built = await host.prepare(definition)
            assert not isinstance(built, BuildFailed), built
            host.put(definition, built, warm=False)
        return host

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Runs a coroutine on the host's loop and waits for its result."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(60)

    def call(self, function: Callable[[], object]) -> None:
        """Calls a plain function on the host's loop."""

        async def work() -> None:
            function()

        self.run(work())

    def invoke(self, name: str, event: object, **arguments: Any) -> dict[str, Any]:
        """boto3's answer, `Payload` parsed."""
        payload = event if isinstance(event, bytes) else json.dumps(event).encode()
        answer: dict[str, Any] = self.client.invoke(FunctionName=name, Payload=payload, **arguments)
        answer["Payload"] = json.loads(answer["Payload"].read() or b"null")
        return answer

    def log(self, agent: str) -> list[dict[str, Any]]:
        """The entries of the agent's log file so far."""
        path = self.state / "logs" / f"{agent}.log"
        self.run(asyncio.sleep(0.1))  # the journal writes every 50 ms
        return [json.loads(line) for line in path.read_text().splitlines()]

    def close(self) -> None:
        self.run(self.host.close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


HostFactory = Callable[..., RunningHost]
