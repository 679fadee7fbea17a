"""Whether one set of texts lies within another, and the shortest text that shows it does not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from peerc.compiler.pattern.dfa import DEAD, START, Dfa
from peerc.compiler.pattern.product import EVERY_TEXT, explored, moves

# No text that travels is longer: spec/limits.json `body_bytes_max`.
TEXT_MAX = 5_242_880
LAYERS_MAX = 100_000
EDGES_MAX = 20_000_000  # about three seconds

NO_TEXT = Dfa((0,), (0,), ((DEAD,), (DEAD,)), (False, False))

_Pair = tuple[int, int]
_Came = dict[_Pair, tuple[_Pair, str]]  # from where, by which character


@dataclass(frozen=True, slots=True)
class Lengths:
    """How many code points; both ends are included, None is no bound."""

    minimum: int = 0
    maximum: int | None = None

    def holds(self, length: int) -> bool:
        """Whether a text of that length is within."""
        return self.minimum <= length and (self.maximum is None or length <= self.maximum)


@dataclass(frozen=True, slots=True)
class Undecided:
    """The search was given up after so many lengths; it says nothing about inclusion."""

    layers: int


_ANY_LENGTH = Lengths()


def shortest(
    first: Dfa,
    second: Dfa | None,
    lengths: Lengths = _ANY_LENGTH,
    other_lengths: Lengths = _ANY_LENGTH,
) -> str | Undecided | None:
    """The shortest text in `first` and `lengths` that is not in `second` and `other_lengths`.

    `second` None accepts every text. None: there is no such text, the one set includes the other.
    The same arguments give the same text, of readable characters where there is a choice.
    """
    return _Search(first, second or EVERY_TEXT, lengths, other_lengths).run()


def shortest_word(dfa: Dfa, lengths: Lengths = _ANY_LENGTH) -> str | Undecided | None:
    """The shortest text that `dfa` accepts within `lengths`; None when there is none."""
    return shortest(dfa, NO_TEXT, lengths)


def finite(texts: Iterable[str]) -> Dfa:
    """The automaton of some texts and no others, not minimal."""
    words = frozenset(texts)
    prefixes = {word[:end] for word in words for end in range(len(word) + 1)} | {""}
    codes = sorted({ord(char) for word in words for char in word})
    starts, classes = [0], [0]
    for number, code in enumerate(codes, 1):
        if starts[-1] == code:
            classes[-1] = number
        else:
            starts.append(code)
            classes.append(number)
        starts.append(code + 1)
        classes.append(0)

    def step(prefix: str, cls: int) -> str | None:
        longer = prefix + chr(codes[cls - 1]) if cls else None
        return longer if longer in prefixes else None

    return explored("", step, words.__contains__, (starts, classes))


class _Search:
    """Breadth first, a layer of pairs of states for each length.

    Up to `settled` it matters how long a text is, so a layer holds what exactly so many characters
    reach; where layers repeat before the next bound, whole periods are skipped. From there on it
    does not, and each pair is visited once.
    """

    def __init__(self, first: Dfa, second: Dfa, lengths: Lengths, other: Lengths) -> None:
        self.first, self.second = first, second
        self.lengths, self.other = lengths, other
        self.maximum = TEXT_MAX if lengths.maximum is None else min(lengths.maximum, TEXT_MAX)
        self.bounds = {lengths.minimum, other.minimum}
        if other.maximum is not None:
            self.bounds.add(other.maximum + 1)
        self.settled = max(self.bounds)
        self.moves = moves(first, second)
        self.trail: list[_Came] = []  # how the layer after each length was reached
        self.edges = 0

    def run(self) -> str | Undecided | None:
        """See `shortest`."""
        layer: list[_Pair] = [(START, START)]
        met: dict[frozenset[_Pair], int] = {}
        visited: set[_Pair] = set()
        layers = 0
        while layer and len(self.trail) <= self.maximum:
            length = len(self.trail)
            for pair in layer:
                if self.is_witness(pair, length):
                    return self.word(pair)
            if layers > LAYERS_MAX or self.edges > EDGES_MAX:
                return Undecided(layers)
            layers += 1
            if length < self.settled:
                if length in self.bounds:
                    met.clear()
                if self.skipped(met.setdefault(frozenset(layer), length)):
                    met.clear()
                    continue
            else:
                visited.update(layer)
            came = self.after(layer, visited)
            self.trail.append(came)
            layer = list(came)
        return None

    def is_witness(self, pair: _Pair, length: int) -> bool:
        """Whether a text that leads here is one that is looked for."""
        if not self.first.accepting[pair[0]] or length < self.lengths.minimum:
            return False
        return not self.second.accepting[pair[1]] or not self.other.holds(length)

    def skipped(self, earlier: int) -> bool:
        """Repeats the way from an equal, earlier layer as often as ends before the next bound."""
        length = len(self.trail)
        period = length - earlier
        ahead = min((bound for bound in self.bounds if bound > length), default=length)
        times = (min(ahead, self.maximum + 1) - length) // period if period else 0
        if times:
            self.trail += self.trail[earlier:] * times
        return times > 0

    def after(self, layer: list[_Pair], visited: set[_Pair]) -> _Came:
        """The next layer, without what was visited."""
        came: _Came = {}
        self.edges += len(layer) * len(self.moves)
        for pair in layer:
            left, right = self.first.rows[pair[0]], self.second.rows[pair[1]]
            for move in self.moves:
                if not left[move.first]:
                    continue
                following = (left[move.first], right[move.second])
                if following not in visited and following not in came:
                    came[following] = (pair, move.char)
        return came

    def word(self, pair: _Pair) -> str:
        """The text that leads to a pair of the last layer."""
        chars = []
        for came in reversed(self.trail):
            pair, char = came[pair]
            chars.append(char)
        return "".join(reversed(chars))
