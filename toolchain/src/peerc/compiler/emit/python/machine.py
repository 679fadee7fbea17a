"""`contract/run.py`: the states of a run, with the guards of its transitions as functions."""

from __future__ import annotations

from collections.abc import Iterator

from peerc.compiler import ir
from peerc.compiler.code import Code, code, ident, indent, join, python_literal
from peerc.compiler.emit.python.model import Model
from peerc.compiler.emit.python.syntax import block, exports, lines, module
from peerc.compiler.operands import Types, governed, steps

_STEP_DOC = '"""The state after `event`, `agent.op`, in `state`. Raises CallError PC2003."""'


def run_module(contract: ir.Contract, machine: ir.Machine) -> Code:
    """The module; `contract.run` is what tests import."""
    functions = _Functions(contract)
    states = [_state(functions, state) for state in machine.states]
    table = code(
        "MACHINE = _m.Machine(\n    initial=INITIAL,\n    states={{\n{states}\n    }},\n)",
        states=indent(join("\n", states), " " * 8),
    )
    return module(
        contract,
        Code("The states of a run: which operation may follow which."),
        _imports(contract, functions),
        *functions.written,
        table,
        _step(contract, machine),
    )


def _imports(contract: ir.Contract, functions: _Functions) -> Code:
    machine = contract.machine
    assert machine is not None
    return lines(
        [
            Code("import peercontract.core.machine as _m\n"),
            Code("from peercontract.core.contract import UNSET as _UNSET\n")
            if functions.uses_unset
            else Code(""),
            Code("TYPE_CHECKING = False\nif TYPE_CHECKING:\n    import typing as _t\n"),
            Code("    from . import _types\n"),
            exports(["INITIAL", "MACHINE", "State", "step"]),
            code("\nINITIAL: _t.Final = {initial}", initial=python_literal(machine.initial)),
        ]
    )


def _step(contract: ir.Contract, machine: ir.Machine) -> Code:
    """`State` and `step`, typed by operation where a checker reads it."""
    model = Model(contract, Code("_types."))
    names = join(", ", (python_literal(state.name) for state in machine.states))
    typed = [
        code(
            "def step(state: State, event: _t.Literal[{event}], output: {output}) -> State:\n"
            "    {doc}\n"
            "    ...",
            event=python_literal(f"{agent.names.wire}.{op.names.wire}"),
            output=model.named(op.output),
            doc=Code(_STEP_DOC),
        )
        for agent, op in governed(contract)
    ]
    if len(typed) > 1:
        typed = [code("@_t.overload\n{one}", one=one) for one in typed]
        typed.append(Code("def step(state: State, event: str, output: object) -> State: ..."))
    known = code("State = _t.Literal[{names}]", names=names)
    checked = block(Code("if TYPE_CHECKING:"), join("\n\n", [known, *typed]))
    plain = block(
        Code("def step(state, event, output):"),
        Code(_STEP_DOC + "\nreturn MACHINE.step(state, event, output)"),
    )
    return lines([checked, Code("else:\n    State = str\n"), indent(plain)])


def _state(functions: _Functions, state: ir.State) -> Code:
    entries = (
        code(
            "{event}: {entry},",
            event=python_literal(f"{one.agent}.{one.op}"),
            entry=functions.entry(one),
        )
        for one in state.transitions
    )
    body = join("\n", entries)
    name = python_literal(state.name)
    if not body:
        return code("{name}: {{}},", name=name)
    return code("{name}: {{\n{body}\n}},", name=name, body=indent(body))


