"""`peerc export`: types as JSON Schema, operations as tools of a language model."""

from __future__ import annotations

from pathlib import Path

import click

from peerc.cli.exits import FINDINGS, OK
from peerc.cli.output import Failure, color_option, show_findings
from peerc.cli.sources import load
from peerc.compiler import ir, tools
from peerc.compiler.emit import json_schema

JSON_SCHEMA = "json-schema"


@click.command("export")
@click.argument("form", type=click.Choice([JSON_SCHEMA, *tools.VENDORS]), metavar="FORM")
@click.argument("path", type=click.Path(path_type=Path), default=".")
@click.option("--type", "name", metavar="NAME", help="json-schema: one type and what it needs.")
@click.option("--agent", metavar="NAME", help="Tools: the operations of one agent.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="A file, not stdout.")
@color_option
def command(
    form: str, path: Path, name: str | None, agent: str | None, out: Path | None, color: str
) -> int:
    """Write JSON Schema, or tools for language models.

    Types become JSON Schema, operations become tools. FORM is json-schema (draft 2020-12), or
    bedrock, openai, anthropic, mcp: what the vendor's API reads as the list of tools. PATH is a
    contract, a peer.toml or their folder. What could not be carried over is said on stderr.

    \b
    Examples:
      peerc export json-schema --type Order --out order.schema.json
      peerc export mcp --agent reason > tools.json
    """
    loaded = load(path)
    show_findings(loaded.findings, color, err=True)
    if loaded.contract is None:
        return FINDINGS
    made = (
        _schema(loaded.contract, name)
        if form == JSON_SCHEMA
        else _tools(loaded.contract, form, agent)
    )
    if out is None:
        click.echo(made, nl=False)
        return OK
    try:
        out.write_text(made, encoding="utf-8", newline="\n")
    except OSError as error:
        hint = "name a file in a folder that is there"
        problem = error.strerror or "it cannot be written"
        raise Failure("PC7001", path=str(out), problem=problem, suggestion=hint) from None
    click.echo(f"wrote {out}")
    return OK


def _schema(contract: ir.Contract, name: str | None) -> str:
    known = sorted(one.names.wire for one in contract.types)
    if name is not None and name not in known:
        raise _unknown("type", name, known)
    return json_schema.text(json_schema.document(contract, name))


def _tools(contract: ir.Contract, vendor: str, agent: str | None) -> str:
    known = [one.names.wire for one in contract.agents]
    if agent is not None and agent not in known:
        raise _unknown("agent", agent, known)
    try:
        made, notes = tools.definitions(contract, vendor, agent)
    except tools.NoTool as one:
        fields = {"found": one.op, "format": vendor, "problem": one.problem}
        raise Failure("PC1602", **fields, suggestion=one.hint) from None
    for note in notes:
        click.echo(f"note: {note}", err=True)
    return json_schema.text(made)


def _unknown(what: str, name: str, known: list[str]) -> Failure:
    hint = f"known: {', '.join(known[:12])}" + (", ..." if len(known) > 12 else "")
    return Failure("PC7002", problem=f"the contract has no {what} `{name}`", suggestion=hint)
