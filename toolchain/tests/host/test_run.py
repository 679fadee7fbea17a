"""`peerc run`: one call, its output alone on stdout, all else on stderr, nothing left behind."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import time
from pathlib import Path

import pytest
from peerc.host.failure import render_failure
from peerc.host.orphans import marked

from .projects import PEERC, save, write_project

AGENT = """\
import os, time
def handler(event, context):
    print("seen", event["op"])
    if event["input"]["text"] == "fail":
        raise ValueError("not this one")
    if event["input"]["text"] == "hang":
        with open(os.path.join(os.environ["LAMBDA_TASK_ROOT"], "marker"), "w") as file:
            file.write(os.environ["PEERC_HOST"])
        time.sleep(60)
    return event["input"]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = write_project(tmp_path / "p")
    save(folder / "py" / "app.py", AGENT)
    return folder


def run(
    folder: Path, target: str, *arguments: str, stdin: str = ""
) -> subprocess.CompletedProcess[str]:
    command = [*PEERC, "run", target, "--project", str(folder), *arguments]
    return subprocess.run(command, capture_output=True, text=True, input=stdin, timeout=60)


def test_the_output_alone_is_on_stdout(folder: Path) -> None:
    done = run(folder, "py.say", "--input", '{"text": "hi"}', "--timing")
    assert (done.returncode, json.loads(done.stdout)) == (0, {"text": "hi"})
    assert re.search(r"\d\d:\d\d:\d\d\.\d{3} py \| seen say", done.stderr)
    assert re.search(r"^py\.say  cold  \d+\.\d ms  in \d+ B  out 14 B$", done.stderr, re.MULTILINE)
    assert "\x1b" not in done.stdout + done.stderr


def test_input_comes_from_a_file_or_stdin(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "in.json").write_text('{"text": "file"}')
    assert json.loads(run(folder, "py.say", "--input", f"@{tmp_path}/in.json").stdout) == {
        "text": "file"
    }
    assert json.loads(run(folder, "py.say", "--input", "-", stdin='{"text": "pipe"}').stdout) == {
        "text": "pipe"
    }


def test_an_error_is_readable_and_the_exit_code_1(folder: Path) -> None:
    done = run(folder, "py.say", "--input", '{"text": "fail"}')
    assert (done.returncode, done.stdout) == (1, "")
    assert "error[ValueError]: not this one" in done.stderr
    assert 'raise ValueError("not this one")' in done.stderr


@pytest.mark.parametrize("target", ["py.nothing", "nobody.say", "py", "."])
def test_a_target_that_does_not_exist_is_a_usage_error(folder: Path, target: str) -> None:
    done = run(folder, target, "--input", "{}")
    assert (done.returncode, done.stdout) == (2, "")
    assert target in done.stderr


def test_input_that_is_not_json_is_a_usage_error(folder: Path) -> None:
    done = run(folder, "py.say", "--input", "{text")
    assert done.returncode == 2
    assert "not JSON" in done.stderr


def test_findings_end_it_before_anything_starts(folder: Path) -> None:
    save(folder / "contract.yaml", "peer: 1\n")
    done = run(folder, "py.say", "--input", "{}")
    assert done.returncode == 100
    assert "error[PC" in done.stderr


def test_an_interrupt_ends_call_and_guests(folder: Path) -> None:
    command = [*PEERC, "run", "py.say", "--project", str(folder), "--input", '{"text": "hang"}']
    running = subprocess.Popen(command, start_new_session=True)
    marker = folder / "py" / "marker"
    deadline = time.monotonic() + 20
    while not (marker.exists() and marker.read_text()):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    begun = time.monotonic()
    running.send_signal(signal.SIGINT)
    assert running.wait(10) == 130
    assert time.monotonic() - begun < 2
    assert marked(marker.read_text()) == []


def test_an_agents_error_shows_its_violations() -> None:
    error = {
        "code": "PC1410",
        "message": "the string is too long",
        "agent": "crunch",
        "op": "search",
        "violations": [
            {
                "code": "PC1410",
                "at": "/text",
                "expected": "3",
                "actual": '"long"',
                "direction": "input",
            }
        ],
    }
    payload = json.dumps({"errorType": "PC1410", "errorMessage": json.dumps(error)})
    assert render_failure(payload) == [
        "error[PC1410]: the string is too long",
        "  --> crunch.search",
        '   | input /text: expected 3, found "long" [PC1410]',
        "   = help: send a shorter string",
    ]
    assert render_failure('{"errorType":"X","errorMessage":"plain"}') == ["error[X]: plain"]
    assert render_failure("no json") == ["error[error]: no json"]


def test_a_call_from_a_folder_below_finds_the_project(folder: Path) -> None:
    below = folder / "py" / "deep"
    below.mkdir()
    command = [*PEERC, "run", "py.say", "--input", '{"text": "up"}']
    done = subprocess.run(command, cwd=below, capture_output=True, text=True, check=False)
    assert (done.returncode, json.loads(done.stdout or "null")) == (0, {"text": "up"}), done.stderr


def test_a_call_outside_any_project_says_what_to_name(tmp_path: Path) -> None:
    command = [*PEERC, "run", "py.say", "--input", "{}"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 100
    assert "peer.toml cannot be read" in done.stderr
