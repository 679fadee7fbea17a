"""`peerc fmt`: the source of a contract in canonical layout."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import click

from peerc.cli.exits import FINDINGS, OK
from peerc.cli.output import Failure, color_option, show_findings
from peerc.cli.sources import written


@click.command("fmt")
@click.argument("path", type=click.Path(path_type=Path), default=".")
@click.option("--check", is_flag=True, help="Only compare; exit code 100 when it would change.")
@click.option("--stdout", "to_stdout", is_flag=True, help="Print the result, write no file.")
@color_option
def command(path: Path, check: bool, to_stdout: bool, color: str) -> int:
    """Lay a contract's source out anew.

    PATH is a contract, a peer.toml or their folder. YAML keeps its comments, JSON stays JSON. The
    contract hash and the doc hash stay what they are; a source with errors is left as it is.
    """
    if check and to_stdout:
        hint = "give one of them"
        raise Failure("PC7002", problem="--check and --stdout exclude each other", suggestion=hint)
    result = written(path)
    if result.contract is None or result.source is None:
        show_findings(result.findings, color, err=to_stdout)
        return FINDINGS
    from peerc.compiler.layout import NotLaidOut, checked  # only this command lays out

    file = Path(result.source.file)
    try:
        text = checked(result, file)
    except NotLaidOut as error:
        hint = "it was left as it is; please report this with the file"
        problem = f"{file} cannot be laid out: {error}"
        raise Failure("PC7002", problem=problem, suggestion=hint) from None
    if to_stdout:
        click.echo(text, nl=False)
        return OK
    if file.read_bytes() == text.encode():
        return OK
    click.echo(f"would change {file}" if check else f"wrote {file}")
    if check:
        return FINDINGS
    _replace(file, text)
    return OK


def _replace(file: Path, text: str) -> None:
    """All of the file or nothing; a link stays a link, and permissions stay."""
    target = file.resolve()
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".fmt-")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(text.encode())
        os.chmod(name, target.stat().st_mode & 0o7777)
        os.replace(name, target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
