"""`peerc emit`: what an emitter makes of a contract; `--plugin` is the emitter's own side."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from peerc.cli import plugins
from peerc.cli.exits import FAILED, FINDINGS, OK
from peerc.cli.output import Failure, color_option, show_findings
from peerc.cli.sources import load
from peerc.compiler import pipeline, plugin


@click.command("emit")
@click.argument("emitter")
@click.argument("path", type=click.Path(path_type=Path), default=".")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Write files here.")
@click.option("--option", "options", multiple=True, metavar="NAME=VALUE", help="For a plugin.")
@click.option("--plugin", "is_plugin", is_flag=True, help="Read a request, answer on stdout.")
@color_option
def command(
    emitter: str,
    path: Path,
    out: Path | None,
    options: tuple[str, ...],
    is_plugin: bool,
    color: str,
) -> int:
    """Run an emitter: a built-in one, or a plugin on the PATH.

    EMITTER is python, javascript, rust, docs or json-schema, or the NAME of an executable
    peerc-emit-NAME: it gets the checked contract as JSON on stdin and answers with files
    (spec/plugins.md). PATH is a contract, a peer.toml or their folder. Without --out the files
    are printed; with it they are written below the folder.

    \b
    Examples:
      peerc emit docs
      peerc emit openapi api/contract.yaml --out build/ --option title=Billing
    """
    if is_plugin:
        return _be_plugin(emitter)
    loaded = load(path)
    show_findings(loaded.findings, color, err=True)
    if loaded.contract is None:
        return FINDINGS
    if emitter in pipeline.EMITTERS:
        answer = plugin.Answer(pipeline.emit(loaded.contract, emitter), ())
    else:
        answer = plugins.ask(emitter, loaded.contract, _options(options))
    for level, message in answer.findings:
        click.echo(f"{level}: {message}", err=True)
    if any(level == "error" for level, _ in answer.findings):
        return FINDINGS
    if out is None:
        for file in answer.files:
            click.echo(file.content, nl=not file.content.endswith("\n"))
        return OK
    for written in plugins.write(answer.files, out):
        click.echo(f"wrote {written}")
    return OK


def _be_plugin(emitter: str) -> int:
    """A built-in emitter as a process of its own: the same interface as anybody's."""
    try:
        contract, _ = plugin.asked(sys.stdin.buffer.read())
        files = pipeline.emit(contract, emitter)
    except (plugin.Refused, KeyError) as problem:
        click.echo(f"{emitter}: {problem}", err=True)
        return FAILED
    sys.stdout.buffer.write(plugin.answer(files))
    sys.stdout.buffer.flush()
    return OK


def _options(given: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for one in given:
        name, sign, value = one.partition("=")
        if not name or not sign:
            hint = "write `--option title=Billing`"
            raise Failure("PC7002", problem=f"`{one}` is no NAME=VALUE", suggestion=hint)
        found[name] = value
    return found
