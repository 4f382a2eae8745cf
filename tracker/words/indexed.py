"""Indexed text: many texts end to end as bytes, and where in them each token stands.

With an index the places of a rare word need not be looked for, and those of a common one are known; a phrase is looked
for where its rarest token stands.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tracker.words.tokens import PARTED, Bytes, Places, Token

MARGIN = 16  # bytes behind the last text, so that eight can be read at any place in it


@dataclass(frozen=True, slots=True)
class Indexed:
    """A text and its index. The ``vocabulary`` is every token once, in order, end to end; both end with a margin.

    Token i is ``vocabulary[token_starts[i] : token_starts[i + 1]]`` and begins in the text at each of
    ``postings[posting_starts[i] : posting_starts[i + 1]]``, in their order.
    """

    text: Bytes
    vocabulary: Bytes
    token_starts: NDArray[np.uint32]
    postings: NDArray[np.uint32]
    posting_starts: NDArray[np.uint32]

    def ranks(self, token: Token) -> tuple[int, int]:
        """Which tokens of the vocabulary fit one of a phrase: from the first to before the second."""
        first = bisect_left(_Words(self), token.word)
        if token.open:
            return first, bisect_left(_Words(self), token.word + b"\xff", first)
        return first, first + (first < len(self.token_starts) - 1 and _Words(self)[first] == token.word)

    def number(self, ranks: tuple[int, int]) -> int:
        """How often these tokens stand in the text."""
        return int(self.posting_starts[ranks[1]]) - int(self.posting_starts[ranks[0]])

    def places(self, ranks: tuple[int, int]) -> NDArray[np.uint32]:
        """Where these tokens begin, in the order of the text."""
        first, end = ranks
        found = self.postings[self.posting_starts[first] : self.posting_starts[end]]
        return np.sort(found) if end > first + 1 else found

    def around(self, part: bytes) -> Places:
        """Where the text may have this part of a word, as the tokens say that have it; in no order."""
        at = np.flatnonzero(self.vocabulary[:-MARGIN] == part[0])
        at = at[goes_on(self.vocabulary, part, at)]
        ranks = np.searchsorted(self.token_starts, at, side="right") - 1
        firsts = self.posting_starts[ranks].astype(np.int64)
        numbers = self.posting_starts[ranks + 1] - firsts
        rows = np.repeat(firsts - np.cumsum(numbers) + numbers, numbers) + np.arange(int(numbers.sum()))
        return self.postings[rows].astype(np.int64) + np.repeat(at - self.token_starts[ranks], numbers)


def goes_on(text: Bytes, phrase: bytes, at: Places) -> NDArray[np.bool_]:
    """At which of these places a text goes on with a phrase; there is nothing before the text, and a margin behind."""
    # Eight bytes that begin anywhere, as one number.
    eights: NDArray[Any] = np.ndarray(len(text) - 7, np.dtype("<u8"), text, strides=(1,))
    fits = at >= 0
    for first in range(0, len(phrase), 8):
        part = phrase[first : first + 8]
        left = np.flatnonzero(fits)
        there = eights[np.minimum(at[left] + first, len(eights) - 1)]
        there &= np.uint64((1 << 8 * len(part)) - 1)
        fits[left] = there == np.uint64(int.from_bytes(part, "little"))
    return fits


class _Words(Sequence[bytes]):
    """The vocabulary as a sequence, to be looked up."""

    def __init__(self, indexed: Indexed) -> None:
        self._starts, self._bytes = indexed.token_starts, indexed.vocabulary

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, at: Any) -> Any:
        return self._bytes[self._starts[at] : self._starts[at + 1]].tobytes()


def joined(texts: Sequence[bytes]) -> tuple[bytes, NDArray[np.int64]]:
    """Texts end to end, parted from each other, and where each begins and the whole ends."""
    parted = bytes([PARTED])
    starts = np.cumsum([1, *(len(text) + 1 for text in texts)])
    return parted + b"".join(text + parted for text in texts) + parted * MARGIN, starts
