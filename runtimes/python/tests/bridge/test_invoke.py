"""The Invoke client against a local HTTP server: what is sent, what is retried."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from peercontract import PeerError
from peercontract.bridge.credentials import Provider
from peercontract.bridge.endpoint import parse_url
from peercontract.bridge.invoke import Invoke
from peercontract.bridge.sigv4 import Credentials, Signer

Step = tuple[int, dict[str, str], bytes]
OK: Step = (200, {"x-amzn-RequestId": "r-1"}, b'"fine"')


class Lambda(ThreadingHTTPServer):
    """Answers with the given steps in order, the last one again and again; keeps what it saw."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Requests)
        self.steps: list[Step] = [OK]
        self.seen: list[tuple[str, dict[str, str], bytes]] = []
        self.connections: set[Any] = set()


class Requests(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Lambda

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.seen.append((self.path, headers, body))
        self.server.connections.add(self.client_address)
        steps = self.server.steps
        status, extra, payload = steps.pop(0) if len(steps) > 1 else steps[0]
        self.send_response(status)
        for name, value in extra.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload)

    do_GET = do_POST

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Lambda]:
    server = Lambda()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    for name in ("AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL_LAMBDA", "PEER_PREFIX"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setenv("AWS_REGION", "eu-central-1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    yield server
    server.shutdown()
    server.server_close()


def soon(seconds: float = 5) -> int:
    return int((time.time() + seconds) * 1000)


def refused(server: Lambda, *steps: Step, seconds: float = 5) -> PeerError:
    server.steps = list(steps)
    with pytest.raises(PeerError) as error:
        Invoke("p-").send("crunch", b"{}", soon(seconds))
    return error.value


def test_a_request_is_a_signed_invoke_of_the_prefixed_function(
    server: Lambda, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_SESSION_TOKEN", "token")
    monkeypatch.setenv("PEER_PREFIX", "live-")
    answer = Invoke("p-").send("crunch", b'{"a":1}', soon())
    path, headers, body = server.seen[0]
    assert (answer.payload, answer.function_error, answer.request_id) == (b'"fine"', None, "r-1")
    assert path == "/2015-03-31/functions/live-crunch/invocations"
    assert body == b'{"a":1}'
    assert headers["x-amz-security-token"] == "token"
    assert headers["authorization"].startswith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/")
    assert "x-amzn-trace-id" not in headers


def test_the_trace_header_goes_on_unchanged_and_unsigned_inside_a_function(
    server: Lambda, monkeypatch: pytest.MonkeyPatch
) -> None:
    trace = "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1;Lineage=a87bd80c:1"
    monkeypatch.setenv("_X_AMZN_TRACE_ID", trace)
    monkeypatch.setenv("AWS_LAMBDA_FUNCTION_NAME", "caller")
    Invoke("p-").send("crunch", b"{}", soon())
    headers = server.seen[0][1]
    assert headers["x-amzn-trace-id"] == trace
    assert "x-amzn-trace-id" not in headers["authorization"]


def test_one_thread_keeps_one_connection(server: Lambda) -> None:
    bridge = Invoke("p-")
    for _ in range(3):
        bridge.send("crunch", b"{}", soon())
    assert len(server.connections) == 1
    other = threading.Thread(target=bridge.send, args=("crunch", b"{}", soon()))
    other.start()
    other.join()
    assert len(server.connections) == 2


def test_a_function_error_is_an_answer(server: Lambda) -> None:
    server.steps = [(200, {"X-Amz-Function-Error": "Unhandled"}, b'{"errorType":"X"}')]
    assert Invoke("p-").send("crunch", b"{}", soon()).function_error == "Unhandled"


@pytest.mark.parametrize(
    ("status", "code"),
    [(400, "PC3006"), (403, "PC3006"), (404, "PC3006"), (413, "PC3005"), (500, "PC3006")],
)
def test_another_status_is_its_own_error_and_not_repeated(
    server: Lambda, status: int, code: str
) -> None:
    error = refused(server, (status, {"x-amzn-ErrorType": "Some:x"}, b"{}"))
    assert error.code == code
    assert len(server.seen) == 1


def test_a_throttled_call_is_tried_again_and_answered(server: Lambda) -> None:
    server.steps = [(429, {}, b"{}"), OK]
    assert Invoke("p-").send("crunch", b"{}", soon()).payload == b'"fine"'
    assert len(server.seen) == 2


def test_a_call_that_stays_throttled_gives_up_inside_its_deadline(server: Lambda) -> None:
    start = time.monotonic()
    assert refused(server, (429, {}, b"{}"), seconds=1).code == "PC3006"
    assert time.monotonic() - start < 1.5
    assert 1 <= len(server.seen) <= 4


def test_a_deadline_that_has_passed_sends_nothing(server: Lambda) -> None:
    assert refused(server, OK, seconds=-1).code == "PC2103"
    assert server.seen == []


def test_nobody_listening_is_a_peer_out_of_reach(
    server: Lambda, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    assert refused(server, OK, seconds=0.5).code == "PC3006"


@pytest.mark.parametrize("name", ["AWS_REGION", "AWS_ACCESS_KEY_ID"])
def test_a_variable_that_the_platform_sets_is_named_when_it_is_missing(
    server: Lambda, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.delenv(name)
    monkeypatch.delenv("AWS_DEFAULT_REGION", raising=False)
    monkeypatch.delenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", raising=False)
    error = refused(server, OK)
    assert error.code == "PC7004"
    assert name in error.message


def test_keys_of_the_container_endpoint_are_kept_until_shortly_before_they_expire(
    server: Lambda, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    url = f"http://127.0.0.1:{server.server_port}/keys"
    monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", url)
    monkeypatch.setenv("AWS_CONTAINER_AUTHORIZATION_TOKEN", "let-me-in")
    keys = (
        b'{"AccessKeyId":"A","SecretAccessKey":"S","Token":"T","Expiration":"2030-01-01T00:00:00Z"}'
    )
    server.steps = [(200, {}, keys)]
    monkeypatch.setattr(Requests, "do_GET", with_empty_body(Requests.do_POST))
    provider = Provider()
    end_ms = 1_893_456_000_000
    for now_ms, fetched in ((0, 1), (end_ms - 300_001, 1), (end_ms - 299_999, 2)):
        assert provider.get(now_ms, 5_000).token == "T"
        assert len(server.seen) == fetched
    assert server.seen[0][1]["authorization"] == "let-me-in"


def with_empty_body(method: Any) -> Any:
    def get(self: Requests) -> None:
        self.headers["content-length"] = "0"
        method(self)

    return get


def test_fetching_keys_waits_no_longer_than_the_call(
    server: Lambda, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/keys"
        monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", url)
        start = time.monotonic()
        assert refused(server, OK, seconds=0.3).code == "PC2103"
    assert time.monotonic() - start < 1.5
    assert server.seen == []


def test_the_time_that_keys_took_is_not_given_to_the_call(
    server: Lambda, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow, send = Provider.get, Requests.do_POST

    def get(self: Provider, *arguments: Any) -> Credentials:
        time.sleep(0.4)
        return slow(self, *arguments)

    def post(self: Requests) -> None:
        time.sleep(0.4)
        send(self)

    monkeypatch.setattr(Provider, "get", get)
    monkeypatch.setattr(Requests, "do_POST", post)
    assert refused(server, OK, seconds=0.6).code == "PC2103"


def test_the_endpoints_own_path_comes_first_and_is_signed(
    server: Lambda, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{server.server_port}/base/")
    Invoke("p-").send("crunch", b"{}", soon())
    path, headers, body = server.seen[0]
    assert path == "/base/2015-03-31/functions/p-crunch/invocations"
    names = ("content-type", "host", "x-amz-date", "x-amz-invocation-type")
    signed = {name: headers[name] for name in names}
    keys = Credentials("AKIDEXAMPLE", "secret", None)
    expected = Signer("eu-central-1").authorization(keys, path, signed, body, headers["x-amz-date"])
    assert headers["authorization"] == expected


@pytest.mark.parametrize(
    ("url", "host", "port"),
    [
        ("https://h:443/x", "h", 443),
        ("http://h:80", "h", 80),
        ("http://h:443", "h:443", 443),
        ("https://h:80", "h:80", 80),
        ("https://[::1]:443", "[::1]", 443),
        ("https://[::1]:444", "[::1]:444", 444),
        ("https://h", "h", 443),
    ],
)
def test_the_host_header_names_no_default_port(url: str, host: str, port: int) -> None:
    found = parse_url(url, "AWS_ENDPOINT_URL")
    assert (found.authority, found.port) == (host, port)
