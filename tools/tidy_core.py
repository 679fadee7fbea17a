"""tidy's checks of the architecture: mirrors, what core may touch, runner and drivers."""

from __future__ import annotations

import ast
import json
import re
import sys
import tomllib
from pathlib import PurePosixPath

from tidy_tree import CODE, Tree, imports_of, without_comments

CORES = {
    "python": ("runtimes/python/src/peercontract/core", ".py"),
    "node": ("runtimes/node/src/core", ".js"),
    "rust": ("runtimes/rust/core/src", ".rs"),
}
CORE_MODULES = frozenset(
    {
        "canonical",
        "contract",
        "envelope",
        "error_table",
        "errors",
        "formats",
        "guards",
        "json_text",
        "machine",
        "pattern",
        "trace",
        "validate",
    }
)
INDEXES = ("__init__", "index", "lib", "mod")
# What a function's Python has loaded anyway, or loads for next to nothing; hashlib comes late.
PYTHON_ALLOWED = frozenset(
    {
        "__future__",
        "binascii",
        "bisect",
        "collections",
        "collections.abc",
        "enum",
        "functools",
        "hashlib",
        "hmac",
        "itertools",
        "json",
        "json.decoder",
        "json.encoder",
        "math",
        "operator",
        "re",
        "struct",
        "types",
        "typing",
    }
)
PYTHON_CALLS = frozenset({"__import__", "breakpoint", "eval", "exec", "input", "open", "print"})
NODE_ALLOWED = frozenset({"node:crypto"})  # createHash and createHmac; biome asks for the reason
NODE_GLOBALS = re.compile(
    r"\bMath\.random\b|\bglobalThis\b|\bnew Date\b|\bDate\.\w+|\bperformance\."
)
# Each builds without std and reads no clock, file or randomness.
RUST_CRATES = frozenset({"hmac", "ryu", "serde", "serde_json", "sha2"})
DRIVER_LINES = 150  # a file
DRIVER_LINES_RUST = 185  # its formatter gives each step of a chain a line of its own
# Where a program may end itself; every other module returns or raises.
EXIT = re.compile(
    r"\bsys\.exit\(|\bos\._exit\(|\bprocess\.exit\(|\bprocess::exit\(|\braise SystemExit"
)
EXIT_FREE = ("runtimes/python/src", "runtimes/node/src", "runtimes/rust", "toolchain/src")
EXIT_ALLOWED = {
    "toolchain/src/peerc/cli/": "the command line",
    "toolchain/src/peerc/__main__.py": "the command line's other door",
    "toolchain/src/peerc/host/orphans.py": "a child between fork and exec",
}


def mirrors(tree: Tree) -> list[str]:
    """Core has the same modules in the three languages."""
    held = {language: _stems(tree, *place) for language, place in CORES.items()}
    problems = []
    for name in sorted(CORE_MODULES.union(*held.values())):
        absent = [language for language, stems in held.items() if name not in stems]
        if absent:
            problems.append(f"core module {name!r} has no mirror in: {', '.join(absent)}")
        if name not in CORE_MODULES:
            problems.append(
                f"core module {name!r} is not in tidy's list; add it there and to ARCHITECTURE.md"
            )
    return problems


def _stems(tree: Tree, folder: str, suffix: str) -> set[str]:
    depth = folder.count("/") + 1
    paths = [PurePosixPath(name) for name in tree.under(folder, suffix)]
    modules = {path.stem for path in paths if len(path.parts) == depth + 1}
    packages = {path.parent.name for path in paths if path.name in ("__init__.py", "mod.rs")}
    return (modules | packages) - {*INDEXES, PurePosixPath(folder).name}


def python_core(tree: Tree) -> list[str]:
    """Python's core imports only the listed modules and calls nothing that reaches outside."""
    problems = []
    for name in tree.under(CORES["python"][0], ".py"):
        module = tree.syntax(name)
        for imported, line in imports_of(module):
            if imported not in PYTHON_ALLOWED and not imported.startswith("peercontract.core"):
                problems.append(f"{name}:{line}: core may not import {imported!r}")
        for node in ast.walk(module):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in PYTHON_CALLS:
                called = ast.unparse(node.func)
                problems.append(f"{name}:{node.lineno}: core may not call {called}()")
    return problems


