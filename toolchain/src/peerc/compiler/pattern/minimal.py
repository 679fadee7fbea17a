"""The minimal automaton of a language, numbered so that the language alone decides the numbers.

Hopcroft, "An n log n algorithm for minimizing states in a finite automaton", 1971.
"""

from __future__ import annotations

from peerc.compiler.pattern.dfa import DEAD, START, Dfa, merged


def minimal(dfa: Dfa) -> Dfa:
    """The canonical automaton. Every state of `dfa` but the dead one must lead to acceptance."""
    columns, to_column = _distinct_columns(dfa)
    block_of = _blocks(columns, dfa.accepting)
    # A state for each block, first by block number; the dead state stays 0.
    representatives: dict[int, int] = {}
    for state in range(START, len(dfa.rows)):
        representatives.setdefault(block_of[state], state)
    rows = {
        block: tuple(block_of[column[state]] for column in columns)
        for block, state in representatives.items()
    }
    column_of: dict[tuple[int, ...], int] = {}
    by_class = [
        column_of.setdefault(column, len(column_of)) for column in zip(*rows.values(), strict=True)
    ]
    starts, sides = merged(dfa.starts, (by_class[to_column[cls]] for cls in dfa.classes))
    # Classes are numbered by their first code point, states breadth first.
    class_number: dict[int, int] = {}
    classes = [class_number.setdefault(side, len(class_number)) for side in sides]
    picks = [by_class.index(side) for side in class_number]
    order = [block_of[START]]
    numbers = {DEAD: DEAD, order[0]: START}
    numbered = [(DEAD,) * len(picks)]
    for block in order:
        row = rows[block]
        for pick in picks:
            if row[pick] not in numbers:
                numbers[row[pick]] = len(order) + 1
                order.append(row[pick])
        numbered.append(tuple(numbers[row[pick]] for pick in picks))
    accepting = (False, *(dfa.accepting[representatives[block]] for block in order))
    return Dfa(tuple(starts), tuple(classes), tuple(numbered), accepting)


def _distinct_columns(dfa: Dfa) -> tuple[list[tuple[int, ...]], list[int]]:
    """The columns of the table without repetition, and which of them each class has."""
    numbers: dict[tuple[int, ...], int] = {}
    to_column = [numbers.setdefault(column, len(numbers)) for column in zip(*dfa.rows, strict=True)]
    return list(numbers), to_column


def _blocks(columns: list[tuple[int, ...]], accepting: tuple[bool, ...]) -> list[int]:
    """The block of each state: two are in one when no word tells them apart. Block 0 is dead.

    The dead state never splits: what leads into none of the live blocks leads to it.
    """
    states = range(START, len(accepting))
    sides = [[s for s in states if accepting[s] is side] for side in (True, False)]
    blocks: list[set[int]] = [{DEAD}, *(set(side) for side in sides if side)]
    block_of = [0] * len(accepting)
    for number, block in enumerate(blocks):
        for state in block:
            block_of[state] = number
    inverses = [_inverse(column) for column in columns]
    pending = set(range(1, len(blocks)))
    while pending:
        splitter = tuple(blocks[pending.pop()])
        for inverse in inverses:
            touched: dict[int, list[int]] = {}
            for target in splitter:
                for source in inverse.get(target, ()):
                    touched.setdefault(block_of[source], []).append(source)
            for number, hit in touched.items():
                block = blocks[number]
                if len(hit) == len(block):
                    continue
                block.difference_update(hit)
                fresh = len(blocks)
                blocks.append(set(hit))
                for state in hit:
                    block_of[state] = fresh
                pending.add(fresh if number in pending or len(hit) <= len(block) else number)
    return block_of


def _inverse(column: tuple[int, ...]) -> dict[int, list[int]]:
    """What leads to each live state."""
    sources: dict[int, list[int]] = {}
    for source, target in enumerate(column):
        if target:
            sources.setdefault(target, []).append(source)
    return sources
