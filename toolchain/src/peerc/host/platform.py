"""What all functions of a host share: place, Invoke endpoint, clock, folders, marker."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from peerc.host.clock import Clock
from peerc.host.function import Place

# Says whose child a process is; survives fork and exec, so no descendant hides (host/orphans.py).
MARKER = "PEERC_HOST"
Say = Callable[[str], None]


@dataclass(slots=True)
class Platform:
    """`state` is the project's `.peer` folder; `say` takes one line for people, without a line end.

    `port` is the Invoke API's, known once it listens. Credentials are fixed and worthless: a guest
    must sign its calls, and nobody's real keys may reach it.
    """

    state: Path
    say: Say
    place: Place = field(default_factory=lambda: Place("us-east-1", "000000000000"))
    clock: Clock = field(default_factory=Clock)
    port: int = 0
    marker: str = field(default_factory=lambda: secrets.token_hex(8))

    @property
    def scratch(self) -> Path:
        """The folder of this host's sandboxes, named by process id: a dead host's can be told."""
        return self.state / "sandboxes" / str(os.getpid())

    @property
    def endpoint(self) -> str:
        """The Invoke API's base URL."""
        return f"http://127.0.0.1:{self.port}"
