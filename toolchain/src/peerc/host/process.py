"""One guest process: its own group, three log pipes read as they fill, its end seen at once."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

from peerc.host.guest.launch import Launch
from peerc.host.logs import Frames, Lines
from peerc.host.orphans import die_with_parent, kill_group

CHUNK = 65_536
DRAIN_CHUNKS = 64  # what a pipe held when its guest ended is less than these
GRACE_S = 1.0  # from TERM to KILL
LOG_FD_VARIABLE = "_LAMBDA_TELEMETRY_LOG_FD"
PAGE = os.sysconf("SC_PAGE_SIZE")
OnLine = Callable[[str, str, str], None]  # stream, level, text
OnEnd = Callable[[int], None]  # return code as subprocess gives it


class Process:
    """Raises OSError when the program cannot be started.

    Create it on the loop's thread (host/orphans.py).
    """

    def __init__(self, launch: Launch, env: dict[str, str], on_line: OnLine, on_end: OnEnd) -> None:
        self._loop = asyncio.get_running_loop()
        self._on_line = on_line
        self._on_end = on_end
        self._ended = asyncio.Event()
        self._peak_pages = 0
        read_end, write_end = os.pipe()
        try:
            self._process = subprocess.Popen(
                launch.command,
                cwd=launch.folder,
                env={**env, LOG_FD_VARIABLE: str(write_end)},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                pass_fds=(write_end,),
                start_new_session=True,
                bufsize=0,
                preexec_fn=die_with_parent(),
            )
        except BaseException:
            os.close(read_end)
            raise
        finally:
            os.close(write_end)
        self.pid = self._process.pid
        self._statm = _open_statm(self.pid)
        self._frames = Frames()
        self._lines = {"stdout": Lines(), "stderr": Lines()}
        assert self._process.stdout is not None
        assert self._process.stderr is not None
        self._pipes = {
            self._process.stdout.fileno(): "stdout",
            self._process.stderr.fileno(): "stderr",
            read_end: "log",
        }
        self._log_pipe = read_end
        for pipe in self._pipes:
            os.set_blocking(pipe, False)
            self._loop.add_reader(pipe, self._readable, pipe)
        self._watch_end()

    def kill(self) -> None:
        """SIGKILL to the whole group; `on_end` follows."""
        kill_group(self.pid)

    async def stop(self) -> None:
        """TERM, after a second KILL; returns when the process is gone."""
        kill_group(self.pid, signal.SIGTERM)
        try:
            await asyncio.wait_for(self._ended.wait(), GRACE_S)
        except TimeoutError:
            self.kill()
            await self._ended.wait()

    def peak_mb(self) -> int:
        """The largest resident set sampled so far (MB, rounded up); 0 where there is no /proc."""
        if self._statm is not None:
            try:
                pages = int(os.pread(self._statm, 128, 0).split()[1])
                self._peak_pages = max(self._peak_pages, pages)
            except (OSError, IndexError):  # it has just ended: the last sample stands
                pass
        return -(-self._peak_pages * PAGE // 1_048_576)

    # output

    def _readable(self, pipe: int) -> None:
        try:
            data = os.read(pipe, CHUNK)
        except BlockingIOError:
            return
        if data:
            self._take(self._pipes[pipe], data)
        else:
            self._loop.remove_reader(pipe)

    def _take(self, stream: str, data: bytes) -> None:
        if stream == "log":
            for level, text in self._frames.feed(data):
                self._on_line(stream, level, text)
            return
        for line in self._lines[stream].feed(data):
            self._on_line(stream, "", _text(line))

    def _drain(self) -> None:
        """Takes what the pipes still hold; descendants may keep them open: no wait for an end."""
        for pipe, stream in self._pipes.items():
            self._loop.remove_reader(pipe)
            try:
                for _ in range(DRAIN_CHUNKS):  # a descendant may write for ever
                    if not (data := os.read(pipe, CHUNK)):
                        break
                    self._take(stream, data)
            except BlockingIOError:
                pass
            rest = self._lines[stream].rest() if stream in self._lines else b""
            if rest:
                self._on_line(stream, "", _text(rest))

    # end

    def _watch_end(self) -> None:
        if hasattr(os, "pidfd_open"):
            self._pidfd = os.pidfd_open(self.pid)
            self._loop.add_reader(self._pidfd, self._exited)
        else:  # macOS: a thread waits
            done = self._loop.run_in_executor(None, self._process.wait)
            done.add_done_callback(lambda _: self._over())

    def _exited(self) -> None:
        self._loop.remove_reader(self._pidfd)
        os.close(self._pidfd)
        self._over()

    def _over(self) -> None:
        returncode = self._process.wait()
        self.peak_mb()
        self.kill()  # what it left behind in its group
        self._drain()
        assert self._process.stdout is not None
        assert self._process.stderr is not None
        self._process.stdout.close()
        self._process.stderr.close()
        os.close(self._log_pipe)
        if self._statm is not None:
            os.close(self._statm)
            self._statm = None
        self._ended.set()
        self._on_end(returncode)


def _open_statm(pid: int) -> int | None:
    path = Path(f"/proc/{pid}/statm")
    return os.open(path, os.O_RDONLY) if path.exists() else None


def _text(line: bytes) -> str:
    return line.rstrip(b"\r").decode("utf-8", "replace")
