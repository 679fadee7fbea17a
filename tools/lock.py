"""Renews the lock files after a change to a manifest: npm, cargo, requirements-dev.txt."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import venv
from pathlib import Path

import setup

MARK = "# What those pull in; `make lock` renews this part."


def main() -> int:
    """Rewrites the three; the versions that people chose stay."""
    requirements = setup.ROOT / "requirements-dev.txt"
    chosen = requirements.read_text(encoding="utf-8").partition(MARK)[0]
    requirements.write_text(f"{chosen}{MARK}\n{pulled_in(chosen)}", encoding="utf-8")
    # A lock file made from node_modules would leave out what this machine did not install.
    npm = ["npm", "install", "--package-lock-only", "--ignore-scripts", "--silent"]
    subprocess.run(npm, cwd=setup.ROOT, env=setup.node_env(), check=True)
    subprocess.run(["cargo", "update", "--workspace", "--quiet"], cwd=setup.ROOT, check=True)
    return 0


def pulled_in(chosen: str) -> str:
    """What an empty environment holds, after `chosen` is installed, besides `chosen` itself."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        pip = [f"{folder}/bin/python", "-m", "pip", "--disable-pip-version-check"]
        listed = Path(folder, "chosen.txt")
        listed.write_text(chosen, encoding="utf-8")
        subprocess.run([*pip, "install", "--quiet", "--requirement", str(listed)], check=True)
        frozen = subprocess.run([*pip, "freeze"], check=True, capture_output=True, text=True).stdout
    names = {name_of(line) for line in chosen.splitlines()}
    return "".join(f"{line}\n" for line in frozen.splitlines() if name_of(line) not in names)


def name_of(requirement: str) -> str:
    """`ruamel_yaml==1` and `ruamel.yaml==2` are one package (PEP 503)."""
    return requirement.partition("==")[0].strip().lower().replace("_", "-").replace(".", "-")


if __name__ == "__main__":
    sys.exit(main())
