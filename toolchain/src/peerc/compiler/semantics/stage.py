"""The checks after lowering: of a contract whose every part is well-formed by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from peerc.compiler import ir
from peerc.compiler.diagnostics import Findings
from peerc.compiler.model import ContractDecl
from peerc.compiler.semantics import defaults, examples, satisfiable, sizes
from peerc.compiler.semantics.parts import Pair


def check(
    findings: Findings,
    contract: ContractDecl,
    pairs: Iterable[Pair],
    types: Mapping[str, ir.NamedType],
) -> None:
    """PC1316, PC1322, PC1326. `pairs`: every schema with its shape; `types` by wire name."""
    pairs = tuple(pairs)
    defaults.check(findings, pairs, types)
    examples.check(findings, pairs, types)
    if satisfiable.check(findings, pairs, types):
        sizes.check(findings, contract, types)
