"""Agents' logs: every line once and whole, on the console with its prefix, in the file as JSON."""

from __future__ import annotations

import asyncio
import json
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from peerc.host import logs
from peerc.host.clock import Clock
from peerc.host.logs import LINE_LIMIT, Frames, Journal, Lines

from .running import HostFactory, javascript, python, rust

REPORT = re.compile(
    r"REPORT RequestId: \S{36}\tDuration: \d+\.\d\d ms\tBilled Duration: \d+ ms\t"
    r"Memory Size: 128 MB\t"
    r"Max Memory Used: (\d+) MB\t(Init Duration: \d+\.\d\d ms\t)?(Status: \w+)?"
)


def test_each_invocation_has_start_end_and_report(start_host: HostFactory) -> None:
    host = start_host(python("py"), javascript("js"), rust("rs"))
    for name in ("py", "js", "rs"):
        host.invoke(name, {})
        host.invoke(name, {})
        entries = [e for e in host.log(name) if e["stream"] == "platform" and e["invocation"]]
        words = [entry["msg"].split(" ")[0] for entry in entries]
        assert words == ["START", "END", "REPORT"] * 2
        first, second = REPORT.fullmatch(entries[2]["msg"]), REPORT.fullmatch(entries[5]["msg"])
        assert first is not None
        assert second is not None
        assert first[2] is not None, "a cold start says how long Init took"
        assert second[2] is None
        assert int(first[1]) > 1
    host.invoke("py", {"do": "raise"})
    assert host.log("py")[-1]["msg"].endswith("Status: error")


def test_a_guests_lines_are_on_the_console_with_time_and_name(start_host: HostFactory) -> None:
    host = start_host(python("py"))
    host.invoke("py", {"do": "print", "text": "hello there"})
    (line,) = [line for line in host.said if "hello there" in line]
    assert re.fullmatch(r"\d\d:\d\d:\d\d\.\d{3} py \| hello there", line)
    (entry,) = [entry for entry in host.log("py") if entry["msg"] == "hello there"]
    assert (entry["stream"], entry["gen"], len(entry["invocation"])) == ("stdout", 1, 36)
    assert list(entry)[-1] == "msg"


def test_a_message_of_several_lines_is_one_entry(start_host: HostFactory) -> None:
    host = start_host(python("py"))
    request_id = host.invoke("py", {"do": "log"})["Payload"]
    (entry,) = [entry for entry in host.log("py") if entry["stream"] == "log"]
    assert entry["msg"].startswith("[WARNING]\t")
    assert entry["msg"].endswith(f"\t{request_id}\tfirst\nsecond")


def test_ten_thousand_lines_of_three_agents_arrive_once_and_whole(start_host: HostFactory) -> None:
    host = start_host(*(python(f"py{i}", timeout_ms=20_000) for i in range(3)))
    text = "\n".join(f"line {n}" for n in range(10_000))
    with ThreadPoolExecutor(3) as threads:
        list(threads.map(lambda i: host.invoke(f"py{i}", {"do": "print", "text": text}), range(3)))
    for i in range(3):
        found = [e["msg"] for e in host.log(f"py{i}") if e["stream"] == "stdout"]
        assert found == text.split("\n")


def test_an_overlong_line_is_cut_and_marked(start_host: HostFactory) -> None:
    host = start_host(python("py"))
    host.invoke("py", {"do": "garbage"})
    cut = [entry for entry in host.log("py") if entry["msg"].startswith("xxx")]
    assert sum(len(entry["msg"]) for entry in cut) <= 200_000
    assert all(len(entry["msg"]) <= LINE_LIMIT for entry in cut)
    assert any(entry.get("truncated") for entry in cut)


def test_lines_are_cut_where_they_end_whatever_the_pieces() -> None:
    lines = Lines()
    found = [line for piece in (b"a", b"b\nc", b"\n\n", b"d") for line in lines.feed(piece)]
    assert [*found, lines.rest()] == [b"ab", b"c", b"", b"d"]


def test_frames_may_come_in_any_pieces() -> None:
    def frame(kind: int, text: bytes) -> bytes:
        return kind.to_bytes(4, "big") + len(text).to_bytes(4, "big") + bytes(8) + text

    data = frame(0xA55A0003, b"plain") + frame(0xA55A0017, b"bad\nnews\n")
    frames = Frames()
    found = [event for at in range(len(data)) for event in frames.feed(data[at : at + 1])]
    assert found == [("", "plain"), ("ERROR", "bad\nnews")]


def test_a_full_file_is_rotated_and_three_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit = 200_000
    monkeypatch.setattr(logs, "FILE_LIMIT", limit)

    async def fill() -> None:
        journal = Journal(tmp_path, lambda line: None, Clock())
        log = journal.of("a")
        for n in range(12):
            for _ in range(10):
                log.record(f"{n} " + "x" * 10_000, 1)
            await asyncio.sleep(logs.FLUSH_S * 1.5)
        journal.close()

    asyncio.run(fill())
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["a.log", "a.log.1", "a.log.2", "a.log.3"]
    for name in names:
        assert (tmp_path / name).stat().st_size <= limit
        assert all(json.loads(line)["agent"] == "a" for line in (tmp_path / name).open())
