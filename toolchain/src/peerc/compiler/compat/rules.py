"""The table of spec/compatibility.md#table as data: every change that has a name, and its verdicts.

The engine, the messages, docs/reference/compatibility.md and the tests read this one table.
"""

from __future__ import annotations

from dataclasses import dataclass

WIRE, SOURCE, BEHAVIOUR = "WIRE", "SOURCE", "BEHAVIOUR"
ERROR, WARNING, OK = "error", "warning", "ok"
INPUT, OUTPUT, WHOLE = "input", "output", ""
# The direction that a finding is about: what callers send, what they get, or no value at all.


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a change means in one direction; `category` is "" where the grade is ok."""

    category: str
    grade: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One row. `message` and `hint` have `{places}` that `Change.fields` fills."""

    id: str
    input: Verdict
    output: Verdict
    message: str
    hint: str

    def verdict(self, direction: str) -> Verdict:
        """The verdict for `input` or `output`; what has no direction stands in `input`."""
        return self.output if direction == OUTPUT else self.input


_OK = Verdict("", OK)
_WIRE = Verdict(WIRE, ERROR)
_SOURCE = Verdict(SOURCE, ERROR)
_SOURCE_WARNING = Verdict(SOURCE, WARNING)
_BEHAVIOUR = Verdict(BEHAVIOUR, ERROR)
_WARNING = Verdict(BEHAVIOUR, WARNING)

_KEEP_OLD = "keep what was accepted, or offer a new operation beside this one"
_ADD_OPTIONAL = "leave it out of `required`, with a `default` if the code needs a value"
_NEW_NAME = "add a type or property under a new name, and keep this one"

