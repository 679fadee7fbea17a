"""Each check of tidy names a planted breach, and says nothing about the same file done right."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import tidy
import tidy_core as core
import tidy_text as text
from tidy_tree import Tree

PYTHON_CORE, NODE_CORE, RUST_CORE = (folder for folder, _ in core.CORES.values())
# Put together, so that tidy does not find them in this file.
NOQA, IGNORE, BIOME, TS = "# no" + "qa", "# type" + ": ignore", "// biome-" + "ignore", "// @ts-"
HOME = "/ho" + "me/somebody/x"

# (check, files, what the one problem must say); "" where nothing is wrong
CASES = [
    (
        core.python_core,
        {f"{PYTHON_CORE}/a.py": "import socket\n"},
        "a.py:1: core may not import 'socket'",
    ),
    (
        core.python_core,
        {f"{PYTHON_CORE}/a.py": "def f():\n    open('x')\n"},
        "a.py:2: core may not call open()",
    ),
    (core.python_core, {f"{PYTHON_CORE}/a.py": "import re\nfrom . import errors\n"}, ""),
    (
        core.node_core,
        {f"{NODE_CORE}/a.js": 'import fs from "node:fs";\n'},
        "core may not import 'node:fs'",
    ),
    (
        core.node_core,
        {f"{NODE_CORE}/a.js": 'await import("node:fs");\n'},
        "core may not import 'node:fs'",
    ),
    (
        core.node_core,
        {f"{NODE_CORE}/a.js": "\nMath.random();\n"},
        "a.js:2: core may not use Math.random",
    ),
    (core.node_core, {f"{NODE_CORE}/a.js": "globalThis.x;\n"}, "core may not use globalThis"),
    (core.node_core, {f"{NODE_CORE}/a.js": "Date.now();\n"}, "core may not use Date.now"),
    (core.node_core, {f"{NODE_CORE}/a.js": '// no Date.now()\nimport { a } from "./b.js";\n'}, ""),
    (
        core.rust_core,
        {f"{RUST_CORE}/a.rs": "extern crate std;\n"},
        "a.rs:1: `extern crate std` outside",
    ),
    (core.rust_core, {f"{RUST_CORE}/a.rs": "#[cfg(test)]\nextern crate std;\n"}, ""),
    (core.rust_core, {f"{RUST_CORE}/lib.rs": "//! Core.\n"}, "must be `#![no_std]`"),
    (
        core.dependencies,
        {"runtimes/python/pyproject.toml": '[project]\ndependencies = ["x"]\n'},
        "may not depend on 'x'",
    ),
    (
        core.dependencies,
        {"runtimes/node/package.json": '{"dependencies": {"x": "1"}}'},
        "may not depend on 'x'",
    ),
    (
        core.dependencies,
        {"runtimes/rust/core/Cargo.toml": '[dependencies]\ntokio = "1"\nsha2 = "0"\n'},
        "may not depend on 'tokio'",
    ),
    (
        core.runner,
        {"conformance/runner/a.py": "import peercontract\n"},
        "runner may not import 'peercontract'",
    ),
    (
        core.runner,
        {"conformance/run.py": "import yaml\n"},
        "run.py:1: the runner may not import 'yaml'",
    ),
    (core.runner, {"conformance/run.py": "import json\nfrom runner import cli\n"}, ""),
    (
        core.drivers,
        {"conformance/drivers/x/driver.py": "a\n" * 151},
        "drivers/x/driver.py: 151 lines",
    ),
    (core.drivers, {"conformance/drivers/x/stubs.py": "# DO NOT EDIT\n" + "a\n" * 151}, ""),
    (
        core.exits,
        {"toolchain/src/peerc/host/a.py": "sys.exit(1)\n"},
        "a.py:1: only the command line",
    ),
    (core.exits, {"runtimes/node/src/a.js": "process.exit(1);\n"}, "a.js:1: only the command line"),
    (
        core.exits,
        {"runtimes/rust/runtime/src/a.rs": "std::process::exit(1);\n"},
        "only the command line",
    ),
    (core.exits, {"toolchain/src/peerc/cli/a.py": "sys.exit(1)\n"}, ""),
    (text.walls, {"a.js": "a\n" * 601}, "a.js: 601 lines"),
    (text.walls, {"a.js": "// DO NOT EDIT\n" + "a\n" * 601, "golden/b.js": "b\n" * 601}, ""),
    (text.walls, {"a.py": "def f():\n" + "    g()\n" * 70}, "a.py:1: f() has 71 lines"),
    (text.names, {"src/utils.py": ""}, "'utils' says nothing"),
    (text.names, {"src/helpers/a.js": ""}, "'helpers' says nothing"),
    (text.first_lines, {"a.py": "import re\n"}, "a.py:1: the first line"),
    (
        text.first_lines,
        {"a.py": "#!/usr/bin/env python3\n# What it does.\n", "__init__.py": ""},
        "",
    ),
    (text.pages, {"a.md": "# One\n\n# Two\n"}, "a.md: 2 titles"),
    (text.pages, {"a.md": "# One\n\n```sh\n# a comment\n```\n"}, ""),
    (text.pages, {"README.md": "# One\n" + "a\n" * 200}, "README.md: 201 lines"),
    (text.silenced, {"a.py": f"x = 1  {NOQA}\n"}, "a.py:1: silence with a reason"),
    (text.silenced, {"a.py": f"x = 1  {NOQA}: T201\n"}, "silence with a reason"),
    (text.silenced, {"a.py": f"x = 1  {NOQA}: T201  # the report is the output\n"}, ""),
    (text.silenced, {"a.py": f"x = 1  {IGNORE}[arg-type]\n"}, "silence with a reason"),
    (text.silenced, {"a.py": f"x = 1  {IGNORE}[arg-type]  # what the test is about\n"}, ""),
    (text.silenced, {"a.js": f"{BIOME} lint/a/b:\n"}, "silence with a reason"),
    (text.silenced, {"a.js": f"{BIOME} lint/a/b: hashing is pure\n"}, ""),
    (text.silenced, {"a.js": f"{TS}expect-error\n"}, "silence with a reason"),
    (text.silenced, {"a.js": f"{TS}ignore reason\n"}, "silence with a reason"),
    (text.silenced, {"a.py": "# " + "FIX" + "ME later\n"}, "does not land"),
    (text.machine_paths, {"a.md": f"see {HOME}\n"}, "a.md:1: names a path of one machine"),
    (text.machine_paths, {"a.md": f"see https://example.org{HOME} and $HOME{HOME[5:]}\n"}, ""),
    (text.no_mocks, {"a.py": "from unittest.mock import patch\n"}, "a.py:1: unittest.mock"),
    (text.lock_files, {".npmrc": "registry=https://example.org\n"}, ".npmrc: names a registry"),
    (text.lock_files, {"requirements-dev.txt": "--index-url https://x\n"}, "names a registry"),
    (
        text.lock_files,
        {"Cargo.lock": '[[package]]\nname = "x"\nsource = "registry+https://example.org"\n'},
        "Cargo.lock: x comes from",
    ),
    (
        text.lock_files,
        {
            "package-lock.json": '{"packages": {"node_modules/x": {"resolved": "https://example.org/x"}}}'
        },
        "node_modules/x names a registry",
    ),
    (
        text.lock_files,
        {
            "package.json": '{"devDependencies": {"x": "2"}}',
            "package-lock.json": '{"packages": {"": {"devDependencies": {"x": "1"}}}}',
        },
        "package.json: package-lock.json has other devDependencies",
    ),
]


def planted(root: Path, files: dict[str, str]) -> Tree:
    """A tree of these files."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    return Tree(root, tuple(sorted(files)))


