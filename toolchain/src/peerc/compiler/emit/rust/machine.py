"""Module `run`: the states of a run, and for each operation that moves it where it leads."""

from __future__ import annotations

from collections.abc import Callable

from peerc.compiler import ir
from peerc.compiler.code import Code, code, ident, indent, join, rust_literal
from peerc.compiler.emit.rust.shapes import Shapes, is_struct
from peerc.compiler.operands import Step, governed, leaf, steps

_MODULE = """\
/// The states of a run: which operation may follow which.
#[rustfmt::skip]
pub mod run {{
    use ::peercontract::{{PeerError, stub}};

    use super::types;

    /// Where a run begins.
    pub const INITIAL: &str = {initial};

    /// All states.
    pub const STATES: &[&str] = &[{names}];

    /// What each state admits.
    pub static MACHINE: stub::Machine = stub::Machine {{
        initial: INITIAL,
        states: &[
{states}
        ],
    }};

    /// The state after `event` (`agent.op`) in `state`; `output` is the JSON text of its output.
    ///
    /// # Errors
    /// PC2003 where the state does not admit it; what is wrong with the output.
    pub fn step<'s>(state: &'s str, event: &str, output: &[u8]) -> Result<&'s str, PeerError> {{
        MACHINE.admit(state, event)?;
        let max = usize::MAX;
        Ok(match event {{
{arms}
            _ => state,
        }})
    }}
{typed}

    #[allow(unused_variables, reason = "not every guard looks at the output")]
    pub(super) mod _moves {{
{moves}
    }}
}}"""

_STATE = "stub::State {{ name: {name}, events: &[{events}] }},"

_ARM = """\
{event} => {{
    let output = types::_codecs::{codec}.read(output, max, stub::Direction::Output, 1)?;
    {agent}::{op}(state, &output)?
}}"""

_UNGOVERNED = """\
{event} => {{
    types::_codecs::{codec}.read(output, max, stub::Direction::Output, 1)?;
    state
}}"""

_TYPED = """

    /// What `{wire}` moves.
    pub mod {agent} {{
        use ::peercontract::PeerError;

        use super::{{_moves, MACHINE}};
        use super::super::types;

{functions}
    }}"""

_FUNCTION = """\
/// The state after `{event}` in `state`.
///
/// # Errors
/// PC2003 where the state does not admit it.
pub fn {op}<'s>(state: &'s str, output: &{output}) -> Result<&'s str, PeerError> {{
    MACHINE.admit(state, {literal})?;
    Ok(_moves::{agent}::{op}(state, output).unwrap_or(state))
}}"""

_MOVES = """\
pub mod {agent} {{
    use super::super::super::types;

{functions}
}}"""

_MOVE = """\
pub fn {op}(state: &str, output: &{output}) -> Option<&'static str> {{
    match state {{
{arms}
        _ => None,
    }}
}}"""


def run_module(contract: ir.Contract) -> Code:
    """The module; nothing without a `run`."""
    machine = contract.machine
    if machine is None:
        return Code("")
    writer = _Writer(contract, machine)
    agents = {agent.names.wire: agent for agent, _ in governed(contract)}
    ops = {
        name: [op for one, op in governed(contract) if one is agent]
        for name, agent in agents.items()
    }
    arms = [writer.arm(agent, op) for agent in contract.agents for op in agent.ops]
    return code(
        _MODULE,
        initial=rust_literal(machine.initial),
        names=join(", ", [rust_literal(state.name) for state in machine.states]),
        states=indent(join("\n", [_state(state) for state in machine.states]), " " * 12),
        arms=indent(join("\n", arms), " " * 12),
        typed=join("", [writer.typed(agents[name], ops[name]) for name in ops]),
        moves=indent(
            join("\n\n", [writer.moves(agents[name], ops[name]) for name in ops]), " " * 8
        ),
    )


def is_governed(contract: ir.Contract, agent: ir.Agent, op: ir.Op) -> bool:
    """Whether the operation moves the run in some state."""
    return (agent, op) in governed(contract)


def _state(state: ir.State) -> Code:
    events = [rust_literal(f"{one.agent}.{one.op}") for one in state.transitions]
    return code(_STATE, name=rust_literal(state.name), events=join(", ", events))


