"""A guest that does not get ready: ten seconds of Init, then once more under the timeout."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from peerc.host.guest.launch import Launch

from .running import HostFactory, python


def test_a_guest_that_never_starts_times_out(start_host: HostFactory) -> None:
    host = start_host(python("slow", "slow_import.handler", timeout_ms=1_000))
    begun = time.monotonic()
    answer = host.invoke("slow", {})
    assert 11.0 <= time.monotonic() - begun < 14.0
    assert answer["Payload"]["errorType"] == "Sandbox.Timedout"
    assert answer["Payload"]["errorMessage"].endswith("Error: Task timed out after 1.00 seconds")


def test_a_program_that_is_missing_is_named(start_host: HostFactory, tmp_path: Path) -> None:
    definition = python("gone")
    host = start_host(definition)
    launch = Launch((str(tmp_path / "bootstrap"),), tmp_path)
    host.call(lambda: host.host.put(definition, launch, warm=False))
    answer = host.invoke("gone", {})
    assert answer["Payload"]["errorType"] == "Runtime.InvalidEntrypoint"
    assert (
        f"fork/exec {tmp_path}/bootstrap: no such file or directory"
        in answer["Payload"]["errorMessage"]
    )


def test_a_guest_that_cannot_start_is_shown_before_anyone_calls_it(start_host: HostFactory) -> None:
    definition = python("broken", "broken_import.handler")
    host = start_host(definition)
    host.call(host.host.pools["broken"].warm)
    deadline = time.monotonic() + 10
    while not any("did not start" in line for line in host.said):
        assert time.monotonic() < deadline
        host.run(asyncio.sleep(0.05))
    assert any("broken | " in line and "broken at import" in line for line in host.said)