# Values: what callers send and what they get.
_VALUES = (
    Rule("field-added-optional", _OK, _OK, "`{name}` is new and optional", ""),
    Rule("field-added-required", _WIRE, _OK, "`{name}` is new and required", _ADD_OPTIONAL),
    Rule(
        "field-removed-optional",
        _SOURCE_WARNING,
        _SOURCE_WARNING,
        "`{name}` is gone; what is sent there is dropped",
        "deprecate it first, and remove it when nobody uses it",
    ),
    Rule(
        "field-removed-required",
        _SOURCE_WARNING,
        _WIRE,
        "`{name}` is gone and was required",
        "keep it, or offer a new operation beside this one",
    ),
    Rule(
        "field-name-unreserved",
        _WARNING,
        _WARNING,
        "the name `{name}` may be used again for something else",
        "list it in the record's `x-pc-reserved`",
    ),
    Rule("optional-to-required", _WIRE, _OK, "`{name}` is now required", _ADD_OPTIONAL),
    Rule(
        "required-to-optional",
        _OK,
        _WIRE,
        "`{name}` was required and may now be absent",
        "keep it required: callers count on it",
    ),
    Rule("nullable-added", _OK, _WIRE, "it may now be null", _NEW_NAME),
    Rule("nullable-removed", _WIRE, _OK, "it may no longer be null", _KEEP_OLD),
    Rule(
        "enum-value-added",
        _OK,
        _WIRE,
        "{name} is new among its values",
        "an enum with `x-pc-open: true` may grow; this one is closed",
    ),
    Rule(
        "open-enum-value-added",
        _OK,
        _SOURCE_WARNING,
        "{name} is new among the values of an open enum",
        "code that names each value has one more to name",
    ),
    Rule("enum-value-removed", _WIRE, _OK, "{name} is no longer one of its values", _KEEP_OLD),
    Rule(
        "arm-added",
        _OK,
        _WIRE,
        "the alternative {name} is new",
        "a union of tagged records with `x-pc-open: true` may grow; this one may not",
    ),
    Rule(
        "open-arm-added",
        _OK,
        _SOURCE_WARNING,
        "the alternative {name} is new in an open union",
        "code that names each alternative has one more to name",
    ),
    Rule("arm-removed", _WIRE, _OK, "the alternative {name} is gone", _KEEP_OLD),
    Rule(
        "open-added",
        _OK,
        _SOURCE_WARNING,
        "it is open now: generated code knows unknown values",
        "code that names each value has to name the unknown ones too",
    ),
    Rule(
        "open-removed",
        _SOURCE_WARNING,
        _SOURCE_WARNING,
        "it is closed now: it cannot grow any more",
        "keep `x-pc-open: true`",
    ),
    Rule(
        "bound-widened", _OK, _WIRE, "`{keyword}` was {old} and is now {new}", "keep the old bound"
    ),
    Rule(
        "bound-narrowed", _WIRE, _OK, "`{keyword}` was {old} and is now {new}", "keep the old bound"
    ),
    Rule("bound-set", _WIRE, _OK, "`{keyword}` is now {new}, there was none", "leave it unbounded"),
    Rule("bound-dropped", _OK, _WIRE, "`{keyword}` was {old}, there is none now", "keep the bound"),
    Rule("unique-added", _WIRE, _OK, "its items may no longer repeat", _KEEP_OLD),
    Rule("unique-removed", _OK, _WIRE, "its items may now repeat", "keep `uniqueItems: true`"),
    Rule("pattern-added", _WIRE, _OK, "it must now match `{new}`", "leave the pattern out"),
    Rule("pattern-removed", _OK, _WIRE, "it matched `{old}`, now anything", "keep the pattern"),
    Rule(
        "pattern-changed",
        _WIRE,
        _WIRE,
        "it matched `{old}` and must now match `{new}`",
        "keep a pattern that fits both sides",
    ),
    Rule("format-added", _WIRE, _OK, "it is now `{new}`", "leave the format out"),
    Rule("format-removed", _OK, _WIRE, "it was `{old}`, now any text", "keep the format"),
    Rule("format-changed", _WIRE, _WIRE, "it was `{old}` and is now `{new}`", _NEW_NAME),
    Rule(
        "integer-to-number", _OK, _WIRE, "it was an integer and is now any number", "keep `integer`"
    ),
    Rule("number-to-integer", _WIRE, _OK, "it was any number and is now an integer", _KEEP_OLD),
    Rule("type-changed", _WIRE, _WIRE, "it was {old} and is now {new}", _NEW_NAME),
    Rule(
        "tag-renamed",
        _WIRE,
        _WIRE,
        "alternatives were told apart by `{old}`, now by `{new}`",
        "keep the property that tells them apart",
    ),
    Rule("error-added", _OK, _WIRE, "it may now fail with `{name}`", "offer a new operation"),
    Rule("error-removed", _OK, _SOURCE_WARNING, "it no longer fails with `{name}`", "keep it"),
    Rule("undecided", Verdict(WIRE, ERROR), Verdict(WIRE, ERROR), "{problem}", ""),
    Rule(
        "default-added",
        _WARNING,
        _WARNING,
        "`{name}` is {new} where it is absent",
        "say in the release notes what an absent value now means",
    ),
    Rule(
        "default-removed",
        _WARNING,
        _WARNING,
        "`{name}` was {old} where it is absent, now it is absent",
        "keep the default",
    ),
    Rule(
        "default-changed",
        _WARNING,
        _WARNING,
        "`{name}` where it is absent was {old} and is now {new}",
        "keep the default",
    ),
    Rule(
        "presence-changed",
        _SOURCE_WARNING,
        _SOURCE_WARNING,
        "generated code has `{name}` {new}, was {old}",
        "code that reads or builds it changes with the type",
    ),
    Rule(
        "native-type-changed",
        _SOURCE_WARNING,
        _SOURCE_WARNING,
        "generated code has {new} for it, was {old}",
        "code that reads or builds it changes with the type",
    ),
    Rule(
        "label-changed",
        _WARNING,
        _WARNING,
        "its `x-pc-label` was {old} and is now {new}",
        "check who may see it",
    ),
)
# Names in generated code.
_NAMES = (
    Rule(
        "type-renamed",
        _SOURCE,
        _SOURCE,
        "the type was called `{old}` and is now `{new}`",
        "keep the name, or give `{old}: {{$ref: {new}}}` in `types` and use it here",
    ),
    Rule(
        "name-changed",
        _SOURCE,
        _SOURCE,
        "it is called `{new}` in {language}, was `{old}`",
        "keep the old name with `x-pc-names`",
    ),
    Rule("type-removed", _SOURCE, _SOURCE, "the type `{name}` is gone", "keep it, deprecated"),
)
# Operations, agents and the limits of a run.
_CONTRACT = (
    Rule(
        "contract-renamed",
        _WIRE,
        _WIRE,
        "the contract was called `{old}` and is now `{new}`: its functions are called after it",
        "keep the name",
    ),
    Rule("agent-added", _OK, _OK, "the agent `{name}` is new", ""),
    Rule("agent-removed", _WIRE, _WIRE, "the agent `{name}` is gone", "keep it until nobody calls"),
    Rule("op-added", _OK, _OK, "the operation `{name}` is new", ""),
    Rule("op-removed", _WIRE, _WIRE, "the operation is gone", "keep it until nobody calls it"),
    Rule(
        "effect-weakened",
        _BEHAVIOUR,
        _BEHAVIOUR,
        "its effect was `{old}` and is now `{new}`: callers may have repeated it",
        "offer a new operation beside this one",
    ),
    Rule("effect-strengthened", _OK, _OK, "its effect was `{old}` and is now `{new}`", ""),
    Rule(
        "limit-tightened",
        _BEHAVIOUR,
        _BEHAVIOUR,
        "`{keyword}` was {old} and is now {new}",
        "keep the old limit",
    ),
    Rule("limit-loosened", _OK, _WARNING, "`{keyword}` was {old} and is now {new}", "mind callers"),
    Rule("retries-changed", _WARNING, _WARNING, "`retries` was {old} and is now {new}", "mind it"),
    Rule(
        "forward-changed", _WARNING, _WARNING, "its output went to {old}, now to {new}", "mind it"
    ),
    Rule(
        "calls-extended",
        _WARNING,
        _WARNING,
        "`{agent}` may now call `{name}`",
        "its function needs the permission before it is deployed",
    ),
    Rule("calls-reduced", _OK, _OK, "`{agent}` no longer calls `{name}`", ""),
    Rule(
        "clearance-extended",
        _WARNING,
        _WARNING,
        "`{agent}` may now see `{name}` data",
        "check who runs it and where",
    ),
    Rule("clearance-reduced", _OK, _OK, "`{agent}` no longer sees `{name}` data", ""),
    Rule(
        "resource-changed",
        _WARNING,
        _WARNING,
        "`{keyword}` of `{agent}` was {old} and is now {new}",
        "deploy it where there is room",
    ),
)
# The run's table of states.
_RUN = (
    Rule(
        "run-added",
        _BEHAVIOUR,
        _BEHAVIOUR,
        "runs have states now: {name} can be refused where they were not",
        "let every operation be called in the states in which callers call it",
    ),
    Rule("run-removed", _WARNING, _WARNING, "runs have no states any more", "mind what they held"),
    Rule("state-added", _OK, _OK, "the state `{name}` is new", ""),
    Rule(
        "state-removed",
        _BEHAVIOUR,
        _BEHAVIOUR,
        "the state `{name}` is gone; runs may be in it",
        "keep it until every run has left it",
    ),
    Rule(
        "state-changed",
        _BEHAVIOUR,
        _BEHAVIOUR,
        "the state `{name}` was {old} and is now {new}",
        "add a state beside it",
    ),
    Rule(
        "initial-changed",
        _BEHAVIOUR,
        _BEHAVIOUR,
        "runs began in `{old}` and now begin in `{new}`",
        "keep the first state",
    ),
    Rule(
        "event-governed",
        _BEHAVIOUR,
        _BEHAVIOUR,
        "`{name}` could be called in every state, now only where a state lists it",
        "list it in the states in which callers call it",
    ),
    Rule(
        "event-freed",
        _BEHAVIOUR,
        _BEHAVIOUR,
        "`{name}` no longer moves a run, and may be called in every state",
        "keep its transitions",
    ),
    Rule(
        "transition-added",
        _WARNING,
        _WARNING,
        "`{name}` may now be called in `{state}`",
        "see that what follows `{state}` still holds",
    ),
    Rule(
        "transition-removed",
        _BEHAVIOUR,
        _BEHAVIOUR,
        "`{name}` may no longer be called in `{state}`",
        "keep the transition",
    ),
    Rule(
        "transition-retargeted",
        _BEHAVIOUR,
        _BEHAVIOUR,
        "`{name}` led from `{state}` to {old} and now leads to {new}",
        "keep the target",
    ),
    Rule(
        "guard-narrowed",
        _BEHAVIOUR,
        _BEHAVIOUR,
        "`{name}` no longer leads from `{state}` to {new} for some outputs: {example}",
        "keep the guard",
    ),
    Rule(
        "guard-widened",
        _WARNING,
        _WARNING,
        "`{name}` now leads from `{state}` to {new} for more outputs: {example}",
        "see that what follows still holds",
    ),
    Rule(
        "guard-undecided",
        Verdict(BEHAVIOUR, ERROR),
        Verdict(BEHAVIOUR, ERROR),
        "the guards of `{name}` in `{state}` are too large to compare",
        "",
    ),
    Rule(
        "approval-changed",
        _WARNING,
        _WARNING,
        "the state `{name}` was approved by {old}, now by {new}",
        "tell who approves",
    ),
)

RULES: dict[str, Rule] = {rule.id: rule for rule in (*_VALUES, *_NAMES, *_CONTRACT, *_RUN)}
# Rows that the engine proves with a value: it alone may say that they break the wire.
PROVEN = frozenset(
    rule.id
    for rule in _VALUES
    if WIRE in (rule.input.category, rule.output.category) and rule.id != "error-added"
)
UNDECIDED = frozenset(("undecided", "guard-undecided"))
