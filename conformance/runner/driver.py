"""One driver process: starts it, talks PCP/1 in lockstep, makes a crash or hang an answer."""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

COMMAND_SECONDS = 10.0
READ_BYTES = 1 << 16
STDERR_TAIL = 2000


class NotStarted(Exception):
    """A driver that cannot be used at all: no process, no greeting, or the wrong one."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """A `driver.json`: how to build and start a driver, and what it leaves out on purpose.

    `bugs` belongs to the broken driver: name -> suites in which the bug must show.
    """

    name: str
    language: str
    command: tuple[str, ...]
    build: tuple[str, ...]
    absent: dict[str, str]
    bugs: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a driver did with one command: `kind` is out, error, crash, timeout or garbage.

    `body` is the member `out` or `error` of the answer; `text` says what happened otherwise.
    """

    kind: str
    body: Any
    text: str = ""


def read_manifest(file: Path) -> Manifest:
    """A driver's manifest; NotStarted when the file is no such thing."""
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        return Manifest(
            name=file.parent.name,
            language=data["language"],
            command=tuple(data["command"]),
            build=tuple(data.get("build", ())),
            absent=dict(data.get("absent", {})),
            bugs={name: tuple(suites) for name, suites in data.get("bugs", {}).items()},
        )
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise NotStarted(f"{file}: {type(problem).__name__}: {problem}") from problem


def environment(root: Path) -> dict[str, str]:
    """The caller's environment, with the checkout's own python and node first on PATH."""
    own = [str(root / ".venv" / folder) for folder in ("node-bin", "bin")]
    return dict(os.environ, PATH=os.pathsep.join([*own, os.environ.get("PATH", "")]))


