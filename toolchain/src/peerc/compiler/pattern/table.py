"""The bytes of spec/pattern.md#table, from an automaton and back."""

from __future__ import annotations

import struct

from peerc.compiler.pattern.dfa import Dfa, merged

_ASCII = 0x80


def encode(dfa: Dfa) -> bytes:
    """The table of an automaton in canonical form with at most 65,535 states and classes."""
    high = [(_ASCII, dfa.class_of(_ASCII))]
    high += [pair for pair in zip(dfa.starts, dfa.classes, strict=True) if pair[0] > _ASCII]
    bits = sum(1 << state for state, is_accepting in enumerate(dfa.accepting) if is_accepting)
    return b"".join(
        (
            struct.pack(">2H", len(dfa.rows), dfa.class_count),
            struct.pack(">128H", *map(dfa.class_of, range(_ASCII))),
            struct.pack(">H", len(high)),
            *(struct.pack(">IH", *interval) for interval in high),
            *(struct.pack(f">{dfa.class_count}H", *row) for row in dfa.rows),
            bits.to_bytes((len(dfa.rows) + 7) // 8, "little"),
        )
    )


def decode(table: bytes) -> Dfa:
    """The automaton of a table that `encode` made."""
    states, classes = struct.unpack_from(">2H", table)
    low = struct.unpack_from(">128H", table, 4)
    (count,) = struct.unpack_from(">H", table, 260)
    high = [struct.unpack_from(">IH", table, 262 + 6 * number) for number in range(count)]
    at = 262 + 6 * count
    rows = tuple(
        struct.unpack_from(f">{classes}H", table, at + 2 * classes * state)
        for state in range(states)
    )
    bits = int.from_bytes(table[at + 2 * classes * states :], "little")
    starts, sides = merged(
        (*range(_ASCII), *(start for start, _ in high)), (*low, *(cls for _, cls in high))
    )
    accepting = tuple(bool(bits >> state & 1) for state in range(states))
    return Dfa(tuple(starts), tuple(sides), rows, accepting)
