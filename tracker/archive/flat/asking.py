"""Asking: how often a concept stands in each report, from the flat copy alone."""

import os
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tracker.archive.flat.changes import State
from tracker.archive.flat.columns import Columns, Mask, together
from tracker.archive.flat.parts import Part, Texts
from tracker.documents import Selection
from tracker.words.lexicon import Concept
from tracker.words.spans import Finder, containing

Counts = dict[str, NDArray[np.int32]]
REMEMBERED = 8  # questions whose answers are kept: a chart's are asked again for its sentences
_pool = ThreadPoolExecutor(os.cpu_count() or 2, "flat")  # numpy lets threads work at the same time


class Flat:
    """The copy as it was at one moment; it never changes, and threads may share it."""

    def __init__(
        self,
        parts: Sequence[tuple[Part, Texts]],
        feeds: Sequence[str],
        languages: Sequence[str],
        state: tuple[int, State],
    ) -> None:
        """Of the parts with their texts, the names their columns refer to, and the state they are in."""
        self.parts, self.feeds, self.languages, self.state = parts, feeds, languages, state
        self.columns: Columns = together([part.columns for part, _ in parts])
        self._firsts = np.cumsum([0, *(len(part.columns) for part, _ in parts)])
        self._answers: OrderedDict[Any, Counts] = OrderedDict()
        self._turn = Lock()

    def chosen(self, selection: Selection) -> Mask:
        """The reports of a selection, reprints among them."""
        columns = self.columns
        chosen = columns.alive & (columns.day <= selection.date_to.toordinal())
        if selection.date_from:
            chosen &= columns.day >= selection.date_from.toordinal()
        if selection.sources:
            chosen &= np.isin(columns.feed, [at for at, name in enumerate(self.feeds) if name in selection.sources])
        if selection.language:
            begin = selection.language.lower()
            spoken = [at for at, name in enumerate(self.languages) if name.lower().startswith(begin)]
            chosen &= np.isin(columns.language, spoken)
        return chosen

    def counts(self, concept: Concept, by_place: bool = False) -> Counts:
        """How often each wording counts in each report; with ``by_place`` in three columns, for title, lead and body.

        Wordings that are nowhere are left out.
        """
        key = tuple(concept.variants.values()), concept.near, concept.not_within, by_place
        with self._turn:
            if key in self._answers:
                self._answers.move_to_end(key)
                return self._answers[key]
        finder = Finder(concept)
        found = list(_pool.map(lambda each: _counted(finder, each[1], by_place), self.parts))
        answer = {
            wording: np.concatenate(
                [each.get(number, zeros) for each, zeros in zip(found, self._zeros(by_place), strict=True)]
            )
            for number, wording in enumerate(finder.wordings)
            if any(number in each for each in found)
        }
        with self._turn:
            self._answers[key] = answer
            while len(self._answers) > REMEMBERED:
                self._answers.popitem(last=False)
        return answer

    def mentioning(self, concepts: Sequence[Concept]) -> NDArray[np.int64]:
        """The ids of the reports that any of these concepts counts in, reprints among them."""
        found = self.columns.alive & False
        for concept in concepts:
            for counts in self.counts(concept).values():
                found |= counts > 0
        return self.columns.id[found & self.columns.alive]

    @property
    def certain(self) -> int:
        """The last change up to which the copy has every report as it is."""
        return self.state[0]

    def containing(self, phrase: str) -> NDArray[np.int64] | None:
        """How often each normalised title and text contains a phrase; None of a phrase without letters or digits."""
        each = [np.zeros(0, np.int64)]
        for _, texts in self.parts:
            starts = containing(texts.indexed, phrase)
            if starts is None:
                return None
            each.append(np.diff(np.searchsorted(np.unique(starts), texts.edges[::3])))
        return np.concatenate(each)

    def densest_first(self, numbers: NDArray[np.int64], chosen: Mask) -> list[int]:
        """The places of some reports that have something: most for their length first, then the newest."""
        columns, places = self.columns, np.flatnonzero(chosen & (numbers > 0))
        rates = numbers[places] / np.maximum(columns.words[places], 1)
        order = np.lexsort((columns.id[places], columns.day[places], rates))
        return [int(place) for place in places[order[::-1]]]

    def newest_first(self, chosen: Mask) -> list[int]:
        """The places of some reports, newest first."""
        places = np.flatnonzero(chosen)
        order = np.lexsort((self.columns.id[places], self.columns.day[places]))
        return [int(place) for place in places[order[::-1]]]

    def forget(self) -> None:
        """Forget the answers given so far."""
        with self._turn:
            self._answers.clear()

    def _zeros(self, by_place: bool) -> list[NDArray[np.int32]]:
        return [np.zeros((len(part.columns), 3) if by_place else len(part.columns), np.int32) for part, _ in self.parts]

    def text(self, place: int) -> tuple[str, str]:
        """The normalised title and body of a report."""
        part = int(np.searchsorted(self._firsts, place, side="right")) - 1
        title, body = self.parts[part][1].text(place - int(self._firsts[part]))
        return title.decode("utf-8", "surrogatepass"), body.decode("utf-8", "surrogatepass")


def _counted(finder: Finder, texts: Texts, by_place: bool) -> dict[int, NDArray[np.int32]]:
    """By the number of a wording, how often it stands in each report of a part."""
    found = finder.find(texts.indexed)
    edges = texts.edges if by_place else texts.edges[::3]
    numbers = [0] if len(finder.wordings) == 1 else np.unique(found.wordings).tolist()
    counts: dict[int, NDArray[np.int32]] = {}
    for number in numbers:
        starts = found.starts if len(finder.wordings) == 1 else found.starts[found.wordings == number]
        if len(starts):
            each = np.diff(np.searchsorted(starts, edges)).astype(np.int32)
            counts[number] = each.reshape(-1, 3) if by_place else each
    return counts
