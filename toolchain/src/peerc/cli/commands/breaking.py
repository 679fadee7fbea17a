"""`peerc breaking`: what an edit of a contract breaks, with a value that proves it."""

from __future__ import annotations

import time
from pathlib import Path

import click

from peerc.cli.exits import FINDINGS, OK
from peerc.cli.older import older
from peerc.cli.output import color_option, show_findings
from peerc.cli.sources import written
from peerc.compiler import breaking, render


@click.command("breaking")
@click.argument("path", type=click.Path(path_type=Path), default=".")
@click.option(
    "--against",
    required=True,
    metavar="git:REF|hash:H|FILE",
    help="What was before: git:main, git:v1.2.0:old/contract.yaml, a contract hash, or a file.",
)
@click.option(
    "--level",
    type=click.Choice(list(breaking.LEVELS)),
    default="behaviour",
    show_default=True,
    help="Look at the wire alone, at code that uses the stubs as well, or at all.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github", "sarif"]),
    default="text",
    help="How findings are written to stdout.",
)
@click.option("--max-findings", default=100, show_default=True, help="In text; 0 shows all.")
@color_option
def command(path: Path, against: str, level: str, form: str, max_findings: int, color: str) -> int:
    """Say what an edit of a contract breaks, and prove it.

    PATH is a contract, a peer.toml or their folder. Whatever breaks calls comes with a value that
    one side may send and the other refuses. Exit code 100 when something breaks and no waiver in
    the contract (x-pc-waivers) lets it pass.

    \b
    Examples:
      peerc breaking --against git:main
      peerc breaking --against hash:pc1-v2c3kca2fhdusqp5 --level wire
      peerc breaking contract.yaml --against old.yaml --format sarif > breaking.sarif
    """
    result = written(path)
    if result.contract is None or result.declared is None or result.source is None:
        _show(form, None, breaking.Judgement(result.findings, ()), (max_findings, color))
        return FINDINGS
    old = older(against, Path(result.source.file))
    new = breaking.New(result.contract, result.declared, result.source)
    today = time.strftime("%Y-%m-%d", time.gmtime())
    judgement = breaking.breaking(old, new, level, today)
    _show(form, new.contract.id, judgement, (max_findings, color))
    if form == "text" and not judgement.findings:
        waived = len(judgement.waived)
        passed = f", {waived} waived" if waived else ""
        click.echo(f"{result.source.file} breaks nothing of {against}{passed}")
    return FINDINGS if judgement.has_errors else OK


def _show(
    form: str, identity: str | None, judgement: breaking.Judgement, text: tuple[int, str]
) -> None:
    findings = judgement.findings
    if form == "text":
        show_findings(breaking.grouped(findings), text[1], text[0])
    elif form == "github":
        click.echo("".join(map(render.github, findings)), nl=False)
    elif form == "sarif":
        waived = [(finding, waiver.reason) for finding, waiver in judgement.waived]
        click.echo(render.sarif(findings, waived), nl=False)
    else:
        code = FINDINGS if judgement.has_errors else OK
        waived = [(finding, waiver.reason) for finding, waiver in judgement.waived]
        click.echo(render.as_json("breaking", identity, findings, code, waived), nl=False)
