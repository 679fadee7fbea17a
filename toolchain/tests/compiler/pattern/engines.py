"""Everything that can say whether a pattern matches: three run times and two hosts' engines.

An engine that backtracks without end is stopped: its answer is then `?`, which agrees with all.
Ours are never stopped: they are linear.
"""

from __future__ import annotations

import base64
import json
import os
import re
import signal
import subprocess
import warnings
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from peerc.compiler.pattern import Pattern
from peercontract.core import pattern as runtime

ROOT = Path(__file__).resolve().parents[4]
MATCHER = Path(__file__).with_name("matcher.js")
SECONDS_MAX = 0.1
ENV = os.environ | {"PATH": f"{ROOT / '.venv' / 'node-bin'}{os.pathsep}{os.environ['PATH']}"}

# Where a source, read by a host as it stands, means something else than the dialect says.
_JAVASCRIPT_SPACE = re.compile("[\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]")
_PAIR = re.compile(r"\\u(D[89AB][0-9A-F]{2})\\u(D[C-F][0-9A-F]{2})")


@dataclass(frozen=True)
class Asked:
    """A pattern as its author wrote it, compiled, and the texts to match."""

    source: str
    pattern: Pattern
    texts: Sequence[str]

    @property
    def table(self) -> str:
        return base64.b64encode(self.pattern.table).decode()


def translated(pattern: Pattern) -> re.Pattern[str]:
    """The normal form for Python's `re.search`."""
    text = _PAIR.sub(
        lambda pair: bytes.fromhex(pair[1] + pair[2]).decode("utf-16-be"), pattern.text
    )
    parts = re.findall(r"\\.|\[(?:\\.|[^\]\\])*\]|.", text, re.DOTALL)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # `[a||b]`, maybe an operator one day
        return re.compile("".join(r"\Z" if part == "$" else part for part in parts))


def as_written(source: str) -> re.Pattern[str] | None:
    """The source for Python's `re.search`, where Python reads it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)
            return re.compile(source, re.ASCII)
    except (re.error, OverflowError, RecursionError):
        return None


def differences(asked: Sequence[Asked]) -> list[str]:
    """What any two of the engines disagree about."""
    by_node, by_rust = _node(asked), _rust(asked)
    found: list[str] = []
    for one, node, rust in zip(asked, by_node, by_rust, strict=True):
        expected = _bounded(translated(one.pattern), one.texts)
        ours = _bits(runtime.by_table(one.table), one.texts)
        answers = {
            "python": ours,
            "javascript": node["table"],
            "rust": rust,
        }
        if one.pattern.is_linear:
            answers["python host"] = _bits(runtime.by_host(one.pattern.text, one.table), one.texts)
            answers["javascript host"] = node["host"]
        for engine, bits in answers.items():
            found += [
                f"{engine}: {one.source!r} on {text!r}: {got}, Python's re says {wanted}"
                for text, got, wanted in zip(one.texts, bits, expected, strict=True)
                if got != wanted != "?"
            ]
        for engine in ("javascript", "rust"):
            if answers[engine] != ours:
                found.append(f"{engine}: {one.source!r} is not matched as in Python")
        found += _as_sources_stand(one, expected, node.get("source"))
    return found


def _as_sources_stand(one: Asked, expected: str, javascript: str | None) -> list[str]:
    found = []
    if javascript is not None:
        found += [
            f"javascript, as written: {one.source!r} on {text!r}: {got}"
            for text, got, wanted in zip(one.texts, javascript, expected, strict=True)
            if differ(got, wanted) and not _JAVASCRIPT_SPACE.search(text)
        ]
    written = as_written(one.source)
    if written is not None:
        bits = _bounded(written, one.texts)
        found += [
            f"python, as written: {one.source!r} on {text!r}: {got}"
            for text, got, wanted in zip(one.texts, bits, expected, strict=True)
            if differ(got, wanted) and "\r" not in text and not text.endswith("\n")
        ]
    return found


def differ(one: str, other: str) -> bool:
    """Whether two answers contradict each other; an engine that was stopped says nothing."""
    return one != other and "?" not in (one, other)


def _bounded(expression: re.Pattern[str], texts: Sequence[str]) -> str:
    """What Python's `re` finds; `?` for the text on which it was stopped, and the rest."""

    def stop(*_: object) -> None:
        raise TimeoutError

    found = ""
    before = signal.signal(signal.SIGALRM, stop)
    try:
        for text in texts:
            signal.setitimer(signal.ITIMER_REAL, SECONDS_MAX)
            found += "0" if expression.search(text) is None else "1"
            signal.setitimer(signal.ITIMER_REAL, 0)
    except TimeoutError:
        return found.ljust(len(texts), "?")
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    return found


def _bits(matches: Callable[[str], bool], texts: Sequence[str]) -> str:
    return "".join("1" if matches(text) else "0" for text in texts)


def _node(asked: Sequence[Asked]) -> list[dict[str, str]]:
    lines = (
        json.dumps(
            {
                "source": one.source,
                "pattern": one.pattern.text,
                "table": one.table,
                "is_linear": one.pattern.is_linear,
                "texts": list(one.texts),
            }
        )
        for one in asked
    )
    return [json.loads(line) for line in _answers(["node", str(MATCHER)], lines)]


def _rust(asked: Sequence[Asked]) -> list[str]:
    build = ["cargo", "build", "--offline", "--quiet", "--package", "peercontract-core"]
    subprocess.run([*build, "--example", "match_tables"], cwd=ROOT, check=True)
    lines = (
        " ".join([one.table, *(base64.b64encode(text.encode()).decode() for text in one.texts)])
        for one in asked
    )
    return _answers([str(ROOT / "target" / "debug" / "examples" / "match_tables")], lines)


def _answers(command: list[str], lines: Iterable[str]) -> list[str]:
    text = "\n".join(lines)
    done = subprocess.run(
        command, input=text, env=ENV, capture_output=True, check=True, encoding="utf-8"
    )
    return done.stdout.splitlines()
