"""`peer.toml`: what a good one gives, the exact size of an environment, and places of keys."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from peerc.compiler import project
from peerc.compiler.environment import environment_bytes
from peerc.compiler.toml_places import places

from .sources import FIELD_NOTES

GOOD = """\
peer = 1
contract = "contract.yaml"

[defaults]
memory_mb = 256

[agents.reason]
source = "agents/reason"
handler = "main.handle"
timeout_ms = 25000

[agents.reason.env]
MODE = "é"

[agents.crunch]
[agents.write]
memory_mb = 1024
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("agents/reason", "crunch", "write"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "contract.yaml").write_text(FIELD_NOTES, encoding="utf-8")
    return tmp_path


def load(folder: Path, text: str) -> project.Result:
    (folder / "peer.toml").write_text(text, encoding="utf-8")
    return project.load(folder / "peer.toml")


def test_a_good_file_gives_places_with_defaults(folder: Path) -> None:
    result = load(folder, GOOD)
    assert result.findings == ()
    assert result.project is not None
    agents = result.project.agents
    assert list(agents) == ["crunch", "reason", "write"]
    assert agents["reason"] == project.AgentPlace(
        source=(folder / "agents/reason").resolve(),
        handler="main.handle",
        timeout_ms=25_000,
        memory_mb=256,
        env={"MODE": "é"},
        placement="apart",
    )
    assert (agents["crunch"].handler, agents["crunch"].timeout_ms) == ("bootstrap", 3_000)
    assert (agents["write"].handler, agents["write"].memory_mb) == ("index.handler", 1024)
    assert result.project.contract.name == "field-notes"


def environment(folder: Path, env: dict[str, str]) -> list[str]:
    lines = "".join(f"{name} = {json.dumps(value)}\n" for name, value in env.items())
    result = load(folder, GOOD.replace('MODE = "é"\n', lines))
    return [finding.code for finding in result.findings]


@pytest.mark.parametrize("pairs", [1, 2, 5])
def test_the_environment_may_have_4096_bytes_as_json_and_no_more(folder: Path, pairs: int) -> None:
    names = [f"V{n}" for n in range(pairs)]
    room = 4096 - (6 * pairs + 1) - sum(map(len, names))
    env = dict.fromkeys(names, "")
    env[names[0]] = "x" * room
    assert environment_bytes(env) == 4096
    assert environment(folder, env) == []
    env[names[0]] += "x"
    assert environment(folder, env) == ["PC6003"]


def test_sums_of_lengths_do_not_deceive(folder: Path) -> None:
    # 4,096 bytes of names and values alone: enough for who sums lengths, too much for the platform.
    assert environment(folder, {"AB": "x" * 4094}) == ["PC6003"]


def test_escapes_and_other_scripts_count_as_they_are_sent() -> None:
    assert environment_bytes({"A": '"'}) == len('{"A":"\\""}')
    assert environment_bytes({"A": "é"}) == len('{"A":"\\u00e9"}')
    assert environment_bytes({"A": "\U0001f600"}) == len('{"A":"\\ud83d\\ude00"}')


def test_a_finding_about_the_environment_shows_no_value(folder: Path) -> None:
    text = GOOD.replace('MODE = "é"', 'AWS_SECRET_ACCESS_KEY = "s3cr3t"\nX = "s3cr3t"')
    findings = load(folder, text).findings
    assert [finding.code for finding in findings] == ["PC6004", "PC6002"]
    assert "s3cr3t" not in repr(findings)


def test_errors_of_both_files_are_reported_together(folder: Path) -> None:
    (folder / "contract.yaml").write_text(FIELD_NOTES.replace("effect: read", "effect: reads"))
    findings = load(folder, GOOD.replace("handler =", "handle =")).findings
    assert sorted({finding.code for finding in findings}) == ["PC1325", "PC6001"]
    assert {Path(finding.file).name for finding in findings} == {"contract.yaml", "peer.toml"}


def test_a_file_that_is_not_utf_8_is_refused(folder: Path) -> None:
    (folder / "peer.toml").write_bytes(b'peer = 1\ncontract = "\xff"\n')
    assert [one.code for one in project.load(folder / "peer.toml").findings] == ["PC6002"]


def test_keys_are_found_in_every_form_of_toml() -> None:
    text = '''\
a.b = 1
"q.r" = [ "x = 1", { in = 2 } ] # c = 3
s = """
t = 1
"""
u = {v = {w = 1}, 'x' = [1, 2], y.z = 3}
[table."od d".sub]
k = 1979-05-27 07:32:00
[[list]]
m = 1
'''
    tomllib.loads(text)
    found = {path: text[start:end] for path, (start, end) in places(text).items()}
    assert found == {
        ("a",): "a",
        ("a", "b"): "b",
        ("q.r",): '"q.r"',
        ("s",): "s",
        ("u",): "u",
        ("u", "v"): "v",
        ("u", "v", "w"): "w",
        ("u", "x"): "'x'",
        ("u", "y"): "y",
        ("u", "y", "z"): "z",
        ("table",): "table",
        ("table", "od d"): '"od d"',
        ("table", "od d", "sub"): "sub",
        ("table", "od d", "sub", "k"): "k",
        ("list",): "list",
        ("list", "m"): "m",
    }


@given(st.text(alphabet="ab=.[]{}\"'#\n ,1", max_size=60))
def test_places_of_any_toml_are_places_of_its_keys(text: str) -> None:
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    for start, end in places(text).values():
        assert 0 <= start < end <= len(text)
