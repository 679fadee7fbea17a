"""Writes every generated file from its source; with `--check` compares only, and exits 1.

A generated file names its source and says DO NOT EDIT; no time of day, no machine goes into one, so
that two runs give the same bytes. A new kind of generated file is one more entry in STEPS.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ROOT / ".venv" / "bin" / "python"
PEERC = ROOT / ".venv" / "bin" / "peerc"
BIOME = ROOT / "node_modules" / ".bin" / "biome"
SOURCES = "spec/errors.json and spec/limits.json"
COLUMNS = ("name", "class", "fault", "retry", "hint")
RUST_COLUMNS = ("name", "class", "fault", "retry", "text", "hint")
FAMILIES = {
    "PC1": "contract and values",
    "PC2": "run and machine",
    "PC3": "wire",
    "PC4": "directory",
    "PC5": "store and seal",
    "PC6": "deploy",
    "PC7": "usage",
    "PC8": "guards",
}

Files = Mapping[str, str]  # path from the repository's root -> content


@dataclass(frozen=True)
class Step:
    """One kind of generated file: either `files` computes them, or `command` writes them itself.

    A command gets `--check` appended when comparing, and says itself which files differ. A step
    with `needs` is left out while that path is absent. (The conformance drivers' stubs are not
    committed, so there is nothing to compare: `make stubs` writes them.)
    """

    name: str
    files: Callable[[], Files] | None = None
    command: tuple[str | Path, ...] = ()
    folder: str = "."
    needs: str = ""


# --- error tables and limits --------------------------------------------------------------------


def load(name: str) -> list[dict[str, Any]]:
    """The entries of spec/<name>.json, codes in order."""
    (entries,) = json.loads((ROOT / "spec" / f"{name}.json").read_text(encoding="utf-8")).values()
    return sorted(entries, key=lambda entry: entry.get("code", ""))


def runtime_codes() -> list[dict[str, Any]]:
    """A hint that is only a place to fill in is the compiler's; a run time has "" there."""
    codes = [entry for entry in load("errors") if "runtime" in entry["where"]]
    return [
        entry | {"hint": "" if entry["hint"] == "{suggestion}" else entry["hint"]}
        for entry in codes
    ]


def runtime_limits() -> list[dict[str, Any]]:
    return [entry for entry in load("limits") if entry["runtime"]]


def error_tables() -> Files:
    """The same table in the three languages; a run time reads no JSON file at start."""
    return {
        "runtimes/python/src/peercontract/core/error_table.py": python_table(),
        "runtimes/node/src/core/error_table.js": javascript_table(),
        "runtimes/rust/core/src/error_table.rs": rust_table(),
    }


def python_table() -> str:
    lines = [
        f'"""Codes and limits as constants, from {SOURCES}; DO NOT EDIT: tools/gen.py."""',
        "",
        "# code -> name, class, fault, retry, hint",
        "TABLE: dict[str, tuple[str, str, str, str, str]] = {",
    ]
    for entry in runtime_codes():
        row = ", ".join(quoted(entry[column]) for column in COLUMNS)
        lines.append(f'    "{entry["code"]}": ({row}),')
    lines += ["}", ""]
    for limit in runtime_limits():
        lines.append(f"{limit['name'].upper()} = {grouped(limit['value'])}  # {source_of(limit)}")
    command: list[str | Path] = [
        PYTHON,
        "-m",
        "ruff",
        "format",
        "--stdin-filename",
        "error_table.py",
        "-",
    ]
    return formatted("\n".join(lines) + "\n", command)


def javascript_table() -> str:
    lines = [
        f"// Codes and limits as constants, from {SOURCES}; DO NOT EDIT: tools/gen.py.",
        "",
        "/**",
        " * code -> name, class, fault, retry, hint.",
        " * @type {Readonly<Record<string, readonly [string, string, string, string, string]>>}",
        " */",
        "export const TABLE = Object.freeze({",
    ]
    for entry in runtime_codes():
        row = ", ".join(quoted(entry[column]) for column in COLUMNS)
        lines.append(f"  {entry['code']}: [{row}],")
    lines += ["});", ""]
    for limit in runtime_limits():
        lines.append(f"/** {source_of(limit)} */")
        lines.append(f"export const {limit['name'].upper()} = {grouped(limit['value'])};")
    # The path only tells biome the language; it must not be one that biome.json leaves out.
    command: list[str | Path] = [BIOME, "format", "--stdin-file-path=generated.js"]
    return formatted("\n".join(lines) + "\n", command)


RUST_HEAD = f"""\
//! Codes and limits as constants, from {SOURCES}; DO NOT EDIT: tools/gen.py.

/// What is fixed about a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {{
    /// Short name, for people and metrics.
    pub name: &'static str,
    /// Class of the error.
    pub class: &'static str,
    /// Who can fix it.
    pub fault: &'static str,
    /// Whether a repeat may help.
    pub retry: &'static str,
    /// What happened, without the particulars.
    pub text: &'static str,
    /// What to do; empty where the code has no single answer.
    pub hint: &'static str,
}}

/// Every code that a run time may meet, sorted by code.
pub static TABLE: &[(&str, Entry)] = &[
"""

RUST_FOOT = """\
];

/// The entry of `code`, if it is known.
#[must_use]
pub fn entry(code: &str) -> Option<&'static Entry> {
    TABLE.binary_search_by(|(known, _)| (*known).cmp(code)).ok().map(|at| &TABLE[at].1)
}
"""


