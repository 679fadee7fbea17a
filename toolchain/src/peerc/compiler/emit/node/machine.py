"""The states of a run in `contract.js` and `contract.d.ts`: table, guards, `run.step`."""

from __future__ import annotations

from peerc.compiler import ir
from peerc.compiler.code import Code, code, ident, indent, javascript_literal, join
from peerc.compiler.emit.node.syntax import member
from peerc.compiler.operands import Types, governed, leaf, steps

# What every object has: an absent member of such a name would be found there.
_INHERITED = frozenset(
    {
        "constructor",
        "hasOwnProperty",
        "isPrototypeOf",
        "propertyIsEnumerable",
        "toLocaleString",
        "toString",
        "valueOf",
        "__defineGetter__",
        "__defineSetter__",
        "__lookupGetter__",
        "__lookupSetter__",
    }
)
_OPERATORS = {"==": "===", "!=": "!=="}


def machine(contract: ir.Contract) -> Code:
    """The table, before the contract that holds it; nothing without a `run`."""
    if contract.machine is None:
        return Code("")
    types: Types = {one.names.wire: one for one in contract.types}
    outputs = {
        (agent.names.wire, op.names.wire): op.output
        for agent in contract.agents
        for op in agent.ops
    }
    states = (
        code(
            "{name}: {{{entries}}},",
            name=javascript_literal(state.name),
            entries=_entries(types, outputs, state),
        )
        for state in contract.machine.states
    )
    return code(
        "const $machine = new $.Machine({initial}, {{\n{states}\n}});",
        initial=javascript_literal(contract.machine.initial),
        states=indent(join("\n", states), "  "),
    )


def more_arguments(contract: ir.Contract) -> Code:
    """What `new $.Contract` is told of the run, and of older contracts."""
    if contract.machine is None and not contract.accepts:
        return Code("")
    hashes = join(", ", map(javascript_literal, contract.accepts))
    table = Code("$machine" if contract.machine else "undefined")
    return code(", {table}, [{hashes}]", table=table, hashes=hashes)


def run(contract: ir.Contract) -> Code:
    """The export `run`, for tests of what may follow what."""
    if contract.machine is None:
        return Code("")
    return code(
        "export const run = {{\n"
        "  initial: {initial},\n"
        "  states: [{states}],\n"
        "  step(state, event, output) {{\n"
        "    $machine.admit(state, event);\n"
        '    const encoded = contract.op(event)?.output.encode(output, "output");\n'
        "    return $machine.after(state, event, encoded);\n"
        "  }},\n"
        "}};",
        initial=javascript_literal(contract.machine.initial),
        states=join(", ", (javascript_literal(one.name) for one in contract.machine.states)),
    )


def declared(contract: ir.Contract) -> Code:
    """The types of `run`."""
    if contract.machine is None:
        return Code("")
    named = {one.names.wire: one for one in contract.types}
    outputs = (
        code(
            "{event}: types.{output};",
            event=javascript_literal(f"{agent.names.wire}.{op.names.wire}"),
            output=ident(named[op.output].names.javascript),
        )
        for agent, op in governed(contract)
    )
    return code(
        "/** The states of a run: which operation may follow which. */\n"
        "export declare namespace run {{\n"
        "  type State = {states};\n"
        "  /** What the operations that move a run give. */\n"
        "  interface Outputs {{\n{outputs}\n  }}\n"
        "  const initial: State;\n"
        "  const states: readonly State[];\n"
        "  /** The state after an operation called in `state`. Throws CallError PC2003. */\n"
        "  function step<E extends keyof Outputs>(state: State, event: E, output: Outputs[E]):"
        " State;\n"
        "}}",
        states=join(" | ", (javascript_literal(one.name) for one in contract.machine.states)),
        outputs=indent(join("\n", outputs), "    "),
    )


def _entries(types: Types, outputs: dict[tuple[str, str], str], state: ir.State) -> Code:
    entries = (
        code(
            "{event}: {entry},",
            event=javascript_literal(f"{one.agent}.{one.op}"),
            entry=_entry(types, outputs[one.agent, one.op], one),
        )
        for one in state.transitions
    )
    body = join("\n", entries)
    return code("\n{body}\n", body=indent(body, "  ")) if body else Code("")


def _entry(types: Types, output: str, transition: ir.Transition) -> Code:
    first = transition.targets[0]
    if first.when is None:
        return javascript_literal(first.to)
    chain = Code("undefined")
    for target in reversed(transition.targets):
        to = javascript_literal(target.to)
        if target.when is None:
            chain = to
        else:
            test = _expression(types, output, target.when)
            chain = code("{test} ? {to} : {chain}", test=test, to=to, chain=chain)
    return code("(o) => {chain}", chain=chain)


def _expression(types: Types, output: str, guard: ir.Guard) -> Code:
    """A guard as an expression over `o`, plain JSON; what may be missing is looked at first."""
    if isinstance(guard, ir.Not):
        return code("!({part})", part=_expression(types, output, guard.part))
    if isinstance(guard, ir.Both):
        parts = (code("({p})", p=_expression(types, output, part)) for part in guard.parts)
        return join(" && " if guard.operator == "and" else " || ", parts)
    conditions: list[Code] = []
    left = _operand(types, output, guard.left, conditions)
    if isinstance(guard.right, tuple):
        values = join(", ", map(javascript_literal, guard.right))
        conditions.append(code("[{values}].includes({left})", values=values, left=left))
    else:
        right = _operand(types, output, guard.right, conditions)
        operator = Code(_OPERATORS.get(guard.operator, guard.operator))
        conditions.append(code("{left} {op} {right}", left=left, op=operator, right=right))
    return join(" && ", conditions)


def _operand(
    types: Types, output: str, operand: ir.Path | int | str | bool, conditions: list[Code]
) -> Code:
    if not isinstance(operand, ir.Path):
        return javascript_literal(operand)
    value = Code("o")
    for step in steps(types, output, operand):
        if step.field is not None:
            name = step.field.names.wire
            if step.may_be_absent and name in _INHERITED:
                own = code("Object.hasOwn({of}, {name})", of=value, name=javascript_literal(name))
                conditions.append(own)
            value = member(value, name)
        if step.may_be_absent or step.may_be_null:
            conditions.append(code("{value} != null", value=value))
    if not operand.is_length:
        return value
    match leaf(types, output, operand):
        case ir.Array():
            return code("{value}.length", value=value)
        case ir.Map():
            return code("Object.keys({value}).length", value=value)
        case _:
            return code("$.length({value})", value=value)
