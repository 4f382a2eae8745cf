"""Parts: the copy is kept in parts, each with the texts of some reports, which never change, and their columns."""

import json
import shutil
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tracker.archive.flat import arrays
from tracker.archive.flat.arrays import Damaged, Unwritten
from tracker.archive.flat.columns import Columns, Names, together
from tracker.archive.flat.indexing import indexed
from tracker.words.indexed import Indexed

FULL = 32_000_000  # bytes of text in a part; more would take too much memory to index
SPARED = 200_000_000  # bytes of the disk that are left to others
_LIST = "parts.json"
_INDEX = ("text", "vocabulary", "token_starts", "postings", "posting_starts")


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of a part. Each report has three places in ``edges``: where its title, lead and rest begin."""

    indexed: Indexed
    edges: NDArray[np.uint32]

    def text(self, at: int) -> tuple[bytes, bytes]:
        """The title and body of a report."""
        title, body, _, following = self.edges[3 * at : 3 * at + 4].tolist()
        return self.indexed.text[title : body - 1].tobytes(), self.indexed.text[body : following - 1].tobytes()


@dataclass(frozen=True, slots=True)
class Part:
    """Where the texts and the columns of a part are kept, the columns themselves, and how many bytes the texts have.

    A part whose columns have changed has no file of them until it is saved.
    """

    texts: str
    file: str
    size: int
    columns: Columns

    @property
    def living(self) -> int:
        """How many bytes the texts have that were not replaced, nearly."""
        return self.size * int(self.columns.alive.sum()) // max(len(self.columns), 1)

    def changed(self, columns: Columns) -> "Part":
        """The same texts with other columns."""
        return replace(self, file="", columns=columns)


@dataclass(slots=True)
class Listed:
    """All parts and the names their columns refer to; ``whole`` unless the copy is being brought up to date."""

    parts: list[Part]
    feeds: Names
    languages: Names
    whole: bool = False

    @property
    def columns(self) -> Columns:
        """The columns of all parts, end to end."""
        return together([part.columns for part in self.parts])


def listed(folder: Path, known: Iterable[Part] = ()) -> Listed:
    """What is in a folder; columns that are ``known`` are not read again. Damaged if it is not as written."""
    held = {part.file: part.columns for part in known}
    if not is_made(folder):
        return Listed([], Names(), Names())
    try:
        said = json.loads((folder / _LIST).read_bytes())
        parts = [
            Part(texts, file, size, held.get(file) or _columns(folder / file)) for texts, file, size in said["parts"]
        ]
        return Listed(parts, Names(said["feeds"]), Names(said["languages"]), said["whole"])
    except (ValueError, KeyError, TypeError) as error:
        raise Damaged(_LIST) from error


def is_made(folder: Path) -> bool:
    """Whether a copy was begun in a folder."""
    return (folder / _LIST).exists()


def forget(folder: Path) -> None:
    """Begin anew: what no list names is removed when the next one is written."""
    (folder / _LIST).unlink(missing_ok=True)


def _columns(path: Path) -> Columns:
    return Columns(**{name: array.copy() for name, array in arrays.read(path).items()})


def saved(folder: Path, copy: Listed, whole: bool) -> None:
    """Write what has changed, the list at last, and remove what is no longer in it."""
    for number, part in enumerate(copy.parts):
        if not part.file:
            copy.parts[number] = replace(part, file=arrays.write(folder, "columns", part.columns.arrays()))
    rows = [(part.texts, part.file, part.size) for part in copy.parts]
    said = {"whole": whole, "feeds": list(copy.feeds), "languages": list(copy.languages), "parts": rows}
    with arrays.whole(folder / _LIST) as file:
        file.write(json.dumps(said).encode())
    kept = {name for texts, file, _ in rows for name in (texts, file)}
    for path in folder.iterdir():
        if path.suffix in (".texts", ".columns", ".part") and path.name not in kept:
            with suppress(OSError):
                path.unlink()


def made(folder: Path, columns: Columns, texts: Sequence[tuple[bytes, bytes]]) -> Part:
    """Index and write the texts, each a title and a body, of these reports. Unwritten if there is no room."""
    index, starts = indexed([each for text in texts for each in text])
    edges = np.empty(3 * len(texts) + 1, np.uint32)
    edges[0::3], edges[1::3] = starts[0::2], starts[1::2]
    leads = [len(body) if (end := body.find(b"\n")) < 0 else end for _, body in texts]
    edges[2::3] = starts[1::2] + leads
    held: dict[str, NDArray[Any]] = {name: getattr(index, name) for name in _INDEX} | {"edges": edges}
    if shutil.disk_usage(folder).free < SPARED + sum(array.nbytes for array in held.values()):
        raise Unwritten(f"less than {SPARED // 1_000_000} MB would be left on the disk")
    return Part(arrays.write(folder, "texts", held), "", len(index.text), columns)


def texts_of(folder: Path, part: Part) -> Texts:
    """The texts of a part, mapped into memory."""
    held = arrays.read(folder / part.texts)
    return Texts(Indexed(*(held[name] for name in _INDEX)), held["edges"])


def merged(folder: Path, some: Sequence[Part]) -> Part:
    """One part of several, without the texts that were replaced."""
    left = [np.flatnonzero(part.columns.alive) for part in some]
    kept = [
        text.text(at)
        for text, alive in zip((texts_of(folder, part) for part in some), left, strict=True)
        for at in alive.tolist()
    ]
    columns = together([part.columns.of(alive) for part, alive in zip(some, left, strict=True)])
    return made(folder, columns, kept)