def node_core(tree: Tree) -> list[str]:
    """JavaScript's core imports only core and hashing; no clock, randomness or global object."""
    problems = []
    for name in tree.under(CORES["node"][0], ".js"):
        for line, text in enumerate(without_comments(tree.text(name)).splitlines(), 1):
            for imported in re.findall(r"""(?:\bfrom|\bimport)\s*\(?\s*["']([^"']+)["']""", text):
                if not imported.startswith(".") and imported not in NODE_ALLOWED:
                    problems.append(f"{name}:{line}: core may not import {imported!r}")
            problems += [
                f"{name}:{line}: core may not use {found.group()}"
                for found in NODE_GLOBALS.finditer(text)
            ]
    return problems


def rust_core(tree: Tree) -> list[str]:
    """Rust's core stays `no_std`: `extern crate std` would walk around it outside tests."""
    folder = CORES["rust"][0]
    problems = []
    for name in tree.under(folder, ".rs"):
        lines = without_comments(tree.text(name)).splitlines()
        for at, text in enumerate(lines):
            before = lines[at - 1] if at else ""
            if "extern crate std" in text and "cfg(test)" not in text + before:
                problems.append(f"{name}:{at + 1}: `extern crate std` outside cfg(test)")
    root = f"{folder}/lib.rs"
    if root in tree.files and "#![no_std]" not in tree.text(root):
        problems.append(f"{root}: core must be `#![no_std]`")
    return problems


def dependencies(tree: Tree) -> list[str]:
    """What ships depends on nothing: Python and Node none, Rust's core on the listed crates."""
    problems = []
    if (name := "runtimes/python/pyproject.toml") in tree.files:
        needed = tomllib.loads(tree.text(name))["project"].get("dependencies", [])
        problems += [f"{name}: the run time may not depend on {one!r}" for one in needed]
    if (name := "runtimes/node/package.json") in tree.files:
        needed = json.loads(tree.text(name)).get("dependencies", {})
        problems += [f"{name}: the run time may not depend on {one!r}" for one in needed]
    if (name := "runtimes/rust/core/Cargo.toml") in tree.files:
        needed = tomllib.loads(tree.text(name)).get("dependencies", {})
        problems += [
            f"{name}: core may not depend on {one!r}" for one in needed if one not in RUST_CRATES
        ]
    return problems


def runner(tree: Tree) -> list[str]:
    """The conformance runner needs nothing but Python: it could be lifted out any day."""
    known = sys.stdlib_module_names | {"conformance", "runner"}
    names = tree.under("conformance/runner", ".py")
    names += [name for name in ("conformance/run.py",) if name in tree.files]
    return [
        f"{name}:{line}: the runner may not import {imported!r}"
        for name in names
        for imported, line in imports_of(tree.syntax(name))
        if imported.partition(".")[0] not in known
    ]


def drivers(tree: Tree) -> list[str]:
    """A driver is a loop over standard input; logic belongs into the run time it drives."""
    lengths = {
        name: len(tree.text(name).splitlines())
        for name in tree.written("conformance/drivers", *CODE)
    }
    return [
        f"{name}: {length} lines, a driver's file may have {_driver_lines(name)}"
        for name, length in lengths.items()
        if length > _driver_lines(name)
    ]


def exits(tree: Tree) -> list[str]:
    """Only the command line ends the process."""
    problems = []
    for name in [name for folder in EXIT_FREE for name in tree.written(folder, *CODE)]:
        if name.startswith(tuple(EXIT_ALLOWED)) or "/test" in name:
            continue
        for line, text in enumerate(tree.text(name).splitlines(), 1):
            if EXIT.search(text) and not text.lstrip().startswith(("#", "//", "*")):
                problems.append(f"{name}:{line}: only the command line may end the process")
    return problems


def _driver_lines(name: str) -> int:
    return DRIVER_LINES_RUST if name.endswith(".rs") else DRIVER_LINES
