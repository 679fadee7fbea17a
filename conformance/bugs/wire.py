"""Mistakes in envelopes, guards and errors."""

from __future__ import annotations

import re
from typing import Any

from peercontract.core import envelope as wire
from peercontract.core import guards
from peercontract.core.contract import Contract
from peercontract.core.envelope import request

from .patch import bug, wrap


@bug
def envelope_not_canonical(_: Any) -> None:
    class Equal(str):
        __hash__ = str.__hash__

        def __eq__(self, other: object) -> bool:
            return True

    wrap(request, "canonical", lambda original, value: Equal(original(value)))


@bug
def newline_at_the_end(_: Any) -> None:
    request.is_hex = lambda text, digits: bool(re.match(rf"[0-9a-f]{{{digits}}}$", text))


@bug
def hops_not_checked(_: Any) -> None:
    wrap(guards, "child", lambda old, a, b, c, hops, *rest: old(a, b, c, max(hops, 1), *rest))


@bug
def deadline_grows(_: Any) -> None:
    wrap(
        guards,
        "child",
        lambda old, a, b, c, d, deadline, now: old(a, b, c, d, deadline + 1000, now),
    )


@bug
def left_from_now(_: Any) -> None:
    wrap(guards, "admit", lambda old, a, b, c, now, _received, end: old(a, b, c, now, now, end))


@bug
def ignore_contract_hash(_: Any) -> None:
    def admit(original: Any, contract: Any, agent: Any, sent: Any, *rest: Any) -> Any:
        sent.contract = contract.id
        return original(contract, agent, sent, *rest)

    wrap(guards, "admit", admit)


@bug
def allow_any_caller(_: Any) -> None:
    Contract.allows = lambda *_: True


@bug
def timeout_is_failure(_: Any) -> None:
    wrap(
        wire, "function_error", lambda old, payload, name: old(payload.replace(b"imed", b""), name)
    )


@bug
def caller_is_always_at_fault(driver: Any) -> None:
    wrap(driver, "make", lambda original, code, direction: original(code, direction="input"))
