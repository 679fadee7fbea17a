"""`peerc dev`: the arguments of the local host, and how its lines and findings are printed."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from peerc.cli.output import color_option, show_findings, use_color


@click.command("dev")
@click.argument("path", type=click.Path(path_type=Path), default=".")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=7070,
    show_default=True,
    help="0 takes any that is free.",
)
@click.option(
    "--external",
    multiple=True,
    metavar="AGENT",
    help="An agent whose process you start yourself, in a debugger for example. May be repeated.",
)
@click.option("--quiet", is_flag=True, help="Only what needs attention.")
@color_option
def command(path: Path, port: int, external: tuple[str, ...], quiet: bool, color: str) -> int:
    """Run all agents of a project on this machine, until Ctrl-C.

    PATH is a peer.toml or its folder. Agents are built, started on demand and reloaded when their
    files change; the Lambda Invoke API is served for the AWS CLI, SDKs and other agents.
    """
    from peerc.host.main import (  # asyncio and the server: not for the other commands
        DevOptions,
        dev,
    )

    options = DevOptions(
        project=path,
        say=click.echo,
        show_findings=lambda result: show_findings(result.findings, color),
        port=port,
        external=external,
        color=use_color(color, sys.stdout),
        quiet=quiet,
    )
    return dev(options)
