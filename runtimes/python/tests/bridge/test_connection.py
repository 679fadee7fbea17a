"""One HTTP connection over a real socket: framings, reuse, staleness, cuts, deadlines."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from peercontract.bridge.connection import Connection, HttpError, HttpTimeout

REQUEST = b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\n{}"
PLAIN = b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\nX-Odd:  a b \r\n\r\nhello"
CHUNKED = (
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n"
    b"3;note=x\r\nhel\r\n2\r\nlo\r\n0\r\ntrailer: y\r\n\r\n"
)


class Peer:
    """A listener that hands each accepted connection to `serve`, one after the other."""

    def __init__(self, serve: Callable[[socket.socket], None]) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.accepted = 0
        self._serve = serve
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.accepted += 1
            with connection:
                self._serve(connection)

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(5)


@contextmanager
def peer(serve: Callable[[socket.socket], None]) -> Iterator[tuple[Peer, Connection]]:
    listening = Peer(serve)
    connection = Connection("127.0.0.1", listening.port, None)
    try:
        yield listening, connection
    finally:
        connection.close()
        listening.close()


def read_request(connection: socket.socket) -> bool:
    """Takes one request; False when the other side has closed."""
    data = b""
    while len(data) < len(REQUEST):
        part = connection.recv(65_536)
        if not part:
            return False
        data += part
    assert data == REQUEST
    return True


def answering(reply: bytes) -> Callable[[socket.socket], None]:
    def serve(connection: socket.socket) -> None:
        while read_request(connection):
            connection.sendall(reply)

    return serve


@pytest.mark.parametrize("reply", [PLAIN, CHUNKED, b"HTTP/1.1 100 Continue\r\n\r\n" + PLAIN])
def test_replies_of_known_and_of_chunked_length_are_read_and_the_connection_is_kept(
    reply: bytes,
) -> None:
    with peer(answering(reply)) as (listening, connection):
        for _ in range(3):
            found = connection.request(REQUEST, 5)
            assert (found.status, found.body) == (200, b"hello")
        assert listening.accepted == 1


def test_a_reply_may_come_byte_by_byte() -> None:
    def serve(connection: socket.socket) -> None:
        read_request(connection)
        for byte in CHUNKED:
            connection.sendall(bytes([byte]))
            time.sleep(0.001)

    with peer(serve) as (_, connection):
        assert connection.request(REQUEST, 5).body == b"hello"


def test_a_connection_that_was_closed_while_idle_is_opened_anew_before_sending() -> None:
    def serve(connection: socket.socket) -> None:
        read_request(connection)
        connection.sendall(PLAIN)

    with peer(serve) as (listening, connection):
        for count in (1, 2, 3):
            assert connection.request(REQUEST, 5).body == b"hello"
            assert listening.accepted == count
            time.sleep(0.05)  # the peer's FIN arrives


@pytest.mark.parametrize(
    "asked",
    [b"Connection: close", b"connection: keep-alive, Close", b"Connection: close\r\nConnection: x"],
)
def test_a_peer_that_asks_to_close_is_obeyed(asked: bytes) -> None:
    reply = PLAIN.replace(b"X-Odd", asked + b"\r\nX-Odd")
    with peer(answering(reply)) as (listening, connection):
        connection.request(REQUEST, 5)
        connection.request(REQUEST, 5)
        assert listening.accepted == 2


@pytest.mark.parametrize("reply", [PLAIN, CHUNKED], ids=["plain", "chunked"])
def test_a_connection_with_more_than_the_reply_is_not_kept(reply: bytes) -> None:
    with peer(answering(reply + PLAIN)) as (listening, connection):
        for _ in range(2):
            assert connection.request(REQUEST, 5).body == b"hello"
        assert listening.accepted == 2


def test_a_reply_to_half_a_request_is_read_before_the_break() -> None:
    def serve(connection: socket.socket) -> None:
        connection.recv(1024)
        connection.sendall(PLAIN.replace(b"200 OK", b"413 Large"))

    with peer(serve) as (_, connection):
        assert connection.request(REQUEST + b"x" * 20_000_000, 5).status == 413


def test_a_break_without_a_reply_is_an_error_that_is_never_repeated() -> None:
    with (
        peer(lambda connection: None) as (_, connection),
        pytest.raises(HttpError) as error,
    ):
        connection.request(REQUEST + b"x" * 20_000_000, 5)
    assert not error.value.retryable


@pytest.mark.parametrize("reply", [PLAIN, CHUNKED], ids=["plain", "chunked"])
def test_a_reply_cut_after_any_byte_is_an_error_that_is_never_repeated(reply: bytes) -> None:
    cut = 0

    def serve(connection: socket.socket) -> None:
        read_request(connection)
        connection.sendall(reply[:cut])

    with peer(serve) as (listening, connection):
        for cut in range(len(reply)):
            with pytest.raises(HttpError) as error:
                connection.request(REQUEST, 5)
            assert not error.value.retryable, cut
        assert listening.accepted == len(reply)


def test_a_refused_connection_may_be_tried_again() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(HttpError) as error:
        Connection("127.0.0.1", port, None).request(REQUEST, 5)
    assert error.value.retryable


def test_a_peer_that_is_silent_costs_no_more_than_the_deadline() -> None:
    def serve(connection: socket.socket) -> None:
        read_request(connection)
        read_request(connection)

    with peer(serve) as (_, connection):
        start = time.monotonic()
        with pytest.raises(HttpTimeout):
            connection.request(REQUEST, 0.2)
        assert time.monotonic() - start < 2


@pytest.mark.parametrize(
    "reply",
    [
        b"220 smtp ready\r\n\r\n",
        b"HTTP/1.1 2x0 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        b"HTTP/1.1 200 OK\r\ncontent-length: -5\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"x" * 70_000,
    ],
    ids=["smtp", "status", "header", "length", "chunk", "endless head"],
)
def test_what_is_no_http_is_an_error(reply: bytes) -> None:
    def serve(connection: socket.socket) -> None:
        read_request(connection)
        connection.sendall(reply)

    with peer(serve) as (_, connection), pytest.raises(HttpError):
        connection.request(REQUEST, 5)
