"""A whole run with a driver that answers by the reference: every vector passes, the stream too."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def test_every_vector_passes_over_the_real_protocol(tmp_path: Path) -> None:
    folder = tmp_path / "reference"
    folder.mkdir()
    command = [sys.executable, "-m", "reference.driver"]
    launcher = ["env", f"PYTHONPATH={HERE}", *command]
    manifest = {"command": launcher, "language": "reference"}
    (folder / "driver.json").write_text(json.dumps(manifest), encoding="utf-8")
    arguments = ["--drivers", str(tmp_path), "--no-build"]
    done = subprocess.run(
        [sys.executable, str(HERE.parent / "run.py"), *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr
    assert done.stdout.splitlines()[-1].endswith(" passed, 0 failed")