@pytest.mark.parametrize(("check", "files", "problem"), CASES)
def test_check_names_the_breach(
    tmp_path: Path, check: Callable[[Tree], list[str]], files: dict[str, str], problem: str
) -> None:
    found = check(planted(tmp_path, files))
    assert len(found) == bool(problem), found
    assert problem in "".join(found)


def test_mirrors_names_the_languages_that_lack_a_module(tmp_path: Path) -> None:
    files = {
        f"{folder}/{stem}{suffix}": ""
        for folder, suffix in core.CORES.values()
        for stem in core.CORE_MODULES
    }
    files |= {
        f"{PYTHON_CORE}/__init__.py": "",
        f"{NODE_CORE}/index.js": "",
        f"{RUST_CORE}/lib.rs": "",
    }
    files |= {f"{NODE_CORE}/errors/tree.js": ""}  # a part of a module is no module
    assert core.mirrors(planted(tmp_path, files)) == []
    lonely = files | {f"{PYTHON_CORE}/router.py": ""}
    assert "core module 'router' has no mirror in: node, rust" in core.mirrors(
        planted(tmp_path, lonely)
    )
    del files[f"{RUST_CORE}/trace.rs"]
    assert core.mirrors(planted(tmp_path, files)) == ["core module 'trace' has no mirror in: rust"]


def test_every_check_runs_and_has_a_case() -> None:
    covered = {check for check, _, problem in CASES if problem} | {core.mirrors}
    assert covered == set(tidy.CHECKS)


def test_binary_files_are_no_text(tmp_path: Path) -> None:
    tree = planted(tmp_path, {"a.bin": f"\0{HOME}"})
    assert text.machine_paths(tree) == []


def test_lock_file_that_agrees_passes(tmp_path: Path) -> None:
    manifest = {"devDependencies": {"x": "1"}}
    files = {
        "package.json": json.dumps(manifest),
        "package-lock.json": json.dumps({"packages": {"": manifest}}),
    }
    assert text.lock_files(planted(tmp_path, files)) == []
