"""Interface hashes: the identity of one operation, whatever else its contract holds.

spec/contract.md#contract-form-and-hash, "Interface hash".
"""

from __future__ import annotations

from peercontract.core.canonical import canonical, contract_id

from peerc.compiler.checks.walk import schemas
from peerc.compiler.form import name_of, op_form
from peerc.compiler.model import ContractDecl, OpDecl, RefSchema
from peerc.compiler.schema_form import schema_form

_PREFIX = "pi1-"


def interface_ids(contract: ContractDecl) -> dict[str, str]:
    """The interface hash (`pi1-` + 52 characters) of every `agent.op`."""
    own = {name: decl for name, decl in contract.types.items() if not decl.is_imported}
    forms = {name: schema_form(decl.schema) for name, decl in own.items()}
    targets = {
        name: [one.target for one in schemas(decl.schema) if isinstance(one, RefSchema)]
        for name, decl in own.items()
    }
    ids = {}
    for agent in contract.agents.values():
        for op in agent.ops:
            form = op_form(op)
            form.pop("forward", None)
            name = f"{agent.name}.{op.name}"
            types = {one: forms[one] for one in _reached(op, targets)}
            whole = {"interface": 1, "op": name, "form": form, "types": types}
            ids[name] = _PREFIX + contract_id(canonical(whole)).removeprefix("pc1-")
    return ids


def _reached(op: OpDecl, targets: dict[str, list[str]]) -> set[str]:
    """Names of the contract's own types that the operation's values are made of.

    An imported type is covered by the hash in its reference.
    """
    waiting = [name_of(op.input), name_of(op.output), *(use.name for use in op.errors)]
    reached: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in reached and name in targets:
            reached.add(name)
            waiting.extend(targets[name])
    return reached
