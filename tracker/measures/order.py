"""Order: what comes first, and what changed its place from one list to the next."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import NamedTuple

from tracker.documents import Mention


class Moved(NamedTuple):
    """A name that stands elsewhere among the others; ``before`` and ``after`` are its ranks, from 1."""

    name: str
    before: int
    after: int


@dataclass(frozen=True)
class Order:
    """Two lists of names, each name once in a list, the first first."""

    before: tuple[str, ...]
    after: tuple[str, ...]

    @cached_property
    def joined(self) -> tuple[str, ...]:
        """Names only in the later list, in its order."""
        return tuple(name for name in self.after if name not in self._ranks)

    @cached_property
    def left(self) -> tuple[str, ...]:
        """Names only in the earlier list, in its order."""
        later = set(self.after)
        return tuple(name for name in self.before if name not in later)

    @cached_property
    def moved(self) -> tuple[Moved, ...]:
        """The fewest names that must move to bring the names of both lists from one order into the other.

        One who steps in between moves nobody: the others keep their order (longest increasing subsequence: Schensted,
        Canadian Journal of Mathematics 13, 1961). Of two who changed places it is the later one that moved up.
        """
        stayed = set(_longest(self._shared))
        return tuple(
            Moved(name, self._ranks[name] + 1, at)
            for at, name in enumerate(self.after, 1)
            if name in self._ranks and self._ranks[name] not in stayed
        )

    @cached_property
    def tau(self) -> float | None:
        """Kendall's rank correlation of the names in both lists, 1 in one order to -1 in reverse; None below two.

        Pairs in the same order minus pairs in the other / all pairs (Kendall, Biometrika 30, 1938); no rank is tied.
        """
        pairs = list(combinations(self._shared, 2))
        return sum(1 if one < other else -1 for one, other in pairs) / len(pairs) if pairs else None

    @property
    def same(self) -> bool:
        """Whether both lists are the same."""
        return self.before == self.after

    @cached_property
    def _ranks(self) -> dict[str, int]:
        return {name: rank for rank, name in enumerate(self.before)}

    @cached_property
    def _shared(self) -> list[int]:
        """The earlier ranks of the names in both lists, in the later order."""
        return [self._ranks[name] for name in self.after if name in self._ranks]


def first_appearance(mentions: Iterable[Mention]) -> tuple[str, ...]:
    """The concepts of a report in the order in which they first appear, the title before the text.

    Of two that begin at one place the longer one is first, then by name.
    """
    order = sorted(mentions, key=lambda each: (each.place != "title", each.start, -each.end, each.concept))
    return tuple(dict.fromkeys(mention.concept for mention in order))


def _longest(ranks: Sequence[int]) -> list[int]:
    """The longest subsequence that increases (Fredman, Discrete Mathematics 11, 1975)."""
    tails: list[int] = []
    chains: list[tuple[int, ...]] = []  # the chain that ends in each tail
    for rank in ranks:
        at = bisect_left(tails, rank)
        chain = (*(chains[at - 1] if at else ()), rank)
        tails[at:], chains[at:] = [rank, *tails[at + 1 :]], [chain, *chains[at + 1 :]]
    return list(chains[-1]) if chains else []
