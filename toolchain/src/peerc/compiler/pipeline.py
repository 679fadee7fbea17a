"""The compiler from end to end: a path to a checked contract, a contract to its stubs."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePath

from peercontract.core.canonical import canonical, contract_id

from peerc.compiler import imports, ir, wiring
from peerc.compiler.checks import arms, collisions, constraints, graph, inhabited, links, run
from peerc.compiler.checks.contract import contract as read_contract
from peerc.compiler.code import File
from peerc.compiler.diagnostics import Finding, Findings, Source
from peerc.compiler.form import contract_form
from peerc.compiler.form_source import NotAForm, contract_source
from peerc.compiler.frontend.read import SOURCE_BYTES_MAX, read
from peerc.compiler.lower_types import Types
from peerc.compiler.lowering import lower
from peerc.compiler.model import ContractDecl
from peerc.compiler.semantics.stage import check as check_meaning

_CHECKS = (
    links.check,
    arms.check,
    inhabited.check,
    graph.check,
    constraints.check,
    run.check,
    collisions.check,
)
FORM_BYTES_MAX = 65_535  # spec/limits.json, canonical_bytes_max
EMITTERS = {"python": "python", "javascript": "node", "rust": "rust"} | {
    "docs": "markdown",
    "json-schema": "json_schema",
}


@dataclass(frozen=True, slots=True)
class Result:
    """`contract` is None when a finding is an error; warnings leave it.

    `declared` and `source` are there with it: the contract as it was written, and where.
    """

    contract: ir.Contract | None
    findings: tuple[Finding, ...]
    declared: ContractDecl | None = None
    source: Source | None = None


def load(path: str | Path) -> Result:
    """Reads and checks the contract at `path`. Raises OSError when the file cannot be read."""
    with Path(path).open("rb") as file:
        raw = file.read(SOURCE_BYTES_MAX + 1)
    return load_bytes(str(path), raw, imports.folder(Path(path).parent / imports.FOLDER))


def load_bytes(file: str, raw: bytes, vendored: imports.Vendored = imports.nothing) -> Result:
    """Checks a contract source; `file` is its name in findings, and `.json` there asks for JSON.

    `vendored` gives the files of the folder that imports are read from.
    """
    root, findings = read(file, raw)
    declared = read_contract(findings, root) if root else None
    if declared is None:
        return Result(None, findings.sorted())
    imports.resolve(findings, declared, vendored)
    for check in _CHECKS:
        check(findings, declared)
    if findings.has_errors:
        return Result(None, findings.sorted())
    return _result(findings, declared)


def load_form(raw: bytes, vendored: imports.Vendored = imports.nothing) -> ir.Contract:
    """The contract that a contract form is of, by the names that the form gives. Raises NotAForm.

    What a form does not have is not told: version, languages, documentation, names for code.
    """
    root, findings = read("form.json", contract_source(raw).encode())
    declared = read_contract(findings, root) if root else None
    if declared is not None:
        imports.resolve(findings, declared, vendored)
        for check in _CHECKS:
            if check is not collisions.check:  # the names that its source gives are not known
                check(findings, declared)
    errors = [finding for finding in findings.sorted() if finding.level == "error"]
    if declared is None or errors:
        raise NotAForm(f"{errors[0].message} ({errors[0].code} at `{errors[0].pointer}`)")
    text = canonical(contract_form(declared))
    if text.encode() != raw:
        raise NotAForm("it is not written as the form of what it says")
    return lower(declared, Types(declared), "form.json", contract_id(text), raw)


def _result(findings: Findings, declared: ContractDecl) -> Result:
    """The contract whose parts passed their checks, unless its meaning or size is at fault."""
    types = Types(declared)
    check_meaning(findings, declared, types.pairs, types.named)
    if findings.has_errors:
        return Result(None, findings.sorted())
    text = canonical(contract_form(declared))
    form = text.encode()
    if len(form) > FORM_BYTES_MAX:
        problem = f"its contract form has {len(form):,} bytes, at most {FORM_BYTES_MAX:,} are read"
        findings.report("PC1005", (0, 0), "", {"problem": problem})
        return Result(None, findings.sorted())
    # The name alone: stubs are the same from wherever the compiler was called.
    source = PurePath(findings.source.file).name
    contract = lower(declared, types, source, contract_id(text), form)
    if not wiring.holds(findings, declared, contract):
        return Result(None, findings.sorted())
    return Result(contract, findings.sorted(), declared, findings.source)


def emit(contract: ir.Contract, language: str) -> tuple[File, ...]:
    """The stubs of `contract` for agents in `language`; paths relative to a source folder.

    The emitter is imported here, so that `peerc check` loads none.
    """
    module = importlib.import_module(f"peerc.compiler.emit.{EMITTERS[language]}")
    emitter: Callable[[ir.Contract], tuple[File, ...]] = module.emit
    return emitter(contract)
