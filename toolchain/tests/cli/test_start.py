"""The start of `peerc`: quick commands stay light, help and the reference page say the same."""

from __future__ import annotations

import signal
import subprocess
import sys
import tomllib
from pathlib import Path

import peerc
import pytest
from peerc.cli import reference
from peerc.cli.table import COMMANDS

from .running import FIELD_NOTES
from .running import peerc as run

ROOT = Path(__file__).resolve().parents[3]
HEAVY = ("asyncio", "boto3", "httptools", "uvloop", "watchfiles", "peerc.host")


@pytest.mark.parametrize("arguments", [["--version"], ["check", "contract.yaml"], ["--help"]])
def test_quick_commands_import_nothing_heavy(arguments: list[str], tmp_path: Path) -> None:
    (tmp_path / "contract.yaml").write_text(FIELD_NOTES, encoding="utf-8")
    program = (
        f"import sys; from peerc.cli.main import main; code = main({arguments!r});"
        f"print(code, [name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stderr == "0 []\n"


def test_the_version_is_that_of_the_package() -> None:
    project = tomllib.loads((ROOT / "toolchain/pyproject.toml").read_text())["project"]
    assert project["version"] == peerc.__version__
    assert run("--version").out == f"peerc {peerc.__version__}\n"


def test_help_lists_every_command_of_the_table() -> None:
    shown = run("--help")
    assert shown.code == 0
    for name, (_, summary) in COMMANDS.items():
        assert name in shown.out
        assert summary in shown.out


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_says_first_what_the_table_says(name: str) -> None:
    shown = run(name, "--help")
    assert shown.code == 0
    lines = [line.strip() for line in shown.out.splitlines() if line.strip()]
    assert lines[1] == COMMANDS[name][1]


@pytest.mark.parametrize("name", reference.PAGES)
def test_a_reference_page_is_what_peerc_says(name: str) -> None:
    page = (ROOT / "docs/reference" / name).read_text(encoding="utf-8")
    assert page == reference.PAGES[name](), "run: make gen"


def test_an_interrupt_exits_130(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "peerc", "run", "a.b", "--input", "-"]
    with subprocess.Popen(
        command, cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        wait_until_it_reads(process)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=10) == 130


def wait_until_it_reads(process: subprocess.Popen[bytes]) -> None:
    """Until the kernel says that the process sleeps in a read of its standard input."""
    import time

    until = time.monotonic() + 20
    while time.monotonic() < until:
        if Path(f"/proc/{process.pid}/wchan").read_text().startswith(("pipe", "anon_pipe")):
            return
        time.sleep(0.02)
    raise AssertionError("it never read its input")
