"""Names as they are written: a text is read for names in its normalised copy, which has no capitals."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice

from tracker.words.edges import edge
from tracker.words.text import located, normalise

_READ = 20  # times that a name stands in a text before it is known how the text writes it


def written(name: str, texts: Iterable[str]) -> str:
    """A normalised name as these texts write it most often, of equals the first; as it is where it stands in none."""
    forms: Counter[str] = Counter()
    for text in texts:
        spans = islice(_spans(name, normalise(text)), _READ)
        forms.update(" ".join(text[start:end].split()) for start, end in located(text, spans))
    return max(forms, key=forms.__getitem__, default=name)


def _spans(name: str, normal: str) -> Iterator[tuple[int, int]]:
    """Where a name stands in a normalised text, whole words only."""
    start = normal.find(name) if name else -1
    while start >= 0:
        end = start + len(name)
        if edge(normal, start) and edge(normal, end):
            yield start, end
        start = normal.find(name, end)
