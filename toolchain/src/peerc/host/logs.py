"""An agent's log: whole lines to the console and, as JSON, to `.peer/logs/AGENT.log`.

The file's members are ts, agent, gen, stream, level, invocation, msg; `msg` stands last, so that
`grep` and `tail -f` stay readable. Lines are neither merged nor split, but for those over 64 KiB,
which are cut and marked. Files are rotated at 10 MiB, three old ones are kept.
"""

from __future__ import annotations

import asyncio
import io
import json
import struct
from collections.abc import Iterable, Iterator
from pathlib import Path

from peerc.host.clock import Clock, iso, local_time
from peerc.host.platform import Say

LINE_LIMIT = 65_536  # bytes
FILE_LIMIT = 10 * 1_048_576  # bytes
FILES_KEPT = 3
FLUSH_S = 0.05
TAIL = 4_096  # bytes of log an invocation may ask for (X-Amz-Log-Type: Tail)
COLORS = ("36", "33", "35", "32", "34", "31")  # one an agent, in order of appearance
_FRAME = struct.Struct(">IIQ")  # type, length, microseconds: AWS's telemetry log framing
_FRAME_MAGIC = 0xA55A
_LEVELS = {0x08: "DEBUG", 0x0C: "INFO", 0x10: "WARNING", 0x14: "ERROR", 0x18: "CRITICAL"}
Entry = tuple[int, int, str, str, str, str]  # ts ms, generation, stream, level, invocation, text


class Lines:
    """Cuts a stream of bytes into lines as they end; `rest` gives what has no end yet."""

    def __init__(self) -> None:
        self._held = b""

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The lines that these bytes complete, without their ends."""
        *whole, self._held = (self._held + data).split(b"\n")
        yield from whole
        if len(self._held) > LINE_LIMIT:
            yield self.rest()

    def rest(self) -> bytes:
        """What has no line end yet; it is forgotten."""
        held, self._held = self._held, b""
        return held


class Frames:
    """Reads what AWS's clients write to `_LAMBDA_TELEMETRY_LOG_FD`: one frame, one log event."""

    def __init__(self) -> None:
        self._held = b""

    def feed(self, data: bytes) -> Iterator[tuple[str, str]]:
        """(level, text) of each complete frame.

        What does not begin like a frame ends the reading.
        """
        self._held += data
        while len(self._held) >= _FRAME.size:
            kind, length, _ = _FRAME.unpack_from(self._held)
            if kind >> 16 != _FRAME_MAGIC:
                self._held = b""
                return
            end = _FRAME.size + length
            if len(self._held) < end:
                return
            text = self._held[_FRAME.size : end].decode("utf-8", "replace")
            self._held = self._held[end:]
            yield _LEVELS.get(kind & 0x1C, ""), text.rstrip("\n")


class Journal:
    """All agents' logs of one project; the only writer of `.peer/logs`.

    `lines`, `progress`: whether the agents' own lines and the host's good news (built, started)
    reach the console; bad news always does, and the files get everything.
    """

    def __init__(
        self,
        folder: Path,
        say: Say,
        clock: Clock,
        color: bool = False,
        lines: bool = True,
        progress: bool = True,
    ) -> None:
        self.lines = lines
        self.progress = progress
        self._folder = folder
        self._say = say
        self._clock = clock
        self._color = color
        self._logs: dict[str, AgentLog] = {}
        folder.mkdir(parents=True, exist_ok=True)

    def of(self, agent: str) -> AgentLog:
        """The log of `agent`, opened on first use."""
        if agent not in self._logs:
            self._logs[agent] = AgentLog(
                self, agent, self._folder / f"{agent}.log", len(self._logs)
            )
        return self._logs[agent]

    def now_ms(self) -> int:
        """The time that log entries carry, ms since 1970."""
        return self._clock.now_ms()

    def show(self, agent: str, number: int, text: str) -> None:
        """One console line a line of `text`: `12:04:31.221 crunch | text`.

        `number` picks the colour.
        """
        name = f"\x1b[{COLORS[number % len(COLORS)]}m{agent}\x1b[0m" if self._color else agent
        prefix = f"{local_time(self.now_ms())} {name} | "
        for line in text.split("\n"):
            self._say(prefix + (line if self._color else printable(line)))

    def close(self) -> None:
        """Writes what is pending and closes all files."""
        for log in self._logs.values():
            log.close()


