"""`peerc init`: a small working project in a new folder, and the commands to type next."""

from __future__ import annotations

from pathlib import Path

import click

from peerc.cli.exits import OK
from peerc.cli.output import Failure, progress
from peerc.cli.scaffold import LANGUAGES, next_commands, project_files
from peerc.compiler import project, stubs
from peerc.compiler.checks.names import CONTRACT


@click.command("init")
@click.argument("name", type=click.Path(path_type=Path))
@click.option(
    "--lang",
    default=",".join(LANGUAGES),
    show_default=True,
    help="The languages, one agent each, separated by commas.",
)
def command(name: Path, lang: str) -> int:
    """Write a small working project.

    NAME is a new folder; its last part becomes the contract's name. The project has one agent a
    language, each calls the next. Nothing is asked.
    """
    languages = _languages(lang)
    if not CONTRACT.pattern.match(name.name):
        problem = f"`{name.name}` cannot be the name of a contract"
        raise Failure("PC7002", problem=problem, suggestion=CONTRACT.rule)
    if name.exists() and (not name.is_dir() or any(name.iterdir())):
        raise Failure("PC7003", path=str(name))
    files = project_files(name.name, languages)
    for path, text in files.items():
        (name / path).parent.mkdir(parents=True, exist_ok=True)
        (name / path).write_text(text, encoding="utf-8", newline="\n")
    written = project.load(name / "peer.toml").project
    assert written is not None, "the templates are wrong"
    stubs.plan_project(written).apply()
    agents = f"{len(languages)} agent{'s' * (len(languages) != 1)}"
    progress(f"Wrote {len(files)} files and the stubs of {agents}")
    click.echo("\n".join([f"cd {name}", *next_commands(languages)]))
    return OK


def _languages(lang: str) -> list[str]:
    words = [word.strip() for word in lang.split(",") if word.strip()]
    known = LANGUAGES | {language: language for language in LANGUAGES.values()}
    for word in words:
        if word not in known:
            hint = "choose from " + ", ".join(LANGUAGES)
            raise Failure("PC7002", problem=f"`{word}` is no language", suggestion=hint)
    if not words:
        raise Failure("PC7002", problem="--lang names no language", suggestion="write --lang py,js")
    return list(dict.fromkeys(known[word] for word in words))
