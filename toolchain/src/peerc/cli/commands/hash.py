"""`peerc hash`: the identity of a contract, what it weighs, or the bytes that it is the hash of."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from peerc.cli.exits import FINDINGS, OK
from peerc.cli.output import color_option, show_findings
from peerc.cli.sources import load
from peerc.compiler import ir, packed


@click.command("hash")
@click.argument("path", type=click.Path(path_type=Path), default=".")
@click.option("--form", is_flag=True, help="Print the contract form, for sha256sum.")
@click.option(
    "--all", "everything", is_flag=True, help="Doc hash, sizes and interface hashes as well."
)
@color_option
def command(path: Path, form: bool, everything: bool, color: str) -> int:
    """Print the hash of a contract.

    PATH is a contract, a peer.toml or their folder. Two sources with one hash mean the same; two
    contracts with one interface hash can make that call, whatever else they hold. The doc hash
    changes with descriptions, examples, the version and the written order as well.
    """
    contract = (loaded := load(path)).contract
    if contract is None:
        show_findings(loaded.findings, color, err=True)
        return FINDINGS
    if form:
        sys.stdout.buffer.write(contract.form)
        sys.stdout.buffer.flush()
    elif everything:
        rows = _rows(contract)
        width = max(len(name) for name, _ in rows)
        for name, value in rows:
            click.echo(f"{name:<{width}}  {value}")
    else:
        click.echo(contract.id)
    return OK


def _rows(contract: ir.Contract) -> list[tuple[str, str]]:
    size = len(packed.pack(contract.form))
    share = f"{size / packed.BYTES_MAX:.0%} of {packed.BYTES_MAX:,}"
    rows = [
        ("contract", contract.id),
        ("doc", contract.doc_id),
        ("form", f"{len(contract.form):,} bytes"),
        ("packed", f"{size:,} bytes, {share}"),
    ]
    rows += [
        (f"{agent.names.wire}.{op.names.wire}", op.interface_id)
        for agent in contract.agents
        for op in agent.ops
    ]
    return rows
