"""How a bug breaks something in memory: names of modules, tables, and the text of stubs."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module
from importlib.machinery import SourceFileLoader
from pkgutil import walk_packages
from typing import Any

from peercontract import core

BUGS: dict[str, Callable[[Any], None]] = {"none": lambda _: None}


def bug(function: Callable[[Any], None]) -> Callable[[Any], None]:
    """Registers a function that breaks one thing; it is given the Python driver's module."""
    name = function.__name__.strip("_").replace("_", "-")
    assert name not in BUGS, name
    BUGS[name] = function
    return function


def wrap(holder: Any, name: str, change: Callable[..., Any]) -> None:
    """Replaces `holder.name` by `change(original, *arguments)`."""
    original = getattr(holder, name)
    setattr(holder, name, lambda *given, **named: change(original, *given, **named))


def core_with(name: str) -> list[Any]:
    """Every module of the core that has this name: each imported its own."""
    names = [found.name for found in walk_packages(core.__path__, core.__name__ + ".")]
    return [module for module in map(import_module, names) if hasattr(module, name)]


def rewrite_stubs(pattern: str, replacement: str) -> None:
    """Changes the text of generated stubs while they are imported: a mistake of an emitter."""

    def get_code(original: Any, loader: SourceFileLoader, name: str) -> Any:
        if not name.startswith("generated."):
            return original(loader, name)
        source = re.sub(pattern, replacement, loader.get_source(name) or "", flags=re.MULTILINE)
        return compile(source, loader.get_filename(name), "exec")

    wrap(SourceFileLoader, "get_code", get_code)
