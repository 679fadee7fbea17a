"""tidy's checks of single files: sizes, names, first lines, silenced rules, lock files."""

from __future__ import annotations

import ast
import json
import re
import tomllib
from pathlib import PurePosixPath

from tidy_tree import CODE, Tree, imports_of

FILE_LINES = 600
FUNCTION_LINES = 70  # clippy and biome count the same in their languages
README_LINES = 200
BANNED_NAMES = frozenset(
    ("common", "help", "helper", "helpers", "manager", "misc", "util", "utils")
)
# Words that would be found in this very file are put together here.
UNFINISHED = "FIX" + "ME"
MACHINE_PATH = re.compile(r"(?<![\w.$}/-])/(?:root|work|home)" + "/")
CRATES_INDEX = "registry+https://github.com/rust-lang/crates.io-index"
FIRST_LINE = {
    ".py": ('"""', 'r"""', "#"),
    ".js": ("//", "/*"),
    ".mjs": ("//", "/*"),
    ".rs": ("//",),
    ".toml": ("#",),
    ".yaml": ("#",),
}
# (how a silenced rule looks, how it looks with code and reason, what to write)
SILENCED = (
    (
        re.compile(r"#\s*" + "noqa"),
        re.compile(r"#\s*" + r"noqa: [A-Z]+\d+(?:, ?[A-Z]+\d+)*\s+# \S"),
        "the code, two spaces, and the reason as a comment of its own",
    ),
    (
        re.compile(r"#\s*type:\s*" + "ignore"),
        re.compile(r"#\s*type: " + r"ignore\[[\w, -]+\]\s+# \S"),
        "# type: ignore[code]  # reason",
    ),
    (
        re.compile("biome-" + "ignore"),
        re.compile("biome-" + r"ignore(?:-all|-start|-end)? [\w/]+(?:\([^)]*\))?: \S"),
        "biome-ignore rule: reason",
    ),
    (
        re.compile("@ts-" + r"(?:expect-error|ignore|nocheck)"),
        re.compile("@ts-" + r"expect-error \S"),
        "@ts-expect-error reason",
    ),
)


def walls(tree: Tree) -> list[str]:
    """No file over 600 lines, no Python function over 70."""
    problems = []
    for name in tree.written("", *CODE):
        length = len(tree.text(name).splitlines())
        if length > FILE_LINES:
            problems.append(f"{name}: {length} lines, a file may have {FILE_LINES}")
        if name.endswith(".py"):
            problems += _long_functions(tree, name)
    return problems


def _long_functions(tree: Tree, name: str) -> list[str]:
    problems = []
    for node in ast.walk(tree.syntax(name)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > FUNCTION_LINES:
                problems.append(
                    f"{name}:{node.lineno}: {node.name}() has {length} lines,"
                    f" a function may have {FUNCTION_LINES}"
                )
    return problems


def names(tree: Tree) -> list[str]:
    """No module is called after nothing in particular."""
    problems = []
    for name in tree.under("", *CODE):
        path = PurePosixPath(name)
        for part in {path.stem, *path.parts[:-1]} & BANNED_NAMES:
            problems.append(f"{name}: {part!r} says nothing; name it after what it is for")
    return problems


def first_lines(tree: Tree) -> list[str]:
    """The first line says what the file is for."""
    problems = []
    for name in tree.written("", *FIRST_LINE):
        lines = [line for line in tree.text(name).splitlines()[:2] if not line.startswith("#!/")]
        if lines and not lines[0].startswith(FIRST_LINE[PurePosixPath(name).suffix]):
            problems.append(f"{name}:1: the first line must say what the file is for")
    return problems


def pages(tree: Tree) -> list[str]:
    """One title a page; the README fits into ten minutes."""
    problems = []
    for name in tree.under("", ".md"):
        text = re.sub(r"^(`{3,}|~{3,}).*?^\1", "", tree.text(name), flags=re.DOTALL | re.MULTILINE)
        titles = len(re.findall(r"^# ", text, flags=re.MULTILINE))
        if titles != 1:
            problems.append(f"{name}: {titles} titles, a page has one")
    length = len(tree.text("README.md").splitlines()) if "README.md" in tree.files else 0
    if length > README_LINES:
        problems.append(f"README.md: {length} lines, it may have {README_LINES}")
    return problems


def silenced(tree: Tree) -> list[str]:
    """A silenced rule carries its code and a reason; unfinished work does not land."""
    problems = []
    for name in tree.under("", *CODE, ".ts", ".toml", ".sh"):
        for line, text in enumerate(tree.text(name).splitlines(), 1):
            if UNFINISHED in text:
                problems.append(f"{name}:{line}: {UNFINISHED} does not land")
            problems += [
                f"{name}:{line}: silence with a reason: {form}"
                for looks, reasoned, form in SILENCED
                if looks.search(text) and not reasoned.search(text)
            ]
    return problems


def machine_paths(tree: Tree) -> list[str]:
    """Nothing names a folder of the machine it was written on."""
    return [
        f"{name}:{line}: names a path of one machine: {found.group()}"
        for name in tree.files
        for line, text in enumerate(tree.text(name).splitlines(), 1)
        if (found := MACHINE_PATH.search(text))
    ]


def no_mocks(tree: Tree) -> list[str]:
    """Tests use real parts, or the in-memory ones that users have too."""
    return [
        f"{name}:{line}: unittest.mock is not used here"
        for name in tree.under("", ".py")
        for imported, line in imports_of(tree.syntax(name))
        if imported.startswith("unittest.mock")
    ]


def lock_files(tree: Tree) -> list[str]:
    """Lock files name no registry of one machine, and agree with the manifests."""
    problems = []
    if "package-lock.json" in tree.files:
        packages = json.loads(tree.text("package-lock.json"))["packages"]
        for place, entry in packages.items():
            if "://" in entry.get("resolved", ""):
                problems.append(f"package-lock.json: {place} names a registry; see .npmrc")
        problems += _stale_workspaces(tree, packages)
    if "Cargo.lock" in tree.files:
        for crate in tomllib.loads(tree.text("Cargo.lock")).get("package", []):
            if crate.get("source", CRATES_INDEX) != CRATES_INDEX:
                problems.append(f"Cargo.lock: {crate['name']} comes from {crate['source']}")
    for name in tree.under("", "requirements-dev.txt", ".npmrc", "pip.conf"):
        if re.search(r"^\s*(?:--(?:extra-)?index-url|registry\s*=)", tree.text(name), re.MULTILINE):
            problems.append(f"{name}: names a registry")
    return problems


def _stale_workspaces(tree: Tree, packages: dict[str, dict[str, object]]) -> list[str]:
    """Where manifest and lock file disagree, `npm install` would quietly take other versions."""
    problems = []
    for place, entry in packages.items():
        name = f"{place}/package.json" if place else "package.json"
        if "node_modules/" in name or name not in tree.files:
            continue
        manifest = json.loads(tree.text(name))
        for kind in ("dependencies", "devDependencies"):
            if manifest.get(kind, {}) != entry.get(kind, {}):
                problems.append(f"{name}: package-lock.json has other {kind}; run `make lock`")
    return problems