def rust_table() -> str:
    rows = []
    for entry in runtime_codes():
        members = ", ".join(f"{column}: {quoted(entry[column])}" for column in RUST_COLUMNS)
        rows.append(f'    ("{entry["code"]}", Entry {{ {members} }}),')
    limits = [
        f"/// {source_of(limit)}\n"
        f"pub const {limit['name'].upper()}: u64 = {grouped(limit['value'])};"
        for limit in runtime_limits()
    ]
    text = RUST_HEAD + "\n".join(rows) + "\n" + RUST_FOOT + "\n" + "\n".join(limits) + "\n"
    return formatted(
        text, ["rustfmt", "--edition", "2024", "--config-path", ROOT, "--emit", "stdout"]
    )


def quoted(text: str) -> str:
    """A string literal that means the same in the three languages: ASCII, JSON's escapes only."""
    literal = json.dumps(text, ensure_ascii=False)
    if not text.isascii() or "\\" in literal.replace('\\"', "").replace("\\\\", ""):
        raise SystemExit(
            f"gen: {text!r} needs an escape that the three languages write differently"
        )
    return literal


def grouped(value: int) -> str:
    return f"{value:_}" if value > 9999 else str(value)


def source_of(limit: dict[str, Any]) -> str:
    source = f"{limit['source'][0].upper()}{limit['source'][1:]}"
    if source.startswith("Spec/"):
        source = limit["source"]
    return f"{source} ({limit['unit']})." if limit["unit"] else f"{source}."


def formatted(text: str, command: Sequence[str | Path]) -> str:
    """`text` as the language's formatter writes it, so that formatting never changes the file."""
    done = subprocess.run(
        command, input=text, cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"gen: {command[0]} failed: {done.stderr}")
    return done.stdout


# --- copies and pages -----------------------------------------------------------------------------


def package_data() -> Files:
    """The toolchain is installed without spec/, so it carries its own copies."""
    copies = {
        "errors.json": "errors.json",
        "limits.json": "limits.json",
        "dict_1.bin": "dict/1.bin",
    }
    return {
        f"toolchain/src/peerc/data/{name}": (ROOT / "spec" / source).read_text("utf-8")
        for name, source in copies.items()
    }


def error_page() -> Files:
    """docs/reference/errors.md: every code with an anchor, by family."""
    lines = [
        "<!-- Every error code, from spec/errors.json; DO NOT EDIT: tools/gen.py. -->",
        "# Errors",
        "",
        "Each error has a code that never changes its meaning. `fault` says who can fix it,",
        "`retry` whether sending the same again may help. `peerc explain CODE` prints an entry.",
        "",
        "A code marked *compiler* comes from `peerc`; *run time*: from an agent, in any language.",
    ]
    family = ""
    for entry in load("errors"):
        if entry["code"][:3] != family:
            family = entry["code"][:3]
            lines += ["", f"## {family}xxx: {FAMILIES[family]}"]
        lines += ["", *error_section(entry)]
    return {"docs/reference/errors.md": "\n".join(lines) + "\n"}


def error_section(entry: dict[str, Any]) -> list[str]:
    places = [{"peerc": "compiler", "runtime": "run time"}[place] for place in entry["where"]]
    facts = f"{entry['class']}, fault: {entry['fault']}, retry: {entry['retry']}"
    lines = [f"### {entry['code']} {entry['name']}", f"*{', '.join(places)}*; {facts}", ""]
    lines.append(readable(entry["text"]))
    if entry["hint"] != "{suggestion}":
        lines += ["", f"Hint: {readable(entry['hint'])}"]
    return lines


def readable(text: str) -> str:
    """A text with its places as `<name>`, escaped where GitHub would take them for HTML."""
    return (
        text.replace("{", "&lt;").replace("}", "&gt;").replace("`&lt;", "`<").replace("&gt;`", ">`")
    )


# --- the table of steps ---------------------------------------------------------------------------

# --- the README -----------------------------------------------------------------------------------


def readme() -> Files:
    """The README with the example's contract in it as it is: the first yaml block."""
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    contract = (ROOT / "examples/three_agents/contract.yaml").read_text(encoding="utf-8")
    before, fence, rest = page.partition("```yaml\n")
    _, end, after = rest.partition("\n```\n")
    return {"README.md": before + fence + contract.rstrip("\n") + end + after}


STEPS = (
    Step("error tables", files=error_tables),
    Step("package data", files=package_data),
    Step("error page", files=error_page),
    Step("contract in the README", files=readme),
    Step("reference pages", command=(PYTHON, "-m", "peerc.cli.reference", "docs/reference")),
    Step("stubs of the example", command=(PEERC, "compile"), folder="examples/three_agents"),
    Step("stubs of the mesh test", command=(PEERC, "compile"), folder="toolchain/tests/mesh"),
)


def main(arguments: list[str] | None = None) -> int:
    """Writes or compares; 0 when all is as it should be."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", help="compare only; exit 1 on a difference")
    check = parser.parse_args(arguments).check
    stale = [name for step in STEPS for name in run(step, check)]
    for name in stale:
        print(
            f"gen: {name}: " + ("not what the source says; run `make gen`" if check else "failed")
        )
    return 1 if stale else 0


def run(step: Step, check: bool) -> list[str]:
    """Runs one step; gives the files, or the step, that differ or failed."""
    if step.needs and not (ROOT / step.needs).exists():
        print(f"gen: left out: {step.name} ({step.needs} is not there)")
        return []
    if step.files is None:
        command = [*step.command, *(["--check"] if check else [])]
        failed = subprocess.run(command, cwd=ROOT / step.folder, check=False).returncode
        return [step.name] if failed else []
    same = {name: settle(ROOT / name, text, check) for name, text in step.files().items()}
    return [name for name in same if check and not same[name]]


def settle(path: Path, text: str, check: bool) -> bool:
    """Whether `path` held `text`; writes it there unless `check`."""
    if path.is_file() and path.read_text(encoding="utf-8") == text:
        return True
    if check:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return False


if __name__ == "__main__":
    sys.exit(main())
