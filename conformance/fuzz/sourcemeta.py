"""A second oracle: the sourcemeta command line, asked as a process and never imported (AGPL-3.0).

It comes into a virtual environment of its own below .cache, by `--second`; nothing that ships or
that `make test` runs knows of it.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
import venv
from functools import cache
from pathlib import Path
from typing import Any

from reference import json_schema

PACKAGE = "sourcemeta-jsonschema==17.3.0"
HOME = Path(__file__).resolve().parents[2] / ".cache" / "sourcemeta"
VALID, INVALID = 0, 2  # exit codes


@cache
def program() -> Path:
    """The program itself, without the script around it; installed when it is not there."""
    if not (HOME / "bin" / "python").is_file():
        venv.create(HOME, with_pip=True)
    found = list(HOME.glob("lib/*/site-packages/sourcemeta_jsonschema/jsonschema-*"))
    if not found:
        pip = [str(HOME / "bin" / "python"), "-m", "pip", "install", "--quiet", PACKAGE]
        subprocess.run(pip, check=True)
        found = list(HOME.glob("lib/*/site-packages/sourcemeta_jsonschema/jsonschema-*"))
    return found[0]


@cache
def folder() -> Path:
    """Where schemas and values are written for it."""
    return Path(tempfile.mkdtemp(prefix="sourcemeta-"))


@cache
def schema(types: str, name: str) -> Path:
    """A type's schema as a file."""
    path = folder() / f"{len(list(folder().iterdir()))}.schema.json"
    document = json_schema.document({"types": json.loads(types)}, name)
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def accepts(types: str, name: str, text: str) -> bool:
    """Its verdict on a JSON text. Raises RuntimeError when it gives none."""
    instance = folder() / "instance.json"
    instance.write_text(text, encoding="utf-8")
    command: list[Any] = [program(), "validate", schema(types, name), instance]
    done = subprocess.run(
        [*command, "--fast", "--format-assertion"], capture_output=True, text=True, check=False
    )
    if done.returncode not in (VALID, INVALID):
        raise RuntimeError(f"{PACKAGE}: exit code {done.returncode}: {done.stderr}{done.stdout}")
    return done.returncode == VALID
