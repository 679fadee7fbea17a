"""One HTTP/1.1 connection, by hand over a blocking socket: one send a request, both reply framings.

`http.client` costs 17 ms of a cold start on Lambda's own bootstrap, this costs the socket alone.
Source: RFC 9112. Nothing is sent twice: who retries knows what a second execution would mean.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from socket import socket
    from ssl import SSLContext

_HEAD_MAX = 65_536
_READ = 65_536


class HttpError(Exception):
    """The connection broke or the peer spoke no HTTP.

    `retryable`: the connection was not made, so no byte has arrived; not for a refused certificate.
    """

    def __init__(self, problem: str, *, retryable: bool) -> None:
        super().__init__(problem)
        self.retryable = retryable


class HttpTimeout(Exception):
    """The deadline passed before the reply was whole."""


class Reply:
    """Status, headers by lower-case name, body."""

    __slots__ = ("body", "headers", "status")

    def __init__(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.status = status
        self.headers = headers
        self.body = body


class Connection:
    """A kept-alive connection to one host; connects when it must. Not for two threads at once."""

    def __init__(self, host: str, port: int, tls: SSLContext | None) -> None:
        self._host = host
        self._port = port
        self._tls = tls
        self._socket: socket | None = None

    def request(self, data: bytes, remaining_s: float) -> Reply:
        """Sends `data`, a whole request, and reads its reply within `remaining_s` seconds.

        Raises HttpError or HttpTimeout; the connection is closed then, and opened anew by the next.
        """
        from time import monotonic

        end = monotonic() + remaining_s
        sent = False
        try:
            if self._socket is not None and self._is_stale():
                self.close()
            if self._socket is None:
                self._socket = self._connect(end)
            _limit(self._socket, end)
            sent = True
            reply, keep = _exchange(self._socket, data, end)
        except TimeoutError as error:
            self.close()
            raise HttpTimeout from error
        except (OSError, ValueError, EOFError) as error:
            self.close()
            retryable = isinstance(error, OSError) and not (sent or _is_tls_error(error))
            raise HttpError(str(error) or type(error).__name__, retryable=retryable) from error
        except BaseException:  # an interrupt leaves half a reply behind
            self.close()
            raise
        if not keep:
            self.close()
        return reply

    def close(self) -> None:
        """Drops the connection, if there is one."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _connect(self, end: float) -> socket:
        import socket  # 2 ms: only agents with `calls` connect
        from time import monotonic

        left = end - monotonic()
        if left <= 0:
            raise TimeoutError
        plain = socket.create_connection((self._host, self._port), left)
        # Without it a reply waits for a delayed ACK of the request's last segment: 40 ms.
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self._tls is None:
            return plain
        try:
            _limit(plain, end)
            return self._tls.wrap_socket(plain, server_hostname=self._host)
        except BaseException:
            plain.close()
            raise

    def _is_stale(self) -> bool:
        """Whether the peer has closed a connection that was idle, as it does over a freeze."""
        from select import POLLIN, poll

        assert self._socket is not None
        waiting = poll()
        waiting.register(self._socket, POLLIN)
        if not waiting.poll(0):
            return False
        if self._tls is None:
            return True  # nothing is expected: the end, or bytes nobody asked for
        return self._tls_ended()

    def _tls_ended(self) -> bool:
        """A TLS 1.3 session ticket makes an open connection readable too: only reading tells."""
        from ssl import SSLError, SSLWantReadError

        assert self._socket is not None
        self._socket.settimeout(0)
        try:
            self._socket.recv(1)
        except SSLWantReadError:
            return False
        except (SSLError, OSError):
            return True
        return True  # the end, or bytes nobody asked for


def _is_tls_error(error: OSError) -> bool:
    from ssl import SSLError

    return isinstance(error, SSLError)


def _limit(connection: socket, end: float) -> None:
    from time import monotonic

    left = end - monotonic()
    if left <= 0:
        raise TimeoutError
    connection.settimeout(left)


