"""The piece of work a call belongs to, as the agent sees it; clock and randomness enter here."""

from __future__ import annotations

from _thread import allocate_lock
from os import urandom
from time import time_ns

from peercontract.core.trace import start


def now_ms() -> int:
    """Milliseconds since 1970."""
    return time_ns() // 1_000_000


def random_hex(size: int) -> str:
    """`2 * size` random hex digits, not all zero."""
    digits = urandom(size).hex()
    return digits if digits.strip("0") else random_hex(size)


class Run:
    """What is left for this call: `hops_left` calls deep, until `deadline_ms` (ms since 1970).

    `id` is `r_` and 32 hex digits, the same in every agent that works on the run. `state`: where
    the run stands, None where the contract has no `run`. `dropped_members`: how many members of
    values from other versions of the contract were not known here, and left out.
    """

    __slots__ = (
        "deadline_ms",
        "dropped_members",
        "hops_left",
        "id",
        "lock",
        "state",
        "traceparent",
        "tracestate",
    )

    def __init__(
        self,
        id: str,
        hops_left: int,
        deadline_ms: int,
        traceparent: str,
        tracestate: str | None = None,
        state: str | None = None,
    ) -> None:
        self.id = id
        self.hops_left = hops_left
        self.deadline_ms = deadline_ms
        self.traceparent = traceparent
        self.tracestate = tracestate
        self.state = state
        self.dropped_members = 0
        self.lock = allocate_lock()  # of the two members that calls at once may change

    def remaining_ms(self) -> int:
        """Milliseconds until the deadline, 0 when it has passed."""
        return max(0, self.deadline_ms - now_ms())


def new_run(hops_left: int, deadline_ms: int, state: str | None) -> Run:
    """A run that starts here, with a trace of its own."""
    traceparent = start(random_hex(16), random_hex(8))
    return Run("r_" + random_hex(16), hops_left, deadline_ms, traceparent, state=state)
