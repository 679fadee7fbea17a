"""`peerc check`: everything that is wrong with a contract and its peer.toml, in one run."""

from __future__ import annotations

from pathlib import Path

import click

from peerc.cli.exits import FINDINGS, OK
from peerc.cli.output import color_option, show_findings
from peerc.cli.sources import Loaded, load
from peerc.compiler import render


@click.command("check")
@click.argument("path", type=click.Path(path_type=Path), default=".")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github", "sarif"]),
    default="text",
    help="How findings are written to stdout.",
)
@click.option("--max-findings", default=100, show_default=True, help="In text; 0 shows all.")
@color_option
def command(path: Path, form: str, max_findings: int, color: str) -> int:
    """Check a contract, and the peer.toml beside it.

    PATH is a contract, a peer.toml or their folder. Exit code 100 when there are errors.
    """
    loaded = load(path)
    code = FINDINGS if loaded.has_errors else OK
    if form == "json":
        contract_id = loaded.contract.id if loaded.contract else None
        click.echo(render.as_json("check", contract_id, loaded.findings, code), nl=False)
    elif form == "github":
        click.echo("".join(map(render.github, loaded.findings)), nl=False)
    elif form == "sarif":
        click.echo(render.sarif(loaded.findings), nl=False)
    else:
        show_findings(loaded.findings, color, max_findings)
        if code == OK:
            click.echo(_good(loaded))
    return code


def _good(loaded: Loaded) -> str:
    contract = loaded.contract
    assert contract is not None  # no errors
    agents, types = len(contract.agents), len(contract.types)
    counts = f"{agents} agent{'s' * (agents != 1)}, {types} type{'s' * (types != 1)}"
    return f"{loaded.path} is good: {contract.name} {contract.version}, {counts}, {contract.id}"
