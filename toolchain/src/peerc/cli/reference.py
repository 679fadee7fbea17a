"""docs/reference/cli.md from the commands: `python -m peerc.cli.reference FILE [--check]`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from peerc.cli.exits import FAILED, OK
from peerc.cli.main import cli
from peerc.cli.table import COMMANDS

_HEAD = """\
<!-- The commands of peerc, from their own --help; DO NOT EDIT: python -m peerc.cli.reference. -->
# Command line

{about}

Results go to stdout, progress to stderr. Colours follow `--color`, `NO_COLOR` and `TERM=dumb`.

| exit code | meaning |
|---|---|
| 0 | all is well |
| 1 | the tool or an agent failed |
| 2 | usage: an unknown argument, a file that cannot be read |
| 100 | findings: what was checked has errors, or stubs are stale |
| 130 | interrupted |
"""


def page() -> str:
    """The whole page."""
    context = click.Context(cli, info_name="peerc")
    parts = [_HEAD.replace("{about}", cli.help or "")]
    for name, (_, summary) in COMMANDS.items():
        command = cli.get_command(context, name)
        assert command is not None  # the table names it
        parts.append(_section(click.Context(command, context, name), summary))
    return "\n".join(parts)


def _section(context: click.Context, summary: str) -> str:
    """One command: what it does, its usage and its options, as `--help` words them."""
    command = context.command
    _, _, rest = (command.help or "").partition("\n\n")
    about = " ".join(rest.replace("\b", "").split()) if rest else ""
    usage = " ".join(command.collect_usage_pieces(context))
    lines = [f"## peerc {context.info_name}", summary, *([about] if about else [])]
    text = "\n\n".join(lines) + f"\n\n    peerc {context.info_name} {usage}\n"
    records = [param.get_help_record(context) for param in command.params]
    rows = [_row(*record) for record in records if record and record[1]]
    if rows:
        text += "\n| option | |\n|---|---|\n" + "\n".join(rows) + "\n"
    return text


def _row(name: str, about: str) -> str:
    escaped = name.replace("|", "\\|")
    return f"| `{escaped}` | {' '.join(about.split())} |"


def main(arguments: list[str]) -> int:
    """Writes the page to a file; with `--check` only compares."""
    path = Path(arguments[0])
    if "--check" not in arguments:
        path.write_text(page(), encoding="utf-8", newline="\n")
        return OK
    is_same = path.is_file() and path.read_text(encoding="utf-8") == page()
    if not is_same:
        click.echo(f"{path} is not what the commands say", err=True)
    return OK if is_same else FAILED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
