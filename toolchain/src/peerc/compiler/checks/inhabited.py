"""Every type has a finite value (PC1206): the least fixpoint over what types need of others."""

from __future__ import annotations

from peerc.compiler.checks.reading import report
from peerc.compiler.circles import circles
from peerc.compiler.diagnostics import Findings
from peerc.compiler.model import ArraySchema, ContractDecl, RecordSchema, RefSchema, Schema


def check(findings: Findings, contract: ContractDecl) -> None:
    """One finding a cycle, at its first type; types that only lead into one are not to blame."""
    needs = {
        name: {other for other in _needs(decl.schema) if other in contract.types}
        for name, decl in contract.types.items()
    }
    empty = _without_value(needs)
    within = {name: sorted(needs[name] & empty) for name in contract.types if name in empty}
    for circle in circles(within):
        if len(circle) > 1 or circle[0] in within[circle[0]]:
            first = min(circle, key=lambda name: contract.types[name].key.start)
            report(findings, "PC1206", contract.types[first].key, found=first)


def _needs(schema: Schema | None) -> set[str]:
    """The types of which every value of `schema` holds one."""
    if schema is None or schema.nullable:
        return set()
    if isinstance(schema, RefSchema):
        return {schema.target}
    if isinstance(schema, ArraySchema):
        return _needs(schema.items) if schema.min_items else set()
    if isinstance(schema, RecordSchema):
        return set().union(*(_needs(one.schema) for one in schema.properties if one.required))
    return set()


def _without_value(needs: dict[str, set[str]]) -> set[str]:
    """The types that no finite value fits, given what each needs. Linear in the number of needs."""
    needed_by: dict[str, list[str]] = {name: [] for name in needs}
    open_needs = {}
    for name, others in needs.items():
        open_needs[name] = len(others)
        for other in others:
            needed_by[other].append(name)
    ready = [name for name, count in open_needs.items() if count == 0]
    inhabited = set(ready)
    while ready:
        for user in needed_by[ready.pop()]:
            open_needs[user] -= 1
            if open_needs[user] == 0:
                inhabited.add(user)
                ready.append(user)
    return set(needs) - inhabited
