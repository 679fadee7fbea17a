"""`peerc hash`: the identity of a contract, or the bytes that it is the hash of."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from peerc.cli.exits import FINDINGS, OK
from peerc.cli.output import color_option, show_findings
from peerc.cli.sources import load


@click.command("hash")
@click.argument("path", type=click.Path(path_type=Path), default=".")
@click.option("--form", is_flag=True, help="Print the contract form, for sha256sum.")
@color_option
def command(path: Path, form: bool, color: str) -> int:
    """Print the hash of a contract.

    PATH is a contract, a peer.toml or their folder. Two sources with one hash mean the same.
    """
    contract = (loaded := load(path)).contract
    if contract is None:
        show_findings(loaded.findings, color, err=True)
        return FINDINGS
    if form:
        sys.stdout.buffer.write(contract.form)
        sys.stdout.buffer.flush()
    else:
        click.echo(contract.id)
    return OK
