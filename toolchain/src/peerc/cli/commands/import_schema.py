"""`peerc import`: a JSON Schema as a contract of types, and what of it could not be kept."""

from __future__ import annotations

from pathlib import Path

import click

from peerc.cli.exits import FINDINGS, OK
from peerc.cli.output import Failure, color_option, progress, show_findings
from peerc.compiler.importing import source
from peerc.compiler.importing.run import run


@click.command("import")
@click.argument("schema", metavar="FILE.json", type=click.Path(path_type=Path))
@click.option("--name", default="", metavar="TYPE", help="What the root's type is called.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The contract to write, which must not be there yet; stdout otherwise.",
)
@click.option("--partial", is_flag=True, help="Leave out what is refused, and write the rest.")
@click.option("--max-findings", default=100, show_default=True, help="0 shows all.")
@color_option
def command(
    schema: Path, name: str, out: Path | None, partial: bool, max_findings: int, color: str
) -> int:
    """Turn a JSON Schema into a contract of types.

    Drafts 4 to 2020-12 and the schemas of OpenAPI are read. Whatever could not be kept is told on
    stderr, a finding each: narrowed, widened, annotation dropped, or refused. Exit code 100, and
    nothing is written, when something is refused and --partial is not given.

    \b
    Examples:
      peerc import order.schema.json --out contract.yaml
      peerc import openapi.json --partial > contract.yaml
    """
    try:
        with schema.open("rb") as file:
            raw = file.read(source.SCHEMA_BYTES_MAX + 1)
    except OSError as error:
        hint = "name a JSON Schema"
        problem = error.strerror or "it is no file"
        raise Failure("PC7001", path=str(schema), problem=problem, suggestion=hint) from None
    found = run(str(schema), raw, name)
    show_findings(found.findings, color, max_findings, err=True)
    if not found.text or not (partial or found.is_whole):
        progress(
            "nothing is written" + ("; --partial leaves out what is refused" * bool(found.text))
        )
        return FINDINGS
    if out is None:
        click.echo(found.text, nl=False)
    else:
        _write(out, found.text)
    return OK


def _write(out: Path, text: str) -> None:
    try:
        with out.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        hint = "name another file with --out, or take that one away"
        raise Failure("PC7002", problem=f"{out} is there already", suggestion=hint) from None
    except OSError as error:
        problem = f"{out} cannot be written: {error.strerror}"
        hint = "name a file that can be written with --out"
        raise Failure("PC7002", problem=problem, suggestion=hint) from None
    progress(f"wrote {out}")
