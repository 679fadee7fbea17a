"""Stubs in JavaScript: `contract.js` runs without a build, `contract.d.ts` gives it types."""

from __future__ import annotations

from peerc.compiler import ir
from peerc.compiler.code import File
from peerc.compiler.emit.node.declarations import declarations
from peerc.compiler.emit.node.module import module


def emit(contract: ir.Contract) -> tuple[File, ...]:
    """The two files of an agent in JavaScript; the same contract gives the same bytes."""
    return (
        File("contract.js", module(contract).text),
        File("contract.d.ts", declarations(contract).text),
    )
