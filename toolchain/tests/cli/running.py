"""`peerc` as a process: what a shell sees of it."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

GOLDEN = Path(__file__).resolve().parent.parent / "golden"
FIELD_NOTES = (GOLDEN / "good" / "field_notes.yaml").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str


def peerc(*arguments: str, cwd: Path | None = None, **environment: str) -> Done:
    """Runs `peerc` to its end."""
    done = subprocess.run(
        [sys.executable, "-m", "peerc", *arguments],
        cwd=cwd,
        env=os.environ | {"TERM": "xterm"} | environment,
        capture_output=True,
        check=False,
        timeout=60,
    )
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())
