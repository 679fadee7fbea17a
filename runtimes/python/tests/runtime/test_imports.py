"""The import budget: what a generated handler loads beyond Lambda's own client."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import awslambdaric
import pytest

ROOT = Path(__file__).resolve().parents[4]
RUNTIME = ROOT / "runtimes" / "python" / "src" / "peercontract"
STUBS = ROOT / "toolchain" / "tests" / "golden" / "stubs" / "python" / "contract"

HANDLER = """
from contract import {agent}

@{agent}.agent
class Agent:
    def {first}(self, value, peers, run): return value
    def {second}(self, value, peers, run): return "it's \\"fixed\\""
    def maybe(self, value, peers, run): return value

handler = {agent}.handler(Agent)
"""
CHILD = """
import json, sys
sys.path[:0] = {path!r}
{before}
have = set(sys.modules)
import app
output = app.handler({event!r}, None)
print(json.dumps([output, sorted(set(sys.modules) - have)]))
"""
CORE = {
    "peercontract",
    "peercontract.core",
    "peercontract.core.canonical",
    "peercontract.core.contract",
    "peercontract.core.envelope",
    "peercontract.core.envelope.error_text",
    "peercontract.core.envelope.event",
    "peercontract.core.envelope.reply",
    "peercontract.core.envelope.request",
    "peercontract.core.error_table",
    "peercontract.core.errors",
    "peercontract.core.guards",
    "peercontract.core.json_text",
    "peercontract.core.trace",
    "peercontract.core.validate",
    "peercontract.runtime",
    "peercontract.runtime.agent",
    "peercontract.runtime.run",
}
CALLING = {
    "peercontract.bridge",
    "peercontract.bridge.connection",
    "peercontract.bridge.credentials",
    "peercontract.bridge.endpoint",
    "peercontract.bridge.invoke",
    "peercontract.bridge.sigv4",
    "peercontract.runtime.peers",
}
STUB = {"app", "contract", "contract._errors", "contract._types"}
# What `json`, `re` and `os` bring, which Lambda's client has loaded before the handler.
STANDARD = {
    "__future__",
    "_abc",
    "_collections_abc",
    "_stat",
    "abc",
    "genericpath",
    "os",
    "os.path",
    "posixpath",
    "stat",
    "_collections",
    "_functools",
    "_json",
    "_operator",
    "_sre",
    "collections",
    "copyreg",
    "enum",
    "functools",
    "itertools",
    "json",
    "json.decoder",
    "json.encoder",
    "json.scanner",
    "keyword",
    "operator",
    "re",
    "re._casefix",
    "re._compiler",
    "re._constants",
    "re._parser",
    "reprlib",
    "types",
}
# `threading` and what it brings are loaded by Lambda's client too; only the Invoke client uses it.
THREADS = {"_weakrefset", "threading"}


def bundle(folder: Path, agent: str, first: str, second: str) -> None:
    shutil.copytree(RUNTIME, folder / "peercontract")
    shutil.copytree(STUBS, folder / "contract")
    (folder / "app.py").write_text(HANDLER.format(agent=agent, first=first, second=second))


def loaded(path: list[str], event: object, before: str = "import json") -> tuple[object, set[str]]:
    child = CHILD.format(path=path, event=event, before=before)
    command = [sys.executable, "-I", "-S", "-c", child]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    output, modules = json.loads(done.stdout)
    return output, set(modules)


def test_an_agent_without_calls_loads_exactly_these_modules(tmp_path: Path) -> None:
    bundle(tmp_path, "rs", "level", "fixed")
    output, modules = loaded([str(tmp_path)], {"op": "fixed", "input": {}}, before="")
    assert output == 'it\'s "fixed"'
    expected = CORE | STUB | {"contract.rs"}
    assert modules - STANDARD - {"json"} == expected


def test_an_agent_with_calls_loads_the_invoke_client_but_no_socket(tmp_path: Path) -> None:
    bundle(tmp_path, "py", "all", "odd")
    output, modules = loaded([str(tmp_path)], {"op": "maybe", "input": None}, before="")
    assert output is None
    expected = CORE | CALLING | STUB | {"contract.py"}
    assert modules - STANDARD - THREADS == expected


@pytest.mark.parametrize("agent", [("rs", "level", "fixed"), ("py", "all", "odd")])
def test_beside_lambdas_own_client_only_our_modules_are_new(
    tmp_path: Path, agent: tuple[str, str, str]
) -> None:
    bundle(tmp_path, *agent)
    site = str(Path(awslambdaric.__file__).parents[1])
    event = {
        "op": "fixed" if agent[0] == "rs" else "maybe",
        "input": {} if agent[0] == "rs" else None,
    }
    _, modules = loaded([str(tmp_path), site], event, before="import awslambdaric.bootstrap")
    assert {name for name in modules if name.partition(".")[0] not in OURS} == set()


OURS = {"app", "contract", "peercontract"}


def test_a_zip_of_one_agent_runs_alone(tmp_path: Path) -> None:
    folder = tmp_path / "bundle"
    folder.mkdir()
    bundle(folder, "rs", "level", "fixed")
    archive = tmp_path / "agent.zip"
    with zipfile.ZipFile(archive, "w") as zipped:
        for path in folder.rglob("*.py"):
            zipped.write(path, path.relative_to(folder))
    output, _ = loaded([str(archive)], {"op": "fixed", "input": {}}, before="import zipimport")
    assert output == 'it\'s "fixed"'
