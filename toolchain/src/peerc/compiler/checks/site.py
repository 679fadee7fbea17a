"""What a reader of one form of schema is given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from peerc.compiler.checks.reading import report
from peerc.compiler.diagnostics import Findings
from peerc.compiler.model import Head, Schema
from peerc.compiler.tree import Mapping, Node

# Where a schema stands: a type of its own, a property, another part of a schema, an arm of a union.
TYPE, PROPERTY, PART, ARM = "type", "property", "part", "arm"


@dataclass(frozen=True, slots=True)
class Site:
    """One mapping that is a schema of the form `form`, and the way to read schemas inside it."""

    findings: Findings
    at: Mapping
    head: Head
    form: str
    read_part: Callable[[Findings, Node, str], Schema | None]

    def read(self, node: Node, place: str) -> Schema | None:
        """The schema that `node` writes, which stands in this one as `place` says."""
        return self.read_part(self.findings, node, place)

    def report(self, code: str, node: Node, **fields: object) -> None:
        """A finding at `node`; `fields` fill the catalogue's text and hint."""
        report(self.findings, code, node, **fields)

    @property
    def place(self) -> Node:
        """Where to point for what is missing: `type` where it is written, else the whole."""
        return self.at.members["type"].value if "type" in self.at.members else self.at
