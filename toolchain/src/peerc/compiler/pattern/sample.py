"""Random texts that an automaton accepts: for generators of values, and for tests."""

from __future__ import annotations

import random
from itertools import pairwise

from peerc.compiler.pattern.classes import SURROGATE_FIRST, SURROGATE_LAST
from peerc.compiler.pattern.dfa import START, Dfa
from peerc.compiler.pattern.product import distances, last_code

_WANDER_MAX = 48  # characters; from then on a text takes the shortest way to an end
_STOP_SHARE = 0.2
_PRINTABLE_SHARE = 0.8


def sample(dfa: Dfa, seed: int, count: int) -> list[str]:
    """`count` texts, not all distinct, the same for the same seed; none when `dfa` accepts none."""
    ahead = distances(dfa.rows, dfa.accepting)
    if ahead[START] is None:
        return []
    generator = random.Random(seed)
    codes = _codes_by_class(dfa)
    return [_text(dfa, generator, ahead, codes) for _ in range(count)]


def _text(
    dfa: Dfa, generator: random.Random, ahead: list[int | None], codes: list[list[tuple[int, int]]]
) -> str:
    chars: list[str] = []
    state = START
    while not dfa.accepting[state] or generator.random() > _STOP_SHARE:
        row = dfa.rows[state]
        ways = [cls for cls, target in enumerate(row) if ahead[target] is not None]
        if len(chars) >= _WANDER_MAX:
            if dfa.accepting[state]:
                break
            nearest = min(ahead[row[cls]] or 0 for cls in ways)
            ways = [cls for cls in ways if ahead[row[cls]] == nearest]
        if not ways:
            break
        cls = generator.choice(ways)
        chars.append(_char(generator, codes[cls]))
        state = row[cls]
    return "".join(chars)


def _char(generator: random.Random, ranges: list[tuple[int, int]]) -> str:
    printable = [pair for pair in ranges if 0x20 <= pair[0] < 0x7F]
    if printable and generator.random() < _PRINTABLE_SHARE:
        ranges = printable
    first, last = generator.choice(ranges)
    # The ends of a range are where mistakes live.
    code = generator.choice((first, last, generator.randint(first, last)))
    return chr(first if SURROGATE_FIRST <= code <= SURROGATE_LAST else code)


def _codes_by_class(dfa: Dfa) -> list[list[tuple[int, int]]]:
    codes: list[list[tuple[int, int]]] = [[] for _ in range(dfa.class_count)]
    for interval, (start, cls) in enumerate(zip(dfa.starts, dfa.classes, strict=True)):
        end = last_code(dfa, interval)
        # Cut where printable ASCII begins and ends, so that a choice can prefer it.
        cuts = [start, *(cut for cut in (0x20, 0x7F) if start < cut <= end), end + 1]
        codes[cls] += [(low, high - 1) for low, high in pairwise(cuts)]
    return codes
