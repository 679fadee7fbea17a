"""Saves under `peerc dev`: new code answers, old never does, who waits is told what for."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from .projects import (
    CONTRACT,
    JAVASCRIPT_AGENT,
    PYTHON_AGENT,
    Dev,
    save,
    write_project,
    write_version,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_project(tmp_path / "p")


@pytest.fixture
def dev(folder: Path) -> Iterator[Dev]:
    running = Dev(folder)
    yield running
    running.stop()


def version(dev: Dev, name: str) -> int:
    found: int = json.loads(dev.invoke(name)["Payload"])["version"]
    return found


def wait_for_version(dev: Dev, name: str, wanted: int, seconds: float = 5) -> float:
    """Seconds until the first answer of `wanted`."""
    begun = time.monotonic()
    while version(dev, name) != wanted:
        assert time.monotonic() - begun < seconds
    return time.monotonic() - begun


def test_a_save_is_answered_by_new_code(dev: Dev, folder: Path) -> None:
    assert (version(dev, "py"), version(dev, "js")) == (1, 1)
    write_version(folder, 2)
    wait_for_version(dev, "py", 2)
    wait_for_version(dev, "js", 2)
    assert dev.lines[0].startswith("little: 2 agents at http://127.0.0.1:")
    assert all("\x1b" not in line for line in dev.lines)


def test_the_call_in_flight_ends_on_old_code(dev: Dev, folder: Path) -> None:
    assert version(dev, "py") == 1
    answers: list[int] = []
    slow = threading.Thread(
        target=lambda: answers.append(
            json.loads(dev.invoke("py", b'{"ms": 1500}')["Payload"])["version"]
        )
    )
    slow.start()
    time.sleep(0.3)
    write_version(folder, 2)
    wait_for_version(dev, "py", 2)
    assert slow.is_alive()
    slow.join()
    assert answers == [1]


def test_two_hundred_saves_under_load_never_bring_old_code_back(dev: Dev, folder: Path) -> None:
    assert version(dev, "py") == 1
    saved, done = [1], threading.Event()

    def keep_saving() -> None:
        for number in range(2, 202):
            save(folder / "py" / "app.py", PYTHON_AGENT.format(version=number))
            saved.append(number)
            time.sleep(0.02)
        done.set()

    writer = threading.Thread(target=keep_saving)
    writer.start()
    newest = 1
    while not done.is_set():
        found = version(dev, "py")
        assert found >= newest, "an answer came from older code than one before it"
        newest = found
    writer.join()
    wait_for_version(dev, "py", 201)


def test_idle_seconds_build_nothing(dev: Dev) -> None:
    version(dev, "py")
    version(dev, "js")
    time.sleep(0.5)
    before = len(dev.lines)
    time.sleep(3)
    assert dev.lines[before:] == []


def test_an_invalid_contract_is_shown_and_calls_wait_until_it_is_valid(
    dev: Dev, folder: Path
) -> None:
    assert version(dev, "py") == 1
    save(folder / "contract.yaml", CONTRACT.replace("output: Word", "output: Wrd", 1))
    dev.wait_for(r"error\[PC1201\]")
    answers: list[int] = []
    caller = threading.Thread(target=lambda: answers.append(version(dev, "py")))
    caller.start()
    dev.wait_for(r"waiting for a valid contract\.yaml \(\d+\.\d s\)")
    write_version(folder, 2)  # no agent is built for a contract that is not valid
    time.sleep(0.5)
    assert answers == []
    save(folder / "contract.yaml", CONTRACT.replace("maxLength: 20", "maxLength: 21"))
    caller.join(10)
    assert answers == [2]


def test_a_call_with_a_deadline_gives_up_waiting_at_it(dev: Dev, folder: Path) -> None:
    assert version(dev, "py") == 1
    save(folder / "contract.yaml", "peer: 1\n")
    dev.wait_for(r"error\[")
    env = json.dumps({"deadline_ms": int(time.time() * 1000) + 700, "to": "py.say"})
    begun = time.monotonic()
    answer = dev.invoke("py", json.dumps({"env": env, "body": "{}"}).encode())
    assert 0.4 < time.monotonic() - begun < 1.5
    assert answer["FunctionError"] == "Unhandled"
    error = json.loads(answer["Payload"])
    assert error["errorType"] == "PC6006"
    assert "contract.yaml" in error["errorMessage"]


def test_a_saved_contract_writes_the_stubs_and_starts_every_agent_anew(
    dev: Dev, folder: Path
) -> None:
    version(dev, "py")
    stub = folder / "js" / "contract.js"
    old = re.search("pc1-[a-z2-7]{52}", stub.read_text())
    save(folder / "contract.yaml", CONTRACT.replace("maxLength: 20", "maxLength: 22"))
    deadline = time.monotonic() + 10
    while (new := re.search("pc1-[a-z2-7]{52}", stub.read_text())) and old and new[0] == old[0]:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    version(dev, "py")
    time.sleep(1)  # the stubs' own events must not build once more
    built = [line for line in dev.lines if re.search(r"py \| built", line)]
    assert len(built) == 2


def test_an_agent_that_breaks_while_it_starts_is_shown_at_once(dev: Dev, folder: Path) -> None:
    version(dev, "js")
    save(folder / "js" / "index.mjs", "throw new Error('broken on purpose');\n")
    dev.wait_for(r"js \| did not start: .*broken on purpose")
    save(folder / "js" / "index.mjs", JAVASCRIPT_AGENT.format(version=3))
    wait_for_version(dev, "js", 3)


def test_a_taken_port_gives_way_to_the_next(folder: Path, dev: Dev) -> None:
    port = int(dev.endpoint.rpartition(":")[2])
    second = Dev(folder, "--port", str(port))
    try:
        assert second.endpoint != dev.endpoint
        assert f"port {port} is taken" in second.lines[0]
    finally:
        second.stop()
