"""Guards: the closed grammar, the normal form, and whether two of them overlap."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from peerc.compiler import ir
from peerc.compiler.checks.contract import contract
from peerc.compiler.checks.guard_overlap import Overlap
from peerc.compiler.checks.guard_types import Output
from peerc.compiler.checks.guards import Malformed, normal, parse
from peerc.compiler.frontend.read import read
from peerc.compiler.run_model import Operand

SOURCE = b"""\
peer: 1
name: demo
types:
  Out:
    type: object
    properties:
      m: {type: integer, minimum: -1, maximum: 2}
      n: {type: [integer, "null"], minimum: -1, maximum: 2}
      i: {enum: [-1, 2]}
      b: {type: boolean}
      e: {enum: [a, ab]}
      s: {type: string, maxLength: 2}
      t: {type: string, minLength: 1, maxLength: 2}
      f: {type: number, minimum: 0, maximum: 2}
    required: [m, e]
agents: {}
"""
TEXTS = ("", "a", "ab", "b", "c", "d", "cc", "dd")
VALUES: dict[str, tuple[Any, ...]] = {
    "m": (-1, 0, 1, 2),
    "n": (None, -1, 0, 1, 2),
    "i": (None, -1, 2),
    "b": (None, False, True),
    "e": ("a", "ab"),
    "s": (None, *TEXTS),
    "t": (None, *TEXTS[1:]),
    "f": (None, 0, 0.5, 1, 1.5, 2),
}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("output.n<20", "output.n < 20"),
        ("( output.b )", "output.b"),
        ("output.b==true", "output.b"),
        ("output.b == false", "output.b == false"),
        ("true == output.b", "true == output.b"),
        ("output.b and (output.b and output.b)", "output.b and output.b and output.b"),
        ("(output.b or output.b) and output.b", "(output.b or output.b) and output.b"),
        ("output.b or (output.b and output.b)", "output.b or output.b and output.b"),
        ("not(output.b)", "not output.b"),
        ("not (not output.b)", "not (not output.b)"),
        ("(not output.b) and (output.b)", "not output.b and output.b"),
        ("(not output.b) or output.b and output.b", "not output.b or output.b and output.b"),
        ("not (output.b and output.b)", "not (output.b and output.b)"),
        ("len( output.s )in[1 ,2]", "len(output.s) in [1, 2]"),
        ('output.s == "\\u0061"', 'output.s == "a"'),
        ("output\t.\nn > -0", "output.n > 0"),
        ("true", "true"),
    ],
)
def test_the_normal_form_has_one_space_and_no_needless_bracket(written: str, expected: str) -> None:
    guard, _ = parse(written)
    assert normal(guard) == expected
    assert normal(parse(expected)[0]) == expected


def test_a_normal_form_reads_as_the_same_guard_and_no_bracket_can_go() -> None:
    seed = random.SystemRandom().randrange(10**6)
    rng = random.Random(seed)
    for _ in range(300):
        tree = parse(guard(rng, sorted(VALUES)))[0]
        text = normal(tree)
        assert parse(text)[0] == tree, (seed, text)
        for start, end in brackets(text):
            less = f"{text[:start]}{text[start + 1 : end]}{text[end + 1 :]}"
            assert parsed(less) != tree, (seed, text, less)


def brackets(text: str) -> Iterator[tuple[int, int]]:
    """Where each pair stands, those of `len` left out."""
    opened = []
    for at, character in enumerate(text):
        if character == "(":
            opened.append(at)
        elif character == ")":
            start = opened.pop()
            if not text[:start].endswith("len"):
                yield start, at


def parsed(text: str) -> ir.Guard | None:
    try:
        return parse(text)[0]
    except Malformed:
        return None


@pytest.mark.parametrize(
    "written",
    [
        "",
        " ",
        "output.",
        "output.1",
        "output.n <",
        "output.n < < 1",
        "output.n in 1",
        "output.n in []",
        "output.n in [output.m]",
        "output.n not in [1]",
        "not not output.b",
        "output.b not",
        "len output.s",
        "len(1)",
        "output.n < 01",
        "output.n < 1e3",
        "output.n < +1",
        "output.s == 'a'",
        'output.s == "\\x"',
        'output.s == "\\ud800"',
        'output.s == "a\nb"',
        "output.n <> 1",
        "output[0] == 1",
        "output.n + 1 == 2",
        "output.s.startswith()",
        "__import__",
        "output.b;",
        "input.n == 1",
        "state == 1",
        "output.\u0435 == 1",
        "null",
        "output.n == null",
    ],
)
def test_what_the_grammar_does_not_have_is_refused(written: str) -> None:
    with pytest.raises(Malformed) as caught:
        parse(written)
    assert 0 <= caught.value.place.start <= max(len(written), 1)
    assert caught.value.hint


def test_brackets_are_parts_so_that_no_guard_is_deep() -> None:
    with pytest.raises(Malformed, match="32 parts"):
        parse("(" * 40 + "true" + ")" * 40)


def test_two_guards_overlap_where_some_output_fits_both_and_only_there() -> None:
    seed = random.SystemRandom().randrange(10**6)
    rng = random.Random(seed)
    overlap = Overlap(out())
    counts = {True: 0, False: 0}
    for _ in range(400):
        names = rng.sample(sorted(VALUES), 3)
        texts = [guard(rng, names) for _ in range(2)]
        first, second = (parse(text)[0] for text in texts)
        wanted = any(holds(first, one) and holds(second, one) for one in outputs(names))
        found = overlap.find(first, second)
        assert (found is not None) == wanted, (seed, texts, found)
        counts[wanted] += 1
    assert min(counts.values()) > 20, (seed, counts)


@cache
def out() -> Output:
    """The output type of SOURCE."""
    root, findings = read("demo.yaml", SOURCE)
    assert root is not None
    declared = contract(findings, root)
    assert declared is not None
    assert not findings.has_errors
    return Output("Out", declared.types)


def outputs(names: list[str]) -> Iterator[dict[str, Any]]:
    """Every output of a small world, as far as these members tell them apart."""
    for values in itertools.product(*(VALUES[name] for name in names)):
        yield dict(zip(names, values, strict=True))


def guard(rng: random.Random, names: list[str]) -> str:
    """One to three comparisons over some members."""
    parts = [comparison(rng, names) for _ in range(rng.randint(1, 3))]
    parts = [f"not ({part})" if rng.random() < 0.3 else part for part in parts]
    text = parts[0]
    for part in parts[1:]:
        text = f"({text} {rng.choice(('and', 'or'))} {part})"
    return f"not {text}" if text.startswith("(") and rng.random() < 0.3 else text


def comparison(rng: random.Random, names: list[str]) -> str:
    name = rng.choice(names)
    path = f"output.{name}"
    if name == "b":
        return rng.choice((path, f"{path} == false", f"{path} != true"))
    ordered = rng.choice(("==", "!=", "<", "<=", ">", ">="))
    if name == "f":
        return f"{path} {ordered} {rng.randint(0, 2)}"
    if name in "est" and rng.random() < 0.5:
        if rng.random() < 0.3:
            return f'{path} in ["a", "ab"]'
        others = ['"a"', '"ab"', *(f"output.{one}" for one in names if one in "est")]
        return f"{path} {rng.choice(('==', '!='))} {rng.choice(others)}"
    left = f"len({path})" if name in "est" else path
    if rng.random() < 0.3:
        return f"{left} in [{rng.randint(-1, 0)}, {rng.randint(1, 2)}]"
    integers = [f"output.{one}" for one in names if one in "mni"]
    integers += [f"len(output.{one})" for one in names if one in "est"]
    return f"{left} {ordered} {rng.choice([str(rng.randint(-1, 2)), *integers])}"


def holds(one: ir.Guard, output: dict[str, Any]) -> bool:
    """The guard's value by its definition."""
    if isinstance(one, ir.Not):
        return not holds(one.part, output)
    if isinstance(one, ir.Both):
        parts = [holds(part, output) for part in one.parts]
        return all(parts) if one.operator == "and" else any(parts)
    left = value(one.left, output)
    rights = one.right if isinstance(one.right, tuple) else (one.right,)
    found = [value(right, output) for right in rights]
    if left is None or None in found:
        return False
    right = found[0]
    return {
        "in": lambda: left in found,
        "==": lambda: left == right,
        "!=": lambda: left != right,
        "<": lambda: left < right,
        "<=": lambda: left <= right,
        ">": lambda: left > right,
        ">=": lambda: left >= right,
    }[one.operator]()


def value(operand: Operand, output: dict[str, Any]) -> Any:
    """None for what is absent or null."""
    if not isinstance(operand, ir.Path):
        return operand
    found = output[operand.members[0]]
    return len(found) if operand.is_length and found is not None else found