def _exchange(connection: socket, data: bytes, end: float) -> tuple[Reply, bool]:
    """Sends `data`, reads the reply: also one that came before the peer had read all of it."""
    try:
        connection.sendall(data)
    except (BrokenPipeError, ConnectionResetError) as broken:
        try:
            return _read_reply(connection, end)[0], False
        except (OSError, ValueError, EOFError):
            raise broken from None
    return _read_reply(connection, end)


def _read_reply(connection: socket, end: float) -> tuple[Reply, bool]:
    """The reply, and whether the connection may be kept. ValueError when it is no HTTP/1.1."""
    reader = _Reader(connection, end)
    while True:
        head = reader.until(b"\r\n\r\n", _HEAD_MAX).decode("latin-1")
        lines = head.split("\r\n")
        version, _, rest = lines[0].partition(" ")
        status = rest[:3]
        if not version.startswith("HTTP/1.") or not (status.isascii() and status.isdigit()):
            raise ValueError(f"no HTTP reply: {lines[0][:60]!r}")
        if not status.startswith("1"):  # 100 Continue and the like come before the reply
            break
    headers = {}
    keep = version == "HTTP/1.1"
    for line in lines[1:]:
        name, colon, value = line.partition(":")
        if not colon:
            raise ValueError(f"no header: {line[:60]!r}")
        name = name.strip().lower()
        headers[name] = value.strip()
        if name == "connection" and "close" in map(str.strip, value.lower().split(",")):
            keep = False
    if status in ("204", "304"):
        body = b""
    elif headers.get("transfer-encoding", "").lower() == "chunked":
        body = _chunks(reader)
    elif "content-length" in headers:
        body = reader.exactly(_size(headers["content-length"], 10))
    else:
        body, keep = reader.rest(), False
    # Surplus bytes would be taken for the next reply.
    return Reply(int(status), headers, body), keep and reader.is_empty()


def _chunks(reader: _Reader) -> bytes:
    parts = []
    while True:
        line = reader.until(b"\r\n", 1024).decode("latin-1")
        size = _size(line.partition(";")[0].strip(), 16)
        if size == 0:
            break
        parts.append(reader.exactly(size))
        if reader.exactly(2) != b"\r\n":
            raise ValueError("a chunk is not as long as it says")
    while reader.until(b"\r\n", _HEAD_MAX):  # trailers, up to the empty line
        pass
    return b"".join(parts)


def _size(text: str, base: int) -> int:
    """A length as HTTP writes it: digits alone; `int` would also take signs and underscores."""
    if not text.isalnum() or not text.isascii():
        raise ValueError(f"no length: {text[:20]!r}")
    return int(text, base)


class _Reader:
    """Reads from a socket by delimiter or length, within a time limit."""

    __slots__ = ("_buffer", "_end", "_socket")

    def __init__(self, connection: socket, end: float) -> None:
        self._socket = connection
        self._end = end
        self._buffer = bytearray()

    def until(self, mark: bytes, limit: int) -> bytes:
        """The bytes before `mark`, which is taken too."""
        start = 0
        while (found := self._buffer.find(mark, start)) < 0:
            if len(self._buffer) > limit:
                raise ValueError("the reply's head is too large")
            start = max(0, len(self._buffer) - len(mark) + 1)
            self._fill()
        taken = bytes(self._buffer[:found])
        del self._buffer[: found + len(mark)]
        return taken

    def exactly(self, size: int) -> bytes:
        while len(self._buffer) < size:
            self._fill()
        taken = bytes(self._buffer[:size])
        del self._buffer[:size]
        return taken

    def rest(self) -> bytes:
        """All there is until the peer closes."""
        try:
            while True:
                self._fill()
        except EOFError:
            return bytes(self._buffer)

    def is_empty(self) -> bool:
        """Whether all that was received has been taken."""
        return not self._buffer

    def _fill(self) -> None:
        _limit(self._socket, self._end)
        data = self._socket.recv(_READ)
        if not data:
            raise EOFError("the connection was closed before the reply was whole")
        self._buffer += data
