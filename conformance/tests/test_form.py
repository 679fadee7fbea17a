"""The compiler's identities of the suites' contracts are those of the slow reading of the spec."""

from __future__ import annotations

from pathlib import Path

import pytest
from peerc.compiler import pipeline
from reference import form

CONTRACTS = sorted(form.SUITES.glob("*/contracts/*.yaml"))


@pytest.mark.parametrize("path", CONTRACTS, ids=lambda path: path.stem)
def test_contract_and_interfaces_have_the_same_hash(path: Path) -> None:
    compiled = pipeline.load(path).contract
    assert compiled is not None
    contract = form.load(path.parts[-3], path.stem)
    assert compiled.id == form.identifier(contract)
    for agent in compiled.agents:
        for op in agent.ops:
            wanted = form.interface(contract, agent.names.wire, op.names.wire)
            assert op.interface_id == wanted, f"{agent.names.wire}.{op.names.wire}"
