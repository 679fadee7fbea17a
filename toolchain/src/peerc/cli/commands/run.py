"""`peerc run`: one call from the command line; the output alone goes to stdout."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import click

from peerc.cli.output import Failure, color_option, show_findings, use_color
from peerc.cli.sources import nearest_project


@click.command("run")
@click.argument("target", metavar="AGENT.OP")
@click.option("--input", "value", required=True, metavar="JSON|@FILE|-", help="- is stdin.")
@click.option(
    "--project",
    "path",
    type=click.Path(path_type=Path),
    help="peer.toml or its folder; else the nearest from here upwards.",
)
@click.option("--timing", is_flag=True, help="Show each call that was made, on stderr.")
@click.option("--quiet", is_flag=True, help="No lines of the agents.")
@color_option
def command(
    target: str, value: str, path: Path | None, timing: bool, quiet: bool, color: str
) -> int:
    """Make one call, starting what it needs, and print the output.

    Exit code 1 when the call ends in an error.
    """
    text = _input(value)
    from peerc.host.main import (  # asyncio and the server: not for the other commands
        RunOptions,
        run,
    )

    say = partial(click.echo, err=True)
    options = RunOptions(
        project=path or nearest_project(),
        target=target,
        input=text,
        out=click.echo,
        say=say,
        show_findings=lambda result: show_findings(result.findings, color, err=True),
        timing=timing,
        color=use_color(color, sys.stderr),
        quiet=quiet,
    )
    return run(options)


def _input(value: str) -> str:
    """JSON as it stands, the file behind `@`, or stdin for `-`."""
    if value == "-":
        return sys.stdin.read()
    if not value.startswith("@"):
        return value
    try:
        return Path(value[1:]).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        problem = getattr(error, "strerror", None) or "it is not UTF-8 text"
        hint = "name a file with JSON after the @"
        raise Failure("PC7001", path=value[1:], problem=problem, suggestion=hint) from None
