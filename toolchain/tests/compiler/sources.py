"""Contracts that several tests start from, and short ways to load a source."""

from __future__ import annotations

from pathlib import Path

from peerc.compiler import ir
from peerc.compiler.pipeline import Result, load_bytes

GOLDEN = Path(__file__).resolve().parent.parent / "golden"
FIELD_NOTES = (GOLDEN / "good" / "field_notes.yaml").read_text(encoding="utf-8")


def load(text: str, file: str = "contract.yaml") -> Result:
    return load_bytes(file, text.encode())


def good(text: str, file: str = "contract.yaml") -> ir.Contract:
    result = load(text, file)
    assert result.contract is not None, result.findings
    return result.contract


def with_types(types: str) -> str:
    """A contract of the types written in `types`, one a line."""
    lines = "".join(f"  {line}\n" for line in types.strip().splitlines())
    return f"peer: 1\nname: demo\ntypes:\n{lines}"


def codes(text: str, file: str = "contract.yaml") -> list[str]:
    return [finding.code for finding in load(text, file).findings]
