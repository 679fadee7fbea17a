"""Judges an answer by its vector and by the list of known deviations, and compares languages."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .driver import Answer
from .vectors import BadVectors, Case, expand

BLOCKING = frozenset({"fail", "stale"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """One case in one language: `word` is pass, fail, known, stale or absent; `why` explains."""

    case: Case
    word: str
    answer: Answer | None
    why: str = ""


def judge(case: Case, answer: Answer, known: dict[str, tuple[str, str]]) -> Verdict:
    """Pass or fail by the vector; a listed deviation turns them into stale or known."""
    right = agrees(case, answer)
    if case.id not in known:
        return Verdict(case, "pass" if right else "fail", answer)
    label, why = known[case.id]
    if right:
        return Verdict(case, "stale", answer, "listed as known but passes: remove the line")
    if label == label_of(answer):
        return Verdict(case, "known", answer, why)
    return Verdict(case, "fail", answer, f"known as {label}, but now it is another deviation")


def agrees(case: Case, answer: Answer) -> bool:
    """Whether it is what was expected: `out` whole, of `error` the members that the case names."""
    if case.out is not None:
        return answer.kind == "out" and same(answer.body, expand(case.out))
    assert case.error is not None
    if answer.kind != "error":
        return False
    return all(
        name in answer.body and same(answer.body[name], value) for name, value in case.error.items()
    )


def same(left: Any, right: Any) -> bool:
    """Equality of JSON values by their text: `1`, `1.0` and `true` are three values here."""
    return text_of(left) == text_of(right)


def text_of(value: Any) -> str:
    """One text a value, keys sorted."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def label_of(answer: Answer) -> str:
    """How `known/<language>.txt` names a deviation: the code, or the kind of the answer."""
    return str(answer.body.get("code")) if answer.kind == "error" else answer.kind


def read_known(file: Path) -> dict[str, tuple[str, str]]:
    """Known deviations of a language: id -> (label, why); a missing file lists none.

    A line is `id label why`; `#` starts a comment.
    """
    known: dict[str, tuple[str, str]] = {}
    if not file.is_file():
        return known
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        parts = line.split(maxsplit=2)
        if len(parts) < 3:
            raise BadVectors(f"{file}:{number}: a line is `id label why`")
        known[parts[0]] = (parts[1], parts[2])
    return known


def comparable(answer: Answer) -> str:
    """What two languages must have in common: the output, or code, place and violations."""
    if answer.kind == "out":
        return "out " + text_of(answer.body)
    if answer.kind == "error":
        body = answer.body
        part = {name: body.get(name) for name in ("code", "at")}
        return "error " + text_of(part | {"violations": body.get("violations") or []})
    return answer.kind


def disagreements(columns: Mapping[str, Iterable[Verdict]]) -> list[tuple[Case, dict[str, str]]]:
    """Cases that two languages answered differently, each with what every language said."""
    by_case: dict[str, dict[str, str]] = {}
    cases: dict[str, Case] = {}
    for language, verdicts in columns.items():
        for verdict in verdicts:
            if verdict.answer is not None:
                cases[verdict.case.id] = verdict.case
                by_case.setdefault(verdict.case.id, {})[language] = comparable(verdict.answer)
    return [(cases[name], said) for name, said in by_case.items() if len(set(said.values())) > 1]
