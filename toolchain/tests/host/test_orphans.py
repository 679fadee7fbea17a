"""However the host ends, nothing it started lives two seconds longer."""

from __future__ import annotations

import json
import signal
import time
from pathlib import Path

import pytest
from peerc.host.orphans import marked

from .projects import Dev, write_project

LEAVES_A_CHILD = """\
import os, subprocess
def handler(event, context):
    child = subprocess.Popen(["sleep", "300"], start_new_session=True)
    return {"marker": os.environ["PEERC_HOST"], "child": child.pid, "parent": os.getpid()}
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_nothing_outlives_the_host(tmp_path: Path, number: signal.Signals) -> None:
    folder = write_project(tmp_path / "p")
    (folder / "py" / "app.py").write_text(LEAVES_A_CHILD)
    dev = Dev(folder)
    found = json.loads(dev.invoke("py")["Payload"])
    dev.invoke("js")
    assert {found["child"], found["parent"]} <= set(marked(found["marker"]))
    assert len(marked(found["marker"])) >= 3
    code = dev.stop(number)
    deadline = time.monotonic() + 2
    while left := marked(found["marker"]):
        assert time.monotonic() < deadline, left
        time.sleep(0.02)
    assert code == (-signal.SIGKILL if number == signal.SIGKILL else 130)
    if number != signal.SIGKILL:
        assert not (folder / ".peer" / "dev.json").exists()
        assert list((folder / ".peer" / "sandboxes").iterdir()) == []


def test_a_signal_during_the_first_build_ends_the_build_too(tmp_path: Path) -> None:
    folder = write_project(tmp_path / "p")
    toml = (folder / "peer.toml").read_text()
    (folder / "peer.toml").write_text(toml + '[agents.rs]\nsource = "rs"\nhandler = "rs"\n')
    contract = (folder / "contract.yaml").read_text()
    contract += "  rs: {language: rust, ops: {say: {input: Word, output: Word}}}\n"
    (folder / "contract.yaml").write_text(contract)
    (folder / "rs" / "src").mkdir(parents=True)
    (folder / "rs" / "src" / "main.rs").write_text("fn main() {}\n")
    (folder / "rs" / "Cargo.toml").write_text(
        '[package]\nname = "rs"\nversion = "0.0.0"\nedition = "2021"\n[workspace]\n'
    )
    # A build script that hangs stands for a long build.
    (folder / "rs" / "build.rs").write_text(
        "fn main() { std::thread::sleep(std::time::Duration::from_secs(600)) }\n"
    )
    dev = Dev(folder)
    dev.wait_for(r"js \| built")
    state = json.loads((folder / ".peer" / "dev.json").read_text())
    assert state["endpoint"] == dev.endpoint
    time.sleep(1)
    begun = time.monotonic()
    assert dev.stop() == 130
    assert time.monotonic() - begun < 2
    time.sleep(0.5)
    hanging = [path for path in Path("/proc").glob("[0-9]*") if str(folder) in command(path)]
    assert hanging == []


def command(path: Path) -> str:
    try:
        return (path / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
    except OSError:
        return ""
