"""`peerc fmt`: what it writes, what it leaves, and how it exits."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from .running import peerc

UGLY = (
    "# a project\nname: a\npeer: 1 # first\nagents: {}\ntypes: {A: {maxLength: 3, type: string}}\n"
)
NEAT = (
    "# a project\npeer: 1  # first\nname: a\ntypes: {A: {type: string, maxLength: 3}}\nagents: {}\n"
)


def write(folder: Path, text: str) -> Path:
    path = folder / "contract.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_fmt_writes_the_layout_and_is_silent_the_second_time(tmp_path: Path) -> None:
    path = write(tmp_path, UGLY)
    os.chmod(path, 0o640)
    before = peerc("hash", "--all", cwd=tmp_path).out
    done = peerc("fmt", cwd=tmp_path)
    assert (done.code, done.out, done.err) == (0, "wrote contract.yaml\n", "")
    assert path.read_text(encoding="utf-8") == NEAT
    assert path.stat().st_mode & 0o777 == 0o640
    assert peerc("hash", "--all", cwd=tmp_path).out == before
    assert [one.name for one in tmp_path.iterdir()] == ["contract.yaml"]
    done = peerc("fmt", cwd=tmp_path)
    assert (done.code, done.out, done.err) == (0, "", "")


def test_check_names_the_file_and_changes_nothing(tmp_path: Path) -> None:
    path = write(tmp_path, UGLY)
    done = peerc("fmt", "--check", cwd=tmp_path)
    assert (done.code, done.out) == (100, "would change contract.yaml\n")
    assert path.read_text(encoding="utf-8") == UGLY
    write(tmp_path, NEAT)
    assert peerc("fmt", "--check", cwd=tmp_path).code == 0


def test_stdout_prints_and_writes_no_file(tmp_path: Path) -> None:
    path = write(tmp_path, UGLY)
    done = peerc("fmt", "--stdout", cwd=tmp_path)
    assert (done.code, done.out) == (0, NEAT)
    assert path.read_text(encoding="utf-8") == UGLY


def test_a_contract_with_errors_is_left_as_it_is(tmp_path: Path) -> None:
    path = write(tmp_path, UGLY.replace("string", "text"))
    done = peerc("fmt", cwd=tmp_path)
    assert done.code == 100
    assert "error[PC13" in done.out
    assert path.read_text(encoding="utf-8") == UGLY.replace("string", "text")


def test_check_and_stdout_exclude_each_other(tmp_path: Path) -> None:
    write(tmp_path, UGLY)
    done = peerc("fmt", "--check", "--stdout", cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert "error[PC7002]" in done.err


@pytest.mark.parametrize("languages", ["py", "py,rs,js", "js,rs"])
def test_what_init_writes_is_in_the_layout(languages: str, tmp_path: Path) -> None:
    assert peerc("init", "work", "--lang", languages, cwd=tmp_path).code == 0
    assert peerc("fmt", "--check", "work", cwd=tmp_path).code == 0


def test_the_contract_of_the_example_is_in_the_layout() -> None:
    example = Path(__file__).resolve().parents[3] / "examples" / "three_agents"
    assert peerc("fmt", "--check", str(example)).code == 0
