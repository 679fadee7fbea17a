"""Where the Invoke client finds its keys: the environment, or the endpoint SnapStart brings.

Source: AWS SDKs and Tools Reference, "Container credential provider".
"""

from __future__ import annotations

import os

from peercontract.bridge.sigv4 import Credentials
from peercontract.core.errors import make

TYPE_CHECKING = False
if TYPE_CHECKING:
    from peercontract.bridge.connection import Connection

_REFRESH_BEFORE_MS = 300_000  # AWS rotates five minutes before the end
_FETCH_S = 2.0


class Provider:
    """Hands out credentials; those of the endpoint are kept until shortly before they expire."""

    __slots__ = ("_kept",)

    def __init__(self) -> None:
        self._kept: Credentials | None = None

    def get(self, now_ms: int, left_ms: int) -> Credentials:
        """The keys to sign with at `now_ms`, fetched within `left_ms` where they must be.

        Raises UsageError PC7004 when the environment names none, WireError PC3006 when its
        endpoint fails, HttpTimeout when `left_ms` passed first.
        """
        env = os.environ
        access, secret = env.get("AWS_ACCESS_KEY_ID"), env.get("AWS_SECRET_ACCESS_KEY")
        if access and secret:
            return Credentials(access, secret, env.get("AWS_SESSION_TOKEN") or None)
        uri = env.get("AWS_CONTAINER_CREDENTIALS_FULL_URI")
        if not uri:
            raise make("PC7004", message="AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set")
        kept = self._kept
        if kept is None or now_ms + _REFRESH_BEFORE_MS >= (kept.expires_ms or 0):
            token = env.get("AWS_CONTAINER_AUTHORIZATION_TOKEN", "")
            self._kept = kept = _fetch(uri, token, left_ms / 1000)
        return kept


def _fetch(uri: str, token: str, left_s: float) -> Credentials:
    import json
    from datetime import datetime

    from peercontract.bridge.connection import HttpError, HttpTimeout

    connection, path, host = _open(uri)
    head = f"GET {path} HTTP/1.1\r\nhost: {host}\r\nauthorization: {token}\r\n\r\n"
    try:
        reply = connection.request(head.encode("latin-1"), min(_FETCH_S, left_s))
        members = json.loads(reply.body)
        expires = datetime.fromisoformat(members["Expiration"].replace("Z", "+00:00"))
        return Credentials(
            members["AccessKeyId"],
            members["SecretAccessKey"],
            members["Token"],
            int(expires.timestamp() * 1000),
        )
    except (HttpError, HttpTimeout, ValueError, KeyError, TypeError) as error:
        if isinstance(error, HttpTimeout) and left_s < _FETCH_S:
            raise  # the call's deadline, not the endpoint's limit
        problem = f"the credentials endpoint gave none: {type(error).__name__}"
        raise make("PC3006", message=problem) from error
    finally:
        connection.close()


def _open(uri: str) -> tuple[Connection, str, str]:
    from peercontract.bridge.connection import Connection
    from peercontract.bridge.endpoint import parse_url, tls_context

    url = parse_url(uri, "AWS_CONTAINER_CREDENTIALS_FULL_URI")
    tls = tls_context() if url.is_tls else None
    return Connection(url.host, url.port, tls), url.path or "/", url.authority
