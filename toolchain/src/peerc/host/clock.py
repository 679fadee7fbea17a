"""Time as the host tells it: one place to read it, so that a scaled clock can stand in."""

from __future__ import annotations

import time
from datetime import UTC, datetime


class Clock:
    """The machine's clock. Wall time goes to guests and logs, monotonic time measures."""

    def now_ms(self) -> int:
        """Milliseconds since 1970, UTC."""
        return time.time_ns() // 1_000_000

    def monotonic(self) -> float:
        """Seconds from an arbitrary start, never going back."""
        return time.monotonic()


def iso(ms: int) -> str:
    """`2026-11-23T12:04:31.221Z` of milliseconds since 1970."""
    text = datetime.fromtimestamp(ms / 1000, UTC).isoformat(timespec="milliseconds")
    return text.removesuffix("+00:00") + "Z"


def local_time(ms: int) -> str:
    """`12:04:31.221` on this machine's clock: the prefix of a console line."""
    moment = datetime.fromtimestamp(ms / 1000, UTC).astimezone()
    return moment.strftime("%H:%M:%S.") + f"{ms % 1000:03d}"
