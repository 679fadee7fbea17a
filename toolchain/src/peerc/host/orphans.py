"""Nobody outlives the host: every process it starts dies with it, even after a SIGKILL.

Two nets. A guest asks the kernel to be killed with its parent (PR_SET_PDEATHSIG, Linux), so
spawning must happen on the main thread: the signal comes when that *thread* ends. What a guest
started itself is out of the kernel's reach, and is found by the marker in its environment: by a
small watcher process, blocked on a pipe that breaks when the host stops or is killed.
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from peerc.host.platform import MARKER

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None
# Runs without site-packages, so that it starts in 10 ms: the standard library, nothing of ours.
_WATCHER = r"""
import os, sys, time
mark, me = sys.argv[1].encode(), os.getpid()
sys.stdin.buffer.read()
for attempt in range(20):
    found = []
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open("/proc/%s/environ" % name, "rb") as file:
                if mark in file.read().split(b"\0") and int(name) != me:
                    found.append(int(name))
        except OSError:
            pass
    for pid in found:
        try:
            os.kill(pid, 9)
        except OSError:
            pass
    if not found:
        break
    time.sleep(0.05)
"""


def die_with_parent() -> Callable[[], None] | None:
    """What a child runs between fork and exec; None where the kernel has no such request."""
    if _libc is None:
        return None
    parent = os.getpid()

    def ask() -> None:
        assert _libc is not None
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # the host died before the request was made
            os._exit(1)

    return ask


class Watcher:
    """The process that clears up after a host that was killed; idle while the host lives."""

    def __init__(self, marker: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", _WATCHER, f"{MARKER}={marker}"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # a Ctrl-C in the terminal is not for it
        )

    def close(self) -> None:
        """Lets it sweep once more and waits for its end."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()


def marked(marker: str) -> list[int]:
    """Ids of all other processes that carry the marker; empty where there is no /proc."""
    wanted = f"{MARKER}={marker}".encode()
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            environment = (folder / "environ").read_bytes()
        except OSError:  # it ended, or it is another user's
            continue
        if wanted in environment.split(b"\0") and int(folder.name) != os.getpid():
            found.append(int(folder.name))
    return found


def kill_group(pid: int, number: int = signal.SIGKILL) -> None:
    """Sends a signal to the process group that `pid` leads; a group that is gone is fine."""
    try:
        os.killpg(pid, number)
    except (ProcessLookupError, PermissionError):
        return
