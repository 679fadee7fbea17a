"""What `peerc init` writes is a project that checks, compiles and runs."""

from __future__ import annotations

import shutil
import subprocess
import sys
from itertools import combinations
from pathlib import Path

import pytest

from .running import peerc

ROOT = Path(__file__).resolve().parents[3]
CHOICES = [
    ",".join(chosen) for count in (1, 2, 3) for chosen in combinations(("py", "rs", "js"), count)
]


@pytest.mark.parametrize("lang", CHOICES)
def test_a_new_project_is_good_and_compiled(lang: str, tmp_path: Path) -> None:
    done = peerc("init", "hello", "--lang", lang, cwd=tmp_path)
    assert done.code == 0
    assert len(done.out.splitlines()) == 3
    assert done.out.startswith("cd hello\n")
    folder = tmp_path / "hello"
    assert peerc("check", cwd=folder).code == 0
    assert peerc("compile", "--check", cwd=folder).code == 0
    assert "{" not in (folder / "README.md").read_text(encoding="utf-8").replace('\'{"text"', "")


def test_the_editor_finds_the_schemas(tmp_path: Path) -> None:
    peerc("init", "hello", "--lang", "py", cwd=tmp_path)
    folder = tmp_path / "hello"
    first = (folder / "contract.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=contract.schema.json"
    assert (
        (folder / "peer.toml").read_text(encoding="utf-8").startswith("#:schema peer.schema.json")
    )
    assert (folder / "contract.schema.json").is_file()
    assert (folder / "peer.schema.json").is_file()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["Hello"], "PC7002"),
        (["hello", "--lang", "go"], "PC7002"),
        (["hello", "--lang", ","], "PC7002"),
        (["there"], "PC7003"),
    ],
)
def test_what_cannot_be_written_is_refused(arguments: list[str], code: str, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "file").touch()
    done = peerc("init", *arguments, cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert f"error[{code}]" in done.err
    assert [path.name for path in tmp_path.iterdir()] == ["there"]


def test_its_python_agent_answers_in_process(tmp_path: Path) -> None:
    peerc("init", "hello", "--lang", "py", cwd=tmp_path)
    program = (
        "import sys; sys.path.insert(0, 'tidy');"
        "from contract import tidy; import app;"
        "from peercontract.bridge.memory import Memory;"
        "memory = Memory(); memory.add('tidy', app.handler);"
        "print(tidy.client(memory).clean(tidy.Card(text='hello   there')).text)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path / "hello", capture_output=True, text=True
    )
    assert (done.stdout, done.stderr) == ("hello there\n", "")


@pytest.mark.slow
def test_a_new_project_runs_in_three_languages(tmp_path: Path) -> None:
    peerc("init", "hello", cwd=tmp_path)
    folder = tmp_path / "hello"
    # What `npm install` would do, without the network; the lock file keeps cargo off it too.
    modules = folder / "frame" / "node_modules"
    modules.mkdir()
    (modules / "peercontract").symlink_to(ROOT / "runtimes/node")
    if (ROOT / "node_modules/aws-lambda-ric").is_dir():
        (modules / "aws-lambda-ric").symlink_to(ROOT / "node_modules/aws-lambda-ric")
    shutil.copy(ROOT / "Cargo.lock", folder / "count" / "Cargo.lock")
    done = peerc_run(folder)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("\n") == 1
    assert '"text": "hello there"' in done.stdout
    assert '"words": 2' in done.stdout
    assert "| hello there |" in done.stdout


def peerc_run(folder: Path) -> subprocess.CompletedProcess[str]:
    """The command that `peerc init` names, with Rust's build beside those of the checkout."""
    import os

    call = ["run", "tidy.clean", "--input", '{"text": "hello   there"}']
    return subprocess.run(
        [sys.executable, "-m", "peerc", *call],
        cwd=folder,
        env=os.environ
        | {"CARGO_TARGET_DIR": str(ROOT / "target/init"), "CARGO_NET_OFFLINE": "true"},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
