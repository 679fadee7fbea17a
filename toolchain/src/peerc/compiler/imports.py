"""Types of other contracts: `pc:<contract>@<hash>#<Name>` (spec/contract.md#imports).

A contract that is imported lies beside the source in its form, and its bytes must have the hash
that the reference names. What is reached of it becomes further types of the contract.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from peercontract.core.canonical import canonical, contract_id

from peerc.compiler.checks import arms, inhabited, links
from peerc.compiler.checks.contract import TYPES_MAX
from peerc.compiler.checks.contract import contract as read_contract
from peerc.compiler.checks.reading import report
from peerc.compiler.checks.walk import IMPORT, references, schemas
from peerc.compiler.diagnostics import Findings
from peerc.compiler.form_source import NotAForm, types_source
from peerc.compiler.frontend.read import read
from peerc.compiler.model import ContractDecl, RefSchema, TypeDecl
from peerc.compiler.renamed import renamed
from peerc.compiler.schema_form import schema_form
from peerc.compiler.tree import Node

FOLDER = "contracts"  # beside the source
DEPTH_MAX = 16  # contracts in a chain of imports
_REFERENCE = re.compile(r"pc:([a-z][a-z0-9-]{0,62})@(pc1-[a-z2-7]{52})#([A-Za-z_][A-Za-z0-9_]*)\Z")

# The bytes of a file of the folder by its name. Raises OSError.
Vendored = Callable[[str], bytes]


def file_name(contract: str, identity: str) -> str:
    """Where the form of an imported contract lies: its name and 16 characters of its hash."""
    return f"{contract}-{identity.removeprefix('pc1-')[:16]}.json"


def folder(path: Path) -> Vendored:
    """Reads from a folder of vendored contracts."""
    return lambda name: (path / name).read_bytes()


def nothing(name: str) -> bytes:
    """For a source that lies nowhere."""
    raise FileNotFoundError(name)


def resolve(findings: Findings, contract: ContractDecl, vendored: Vendored) -> None:
    """Adds the types that `contract` imports, and those they need; PC1202 at each that is not."""
    _resolve(findings, contract, _Store(vendored))


def form_types(raw: bytes, vendored: Vendored) -> dict[str, TypeDecl]:
    """The types of a contract form, its own and those it imports. Raises NotAForm."""
    return _read(raw, _Store(vendored))


def identity_of(raw: bytes) -> tuple[str, str, bytes]:
    """Name and hash of a contract form, and the form."""
    text = raw.decode("utf-8")
    return str(json.loads(text)["name"]), contract_id(text), raw


class _Unresolved(Exception):
    """Why an import does not resolve, and what to do."""

    def __init__(self, problem: str, hint: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.hint = hint


@dataclass(slots=True)
class _Store:
    """The contracts that are imported, each read once; `depth` of the chain that is read."""

    vendored: Vendored
    read: dict[tuple[str, str], dict[str, TypeDecl] | _Unresolved] = field(default_factory=dict)
    depth: int = 0

    def types(self, name: str, identity: str) -> dict[str, TypeDecl]:
        """The types of a contract, its imports resolved. Raises _Unresolved."""
        key = name, identity
        if key not in self.read:
            try:
                self.read[key] = self._types(name, identity)
            except _Unresolved as why:
                self.read[key] = why
        found = self.read[key]
        if isinstance(found, _Unresolved):
            raise found
        return found

    def _types(self, name: str, identity: str) -> dict[str, TypeDecl]:
        if self.depth >= DEPTH_MAX:
            problem = f"it is behind a chain of {DEPTH_MAX} imports"
            raise _Unresolved(problem, "import the type from the contract that defines it")
        file = f"{FOLDER}/{file_name(name, identity)}"
        hint = "write it with `peerc vendor` from the contract that has this hash"
        try:
            raw = self.vendored(file_name(name, identity))
        except FileNotFoundError:
            raise _Unresolved(f"there is no `{file}`", hint) from None
        except OSError as error:
            problem = f"`{file}` cannot be read: {error.strerror}"
            raise _Unresolved(problem, "make it a file that can be read") from None
        self.depth += 1
        try:
            found = _read(raw, self)
        except NotAForm as why:
            raise _Unresolved(f"`{file}` is no contract form: {why}", hint) from None
        finally:
            self.depth -= 1
        actual = contract_id(raw.decode("utf-8"))
        if actual != identity:
            raise _Unresolved(f"`{file}` has the hash `{actual[:20]}...`", hint)
        return found


def _read(raw: bytes, store: _Store) -> dict[str, TypeDecl]:
    """Reads a form as the source that it is one of, and holds the two against each other."""
    source, written = types_source(raw)
    root, findings = read("form.json", source.encode())
    declared = read_contract(findings, root) if root else None
    if declared is not None and not findings.has_errors:
        _resolve(findings, declared, store)
        for check in (links.check, arms.check, inhabited.check):
            check(findings, declared)
    for finding in findings.sorted():
        if finding.level == "error":
            raise NotAForm(f"{finding.message} ({finding.code} at `{finding.pointer}`)")
    assert declared is not None  # else there was an error
    own = {n: schema_form(one.schema) for n, one in declared.types.items() if not one.is_imported}
    if canonical(own) != canonical(written):
        raise NotAForm("its types are not written as the form has them")
    return declared.types


def _resolve(findings: Findings, contract: ContractDecl, store: _Store) -> None:
    uses = [(one.target, one.at) for one in references(contract)]
    for agent in contract.agents.values():
        for op in agent.ops:
            sides = (op.input, op.output, *op.errors)
            uses += [(use.name, use.node) for use in sides if use is not None]
    for name, node in uses:
        if name.startswith(IMPORT):
            _add(findings, contract, store, name, node)


def _add(findings: Findings, contract: ContractDecl, store: _Store, name: str, node: Node) -> None:
    """One reference: its type, and what that type needs."""
    match = _REFERENCE.match(name)
    if match is None:
        report(findings, "PC1315", node, found=f"`{name[:64]}`")
        return
    try:
        types = store.types(match[1], match[2])
        if match[3] not in types:
            hint = findings.suggest(match[3], [one for one in types if ":" not in one])
            raise _Unresolved(f"the contract has no type `{match[3]}`", hint)
    except _Unresolved as why:
        found = f"pc:{match[1]}@{match[2][:12]}...#{match[3]}"
        fields = {"found": found, "problem": why.problem, "suggestion": why.hint}
        report(findings, "PC1202", node, **fields)
        return
    prefix = name[: name.index("#") + 1]
    waiting = [name]
    while waiting:
        whole = waiting.pop()
        if whole in contract.types:
            continue
        # A type that the other contract imports itself has its whole name there already.
        decl = types[whole.removeprefix(prefix)]
        contract.types[whole] = renamed(decl, whole, prefix, node)
        inner = schemas(contract.types[whole].schema)
        waiting += [one.target for one in inner if isinstance(one, RefSchema)]
    if len(contract.types) > TYPES_MAX:
        problem = f"with what it imports it has more than {TYPES_MAX} types"
        report(findings, "PC1005", node, problem=problem)
