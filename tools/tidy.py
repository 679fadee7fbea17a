"""The house rules that no bought tool knows: prints each breach and exits 1."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import tidy_core as core
import tidy_text as text
from tidy_tree import Tree

CHECKS: tuple[Callable[[Tree], list[str]], ...] = (
    core.mirrors,
    core.python_core,
    core.node_core,
    core.rust_core,
    core.dependencies,
    core.runner,
    core.drivers,
    core.exits,
    text.walls,
    text.names,
    text.first_lines,
    text.pages,
    text.silenced,
    text.machine_paths,
    text.no_mocks,
    text.lock_files,
)


def main() -> int:
    """Runs every check over the checkout."""
    tree = Tree.of_checkout(Path(__file__).resolve().parent.parent)
    problems = [problem for check in CHECKS for problem in check(tree)]
    for problem in problems:
        print(f"tidy: {problem}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
