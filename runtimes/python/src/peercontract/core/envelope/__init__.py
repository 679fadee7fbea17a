"""Events, request envelopes, replies and error texts (spec/wire.md).

Bytes that the spec does not allow end here. An envelope is a control document: its text equals its
own RFC 8785 form.
"""

from __future__ import annotations

from .error_text import from_wire, to_wire
from .event import BareEvent, EnvelopeEvent, classify, is_envelope
from .reply import Reply, build_reply, function_error, parse_answer, parse_reply
from .request import NO_HOP, Request, build_request, hop_id_of, parse_request

__all__ = [
    "NO_HOP",
    "BareEvent",
    "EnvelopeEvent",
    "Reply",
    "Request",
    "build_reply",
    "build_request",
    "classify",
    "from_wire",
    "function_error",
    "hop_id_of",
    "is_envelope",
    "parse_answer",
    "parse_reply",
    "parse_request",
    "to_wire",
]
