"""How every command speaks: findings on stdout, progress on stderr, colours where wanted."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import IO, Any, TypeVar

import click

from peerc.cli.exits import USAGE
from peerc.compiler import catalogue, render
from peerc.compiler.diagnostics import Finding

_Function = TypeVar("_Function", bound=Callable[..., Any])


class Failure(click.ClickException):
    """What stops a command and has no place in a source: code, message and hint; exit code 2."""

    exit_code = USAGE

    def __init__(self, code: str, **fields: str) -> None:
        entry = catalogue.entry(code)
        super().__init__(catalogue.fill(entry.text, fields))
        self.code = code
        self.hint = catalogue.fill(entry.hint, fields)

    def show(self, file: IO[Any] | None = None) -> None:
        """Message and hint on stderr; click calls it."""
        click.echo(f"error[{self.code}]: {self.message}\n  = help: {self.hint}", err=True)


def color_option(function: _Function) -> _Function:
    """`--color auto|always|never`."""
    choice = click.Choice(["auto", "always", "never"])
    text = "Colours: on a terminal (auto), always, never."
    return click.option("--color", type=choice, default="auto", help=text)(function)


def use_color(choice: str, stream: IO[Any]) -> bool:
    """Whether escape bytes may go to `stream`; `auto` heeds NO_COLOR and TERM=dumb."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return stream.isatty()


def show_findings(
    findings: Sequence[Finding], color: str, most: int = 100, err: bool = False
) -> None:
    """Findings for people, at most `most` of them (0: all), and a line that counts them.

    They are a result and go to stdout; `err`: to stderr, in a command with another result.
    """
    colored = use_color(color, sys.stderr if err else sys.stdout)
    shown = findings[:most] if most else findings
    for finding in shown:
        click.echo(render.text(finding, colored), color=colored, err=err)
    if len(shown) < len(findings):
        click.echo(f"and {len(findings) - len(shown)} more (--max-findings 0)\n", err=err)
    if findings:
        click.echo(render.summary(findings), err=err)


def progress(text: str, quiet: bool = False) -> None:
    """One line about a step that was done, on stderr."""
    if not quiet:
        click.echo(text, err=True)