class _Functions:
    """Guarded transitions as functions, each written once; and what they need."""

    def __init__(self, contract: ir.Contract) -> None:
        self._types: Types = {one.names.wire: one for one in contract.types}
        self._outputs = {
            (agent.names.wire, op.names.wire): op.output
            for agent in contract.agents
            for op in agent.ops
        }
        self._names: dict[ir.Transition, Code] = {}
        self.written: list[Code] = []
        self.uses_unset = False

    def entry(self, transition: ir.Transition) -> Code:
        """The next state as a literal, or the name of the function that finds it."""
        first = transition.targets[0]
        if first.when is None:
            return python_literal(first.to)
        if transition not in self._names:
            name = ident(f"_after_{len(self._names) + 1}")
            self._names[transition] = name
            self.written.append(self._function(name, transition))
        return self._names[transition]

    def _function(self, name: Code, transition: ir.Transition) -> Code:
        output = self._outputs[transition.agent, transition.op]
        expression = _Expression(self._types, output)
        body = [
            code(
                "if {test}:\n    return {to}",
                test=expression.of(target.when),
                to=python_literal(target.to),
            )
            if target.when is not None
            else code("return {to}", to=python_literal(target.to))
            for target in transition.targets
        ]
        if transition.targets[-1].when is not None:
            body.append(Code("return None"))
        self.uses_unset = self.uses_unset or expression.uses_unset
        model_type = ident(self._types[output].names.python)
        head = code("def {name}(output: _types.{type}) -> str | None:", name=name, type=model_type)
        return block(head, join("\n", body))


class _Expression:
    """A guard as an expression over `output`; what may be missing is looked at first."""

    def __init__(self, types: Types, output: str) -> None:
        self._types = types
        self._output = output
        self._locals = 0
        self.uses_unset = False

    def of(self, guard: ir.Guard) -> Code:
        """The expression, in brackets unless it is one comparison."""
        if isinstance(guard, ir.Not):
            return code("not {part}", part=self._part(guard.part))
        if isinstance(guard, ir.Both):
            return join(f" {guard.operator} ", map(self._part, guard.parts))
        return self._compare(guard)

    def _part(self, guard: ir.Guard) -> Code:
        return code("({guard})", guard=self.of(guard))

    def _compare(self, compare: ir.Compare) -> Code:
        conditions: list[Code] = []
        left = self._operand(compare.left, conditions)
        if isinstance(compare.right, tuple):
            values = join(" ", (code("{v},", v=python_literal(v)) for v in compare.right))
            conditions.append(code("{left} in ({values})", left=left, values=values))
        else:
            right = self._operand(compare.right, conditions)
            conditions.append(_test(compare, left, right))
        return join(" and ", conditions)

    def _operand(self, operand: ir.Path | int | str | bool, conditions: list[Code]) -> Code:
        if not isinstance(operand, ir.Path):
            return python_literal(operand)
        value = self._value(operand, conditions)
        return code("len({value})", value=value) if operand.is_length else value

    def _value(self, path: ir.Path, conditions: list[Code]) -> Code:
        value = Code("output")
        for step in steps(self._types, self._output, path):
            if step.field is None:
                if step.may_be_null:
                    conditions.append(Code("output is not None"))
                continue
            value = code("{of}.{name}", of=value, name=ident(step.field.names.python))
            if step.may_be_absent or step.may_be_null:
                self._locals += 1
                local = ident(f"_{self._locals}")
                conditions.append(code("({local} := {of}) is not None", local=local, of=value))
                value = local
            if step.may_be_absent and step.may_be_null:
                self.uses_unset = True
                conditions.append(code("{value} is not _UNSET", value=value))
        return value


def _test(compare: ir.Compare, left: Code, right: Code) -> Code:
    """Two operands compared; one that is compared with `true` or `false` stands alone."""
    for literal, other in ((compare.right, left), (compare.left, right)):
        if isinstance(literal, bool):
            is_wanted = literal == (compare.operator == "==")
            return other if is_wanted else code("not {other}", other=other)
    return code("{left} {op} {right}", left=left, op=Code(compare.operator), right=right)


def machine_argument(contract: ir.Contract) -> Iterator[Code]:
    """What the table `CONTRACT` says about the run, and about older contracts."""
    if contract.machine is not None:
        yield Code("machine=run.MACHINE,")
    if contract.accepts:
        hashes = join(" ", (code("{one},", one=python_literal(one)) for one in contract.accepts))
        yield code("accepts=({hashes}),", hashes=hashes)
