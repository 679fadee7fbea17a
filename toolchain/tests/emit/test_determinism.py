"""`peerc compile` writes the same bytes wherever, whenever and by whomever it is called."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
GOLDEN = ROOT / "toolchain" / "tests" / "golden"
CONTRACTS = [
    *sorted((ROOT / "examples").glob("*/contract.yaml")),
    GOLDEN / "stubs" / "contract.yaml",
    GOLDEN / "dialect" / "contract.yaml",
    GOLDEN / "good" / "traps.yaml",
    ROOT / "conformance" / "suites" / "validate" / "contracts" / "imports.yaml",
]
ENVIRONMENTS = (
    {"LC_ALL": "C", "PYTHONHASHSEED": "0", "TZ": "UTC"},
    {"LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "4294967295", "TZ": "Pacific/Chatham"},
)


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_environment_gives_the_same_stubs(contract: Path, tmp_path: Path) -> None:
    outputs = []
    for number, environment in enumerate(ENVIRONMENTS):
        here = tmp_path / f"here {number}" / ("deep" * number)
        here.mkdir(parents=True)
        # Once by its own path and once as a copy that is named from beside it.
        path = contract
        if number:
            path = Path(shutil.copy(contract, here))
            if (contract.parent / "contracts").is_dir():
                shutil.copytree(contract.parent / "contracts", here / "contracts")
            path = Path(path.name)
        outputs.append({one: compiled(here, path, one, environment) for one in LANGUAGES})
    assert outputs[0] == outputs[1]
    assert all(outputs[0].values())


LANGUAGES = ("python", "javascript", "rust")


def compiled(
    here: Path, contract: Path, language: str, environment: dict[str, str]
) -> dict[str, bytes]:
    command = [sys.executable, "-m", "peerc", "compile", str(contract), "--quiet"]
    command += ["--language", language, "--out", f"out/{language}"]
    done = subprocess.run(
        command, cwd=here, env=os.environ | environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    out = here / "out" / language
    return {
        str(path.relative_to(out)): path.read_bytes() for path in out.rglob("*") if path.is_file()
    }
