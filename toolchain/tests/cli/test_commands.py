"""The commands without a host: what they print where, their exit codes, what they write."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from peerc.compiler import catalogue

from .running import FIELD_NOTES, peerc

PEER = "peer = 1\n[agents.reason]\n[agents.crunch]\n[agents.write]\n"
STUBS = {
    "reason/contract/__init__.py",
    "crunch/src/contract/mod.rs",
    "write/contract.js",
    "write/contract.d.ts",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name in ("reason", "crunch", "write"):
        (tmp_path / name).mkdir()
    (tmp_path / "contract.yaml").write_text(FIELD_NOTES, encoding="utf-8")
    (tmp_path / "peer.toml").write_text(PEER, encoding="utf-8")
    return tmp_path


def stubs(folder: Path) -> dict[str, str]:
    """Everything in the source folders, by path."""
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.glob("*/**/*"))
        if path.is_file()
    }


def test_check_says_that_all_is_well(project: Path) -> None:
    done = peerc("check", cwd=project)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("peer.toml is good: field-notes 1.0.0, 3 agents, 7 types, pc1-")


def test_check_reports_findings_on_stdout_with_exit_code_100(project: Path) -> None:
    broken = FIELD_NOTES.replace("{$ref: Finding}", "{$ref: Findin}").replace("python", "pythn")
    (project / "contract.yaml").write_text(broken, encoding="utf-8")
    done = peerc("check", cwd=project)
    assert (done.code, done.err) == (100, "")
    assert "error[PC1201]" in done.out
    assert "error[PC1325]" in done.out
    assert done.out.endswith("2 errors\n")
    assert "\x1b" not in done.out


def test_a_warning_is_shown_and_does_not_fail(project: Path) -> None:
    text = FIELD_NOTES.replace("{enum: [b, a]}", "{enum: [no, a]}")
    (project / "contract.yaml").write_text(text, encoding="utf-8")
    done = peerc("check", cwd=project)
    assert done.code == 0
    assert "warning[PC1008]" in done.out


def test_check_as_json_is_one_object(project: Path) -> None:
    (project / "peer.toml").write_text(PEER + "memory = 1\n", encoding="utf-8")
    done = peerc("check", "--format", "json", cwd=project)
    report = json.loads(done.out)
    assert done.code == report["exit_code"] == 100
    assert report["command"] == "check"
    assert report["contract_hash"].startswith("pc1-")
    assert [finding["code"] for finding in report["findings"]] == ["PC6001"]


def test_check_for_github_is_one_line_a_finding(project: Path) -> None:
    (project / "contract.yaml").write_text("peer: 1\n", encoding="utf-8")
    done = peerc("check", "contract.yaml", "--format", "github", cwd=project)
    assert done.out.splitlines() == [
        "::error file=contract.yaml,line=1,col=1,title=PC1324::a contract needs `name`%0A"
        "name it: `name: field-notes`; functions are called after it"
    ]


def test_findings_are_cut_in_text_and_never_in_json(project: Path) -> None:
    text = "peer: 1\nname: t\n" + "".join(f"k{n}: 1\n" for n in range(120))
    (project / "contract.yaml").write_text(text, encoding="utf-8")
    shown = peerc("check", "contract.yaml", cwd=project).out
    assert shown.count("error[") == 100
    assert "and 20 more (--max-findings 0)" in shown
    everything = peerc("check", "contract.yaml", "--max-findings", "0", cwd=project).out
    assert everything.count("error[") == 120
    report = json.loads(peerc("check", "contract.yaml", "--format", "json", cwd=project).out)
    assert len(report["findings"]) == 120


def test_colours_come_when_asked_for_and_only_then(project: Path) -> None:
    (project / "contract.yaml").write_text("peer: 1\n", encoding="utf-8")
    assert "\x1b[" in peerc("check", "--color", "always", cwd=project).out
    assert "\x1b[" in peerc("check", "--color", "always", cwd=project, NO_COLOR="1").out
    assert "\x1b[" not in peerc("check", "--color", "never", cwd=project).out
    assert "\x1b[" not in peerc("check", cwd=project, NO_COLOR="1").out


def test_compile_writes_every_stub_once(project: Path) -> None:
    done = peerc("compile", cwd=project)
    assert done.code == 0
    assert set(stubs(project)) >= STUBS
    assert {line.removeprefix("wrote ") for line in done.out.splitlines()} == set(stubs(project))
    assert done.err.startswith("Compiled 3 agents in ")
    again = peerc("compile", cwd=project)
    assert again.out == ""
    assert peerc("compile", "--quiet", cwd=project).err == ""


def test_a_python_folder_gets_the_modules_of_its_agents_and_of_whom_they_call(
    project: Path,
) -> None:
    contract = project / "contract.yaml"
    text = contract.read_text(encoding="utf-8")
    contract.write_text(
        text.replace("calls: [crunch.search, write.render]", "calls: [write.render]")
    )
    assert peerc("compile", cwd=project).code == 0
    names = {path.name for path in (project / "reason" / "contract").iterdir()}
    assert {"reason.py", "write.py", "types.py"} <= names
    assert "crunch.py" not in names
    contract.write_text(text, encoding="utf-8")
    assert peerc("compile", cwd=project).code == 0
    assert (project / "reason" / "contract" / "crunch.py").is_file()


def test_stubs_are_the_same_from_any_folder(project: Path, tmp_path: Path) -> None:
    peerc("compile", cwd=project)
    assert peerc("compile", "--check", str(project), cwd=tmp_path.parent).code == 0
    assert str(project) not in "".join(stubs(project).values())


def test_compile_check_names_what_is_stale_and_changes_nothing(project: Path) -> None:
    missing = peerc("compile", "--check", cwd=project)
    assert missing.code == 100
    assert "error[PC7005]: write/contract.js does not match the contract" in missing.out
    assert stubs(project) == {}
    peerc("compile", cwd=project)
    assert peerc("compile", "--check", cwd=project).code == 0
    before = stubs(project)
    (project / "contract.yaml").write_text(FIELD_NOTES.replace("page", "leaf"), encoding="utf-8")
    assert peerc("compile", "--check", cwd=project).code == 100
    assert stubs(project) == before


def test_stubs_that_nobody_needs_are_removed_and_nothing_else(project: Path) -> None:
    peerc("compile", cwd=project)
    own = project / "reason/contract/notes.py"
    own.write_text("# mine\n", encoding="utf-8")
    text = FIELD_NOTES.replace("language: python", "language: javascript")
    (project / "contract.yaml").write_text(text, encoding="utf-8")
    assert "reason/contract/types.py" in peerc("compile", "--check", cwd=project).out
    done = peerc("compile", cwd=project)
    assert "removed reason/contract/types.py" in done.out
    assert own.is_file()
    assert {path for path in stubs(project) if path.startswith("reason/")} == {
        "reason/contract.js",
        "reason/contract.d.ts",
        "reason/contract/notes.py",
    }


def test_a_file_that_peerc_did_not_make_is_not_overwritten(project: Path) -> None:
    (project / "write/contract.js").write_text("// mine\n", encoding="utf-8")
    done = peerc("compile", cwd=project)
    assert done.code == 2
    assert "error[PC7003]: write/contract.js exists already" in done.err
    assert stubs(project) == {"write/contract.js": "// mine\n"}


def test_compile_with_errors_writes_nothing(project: Path) -> None:
    (project / "contract.yaml").write_text(FIELD_NOTES.replace("python", "pythn"), encoding="utf-8")
    assert peerc("compile", cwd=project).code == 100
    assert stubs(project) == {}


def test_compile_of_a_contract_alone_wants_language_and_folder(project: Path) -> None:
    (project / "peer.toml").unlink()
    assert peerc("compile", cwd=project).code == 2
    assert peerc("compile", "--language", "rust", cwd=project).code == 2
    done = peerc("compile", "--language", "rust", "--out", "elsewhere", cwd=project)
    assert done.code == 0
    assert set(stubs(project)) == {"elsewhere/src/contract/mod.rs"}
    peerc("compile", "--language", "javascript", "--out", "elsewhere", cwd=project)
    assert set(stubs(project)) == {
        "elsewhere/contract.d.ts",
        "elsewhere/contract.js",
        "elsewhere/src/contract/mod.rs",
    }


def test_hash_prints_the_identity_and_the_bytes_behind_it(project: Path) -> None:
    contract_id = peerc("hash", cwd=project).out.strip()
    assert contract_id in peerc("check", cwd=project).out
    form = peerc("hash", "--form", cwd=project).out
    assert hashlib.sha256(form.encode()).digest()
    assert json.loads(form)["name"] == "field-notes"
    (project / "contract.yaml").write_text("peer: 1\n", encoding="utf-8")
    broken = peerc("hash", cwd=project)
    assert (broken.code, broken.out) == (100, "")
    assert "PC1324" in broken.err


@pytest.mark.parametrize("code", ["PC1201", "pc1201", "1201", "unknown_name"])
def test_explain_finds_an_entry_by_code_or_name(code: str) -> None:
    done = peerc("explain", code)
    assert done.code == 0
    assert done.out.startswith("PC1201 unknown_name (ContractError)")


def test_explain_prints_every_entry() -> None:
    from click.testing import CliRunner
    from peerc.cli.commands.explain import command

    for code, entry in catalogue.entries().items():
        shown = CliRunner().invoke(command, [code], standalone_mode=False).output
        assert shown.startswith(f"{code} {entry.name}")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["explain", "PC9999"], "error[PC7002]: there is no error code `PC9999`"),
        (["explain", "unknown_names"], "did you mean `unknown_name`?"),
        (["checks"], "did you mean `check`?"),
        (["check", "nope.yaml"], "error[PC7001]: nope.yaml cannot be read: No such file"),
        (["check", "--format", "xml"], "Invalid value for '--format'"),
        (["compile", "--no-such"], "No such option"),
        (["run", "a.b", "--input", "@nope.json"], "error[PC7001]: nope.json cannot be read"),
    ],
)
def test_wrong_usage_says_what_to_do_and_exits_2(
    arguments: list[str], says: str, tmp_path: Path
) -> None:
    done = peerc(*arguments, cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert says in done.err


def test_without_a_project_the_next_step_is_named(tmp_path: Path) -> None:
    done = peerc("check", cwd=tmp_path)
    assert done.code == 2
    assert "peerc init NAME" in done.err
