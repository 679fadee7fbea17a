"""The small working project that `peerc init` writes: one agent a language, each calls the next."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import peerc

LANGUAGES = {"py": "python", "rs": "rust", "js": "javascript"}  # in the order of the calls
_SCHEMAS = Path(peerc.__file__).parent / "schemas"
_CHECKOUT = Path(peerc.__file__).resolve().parents[3]


@dataclass(frozen=True, slots=True)
class _Agent:
    """What the templates of one language need; `files` are relative to the agent's folder."""

    name: str
    op: str
    says: str
    handler: str
    files: dict[str, str]  # {call} stands for the call of the next agent, or for its input


_PYTHON = _Agent(
    "tidy",
    "clean",
    "takes superfluous spaces out of a card's text",
    "app.handler",
    {
        "app.py": '''\
"""The agent `tidy`: takes superfluous spaces out of a card's text."""

from contract import tidy


@tidy.agent
class Tidy:
    def clean(self, card: tidy.Card, peers: tidy.Peers, run: tidy.Run) -> tidy.Card:
        card = tidy.Card(text=" ".join(card.text.split()))
        return {call}


handler = tidy.handler(Tidy)
'''
    },
)
_RUST = _Agent(
    "count",
    "measure",
    "counts a card's words",
    "count",
    {
        "src/main.rs": """\
//! The agent `count`: counts a card's words.

mod contract;

use contract::{count, types::Card};
use peercontract::Run;

struct Count;

impl count::Agent for Count {
    fn measure(
        &self,
        card: Card,
        {peers}: &count::Peers,
        _run: &Run,
    ) -> Result<Card, count::Error> {
        let words = card.text.split_whitespace().count();
        let card = card.with_words(words as i64);
        Ok({call})
    }
}

fn main() -> peercontract::Exit {
    count::serve(Count)
}
""",
        "Cargo.toml": """\
[package]
name = "count"
version = "0.1.0"
edition = "2024"

[dependencies]
peercontract = {dependency}

[workspace]
""",
    },
)
_JAVASCRIPT = _Agent(
    "frame",
    "draw",
    "draws a frame around a card's text",
    "index.handler",
    {
        "index.js": """\
// The agent `frame`: draws a frame around a card's text.

import { frame } from "./contract.js";

export const handler = frame.agent({
  draw(card) {
    const line = `+${"-".repeat([...card.text].length + 2)}+`;
    return { ...card, page: `${line}\\n| ${card.text} |\\n${line}` };
  },
});
""",
        "package.json": """\
{
  "name": "frame",
  "private": true,
  "type": "module",
  "dependencies": { "peercontract": "{dependency}" }
}
""",
    },
)
_AGENTS = {"python": _PYTHON, "rust": _RUST, "javascript": _JAVASCRIPT}
_CALLS = {"python": "peers.{next}(card)", "rust": "peers.{next}(&card)?"}

_CONTRACT = """\
# yaml-language-server: $schema=contract.schema.json
# What the agents offer each other. `peerc compile` turns it into the stubs beside each agent.
peer: 1
name: {name}
version: 0.1.0

types:
  Card:
    type: object
    required: [text]
    properties:
      text: {type: string, minLength: 1, maxLength: 2000}
      words: {type: integer, minimum: 0}
      page: {description: The text in a frame., type: string}

agents:
"""
_PEER = """\
#:schema peer.schema.json
# Where the agents run; moving one never changes the contract.
peer = 1
contract = "contract.yaml"
"""
_README = """\
# {name}

{agents}

    {commands}

Change `contract.yaml` and run `peerc check`; `peerc compile` renews the stubs, as `peerc dev` does
by itself. `peerc explain CODE` says what an error means.
"""
_IGNORE = ".peer/\n__pycache__/\nnode_modules/\ntarget/\n"


def project_files(name: str, languages: list[str]) -> dict[str, str]:
    """Path and content of each file of the project `name`, but for the stubs."""
    chain = [language for language in LANGUAGES.values() if language in languages]
    contract, peer, about = [_CONTRACT.replace("{name}", name)], [_PEER], []
    files = {}
    for index, language in enumerate(chain):
        agent = _AGENTS[language]
        following = _AGENTS[chain[index + 1]] if index + 1 < len(chain) else None
        place = f'source = "{agent.name}"\nhandler = "{agent.handler}"\n'
        contract.append(_contract_lines(agent, language, following))
        peer.append(f"\n[agents.{agent.name}]\n{place}")
        about.append(f"- `{agent.name}` ({language}) {agent.says}")
        for path, text in agent.files.items():
            files[f"{agent.name}/{path}"] = _filled(text, language, following)
    files["contract.yaml"] = "".join(contract)
    files["peer.toml"] = "".join(peer)
    files[".gitignore"] = _IGNORE
    readme = _README.replace("{name}", name).replace("{agents}", "\n".join(about))
    files["README.md"] = readme.replace("{commands}", "\n    ".join(next_commands(languages)))
    for schema in ("contract", "peer"):
        path = f"{schema}.schema.json"
        files[path] = (_SCHEMAS / path).read_text(encoding="utf-8")
    return files


def next_commands(languages: list[str]) -> list[str]:
    """What to type in the project's folder to see it work."""
    first = next(_AGENTS[language] for language in LANGUAGES.values() if language in languages)
    call = f'{first.name}.{first.op} --input \'{{"text": "hello   there"}}\''
    install = ["npm install --prefix frame"] if "javascript" in languages else ["peerc check"]
    return [*install, f"peerc run {call}"]


def _contract_lines(agent: _Agent, language: str, following: _Agent | None) -> str:
    calls = f"    calls: [{following.name}.{following.op}]\n" if following else ""
    op = f"      {agent.op}: {{input: Card, output: Card, effect: read}}\n"
    return f"  {agent.name}:\n    language: {language}\n{calls}    ops:\n{op}"


def _filled(text: str, language: str, following: _Agent | None) -> str:
    call = "card"
    if following and language in _CALLS:
        call = _CALLS[language].replace("{next}", f"{following.name}.{following.op}")
    peers = "peers" if following else "_peers"
    text = text.replace("{call}", call).replace("{peers}", peers)
    return text.replace("{dependency}", _dependency(language))


def _dependency(language: str) -> str:
    """Where the run time comes from: the checkout that `peerc` runs from, else the registry."""
    rust, node = _CHECKOUT / "runtimes/rust/runtime", _CHECKOUT / "runtimes/node"
    if language == "rust":
        local = (rust / "Cargo.toml").is_file()
        return f'{{ path = "{rust.as_posix()}" }}' if local else f'"{peerc.__version__}"'
    return f"file:{node.as_posix()}" if (node / "package.json").is_file() else peerc.__version__
