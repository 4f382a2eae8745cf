"""Serials: to which recurring reports (of one meeting, of one office) a report belongs, by its title."""

import re
from collections.abc import Sequence

from tracker.words.lexicon import Serial


class Serials:
    """The title patterns of a lexicon, compiled; immutable, so threads may share it."""

    def __init__(self, serials: Sequence[Serial]) -> None:
        """Compile the patterns, which are known to be regular expressions."""
        self._serials = [(each.id, [re.compile(title) for title in each.titles], each.sources) for each in serials]

    def of(self, normal_title: str, feed_id: str) -> str:
        """The first serial that a report of this source with this normalised title belongs to; empty for none."""
        for serial, titles, sources in self._serials:
            if (not sources or feed_id in sources) and any(title.search(normal_title) for title in titles):
                return serial
        return ""
