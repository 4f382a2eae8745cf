"""Speakers by name: they are stored without capitals, and the reports they speak in say how they are written."""

from collections.abc import Mapping

import numpy as np

from tracker.archive import reading
from tracker.archive.opening import Archive
from tracker.queries.counted import Numbers, Reports
from tracker.words.written import written


def names(archive: Archive, reports: Reports, speaking: Mapping[str, Numbers]) -> dict[str, str]:
    """Each speaker as the newest report writes the name; ``speaking`` says how often each does in every report."""
    newest = {}
    for speaker, numbers in speaking.items():
        places = np.flatnonzero(numbers)
        newest[speaker] = int(reports.ids[places[np.lexsort((reports.ids[places], reports.days[places]))[-1]]])
    ids = sorted(set(newest.values()))
    named: dict[str, str] = {}
    for first in range(0, len(ids), reading.MAX_KEYS):
        texts = reading.texts(archive, ids[first : first + reading.MAX_KEYS])
        here = ((speaker, texts[each]) for speaker, each in newest.items() if each in texts)
        named |= {speaker: written(speaker, (text.title, text.body)) for speaker, text in here}
    return {speaker: named.get(speaker, speaker) for speaker in speaking}
