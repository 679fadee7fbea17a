"""Emitters behind the plugin protocol: the built-in ones are as in the process, others are held."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from peerc.compiler import interchange, ir, pipeline, plugin

ROOT = Path(__file__).resolve().parents[3]
EXAMPLE = ROOT / "examples" / "three_agents" / "contract.yaml"
SOURCES = [
    EXAMPLE,
    *sorted((ROOT / "conformance" / "suites" / "validate" / "contracts").glob("[!i]*.yaml")),
    *sorted((ROOT / "conformance" / "suites" / "machine" / "contracts").glob("*.yaml")),
]


def load(path: Path) -> ir.Contract:
    contract = pipeline.load(path).contract
    assert contract is not None
    return contract


def peerc(*arguments: str, given: bytes = b"", path: str = "", cwd: Path) -> tuple[int, str, str]:
    environment = os.environ | {"PATH": f"{path}{os.pathsep}{os.environ['PATH']}"}
    command = [sys.executable, "-m", "peerc", *arguments]
    done = subprocess.run(
        command, input=given, capture_output=True, cwd=cwd, env=environment, check=False
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def script(folder: Path, name: str, body: str) -> None:
    path = folder / f"peerc-emit-{name}"
    path.write_text(f"#!{sys.executable}\nimport json, sys, time\n{body}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_the_ir_is_the_same_after_a_way_through_json(path: Path) -> None:
    contract = load(path)
    text = json.dumps(interchange.written(contract))
    assert interchange.contract(json.loads(text)) == contract


@pytest.mark.parametrize("emitter", pipeline.EMITTERS)
def test_a_built_in_emitter_writes_the_same_behind_the_protocol(
    emitter: str, tmp_path: Path
) -> None:
    contract = load(EXAMPLE)
    given = plugin.request(contract, {})
    code, out, err = peerc("emit", emitter, "--plugin", given=given, cwd=tmp_path)
    assert (code, err) == (0, "")
    assert plugin.answered(out.encode()).files == pipeline.emit(contract, emitter)


def test_a_plugin_on_the_path_is_asked_and_its_files_are_written(tmp_path: Path) -> None:
    plugins = str(ROOT / "examples" / "plugins")
    arguments = ("emit", "graph", str(EXAMPLE), "--out", "build", "--option", "direction=TB")
    code, out, err = peerc(*arguments, path=plugins, cwd=tmp_path)
    assert (code, out, err) == (0, "wrote build/calls.dot\n", "")
    text = (tmp_path / "build" / "calls.dot").read_text(encoding="utf-8")
    assert "rankdir=TB" in text
    assert '"reason" -> "crunch" [label="search"];' in text


BAD = {
    "exits": "sys.exit('no such option')",
    "silent": "",
    "text": "print('wrote it')",
    "list": "print('[]')",
    "member": "print(json.dumps({'files': [], 'extra': 1}))",
    "up": "print(json.dumps({'files': [{'path': '../x', 'text': ''}]}))",
    "root": "print(json.dumps({'files': [{'path': '/tmp/x', 'text': ''}]}))",
    "dots": "print(json.dumps({'files': [{'path': 'a/./x', 'text': ''}]}))",
    "drive": "print(json.dumps({'files': [{'path': 'C:x', 'text': ''}]}))",
    "twice": "print(json.dumps({'files': [{'path': 'x', 'text': ''}] * 2}))",
    "number": "print(json.dumps({'files': [{'path': 'x', 'text': 1}]}))",
    "level": "print(json.dumps({'files': [], 'findings': [{'level': 'note'}]}))",
    "second": "print(json.dumps({'files': [{'path': p, 'text': ''} for p in ('ok', '..')]}))",
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_plugin_that_answers_badly_is_named_and_nothing_is_written(
    name: str, tmp_path: Path
) -> None:
    (tmp_path / "bin").mkdir()
    script(tmp_path / "bin", name, BAD[name])
    arguments = ("emit", name, str(EXAMPLE), "--out", "build")
    code, out, err = peerc(*arguments, path=str(tmp_path / "bin"), cwd=tmp_path)
    assert (code, out) == (2, "")
    assert err.startswith(f"error[PC1601]: the plugin `{name}` failed: ")
    assert "help: " in err
    assert not (tmp_path / "build").exists()
    assert not (tmp_path / "x").exists()


def test_an_error_of_a_plugin_writes_nothing(tmp_path: Path) -> None:
    answer = {"files": [{"path": "x", "text": ""}]}
    answer["findings"] = [{"level": "error", "message": "no agents"}]  # type: ignore[assignment]  # a list of dicts too
    script(tmp_path, "strict", f"print(json.dumps({answer!r}))")
    arguments = ("emit", "strict", str(EXAMPLE), "--out", "build")
    code, out, err = peerc(*arguments, path=str(tmp_path), cwd=tmp_path)
    assert (code, out, err) == (100, "", "error: no agents\n")
    assert not (tmp_path / "build").exists()


def test_a_link_that_leads_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "build").mkdir()
    (tmp_path / "build" / "out").symlink_to(tmp_path)
    script(tmp_path, "link", "print(json.dumps({'files': [{'path': 'out/x', 'text': ''}]}))")
    arguments = ("emit", "link", str(EXAMPLE), "--out", "build")
    code, _, err = peerc(*arguments, path=str(tmp_path), cwd=tmp_path)
    assert code == 2
    assert "leads out" in err
    assert not (tmp_path / "x").exists()


def test_an_emitter_that_is_not_there_says_where_it_is_looked_for(tmp_path: Path) -> None:
    code, _, err = peerc("emit", "nothing", str(EXAMPLE), cwd=tmp_path)
    assert code == 2
    assert "put an executable `peerc-emit-nothing` on the PATH" in err


@pytest.mark.parametrize("given", [
    b"", b"{}", b'{"plugin_protocol":2}', b'{"plugin_protocol":1,"contract":{}}',
    b'{"plugin_protocol":1,"contract":{"node":"contract"}}',
])  # fmt: skip
def test_a_built_in_emitter_refuses_what_is_no_request(given: bytes, tmp_path: Path) -> None:
    code, out, err = peerc("emit", "docs", "--plugin", given=given, cwd=tmp_path)
    assert (code, out) == (1, "")
    assert err.startswith("docs: ")
    assert "Traceback" not in err
