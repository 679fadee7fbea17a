"""The payload checks of Invoke: what is refused before any guest sees it, in AWS's words.

A bad event must not reach a guest: `NaN` kills the official Node client. The texts are Jackson's,
as recorded; where only the position can differ, ours counts bytes.
"""

from __future__ import annotations

import base64
import binascii
import json
import re

from peerc.host import errors

_SOURCE = (
    "\n at [Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled);"
    " line: {line}, column: {column}]"
)
_EXPECTED = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')"
_TOKEN = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*")


class _NotANumber(ValueError):
    """NaN, Infinity or -Infinity stood where a value may stand."""


def parse_event(payload: bytes) -> object:
    """The event as Python reads it; an empty payload is `{}`.

    RFC 8259, so neither NaN nor a byte order mark.

    Duplicate keys pass, as they do on Lambda. Raises ApiError 400 InvalidRequestContentException.
    """
    if not payload:
        return {}
    try:
        return json.loads(payload.decode("utf-8"), parse_constant=_refuse_constant)
    except _NotANumber as error:
        raise _at(payload, payload.find(str(error).encode()), _not_a_number(str(error))) from None
    except UnicodeDecodeError as error:
        raise _bad_utf8(payload, error.start) from None
    except RecursionError:
        text = "Document nesting depth exceeds the maximum allowed (1000)"
        raise errors.invalid_event(text) from None
    except json.JSONDecodeError as error:
        raise _bad_syntax(payload, error) from None
    except ValueError:  # an integer of more digits than Python converts
        raise errors.invalid_event("A number has too many digits") from None


def client_context(encoded: str) -> str:
    """The client context as one line of JSON for the guest's header, from the caller's base64.

    Raises ApiError 400 InvalidRequestContentException when it is too long, or not base64 of a JSON
    object.
    """
    if len(encoded) > errors.CLIENT_CONTEXT_LIMIT:
        limit = errors.CLIENT_CONTEXT_LIMIT
        raise errors.invalid_client_context(f"{len(encoded)} bytes are more than {limit}")
    try:
        context = json.loads(base64.b64decode(encoded, validate=True))
    except (binascii.Error, ValueError, RecursionError) as error:
        raise errors.invalid_client_context(str(error)) from None
    if not isinstance(context, dict):
        raise errors.invalid_client_context("it is not an object")
    return json.dumps(context, separators=(",", ":"))  # ASCII: a header carries nothing else


def _refuse_constant(name: str) -> None:
    raise _NotANumber(name)


def _not_a_number(token: str) -> str:
    return (
        f"Non-standard token '{token}': enable `JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS` to allow"
    )


def _bad_utf8(payload: bytes, offset: int) -> errors.ApiError:
    byte = payload[offset]
    before = payload[:offset].rstrip(b" \t\r\n")
    if before in (b"", b"[", b"{") or before.endswith((b",", b":")):
        text = (
            f"Unexpected character ((CTRL-CHAR, code {byte})): expected a valid value {_EXPECTED}"
        )
        return _at(payload, offset, text)
    # Recorded: the position is behind the byte here.
    return _at(payload, offset + 1, f"Invalid UTF-8 start byte 0x{byte:02x}")


def _bad_syntax(payload: bytes, error: json.JSONDecodeError) -> errors.ApiError:
    offset = len(error.doc[: error.pos].encode())
    rest = error.doc[error.pos :]
    token = _TOKEN.match(rest)
    if not rest.strip():
        text = "Unexpected end-of-input"
    elif error.msg == "Extra data":
        text = "Trailing token after the end of the value"
    elif error.msg == "Expecting value" and token:
        text = f"Unrecognized token '{token[0]}': was expecting {_EXPECTED}"
        offset += len(token[0])
    else:
        text = f"Unexpected character ('{rest[0]}' (code {ord(rest[0])})): {error.msg}"
    return _at(payload, offset, text)


def _at(payload: bytes, offset: int, text: str) -> errors.ApiError:
    line = payload.count(b"\n", 0, offset) + 1
    column = offset - (payload.rfind(b"\n", 0, offset) + 1) + 1
    return errors.invalid_event(text + _SOURCE.format(line=line, column=column))