class AgentLog:
    """One agent's log. Writers say which generation and invocation a line belongs to.

    Lines reach the file in one write every 50 ms: three platform lines an invocation are not to
    cost three writes on its path.
    """

    def __init__(self, journal: Journal, agent: str, path: Path, number: int) -> None:
        self._journal = journal
        self._number = number
        self._agent = agent
        self._path = path
        self._file: io.FileIO | None = None
        self._size = 0
        self._pending: list[Entry] = []

    def line(
        self, text: str, stream: str, generation: int, invocation: str = "", level: str = ""
    ) -> None:
        """One line of the guest: `stream` is stdout, stderr or log (framed)."""
        self._add(text, stream, generation, invocation, level)
        if self._journal.lines:
            self._journal.show(self._agent, self._number, text)

    def record(self, text: str, generation: int, invocation: str = "") -> None:
        """A platform line for the file alone: START, END, REPORT."""
        self._add(text, "platform", generation, invocation, "")

    def notice(self, text: str, generation: int = 0) -> None:
        """Bad news for people: a failed build, a crash, a kill, a wait. To file and console."""
        self._add(text, "platform", generation, "", "")
        self._journal.show(self._agent, self._number, text)

    def progress(self, text: str, generation: int = 0) -> None:
        """Good news: built, waiting for an external guest.

        To the file, and to the console where wanted.
        """
        self._add(text, "platform", generation, "", "")
        if self._journal.progress:
            self._journal.show(self._agent, self._number, text)

    def start_failure(self, text: str, last_lines: Iterable[str], generation: int) -> None:
        """A guest that did not start, with its last lines where the console has not shown them."""
        shown = [] if self._journal.lines else last_lines
        self.notice("\n".join([*shown, f"did not start: {text}"]), generation)

    def close(self) -> None:
        """Writes what is pending and closes the file."""
        self._flush()
        if self._file is not None:
            self._file.close()
            self._file = None

    def _add(self, text: str, stream: str, generation: int, invocation: str, level: str) -> None:
        if not self._pending:
            asyncio.get_running_loop().call_later(FLUSH_S, self._flush)
        self._pending.append((self._journal.now_ms(), generation, stream, level, invocation, text))

    def _flush(self) -> None:
        pending, self._pending = self._pending, []
        data = b"".join(self._encoded(entry) for entry in pending)
        if not data:
            return
        if self._file is None:
            self._file = self._path.open("ab", buffering=0)
            self._size = self._file.tell()
        if self._size and self._size + len(data) > FILE_LIMIT:
            self._file.close()
            self._rotate()
            self._file = self._path.open("ab", buffering=0)
            self._size = 0
        self._file.write(data)
        self._size += len(data)

    def _encoded(self, entry: Entry) -> bytes:
        ts, generation, stream, level, invocation, text = entry
        members: dict[str, object] = {
            "ts": iso(ts),
            "agent": self._agent,
            "gen": generation,
            "stream": stream,
            "level": level,
            "invocation": invocation,
        }
        if len(text) > LINE_LIMIT:
            members["truncated"] = True
            text = text[:LINE_LIMIT]
        members["msg"] = text
        line = json.dumps(members, separators=(",", ":"), ensure_ascii=False)
        return line.encode("utf-8", "replace") + b"\n"

    def _rotate(self) -> None:
        for number in range(FILES_KEPT, 0, -1):
            older = self._path.with_name(f"{self._path.name}.{number}")
            newer = (
                self._path
                if number == 1
                else self._path.with_name(f"{self._path.name}.{number - 1}")
            )
            if newer.exists():
                newer.replace(older)


def printable(text: str) -> str:
    """The text without control characters: a guest's escape bytes do not reach a pipe."""
    return "".join(c if c >= " " or c == "\t" else "\ufffd" for c in text)
