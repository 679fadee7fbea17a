"""Pages of docs/reference from what they tell: `python -m peerc.cli.reference FOLDER [--check]`."""

from __future__ import annotations

import sys
from dataclasses import fields
from pathlib import Path

import click

from peerc.cli import exits
from peerc.cli.main import cli
from peerc.cli.table import COMMANDS
from peerc.compiler import interchange
from peerc.compiler.compat.rules import INPUT, OK, OUTPUT, PROVEN, RULES, Rule
from peerc.compiler.importing.losses import KEYWORDS

_HEAD = """\
<!-- The commands of peerc, from their own --help; DO NOT EDIT: make gen. -->
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


_RULES_HEAD = """\
<!-- The rows of compat/rules.py; DO NOT EDIT: make gen. -->
# What an edit of a contract breaks

The table that `peerc breaking` judges by. *Input* is what callers send, *output* what they get;
a change of an agent, a limit or the run has one verdict.
WIRE: calls fail. SOURCE: calls work, code that uses the stubs has to change.
BEHAVIOUR: both work, and do something else.
An error ends the command with exit code 100, a warning does not.
◆: printed with a value that one side may send and the other refuses.
How it is decided: [spec/compatibility.md](../../spec/compatibility.md).

| rule | input | output | what `peerc breaking` says |
|---|---|---|---|
"""


def rules_page() -> str:
    """docs/reference/compatibility.md, whole."""
    return _RULES_HEAD + "".join(map(_rule, RULES.values()))


def _rule(rule: Rule) -> str:
    mark = " ◆" if rule.id in PROVEN else ""
    said = rule.message.replace("{{", "{").replace("}}", "}").replace("|", "\\|")
    verdicts = " | ".join(_verdict(rule, way, mark) for way in (INPUT, OUTPUT))
    return f"| {rule.id} | {verdicts} | {said} |\n"


def _verdict(rule: Rule, direction: str, mark: str) -> str:
    one = rule.verdict(direction)
    if one.grade == OK:
        return "ok"
    text = f"{one.category} {one.grade}"
    return f"**{text}**{mark}" if one.grade == "error" else text


_IR_HEAD = """\
<!-- The classes of compiler/ir.py; DO NOT EDIT: make gen. -->
# The IR: a checked contract, as an emitter reads it

An emitter in another process gets it as JSON ([spec/plugins.md](../../spec/plugins.md)): each part
is an object whose `node` is the name below, with the members below. `tuple[X, ...]` is a list,
`bytes` base64, `None` null. The root is a `contract`.
"""


def ir_page() -> str:
    """docs/reference/ir.md, whole."""
    return _IR_HEAD + "".join(_node(name, cls) for name, cls in interchange.nodes().items())


def _node(name: str, cls: type) -> str:
    about = " ".join((cls.__doc__ or "").split())
    members = "".join(
        f"| `{field.name}` | `{field.type}` |\n".replace(" | None", " \\| None")
        for field in fields(cls)
    )
    return f"\n## {name}\n{about}\n\n| member | |\n|---|---|\n{members}"


_IMPORT_HEAD = """\
<!-- The table of compiler/importing/losses.py; DO NOT EDIT: make gen. -->
# What `peerc import` does with each keyword

*kept*, *merged*, *rewritten*: the same values fit. *widened*: left out, more values fit.
*annotation dropped*: left out, nothing about values changes. *refused*: there is no such type.
What is narrowed (an open record is closed) or left out is said with its place in the schema.

| keyword | | |
|---|---|---|
"""


def import_page() -> str:
    """docs/reference/import.md, whole."""
    rows = (f"| `{name}` | {kind} | {words} |\n" for name, (kind, words) in KEYWORDS.items())
    return _IMPORT_HEAD + "".join(rows)


PAGES = {
    "cli.md": page,
    "compatibility.md": rules_page,
    "import.md": import_page,
    "ir.md": ir_page,
}


def main(arguments: list[str]) -> int:
    """Writes the pages into a folder; with `--check` only compares."""
    code = exits.OK
    for name, written in PAGES.items():
        path = Path(arguments[0]) / name
        if "--check" not in arguments:
            path.write_text(written(), encoding="utf-8", newline="\n")
        elif not path.is_file() or path.read_text(encoding="utf-8") != written():
            click.echo(f"{path} is not what peerc says", err=True)
            code = exits.FAILED
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
