"""The lean Node client against a Runtime API of a few lines: what it posts and how it ends."""

from __future__ import annotations

import json
import os
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
CLIENT = ROOT / "toolchain" / "src" / "peerc" / "host" / "lean_node" / "index.mjs"
NODE = ROOT / ".venv" / "node-bin" / "node"

HANDLER = """
export const handler = async (event, context) => {
  if (event.do === "throw") throw Object.assign(new Error("no"), { name: "PC1402" });
  if (event.do === "text") throw "no";
  if (event.do === "ring") { const ring = {}; ring.ring = ring; return ring; }
  if (event.do === "nothing") return undefined;
  if (event.do === "crash") {
    setTimeout(() => { throw new Error("later"); }, 1);
    return new Promise(() => {});
  }
  return {
    id: context.awsRequestId,
    left: context.getRemainingTimeInMillis() > 0,
    custom: context.clientContext?.custom,
    trace: process.env._X_AMZN_TRACE_ID,
  };
};
export const nested = { deep: { handler } };
export const number = 5;
"""


class RuntimeApi(ThreadingHTTPServer):
    """Hands out the events in turn, then waits; keeps what is posted as (path, headers, body)."""

    daemon_threads = True

    def __init__(self, events: list[dict[str, Any]]) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.events = iter(enumerate(events))
        self.wanted = len(events)
        self.posted: list[tuple[str, dict[str, str], Any]] = []
        self.done = threading.Event()


class Answers(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: RuntimeApi

    def do_GET(self) -> None:
        number, event = next(self.server.events, (0, None))
        if event is None:
            self.server.done.set()
            threading.Event().wait(20)
            return
        body = json.dumps(event).encode()
        self.send_response(200)
        self.send_header("Lambda-Runtime-Aws-Request-Id", f"request-{number}")
        self.send_header("Lambda-Runtime-Invocation-Id", f"delivery-{number}")
        self.send_header("Lambda-Runtime-Deadline-Ms", "99999999999999")
        self.send_header("Lambda-Runtime-Client-Context", '{"custom":{"a":"b"}}')
        if number % 2 == 0:
            self.send_header("Lambda-Runtime-Trace-Id", f"Root={number}")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.posted.append((self.path, headers, json.loads(body)))
        self.send_response(410 if len(self.server.posted) == 2 else 202)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing: pytest's output is for failures."""


@contextmanager
def running(
    folder: Path, handler: str, events: list[dict[str, Any]], source: str = HANDLER
) -> Iterator[tuple[RuntimeApi, subprocess.Popen[str]]]:
    (folder / "index.mjs").write_text(source, encoding="utf-8")
    api = RuntimeApi(events)
    threading.Thread(target=api.serve_forever, daemon=True).start()
    environment = os.environ | {
        "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{api.server_port}",
        "LAMBDA_TASK_ROOT": str(folder),
        "_HANDLER": handler,
    }
    command = [NODE, CLIENT]
    process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
    try:
        yield api, process
    finally:
        process.kill()
        process.communicate()
        api.shutdown()
        api.server_close()


def test_events_are_answered_in_turn_with_their_own_ids(tmp_path: Path) -> None:
    events = [{}, {"do": "nothing"}, {}]
    with running(tmp_path, "index.nested.deep.handler", events) as (api, _):
        assert api.done.wait(20)
        paths = [path for path, _, _ in api.posted]
        deliveries = [headers["lambda-runtime-invocation-id"] for _, headers, _ in api.posted]
        bodies = [body for _, _, body in api.posted]
    assert paths == [f"/2018-06-01/runtime/invocation/request-{i}/response" for i in range(3)]
    assert deliveries == ["delivery-0", "delivery-1", "delivery-2"]
    assert bodies[1] is None  # undefined; and the 410 to this answer did not end the client
    seen = {"left": True, "custom": {"a": "b"}}
    assert bodies[0] == {"id": "request-0", "trace": "Root=0", **seen}
    assert bodies[2] == {"id": "request-2", "trace": "Root=2", **seen}


def test_errors_are_posted_with_their_name_as_type(tmp_path: Path) -> None:
    events = [{"do": "throw"}, {"do": "text"}, {"do": "ring"}]
    with running(tmp_path, "index.handler", events) as (api, _):
        assert api.done.wait(20)
        told = [(path, headers, body) for path, headers, body in api.posted]
    assert [path.rsplit("/", 1)[1] for path, _, _ in told] == ["error"] * 3
    types = [body["errorType"] for _, _, body in told]
    assert types == ["PC1402", "string", "Runtime.JSONStringifyError"]
    assert told[0][2]["errorMessage"] == "no"
    assert told[0][2]["trace"][0] == "PC1402: no" or told[0][2]["trace"][0].endswith("no")
    heads = [headers["lambda-runtime-function-error-type"] for _, headers, _ in told]
    assert heads == ["Function.Error", "Function.Error", "Runtime.JSONStringifyError"]


def test_a_handler_that_cannot_be_loaded_is_an_init_error_and_exit_1(tmp_path: Path) -> None:
    cases = [
        ("index.absent", HANDLER, "Runtime.HandlerNotFound"),
        ("index.number", HANDLER, "Runtime.HandlerNotFound"),
        ("absent.handler", HANDLER, "Runtime.ImportModuleError"),
        ("index", HANDLER, "Runtime.MalformedHandlerName"),
        ("index.handler", "export const handler = (", "Runtime.UserCodeSyntaxError"),
        ("index.handler", "throw new RangeError('x')", "RangeError"),
    ]
    for handler, source, name in cases:
        with running(tmp_path, handler, [], source) as (api, process):
            assert process.wait(20) == 1
            [(path, _, body)] = api.posted
        assert path == "/2018-06-01/runtime/init/error"
        assert body["errorType"] == name


def test_an_error_outside_an_invocation_ends_the_process_with_1(tmp_path: Path) -> None:
    with running(tmp_path, "index.handler", [{"do": "crash"}]) as (api, process):
        assert process.wait(20) == 1
        assert api.posted == []
