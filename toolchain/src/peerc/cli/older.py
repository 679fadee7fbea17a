"""The contract that another is compared with: of a git revision, a hash or a file."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from peerc.cli.output import Failure
from peerc.cli.sources import contract_of
from peerc.compiler import imports, pipeline
from peerc.compiler.breaking import Old
from peerc.compiler.form_source import NotAForm
from peerc.compiler.frontend.read import SOURCE_BYTES_MAX

_HASH = re.compile(r"(?:pc1-)?([a-z2-7]{16,52})\Z")


def older(against: str, beside: Path) -> Old:
    """What `--against` names; `beside` is the contract that is judged. Raises Failure."""
    if against.startswith("git:"):
        return _of_git(against, beside)
    if against.startswith(("hash:", "pc1-")):
        return _of_hash(against.removeprefix("hash:"), beside)
    path = contract_of(Path(against))
    try:
        raw = path.read_bytes()
    except OSError as error:
        hint = "name a file, `git:REF`, or `hash:` and a contract hash"
        problem = error.strerror or "it is no file"
        raise Failure("PC7001", path=str(path), problem=problem, suggestion=hint) from None
    folder = path.parent if path.parent.name == imports.FOLDER else path.parent / imports.FOLDER
    return _read(str(path), raw, imports.folder(folder))


def _of_hash(text: str, beside: Path) -> Old:
    found = _HASH.match(text)
    if found is None:
        hint = "write `hash:` and what `peerc hash` printed, at least 16 characters behind `pc1-`"
        raise Failure("PC7002", problem=f"`{text}` is no contract hash", suggestion=hint)
    folder = beside.parent / imports.FOLDER
    paths = sorted(folder.glob(f"*-{found[1][:16]}.json"))
    if not paths:
        hint = "keep the form of each contract that is deployed: `peerc vendor` writes it there"
        path, problem = f"{folder}/*-{found[1][:16]}.json", "there is no such file"
        raise Failure("PC7001", path=path, problem=problem, suggestion=hint)
    old = _read(str(paths[0]), paths[0].read_bytes(), imports.folder(folder))
    if not old.contract.id.startswith(f"pc1-{found[1]}"):
        hint = "write the form anew with `peerc vendor`"
        problem = f"{paths[0]} is the form of {old.contract.id}"
        raise Failure("PC7002", problem=problem, suggestion=hint)
    return old


def _of_git(against: str, beside: Path) -> Old:
    ref, _, path = against.removeprefix("git:").partition(":")
    path = path or f"./{beside.name}"
    folder = path.rpartition("/")[0]
    where = beside.parent

    def vendored(name: str) -> bytes:
        return _show(where, ref, f"{folder}/{imports.FOLDER}/{name}" if folder else name)

    try:
        raw = _show(where, ref, path)
    except OSError as error:
        hint = "name a commit, branch or tag that git has here, as in `git:main`"
        if "exists on disk" in str(error) or "does not exist" in str(error):
            hint = "name where it was then: `git:REF:path/of/contract.yaml`"
        problem = str(error)
        raise Failure("PC7001", path=against, problem=problem, suggestion=hint) from None
    return _read(f"{against.removeprefix('git:')}", raw, vendored, path)


def _show(where: Path, ref: str, path: str) -> bytes:
    """A file of a revision. Raises OSError, FileNotFoundError where the revision has none."""
    if not ref or ref.startswith("-"):
        raise OSError(f"`{ref}` is no revision")
    command = ["git", "-C", str(where), "show", f"{ref}:{path}"]
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except FileNotFoundError:
        raise OSError("there is no `git` on the PATH") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        text = said[0].removeprefix("fatal: ") if said else "git failed"
        raise FileNotFoundError(text) if "path '" in text else OSError(text)
    return done.stdout


def _read(name: str, raw: bytes, vendored: imports.Vendored, path: str = "") -> Old:
    """A contract, or a form of one. `name` is for messages, `path` tells JSON from YAML."""
    try:
        return Old(pipeline.load_form(raw, vendored), "")
    except NotAForm:
        pass
    result = pipeline.load_bytes(path or name, raw[: SOURCE_BYTES_MAX + 1], vendored)
    if result.contract is None or result.declared is None:
        first = next(one for one in result.findings if one.level == "error")
        problem = f"{name} has errors: {first.message} ({first.code}, line {first.span.line})"
        hint = "compare with a revision that `peerc check` takes"
        raise Failure("PC7002", problem=problem, suggestion=hint)
    return Old(result.contract, result.declared.version)
