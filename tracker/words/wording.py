"""What changed in the wording of a passage: word by word, in Chinese character by character."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal, NamedTuple

_HAN = "\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_WORD = re.compile(
    rf"\d+(?:[.,/．／\-]\d+)*\s*|[{_HAN}]\s*|[^\W{_HAN}]+(?:['’][^\W{_HAN}]+)*\s*|[^\w\s]\s*|[^\W]+\s*|\s+|."
)
_PLAIN = str.maketrans("‘’‛“”‟‐‑–—", "'''\"\"\"----")
# With more pairs of equal words than this the comparison would keep the reader waiting.
MOST_EQUAL = 50_000


class Stretch(NamedTuple):
    """A stretch of words: in both texts (as the new one has it), only in the old one, or only in the new one."""

    kind: Literal["same", "deleted", "inserted"]
    text: str


class _Run(NamedTuple):
    """Words of both texts that stand beside each other, the same or not."""

    same: bool
    old: str
    new: str

    @property
    def length(self) -> int:
        return max(len(self.old.strip()), len(self.new.strip()))


def words(text: str) -> list[str]:
    """The words, numbers, Chinese characters and signs of a text, each with the white space behind it."""
    return _WORD.findall(text)


@lru_cache(maxsize=1 << 16)
def plain(word: str) -> str:
    """A word as it is compared: white space, and the form of quotes, dashes and wide signs, make no difference."""
    return unicodedata.normalize("NFKC", word).translate(_PLAIN).strip()


def changed(old: str, new: str) -> tuple[Stretch, ...]:
    """The stretches of both passages in reading order; those not deleted make ``new``, those not inserted ``old``
    but for its white space.

    The longest runs of common words are kept (Ratcliff and Metzener, Dr. Dobb's Journal, July 1988, as difflib has
    it). A common word or two in the middle of a change are shown as changed with it, for a patchwork cannot be read
    (the "semantic cleanup" of Fraser, "Diff Strategies", 2006).
    """
    return tuple(stretch for run in _gathered(_runs(words(old), words(new))) for stretch in _shown(run) if stretch.text)


def _runs(old: Sequence[str], new: Sequence[str]) -> Iterator[_Run]:
    before, after = [*map(plain, old)], [*map(plain, new)]
    times = Counter(after)
    if sum(number * times[word] for word, number in Counter(before).items()) > MOST_EQUAL:
        yield _Run(False, "".join(old), "".join(new))
        return
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, first, last, start, end in matcher.get_opcodes():
        yield _Run(kind == "equal", "".join(old[first:last]), "".join(new[start:end]))


def _gathered(runs: Iterable[_Run]) -> list[_Run]:
    found: list[_Run] = []
    for run in runs:
        found.append(run)
        while len(found) > 2 and found[-2].same and found[-2].length <= min(found[-3].length, found[-1].length):
            one, between, other = found[-3:]
            found[-3:] = [_Run(False, one.old + between.old + other.old, one.new + between.new + other.new)]
    return found


def _shown(run: _Run) -> tuple[Stretch, ...]:
    return (Stretch("same", run.new),) if run.same else (Stretch("deleted", run.old), Stretch("inserted", run.new))