class Driver:
    """A running driver; `seconds` bounds each command, the start included."""

    def __init__(self, manifest: Manifest, root: Path, seconds: float = COMMAND_SECONDS) -> None:
        self.manifest = manifest
        self.root = root
        self.seconds = seconds
        self.ops: frozenset[str] = frozenset()
        self._process: subprocess.Popen[bytes] | None = None
        self._stderr = tempfile.TemporaryFile()  # noqa: SIM115  # as long as the driver
        self._rest = b""

    def build(self) -> None:
        """Runs the manifest's build command; NotStarted with its output when it fails."""
        if not self.manifest.build:
            return
        try:
            done = subprocess.run(
                self.manifest.build,
                cwd=self.root,
                env=environment(self.root),
                capture_output=True,
                text=True,
                check=False,
            )
        except OSError as problem:
            raise NotStarted(f"{self.manifest.name}: build: {problem}") from problem
        if done.returncode != 0:
            output = (done.stdout + done.stderr)[-STDERR_TAIL:]
            raise NotStarted(f"{self.manifest.name}: the build failed:\n{output}")

    def start(self) -> None:
        """Starts the process and exchanges greetings."""
        try:
            self._process = subprocess.Popen(
                self.manifest.command,
                cwd=self.root,
                env=environment(self.root),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._stderr,
                start_new_session=True,
            )
        except OSError as problem:
            raise NotStarted(f"{self.manifest.name}: {problem}") from problem
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            os.set_blocking(pipe.fileno(), False)
        self._rest = b""
        answer = self._exchange({"cmd": "hello", "pcp": 1})
        if not isinstance(answer, dict):
            raise NotStarted(f"{self.manifest.name}: no greeting: {answer.kind}: {answer.text}")
        self._take_greeting(answer)

    def _take_greeting(self, greeting: dict[str, Any]) -> None:
        ops = greeting.get("ops")
        named = isinstance(ops, list) and all(isinstance(op, str) for op in ops)
        expected = (1, self.manifest.language)
        if not named or (greeting.get("pcp"), greeting.get("language")) != expected:
            self.kill()
            raise NotStarted(f"{self.manifest.name}: not a greeting: {json.dumps(greeting)[:200]}")
        self.ops = frozenset(greeting["ops"])

    def run(self, case_id: str, op: str, given: dict[str, Any]) -> Answer:
        """The driver's answer to one case; after a crash or hang the next call starts it again."""
        if self._process is None:
            self.start()
        message = self._exchange({"cmd": "run", "id": case_id, "op": op, "in": given})
        if isinstance(message, Answer):
            return message
        if message.get("id") != case_id:
            return self._garbage(f"answers `{message.get('id')}`", message)
        kinds = message.keys() - {"id"}
        if kinds not in ({"out"}, {"error"}):
            return self._garbage("needs exactly one of `out` and `error`", message)
        kind = kinds.pop()
        if not isinstance(message[kind], dict):
            return self._garbage(f"`{kind}` is no object", message)
        return Answer(kind, message[kind])

    def stop(self) -> str:
        """Says bye; an empty text, or what was wrong with the exit."""
        process = self._process
        if process is None:
            return ""
        left = self._exchange({"cmd": "bye"})
        if isinstance(left, Answer) and left.kind == "crash" and process.returncode == 0:
            return ""
        self.kill()
        return f"{self.manifest.name}: after bye the process did not exit with 0"

    def kill(self) -> None:
        """Ends the process and everything it started, now."""
        if self._process is None:
            return
        with suppress(ProcessLookupError):  # it may have ended by itself
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        self._process = None

    def _garbage(self, problem: str, message: Any) -> Answer:
        self.kill()  # who is out of step once stays out of step
        return Answer("garbage", None, f"{problem}: {json.dumps(message)[:200]}")

    def _exchange(self, message: dict[str, Any]) -> dict[str, Any] | Answer:
        """Sends one line and reads one; what is no JSON object comes back as an Answer."""
        line = (json.dumps(message) + "\n").encode()
        try:
            reply = self._pump(line, time.monotonic() + self.seconds)
        except TimeoutError:
            self.kill()
            return Answer("timeout", None, f"no answer in {self.seconds:g} s")
        if reply is None:
            return self._crashed()
        try:
            value = json.loads(reply)
        except (ValueError, RecursionError):
            value = None
        if isinstance(value, dict):
            return value
        self.kill()
        return Answer("garbage", None, f"not a JSON object: {reply[:200]!r}")

    def _crashed(self) -> Answer:
        assert self._process is not None
        try:
            code = self._process.wait(timeout=self.seconds)
        except subprocess.TimeoutExpired:
            code = None  # closed its output but lives on
        self._stderr.seek(0)
        tail = self._stderr.read()[-STDERR_TAIL:].decode(errors="replace").strip()
        self._stderr.seek(0)
        self._stderr.truncate()
        self.kill()
        return Answer("crash", None, f"exit code {code}\n{tail}".strip())

    def _pump(self, line: bytes, deadline: float) -> bytes | None:
        """Writes and reads at once, so that neither side waits for the other's full pipe.

        None when the driver's output ends; TimeoutError when `deadline` (monotonic) passes.
        """
        assert self._process is not None
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        unsent = memoryview(line)
        buffer = bytearray(self._rest)
        with selectors.DefaultSelector() as ready:
            ready.register(stdout, selectors.EVENT_READ)
            ready.register(stdin, selectors.EVENT_WRITE)
            while True:
                events = ready.select(deadline - time.monotonic())
                if not events and time.monotonic() >= deadline:
                    raise TimeoutError
                for key, _ in events:
                    if key.fileobj is stdin:
                        unsent = self._send(unsent)
                        if not unsent:
                            ready.unregister(stdin)
                        continue
                    chunk = os.read(stdout.fileno(), READ_BYTES)
                    if not chunk:
                        return None
                    buffer += chunk
                    if b"\n" in chunk:
                        reply, _, self._rest = bytes(buffer).partition(b"\n")
                        return reply

    def _send(self, unsent: memoryview) -> memoryview:
        """What is still to be sent; nothing when the driver has closed its input."""
        assert self._process is not None
        assert self._process.stdin is not None
        try:
            return unsent[os.write(self._process.stdin.fileno(), unsent) :]
        except BrokenPipeError:
            return unsent[:0]  # reading will meet the end of its output and say so
