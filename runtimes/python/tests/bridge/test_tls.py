"""TLS against a local server with an authority of its own: who is believed and who is not."""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from peercontract import PeerError
from peercontract.bridge.invoke import Invoke

NOW = datetime.fromtimestamp(time.time(), UTC)
DAY = timedelta(days=1)


def name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


class Authority:
    """Signs server certificates."""

    def __init__(self, folder: Path, title: str) -> None:
        self.folder = folder
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = name(title)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(self.name)
            .issuer_name(self.name)
            .public_key(self.key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(NOW - 30 * DAY)
            .not_valid_after(NOW + 30 * DAY)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(self.key, hashes.SHA256())
        )
        self.bundle = folder / f"{title}.pem"
        self.bundle.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))

    def server(self, alternative: x509.GeneralName, until: datetime) -> ssl.SSLContext:
        """A server context with a certificate for `alternative`."""
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = (
            x509.CertificateBuilder()
            .subject_name(name("server"))
            .issuer_name(self.name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(NOW - 20 * DAY)
            .not_valid_after(until)
            .add_extension(x509.SubjectAlternativeName([alternative]), critical=False)
            .sign(self.key, hashes.SHA256())
        )
        path = self.folder / "server.pem"
        pem = serialization.Encoding.PEM
        path.write_bytes(
            certificate.public_bytes(pem)
            + key.private_bytes(
                pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        return context


class Answer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        self.send_response(200)
        self.send_header("content-length", "4")
        self.end_headers()
        self.wfile.write(b"true")

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""


class Quiet(HTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up during the handshake is what these tests are about."""

    def get_request(self) -> Any:
        connection, address = super().get_request()
        connection.settimeout(5)
        return connection, address


Serve = Callable[[ssl.SSLContext], int]


@pytest.fixture
def serve() -> Iterator[Serve]:
    servers: list[HTTPServer] = []

    def start(context: ssl.SSLContext) -> int:
        server = Quiet(("127.0.0.1", 0), Answer)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return server.server_port

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch) -> Callable[[int, Path | None, str], bytes]:
    monkeypatch.setenv("AWS_REGION", "eu-central-1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "A")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "S")
    for variable in ("AWS_CA_BUNDLE", "SSL_CERT_FILE"):
        monkeypatch.delenv(variable, raising=False)

    def call(port: int, bundle: Path | None, variable: str = "AWS_CA_BUNDLE") -> bytes:
        monkeypatch.setenv("AWS_ENDPOINT_URL_LAMBDA", f"https://127.0.0.1:{port}")
        if bundle is not None:
            monkeypatch.setenv(variable, str(bundle))
        bridge = Invoke("p-")
        deadline_ms = int((time.time() + 5) * 1000)
        bridge.send("crunch", b"{}", deadline_ms)
        return bridge.send("crunch", b"{}", deadline_ms).payload  # over the kept connection

    return call


def here() -> x509.GeneralName:
    return x509.IPAddress(ip_address("127.0.0.1"))


@pytest.mark.parametrize("variable", ["AWS_CA_BUNDLE", "SSL_CERT_FILE"])
def test_a_certificate_of_the_named_authority_is_believed(
    tmp_path: Path, serve: Serve, call: Any, variable: str
) -> None:
    authority = Authority(tmp_path, "ours")
    port = serve(authority.server(here(), NOW + DAY))
    assert call(port, authority.bundle, variable) == b"true"


def test_a_certificate_for_another_host_is_refused(tmp_path: Path, serve: Serve, call: Any) -> None:
    authority = Authority(tmp_path, "ours")
    port = serve(authority.server(x509.DNSName("lambda.example.com"), NOW + DAY))
    assert refusal(call, port, authority.bundle) == "PC3006"


def test_a_certificate_of_an_unknown_authority_is_refused(
    tmp_path: Path, serve: Serve, call: Any
) -> None:
    port = serve(Authority(tmp_path, "theirs").server(here(), NOW + DAY))
    assert refusal(call, port, Authority(tmp_path, "ours").bundle) == "PC3006"
    assert refusal(call, port, None) == "PC3006"


def test_a_certificate_that_has_expired_is_refused(tmp_path: Path, serve: Serve, call: Any) -> None:
    authority = Authority(tmp_path, "ours")
    port = serve(authority.server(here(), NOW - DAY))
    assert refusal(call, port, authority.bundle) == "PC3006"


def test_a_bundle_that_cannot_be_read_is_named(tmp_path: Path, call: Any) -> None:
    assert refusal(call, 1, tmp_path / "absent.pem") == "PC7004"


def refusal(call: Any, port: int, bundle: Path | None) -> str:
    with pytest.raises(PeerError) as error:
        call(port, bundle)
    return error.value.code
