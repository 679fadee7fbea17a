"""The HTTP server by itself: pieces, pipelines, limits, bad input, all over a plain socket."""

from __future__ import annotations

import asyncio
import random
import socket
import threading
from collections.abc import Iterator

import pytest
import uvloop
from peerc.host.server import Exchange, Server

LIMIT = 1_000
REQUEST = b"POST /echo?q=1 HTTP/1.1\r\nHost: h\r\nContent-Length: %d\r\n\r\n%s"


def echo(exchange: Exchange) -> None:
    if exchange.size > LIMIT:
        exchange.respond(413)
    elif exchange.path == "/broken":
        raise RuntimeError("the handler's own fault")
    elif exchange.path == "/close":
        exchange.respond(204)
    else:
        exchange.respond(200, (("x-path", exchange.path),), exchange.body)


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    loop = uvloop.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    server = Server(echo, LIMIT)
    yield asyncio.run_coroutine_threadsafe(server.open(), loop).result(5)
    loop.call_soon_threadsafe(server.close)
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


def talk(port: int, *pieces: bytes, end: bytes) -> bytes:
    """Sends the pieces apart and reads until `end` or the other side's end."""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for piece in pieces:
            connection.sendall(piece)
        data = b""
        while not data.endswith(end) and (more := connection.recv(65_536)):
            data += more
        return data


def test_a_request_may_come_in_any_pieces(port: int) -> None:
    seed = random.randrange(2**32)
    print(f"seed {seed}")  # noqa: T201  # shown when the test fails
    draw = random.Random(seed)
    request = REQUEST % (5, b"hello")
    for _ in range(50):
        cuts = sorted(draw.sample(range(1, len(request)), draw.randrange(1, 6)))
        pieces = [request[a:b] for a, b in zip([0, *cuts], [*cuts, len(request)], strict=True)]
        answer = talk(port, *pieces, end=b"hello")
        assert answer == b"HTTP/1.1 200 OK\r\nx-path: /echo\r\ncontent-length: 5\r\n\r\nhello"


def test_pipelined_requests_are_answered_in_order(port: int) -> None:
    answer = talk(port, REQUEST % (1, b"1") + REQUEST % (1, b"2") + REQUEST % (1, b"3"), end=b"\n3")
    assert [part[-1:] for part in answer.split(b"HTTP/1.1 ")[1:]] == [b"1", b"2", b"3"]


def test_chunked_bodies_are_joined(port: int) -> None:
    head = b"POST /echo HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
    assert talk(port, head, b"3\r\nabc\r\n", b"2\r\nde\r\n0\r\n\r\n", end=b"abcde").endswith(
        b"\r\n\r\nabcde"
    )


def test_a_client_that_expects_continue_gets_it_first(port: int) -> None:
    head = b"POST /echo HTTP/1.1\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n"
    answer = talk(port, head, b"ok", end=b"ok")
    assert answer.startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n")


def test_a_body_over_the_limit_is_counted_not_kept_and_the_connection_lives(port: int) -> None:
    large = REQUEST % (LIMIT + 1, b"x" * (LIMIT + 1))
    answer = talk(port, large, REQUEST % (2, b"ok"), end=b"ok")
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert answer.endswith(b"\r\n\r\nok")


def test_an_old_client_is_answered_and_left(port: int) -> None:
    answer = talk(port, b"GET /close HTTP/1.0\r\n\r\n", end=b"never")
    assert answer == b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n"


@pytest.mark.parametrize(
    "garbage",
    [
        b"\x16\x03\x01\x02\x00\r\n\r\n",
        b"GET\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
    ],
)
def test_what_is_not_http_is_refused(port: int, garbage: bytes) -> None:
    assert talk(port, garbage, end=b"never").startswith(b"HTTP/1.1 400 ")


def test_endless_headers_are_refused(port: int) -> None:
    head = b"GET / HTTP/1.1\r\n" + b"".join(b"h%d: %s\r\n" % (i, b"x" * 9_000) for i in range(120))
    assert talk(port, head, end=b"never").startswith(b"HTTP/1.1 413 ")


def test_a_handlers_own_failure_is_a_500(port: int) -> None:
    answer = talk(port, b"GET /broken HTTP/1.1\r\n\r\n", REQUEST % (2, b"ok"), end=b"ok")
    assert answer.startswith(b"HTTP/1.1 500 ")


def test_an_offer_to_upgrade_is_refused_and_nothing_runs(port: int) -> None:
    offer = b"POST /broken HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n"
    answer = talk(port, offer + b"Content-Length: 2\r\n\r\nhi", end=b"no end")
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert answer.count(b"HTTP/1.1") == 1


def test_a_header_without_end_is_refused_before_it_fills_the_memory(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: h\r\nx: ")
        sent = 0
        try:
            while sent < 64 * 1_048_576:
                connection.sendall(b"a" * 65_536)
                sent += 65_536
        except OSError:  # refused and closed
            pass
    assert sent < 16 * 1_048_576


def test_a_large_body_in_small_pieces_is_no_endless_header(port: int) -> None:
    head = b"POST /big HTTP/1.1\r\nHost: h\r\nContent-Length: %d\r\n\r\n" % (4 * 1_048_576)
    pieces = [b"a" * 65_536] * 64
    answer = talk(port, head, *pieces, end=b"\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 413"), answer  # the body's limit, not the head's
    assert b"connection: close" not in answer


def test_a_hundred_pipelined_requests_are_answered_in_order(port: int) -> None:
    requests = b"".join(REQUEST % (3, b"%03d" % i) for i in range(100))
    answer = talk(port, requests, end=b"099")
    bodies = [part[-3:] for part in answer.split(b"HTTP/1.1")[1:]]
    assert bodies == [b"%03d" % i for i in range(100)]
