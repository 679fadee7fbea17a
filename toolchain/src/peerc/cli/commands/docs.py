"""`peerc docs`: a contract as a page for people."""

from __future__ import annotations

from pathlib import Path

import click

from peerc.cli.exits import FINDINGS, OK
from peerc.cli.output import Failure, color_option, show_findings
from peerc.cli.sources import load
from peerc.compiler import pipeline


@click.command("docs")
@click.argument("path", type=click.Path(path_type=Path), default=".")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="A file, not stdout.")
@color_option
def command(path: Path, out: Path | None, color: str) -> int:
    """Write a contract as a page of Markdown.

    PATH is a contract, a peer.toml or their folder. The page has the agents with their operations,
    the run's states with a diagram, and the types with their bounds, each linked.

    \b
    Examples:
      peerc docs > CONTRACT.md
      peerc docs api/contract.yaml --out docs/api.md
    """
    loaded = load(path)
    show_findings(loaded.findings, color, err=True)
    if loaded.contract is None:
        return FINDINGS
    (page,) = pipeline.emit(loaded.contract, "docs")
    if out is None:
        click.echo(page.content, nl=False)
        return OK
    try:
        out.write_text(page.content, encoding="utf-8", newline="\n")
    except OSError as error:
        hint = "name a file in a folder that is there"
        problem = error.strerror or "it cannot be written"
        raise Failure("PC7001", path=str(out), problem=problem, suggestion=hint) from None
    click.echo(f"wrote {out}")
    return OK
