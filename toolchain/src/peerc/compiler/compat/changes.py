"""What the judge finds: one row of the table at one place of one operation."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from peerc.compiler.compat.breaks import Break
from peerc.compiler.compat.rules import RULES, Rule, Verdict
from peerc.compiler.compat.samples import Value


@dataclass(frozen=True, slots=True)
class Change:
    """A change that has a row in `rules.RULES`.

    `op` is `agent.op`, "" for what belongs to no operation; `direction` is input, output or "".
    `old_at`, `new_at` are JSON Pointers into the contract forms, "" where the thing is not there;
    members of `enum`, `oneOf` and lists of names stand in them by name, not by index. `witness` is
    a value that the one side may send and the other refuses; `has_witness` tells null from none.
    """

    rule: str
    op: str
    direction: str
    old_at: str
    new_at: str
    fields: Mapping[str, str] = field(default_factory=dict)
    witness: Value = None
    has_witness: bool = False

    @property
    def row(self) -> Rule:
        """Its row."""
        return RULES[self.rule]

    @property
    def verdict(self) -> Verdict:
        """What it means where it is."""
        return self.row.verdict(self.direction)

    @property
    def pointer(self) -> str:
        """Where it is: in the new form, or in the old one where it is gone."""
        return self.new_at or self.old_at

    @property
    def fingerprint(self) -> str:
        """The first 16 hex digits of SHA-256 over `rule:agent.op:direction:pointer`."""
        identity = f"{self.rule}:{self.op}:{self.direction}:{self.pointer}"
        return hashlib.sha256(identity.encode()).hexdigest()[:16]


def of_break(found: Break, op: str, direction: str) -> Change:
    """The change that the engine proved with a value, or could not decide."""
    return Change(
        found.rule,
        op,
        direction,
        found.old_at,
        found.new_at,
        found.fields,
        found.value,
        not found.is_undecided,
    )