class _Writer:
    def __init__(self, contract: ir.Contract, machine: ir.Machine) -> None:
        self._machine = machine
        self._governed = governed(contract)
        self._shapes = Shapes.of(contract)

    def arm(self, agent: ir.Agent, op: ir.Op) -> Code:
        """One event of `step`."""
        return code(
            _ARM if (agent, op) in self._governed else _UNGOVERNED,
            event=rust_literal(f"{agent.names.wire}.{op.names.wire}"),
            codec=ident(self._shapes.named[op.output].names.rust),
            agent=ident(agent.names.rust),
            op=ident(op.names.rust),
        )

    def typed(self, agent: ir.Agent, ops: list[ir.Op]) -> Code:
        """The functions of one agent's operations that tests call."""
        functions = [
            code(
                _FUNCTION,
                event=Code(f"{agent.names.wire}.{op.names.wire}"),
                literal=rust_literal(f"{agent.names.wire}.{op.names.wire}"),
                agent=ident(agent.names.rust),
                op=ident(op.names.rust),
                output=self._output(op),
            )
            for op in ops
        ]
        return code(
            _TYPED,
            wire=Code(agent.names.wire),
            agent=ident(agent.names.rust),
            functions=indent(join("\n\n", functions), " " * 8),
        )

    def moves(self, agent: ir.Agent, ops: list[ir.Op]) -> Code:
        """Where one agent's operations lead, state by state."""
        functions = [
            code(
                _MOVE,
                op=ident(op.names.rust),
                output=self._output(op),
                arms=indent(join("\n", self._arms(agent, op)), " " * 8),
            )
            for op in ops
        ]
        return code(
            _MOVES,
            agent=ident(agent.names.rust),
            functions=indent(join("\n\n", functions)),
        )

    def _output(self, op: ir.Op) -> Code:
        """The type of an operation's output; a struct may take null."""
        name = ident(self._shapes.named[op.output].names.rust)
        whole = ir.Ref(rule="", nullable=False, target=op.output, boxed=False)
        template = "Option<types::{name}>" if self._shapes.takes_null(whole) else "types::{name}"
        return code(template, name=name)

    def _arms(self, agent: ir.Agent, op: ir.Op) -> list[Code]:
        wanted = (agent.names.wire, op.names.wire)
        return [
            code("{state} => {to},", state=rust_literal(state.name), to=self._chain(op, one))
            for state in self._machine.states
            for one in state.transitions
            if (one.agent, one.op) == wanted
        ]

    def _chain(self, op: ir.Op, transition: ir.Transition) -> Code:
        chain = Code("None")
        for target in reversed(transition.targets):
            to = code("Some({to})", to=rust_literal(target.to))
            if target.when is None:
                chain = to
            else:
                test = _Guard(self._shapes, op.output).of(target.when)
                chain = code(
                    "if {test} {{ {to} }} else {{ {chain} }}", test=test, to=to, chain=chain
                )
        return chain


class _Guard:
    """A guard as an expression over `output`; closures look into what may be missing."""

    def __init__(self, shapes: Shapes, output: str) -> None:
        self._shapes = shapes
        self._output = output
        self._locals = 0

    def of(self, guard: ir.Guard) -> Code:
        """The expression; a condition of `if` takes no struct literal, and none is in it."""
        if isinstance(guard, ir.Not):
            return code("!({part})", part=self.of(guard.part))
        if isinstance(guard, ir.Both):
            parts = [code("({part})", part=self.of(part)) for part in guard.parts]
            return join(" && " if guard.operator == "and" else " || ", parts)
        is_number = any(
            isinstance(leaf(self._shapes.named, self._output, one), ir.Number)
            for one in (guard.left, guard.right)
            if isinstance(one, ir.Path) and not one.is_length
        )
        right = guard.right
        if isinstance(right, tuple):
            values = join(", ", [_literal(value, is_number) for value in right])
            return self._with(
                guard.left,
                is_number,
                lambda left: code("[{values}].contains(&({left}))", values=values, left=left),
            )
        return self._with(
            guard.left,
            is_number,
            lambda left: self._with(
                right,
                is_number,
                lambda value: code(
                    "{left} {op} {right}", left=left, op=Code(guard.operator), right=value
                ),
            ),
        )

    def _with(
        self,
        operand: ir.Path | int | str | bool,
        is_number: bool,
        then: Callable[[Code], Code],
    ) -> Code:
        """What `then` makes of the operand's value, false where there is none."""
        if not isinstance(operand, ir.Path):
            return then(_literal(operand, is_number))
        shape = leaf(self._shapes.named, self._output, operand)
        on_the_way = list(steps(self._shapes.named, self._output, operand))
        return self._into(
            Code("(*output)"), on_the_way, lambda value: then(_value(shape, value, operand))
        )

    def _into(self, value: Code, rest: list[Step], then: Callable[[Code], Code]) -> Code:
        if not rest:
            return then(value)
        step, *rest = rest
        if step.field is not None:
            value = code("{of}.{name}", of=value, name=ident(step.field.names.rust))
        wraps = [True] if step.may_be_absent else []
        wraps += self._wraps(step.shape)
        return self._unwrap(value, wraps, lambda inner: self._into(inner, rest, then))

    def _wraps(self, shape: ir.Shape) -> list[bool]:
        """What stands around a value: True is an `Option`, False a tuple struct."""
        wraps = [True] if self._shapes.takes_null(shape) else []
        if isinstance(shape, ir.Ref):
            target = self._shapes.named[shape.target].shape
            if not is_struct(target):
                wraps += [False] if shape.target in self._shapes.newtypes else []
                wraps += self._wraps(target)
        return wraps

    def _unwrap(self, value: Code, wraps: list[bool], then: Callable[[Code], Code]) -> Code:
        if not wraps:
            return then(value)
        is_option, *rest = wraps
        if not is_option:
            return self._unwrap(code("{value}.0", value=value), rest, then)
        self._locals += 1
        local = ident(f"v{self._locals}")
        inner = self._unwrap(code("(*{local})", local=local), rest, then)
        return code(
            "{value}.as_ref().is_some_and(|{local}| {inner})",
            value=value,
            local=local,
            inner=inner,
        )


def _value(shape: ir.Shape, value: Code, path: ir.Path) -> Code:
    """The operand that a place of a shape stands for."""
    if isinstance(shape, ir.Const):
        value = rust_literal(shape.value)
    elif isinstance(shape, ir.Enum):
        value = code("{value}.value()", value=value)
    elif isinstance(shape, ir.String):
        value = code("{value}.as_str()", value=value)
    if not path.is_length:
        return value
    if isinstance(shape, ir.Array | ir.Map):
        return code("({value}.len() as i64)", value=value)
    return code("({value}.chars().count() as i64)", value=value)


def _literal(value: int | str | bool, is_number: bool) -> Code:
    return rust_literal(float(value) if is_number and isinstance(value, int) else value)
