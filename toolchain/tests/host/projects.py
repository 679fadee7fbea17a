"""Small projects on disk, and `peerc` as a process, for what only a real process shows."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

CHECKOUT = Path(__file__).resolve().parents[3]
PEERC = [
    sys.executable,
    "-u",
    "-c",
    "import sys; from peerc.cli.main import main; sys.exit(main())",
]
CONTRACT = """\
peer: 1
name: little
types:
  Word: {type: object, required: [text], properties: {text: {type: string, maxLength: 20}}}
agents:
  py: {language: python, ops: {say: {input: Word, output: Word}}}
  js: {language: javascript, ops: {say: {input: Word, output: Word}}}
"""
PEER_TOML = """\
peer = 1
contract = "contract.yaml"
[agents.py]
source = "py"
handler = "app.handler"
[agents.js]
source = "js"
handler = "index.handler"
"""
PYTHON_AGENT = """\
import os, time
def handler(event, context):
    time.sleep(event.get("ms", 0) / 1000)
    return {{"version": {version}, "marker": os.environ["PEERC_HOST"]}}
"""
JAVASCRIPT_AGENT = "export const handler = async () => ({{ version: {version} }});\n"


def write_project(folder: Path) -> Path:
    """Two agents that answer with their source's version; the stubs are not used."""
    (folder / "py").mkdir(parents=True)
    (folder / "js").mkdir()
    (folder / "node_modules").symlink_to(CHECKOUT / "node_modules")  # the official client
    (folder / "contract.yaml").write_text(CONTRACT)
    (folder / "peer.toml").write_text(PEER_TOML)
    write_version(folder, 1)
    return folder


def write_version(folder: Path, version: int) -> None:
    save(folder / "py" / "app.py", PYTHON_AGENT.format(version=version))
    save(folder / "js" / "index.mjs", JAVASCRIPT_AGENT.format(version=version))


def save(path: Path, text: str) -> None:
    """Writes a file as editors do: a new one, renamed over the old."""
    draft = path.with_name(f".{path.name}.tmp")
    draft.write_text(text)
    draft.replace(path)


class Dev:
    """`peerc dev --port 0` on a project; `lines` grows as it prints."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.lines: list[str] = []
        self.process = subprocess.Popen(
            [*PEERC, "dev", str(folder), "--port", "0", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        threading.Thread(target=self._read, daemon=True).start()
        line = self.wait_for(r"http://127\.0\.0\.1:\d+")
        self.endpoint = re.search(r"http://\S+", line)[0]  # type: ignore[index]  # just matched
        config = Config(retries={"total_max_attempts": 1}, read_timeout=90, max_pool_connections=50)
        self.client = boto3.client(
            "lambda",
            endpoint_url=self.endpoint,
            region_name="us-east-1",
            config=config,
            aws_access_key_id="test",
            aws_secret_access_key="test",
        )

    def invoke(self, name: str, payload: bytes = b"{}") -> dict[str, Any]:
        """boto3's answer, `Payload` as bytes."""
        answer: dict[str, Any] = self.client.invoke(FunctionName=f"little-{name}", Payload=payload)
        answer["Payload"] = answer["Payload"].read()
        return answer

    def wait_for(self, pattern: str, seconds: float = 30) -> str:
        """The first line that matches; fails with all lines when none comes in time."""
        over = time.monotonic() + seconds
        seen = 0
        while time.monotonic() < over:
            while seen < len(self.lines):
                if re.search(pattern, self.lines[seen]):
                    return self.lines[seen]
                seen += 1
            time.sleep(0.01)
        raise AssertionError(f"no line matches {pattern}:\n" + "\n".join(self.lines))

    def stop(self, number: int = signal.SIGINT) -> int:
        """Sends the signal and returns the exit code."""
        if self.process.poll() is None:
            os.kill(self.process.pid, number)
        return self.process.wait(10)

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))
