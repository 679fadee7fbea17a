"""Contracts that several tests start from, and short ways to load a source."""

from __future__ import annotations

from peerc.compiler import ir
from peerc.compiler.pipeline import Result, load_bytes

FIELD_NOTES = """\
peer: 1
name: field-notes
version: 1.0.0
description: Questions about notes.

types:
  Question: {type: object, required: [text], properties: {text: {type: string, minLength: 1, maxLength: 2000}}}
  Finding:
    type: object
    required: [page, score]
    properties:
      page: {type: string}
      score: {type: number, minimum: 0, maximum: 0.5}
      kind: {enum: [b, a]}
  Findings: {type: array, items: {$ref: Finding}, maxItems: 50}
  Report: {type: object, required: [html], properties: {html: {type: string, maxLength: 200000}}}
  NotFound: {type: object, required: [code], properties: {code: {const: not_found}}}
  TooMany: {type: object, required: [code], properties: {code: {const: too_many}}}

agents:
  reason:
    language: python
    ops:
      ask: {input: Question, output: Report, timeout_ms: 20000}
    calls: [crunch.search, write.render]
  crunch:
    language: rust
    ops:
      search: {input: Question, output: Findings, errors: [NotFound, TooMany], effect: read, timeout_ms: 2000}
  write:
    language: javascript
    ops:
      render: {input: Findings, output: Report, effect: read, timeout_ms: 5000}

limits: {hops: 7, deadline_ms: 30000}
"""


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
