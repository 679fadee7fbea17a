"""The entry point of `peerc`: finds the command, and turns what happens into an exit code."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from typing import cast

import click

import peerc
from peerc.cli.exits import INTERRUPTED, OK, USAGE
from peerc.cli.table import COMMANDS


class _Commands(click.Group):
    """A group that imports a command's module only when the command is called or described."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module = importlib.import_module(f"peerc.cli.commands.{COMMANDS[name][0]}")
        return cast("click.Command", module.command)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary) for name, (_, summary) in COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            from peerc.compiler.diagnostics import suggest

            hint = suggest(name, COMMANDS)
            ctx.fail(f"there is no command `{name}`; {hint}")
        return super().resolve_command(ctx, args)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(peerc.__version__, message="peerc %(version)s")
def cli() -> None:
    """One contract; agents in Python, JavaScript and Rust call each other as typed functions."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs `peerc` and gives its exit code. Arguments default to those of the process."""
    try:
        code = cli.main(args=arguments, prog_name="peerc", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as shown:
        click.echo(shown.format_message())
        return USAGE
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    return code if isinstance(code, int) else OK
