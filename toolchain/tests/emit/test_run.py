"""`run` of a contract in the stubs: what tests of its states import, typed by operation."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from peerc.compiler import ir, pipeline

from .test_node import ENVIRONMENT, RUNTIME, STRICT, TSC

ROOT = Path(__file__).resolve().parents[3]
TOUR = ROOT / "conformance" / "suites" / "machine" / "contracts" / "tour.yaml"

PYTHON_GOOD = """\
from contract import run
from contract.types import Findings, Verdict

state: run.State = run.INITIAL
state = run.step(state, "crunch.search", Findings(pages=1))
assert state == "found", state
state = run.step(state, "write.render", Findings(pages=21))
assert state == "review.waiting", state
state = run.step(state, "write.approve", Verdict(ok=False, note="never"))
assert state == "review.dropped", state
"""
PYTHON_BAD = [
    'run.step("asked", "crunch.search", Verdict(ok=True))',
    'run.step("asked", "crunch.sought", Findings(pages=1))',
    'run.step("nowhere", "crunch.search", Findings(pages=1))',
    'state: run.State = "waiting"',
]
NODE_GOOD = """\
import { run } from "./contract.js";

let state: run.State = run.initial;
state = run.step(state, "crunch.search", { pages: 1 });
state = run.step("review.waiting", "write.approve", { ok: false, note: "never" });
const all: readonly run.State[] = run.states;
"""
NODE_BAD = [
    'run.step("asked", "crunch.search", { ok: true });',
    'run.step("asked", "crunch.sought", { pages: 1 });',
    'run.step("nowhere", "crunch.search", { pages: 1 });',
    'const state: run.State = "waiting";',
]
NODE_STEPS = """\
import assert from "node:assert/strict";
import { PeerError } from "peercontract";
import { run } from "./contract.js";
assert.equal(run.initial, "asked");
assert.equal(run.step("found", "write.render", { pages: 20 }), "done");
assert.equal(run.step("found", "write.render", { pages: 21 }), "review.waiting");
const refused = [["done", 1, "PC2003"], ["asked", -1, "PC2003"], ["found", -1, "PC1406"]];
for (const [state, pages, code] of refused) {
  assert.throws(
    () => run.step(state, "write.render", { pages }),
    (error) => error instanceof PeerError && error.code === code,
  );
}
"""


@pytest.fixture(scope="module")
def tour() -> ir.Contract:
    result = pipeline.load(TOUR)
    assert result.contract is not None, result.findings
    return result.contract


def write(contract: ir.Contract, language: str, folder: Path) -> None:
    for file in pipeline.emit(contract, language):
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file.content, encoding="utf-8")


def mypy(folder: Path, *names: str) -> tuple[int, str]:
    command = [sys.executable, "-m", "mypy", "--strict", "--no-incremental", "contract", *names]
    env = os.environ | {"MYPYPATH": str(ROOT / "runtimes" / "python" / "src")}
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True)
    return done.returncode, done.stdout


def test_a_python_test_of_states_is_typed_and_runs(tour: ir.Contract, tmp_path: Path) -> None:
    write(tour, "python", tmp_path)
    (tmp_path / "good.py").write_text(PYTHON_GOOD, encoding="utf-8")
    code, said = mypy(tmp_path, "good.py")
    assert code == 0, said
    done = subprocess.run([sys.executable, "good.py"], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--select", "E4,E7,E9,F"]
    linted = subprocess.run([*command, "contract"], cwd=tmp_path, capture_output=True, text=True)
    assert linted.returncode == 0, linted.stdout


def test_python_finds_a_wrong_state_event_or_output(tour: ir.Contract, tmp_path: Path) -> None:
    write(tour, "python", tmp_path)
    head = "from contract import run\nfrom contract.types import Findings, Verdict\n"
    (tmp_path / "bad.py").write_text(head + "\n".join(PYTHON_BAD), encoding="utf-8")
    _, said = mypy(tmp_path, "bad.py")
    for line in range(3, 3 + len(PYTHON_BAD)):
        assert f"bad.py:{line}: error" in said, said


@pytest.fixture(scope="module")
def types(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The run time's declarations, as its package has them."""
    folder = tmp_path_factory.mktemp("types")
    command = [TSC, "-p", RUNTIME / "tsconfig.json", "--outDir", folder]
    subprocess.run(command, env=ENVIRONMENT, check=True)
    return folder


@pytest.fixture(scope="module")
def node(tour: ir.Contract, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("node")
    write(tour, "javascript", folder)
    (folder / "package.json").write_text('{"type": "module"}')
    (folder / "node_modules").mkdir()
    (folder / "node_modules" / "peercontract").symlink_to(RUNTIME)
    return folder


def typed(folder: Path, types: Path, name: str, content: str) -> str:
    """What the compiler says about a file of a user."""
    (folder / name).write_text(content, encoding="utf-8")
    paths = {"peercontract": [str(types / "index.d.ts")]}
    options = {"compilerOptions": STRICT | {"paths": paths}, "files": [name]}
    (folder / "tsconfig.json").write_text(json.dumps(options))
    done = subprocess.run([TSC, "-p", folder], env=ENVIRONMENT, capture_output=True, text=True)
    return done.stdout


def test_a_javascript_test_of_states_is_typed_and_runs(node: Path, types: Path) -> None:
    assert typed(node, types, "good.ts", NODE_GOOD) == ""
    (node / "steps.js").write_text(NODE_STEPS, encoding="utf-8")
    command = ["node", "steps.js"]
    done = subprocess.run(command, cwd=node, env=ENVIRONMENT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_typescript_finds_a_wrong_state_event_or_output(node: Path, types: Path) -> None:
    content = 'import { run } from "./contract.js";\n' + "\n".join(NODE_BAD)
    said = typed(node, types, "bad.ts", content)
    for line in range(2, 2 + len(NODE_BAD)):
        assert f"bad.ts({line}," in said, said
