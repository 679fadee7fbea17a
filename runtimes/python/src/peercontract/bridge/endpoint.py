"""Where Invoke requests go and whom to believe there: URL, region, TLS, from the environment."""

from __future__ import annotations

import os

from peercontract.core.errors import make

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ssl import SSLContext


class Url:
    """The parts of an http(s) URL that a connection needs.

    `authority` is the Host header, which names no default port: servers and botocore leave it out.
    """

    __slots__ = ("authority", "host", "is_tls", "path", "port")

    def __init__(self, is_tls: bool, host: str, port: int, authority: str, path: str) -> None:
        self.is_tls = is_tls
        self.host = host
        self.port = port
        self.authority = authority
        self.path = path


def parse_url(url: str, variable: str) -> Url:
    """The URL in `variable`, read by hand: urllib.parse costs 2 ms. Raises UsageError PC7004."""
    scheme, found, rest = url.partition("://")
    authority, slash, path = rest.partition("/")
    host, colon, port = authority.rpartition(":")
    if not colon or host.endswith(":") or port.endswith("]"):
        host, port = authority, ""
    is_known = bool(found) and scheme in ("http", "https") and bool(host)
    if not is_known or (port and not (port.isascii() and port.isdigit())):
        raise make("PC7004", message=f"{variable} is no http or https URL")
    is_tls = scheme == "https"
    default = 443 if is_tls else 80
    number = int(port) if port else default
    authority = host if number == default else f"{host}:{number}"
    return Url(is_tls, host.strip("[]"), number, authority, slash + path)


def region() -> str:
    """The region to sign for. Raises UsageError PC7004 when the platform has not set one."""
    found = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION")
    if not found:
        raise make("PC7004", message="AWS_REGION is not set")
    return found


def lambda_url() -> Url:
    """AWS_ENDPOINT_URL_LAMBDA, then AWS_ENDPOINT_URL, else the regional endpoint."""
    for variable in ("AWS_ENDPOINT_URL_LAMBDA", "AWS_ENDPOINT_URL"):
        if url := os.environ.get(variable):
            return parse_url(url, variable)
    return parse_url(f"https://lambda.{region()}.amazonaws.com", "AWS_REGION")


def tls_context() -> SSLContext:
    """Checks certificate and host name; trusts AWS_CA_BUNDLE, SSL_CERT_FILE or the system."""
    from ssl import PROTOCOL_TLS_CLIENT, SSLContext  # 3 ms after awslambdaric's own imports

    context = SSLContext(PROTOCOL_TLS_CLIENT)
    bundle = os.environ.get("AWS_CA_BUNDLE") or os.environ.get("SSL_CERT_FILE")
    if bundle:
        try:
            context.load_verify_locations(bundle)
        except OSError as error:
            raise make("PC7004", message=f"the CA bundle {bundle} cannot be read") from error
    else:
        context.load_default_certs()
    return context
