"""Emitters in other processes: found on the PATH, asked once, never trusted."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from peerc.cli.output import Failure
from peerc.compiler import ir, plugin
from peerc.compiler.code import File

PREFIX = "peerc-emit-"
SECONDS = 60
_STDERR_SHOWN = 2000  # of what a plugin said when it failed


def ask(name: str, contract: ir.Contract, options: dict[str, str]) -> plugin.Answer:
    """Runs `peerc-emit-NAME`. Raises Failure PC1601: nothing has been written then."""
    program = shutil.which(PREFIX + name)
    if program is None:
        hint = f"put an executable `{PREFIX}{name}` on the PATH (spec/plugins.md)"
        raise _failed(name, "there is none on the PATH", hint)
    try:
        done = subprocess.run(
            [program],
            input=plugin.request(contract, options),
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _failed(name, f"no answer in {SECONDS} s", "mend the plugin") from None
    except OSError as error:
        hint = "make it executable, with a `#!` line that names its interpreter"
        raise _failed(name, f"it does not start: {error.strerror}", hint) from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip()[-_STDERR_SHOWN:]
        problem = f"exit code {done.returncode}" + (f": {said}" if said else "")
        raise _failed(name, problem, "mend the plugin")
    try:
        return plugin.answered(done.stdout)
    except plugin.Refused as problem:
        raise _failed(name, str(problem), "mend the plugin: spec/plugins.md") from None


def write(files: Iterable[File], folder: Path) -> list[Path]:
    """Writes files below a folder. Raises Failure PC7001 where that cannot be."""
    written = []
    for file in files:
        path = folder / file.path
        try:
            if not path.resolve().is_relative_to(folder.resolve()):
                raise OSError(0, "a link leads out of the folder")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(file.content, encoding="utf-8", newline="\n")
        except OSError as error:
            hint = "name a folder that can be written"
            problem = error.strerror or "it cannot be written"
            raise Failure("PC7001", path=str(path), problem=problem, suggestion=hint) from None
        written.append(path)
    return written


def _failed(name: str, problem: str, hint: str) -> Failure:
    return Failure("PC1601", found=name, problem=problem, suggestion=hint)
