"""`peerc vendor`: the forms of other contracts, written where imports are read from."""

from __future__ import annotations

import re
from pathlib import Path

import click

from peerc.cli.exits import FINDINGS, OK
from peerc.cli.output import Failure, color_option, show_findings
from peerc.cli.sources import PROJECT_FILE, contract_of, contract_path, load, nearest_project
from peerc.compiler import imports
from peerc.compiler.form_source import NotAForm

_IMPORTED = re.compile(rb'"pc:([a-z][a-z0-9-]*)@(pc1-[a-z2-7]{52})#')
Form = tuple[str, str, bytes]  # name, hash, bytes


@click.command("vendor")
@click.argument("contracts", type=click.Path(path_type=Path), nargs=-1, required=True)
@click.option(
    "--into",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder `contracts` beside your contract, when it is not this project's.",
)
@color_option
def command(contracts: tuple[Path, ...], into: Path | None, color: str) -> int:
    """Copy contracts beside yours, to import their types.

    CONTRACTS are contracts, their folders, or forms that `peerc hash --form` printed. Of each the
    form is written to contracts/ beside your contract, with what it imports itself, and the
    reference to its types is printed. Nothing is written of a contract with errors.

    \b
    Examples:
      peerc vendor ../billing
      peerc vendor ../billing/contract.yaml --into agents/contracts
    """
    folder = into or _folder()
    code = OK
    for path in contracts:
        form = _form_of(path, color)
        if form is None:
            code = FINDINGS
            continue
        name, identity, _ = form
        for one in (form, *_imported(form, _beside(path))):
            _write(folder, one)
        click.echo(f"$ref: pc:{name}@{identity}#")
    return code


def _folder() -> Path:
    """`contracts` beside the contract of the nearest project, which may have errors still."""
    return contract_path(nearest_project() / PROJECT_FILE).parent / imports.FOLDER


def _form_of(path: Path, color: str) -> Form | None:
    """A form as it is, else that of a contract; None when that has errors, which are shown."""
    if path.suffix == ".json" and path.is_file():
        raw = path.read_bytes()
        try:
            imports.form_types(raw, imports.folder(_beside(path)))
        except NotAForm:
            pass
        else:
            return imports.identity_of(raw)
    loaded = load(path)
    show_findings(loaded.findings, color, err=True)
    contract = loaded.contract
    return None if contract is None else (contract.name, contract.id, contract.form)


def _beside(path: Path) -> Path:
    """Where the imports of a contract lie; those of a form that is vendored itself, beside it."""
    parent = (contract_of(path) if path.is_dir() else path).parent
    return parent if parent.name == imports.FOLDER else parent / imports.FOLDER


def _imported(form: Form, folder: Path) -> list[Form]:
    """The forms that a contract imports, through any number of others."""
    found: dict[tuple[str, str], Form] = {}
    waiting = [form]
    while waiting:
        for raw_name, raw_identity in _IMPORTED.findall(waiting.pop()[2]):
            key = raw_name.decode(), raw_identity.decode()
            path = folder / imports.file_name(*key)
            if key not in found and path.is_file():  # else it is a text that looks like one
                found[key] = (*key, path.read_bytes())
                waiting.append(found[key])
    return list(found.values())


def _write(folder: Path, form: Form) -> None:
    name, identity, raw = form
    path = folder / imports.file_name(name, identity)
    try:
        if path.is_file() and path.read_bytes() == raw:
            click.echo(f"{path} is there already", err=True)
            return
        folder.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw)
    except OSError as error:
        hint = "name a folder that can be written with --into"
        problem = f"{path} cannot be written: {error.strerror}"
        raise Failure("PC7002", problem=problem, suggestion=hint) from None
    click.echo(f"wrote {path}", err=True)
