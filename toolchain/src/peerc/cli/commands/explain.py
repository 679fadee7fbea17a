"""`peerc explain`: one entry of the error catalogue."""

from __future__ import annotations

import re

import click

from peerc.cli.exits import OK
from peerc.cli.output import Failure
from peerc.compiler import catalogue
from peerc.compiler.diagnostics import suggest

_FAULTS = {
    "author": "the author of the contract or the project",
    "caller": "whoever made the call",
    "callee": "the agent that was called",
    "peer": "the other side, or what lies between",
    "platform": "the platform",
}
_PLACES = {"peerc": "peerc", "runtime": "an agent at run time"}


@click.command("explain")
@click.argument("code")
def command(code: str) -> int:
    """Say what an error code means, who can fix it, and how.

    CODE is a code such as PC1201, or its name such as unknown_name.
    """
    entry = _find(code)
    click.echo(f"{entry.code} {entry.name} ({entry.klass})\n")
    click.echo(_readable(entry.text) + "\n")
    if entry.hint != "{suggestion}":
        click.echo(f"What to do:  {_readable(entry.hint)}")
    click.echo(f"Said by:     {', '.join(_PLACES[place] for place in entry.where)}")
    click.echo(f"To fix by:   {_FAULTS[entry.fault]}")
    click.echo(f"Try again:   {entry.retry}")
    return OK


def _find(code: str) -> catalogue.Entry:
    entries = catalogue.entries()
    wanted = code.upper() if code.upper().startswith("PC") else f"PC{code}"
    if wanted in entries:
        return entries[wanted]
    for entry in entries.values():
        if entry.name == code.lower():
            return entry
    known = [*entries, *(entry.name for entry in entries.values())]
    near = suggest(
        wanted, entries, suggest(code, known, "codes are listed in docs/reference/errors.md")
    )
    raise Failure("PC7002", problem=f"there is no error code `{code}`", suggestion=near)


def _readable(text: str) -> str:
    """A text of the catalogue with its places shown as `<name>`."""
    return re.sub(r"\{(\w+)\}", r"<\1>", text)
