"""The one exception of the reference: a code at a place, with what else the law says about it."""

from __future__ import annotations

from typing import Any


class Fault(Exception):
    """A refusal; `more` holds members beside `code` and `at`, such as `violations`."""

    def __init__(self, code: str, at: str = "", **more: Any) -> None:
        super().__init__(f"{code} at {at!r}")
        self.code = code
        self.at = at
        self.more = more

    def answer(self) -> dict[str, Any]:
        """As a driver sends it."""
        return {"code": self.code, "at": self.at, **self.more}
