"""A folder of Parquet tables with a dictionary of their columns: made whole or not at all, in bounded memory."""

import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from tracker.errors import ExportError

DICTIONARY = "datapackage.json"
MADE_BY = "policy-signal-tracker"
ROWS, CHARACTERS = 20_000, 8_000_000  # held before they are written
_TYPES = {
    "integer": pa.int64(),
    "number": pa.float64(),
    "string": pa.string(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "datetime": pa.timestamp("ms", tz="UTC"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, its type as the data package specification calls it, and what it means."""

    name: str
    type: str
    meaning: str


class Table:
    """One Parquet file that rows are added to; few of them are held at a time."""

    def __init__(self, path: Path, meaning: str, columns: Sequence[Column]) -> None:
        """Begin the file."""
        self.path, self.meaning, self.columns, self.rows = path, meaning, tuple(columns), 0
        self._schema = pa.schema([pa.field(each.name, _TYPES[each.type]) for each in columns])
        self._writer = pq.ParquetWriter(path, self._schema, compression="zstd")
        self._held: list[Mapping[str, Any]] = []
        self._characters = 0

    def add(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Add rows, each with the names of the columns."""
        self._held += rows
        self.rows += len(rows)
        self._characters += sum(len(value) for row in rows for value in row.values() if isinstance(value, str))
        if len(self._held) >= ROWS or self._characters >= CHARACTERS:
            self._write()

    def close(self) -> None:
        """Write what is held, and end the file."""
        self._write()
        self._writer.close()

    def _write(self) -> None:
        if self._held:
            self._writer.write_batch(pa.RecordBatch.from_pylist(self._held, schema=self._schema))
        self._held, self._characters = [], 0


@dataclass(slots=True)
class Folder:
    """The folder while it is made; ``about`` is said in its dictionary beside the tables."""

    path: Path
    about: dict[str, Any] = field(default_factory=dict)
    tables: list[Table] = field(default_factory=list)

    def table(self, name: str, meaning: str, columns: Sequence[Column]) -> Table:
        """A table to add rows to."""
        self.tables.append(Table(self.path / f"{name}.parquet", meaning, columns))
        return self.tables[-1]

    def text(self, name: str, text: str) -> None:
        """A file of text beside the tables."""
        (self.path / name).write_text(text, encoding="utf-8")


@contextmanager
def folder(out: Path) -> Iterator[Folder]:
    """Make a folder beside ``out`` and put it there once it is whole; an earlier export there gives way.

    ExportError if something else is there, or if it cannot be written; then nothing has changed.
    """
    _free(out)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        place = Path(tempfile.mkdtemp(dir=out.parent, prefix=f".{out.name}."))
    except OSError as error:
        raise ExportError(str(out), f"cannot be made: {error.strerror}") from error
    making = Folder(place / "new")
    try:
        making.path.mkdir()
        yield making
        for table in making.tables:
            table.close()
        making.text(DICTIONARY, json.dumps(_dictionary(making), ensure_ascii=False, indent=1) + "\n")
        _free(out)
        _put(making.path, out, place / "earlier")
    except OSError as error:
        raise ExportError(str(out), f"cannot be written: {error.strerror or error}") from error
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _put(new: Path, out: Path, aside: Path) -> None:
    """Put a new folder in the place of an earlier one, which comes back if that fails."""
    if out.exists():
        out.rename(aside)
    try:
        new.rename(out)
    except OSError:
        if aside.exists():
            aside.rename(out)
        raise


def _dictionary(made: Folder) -> dict[str, Any]:
    resources = [
        {
            "name": table.path.stem,
            "path": table.path.name,
            "format": "parquet",
            "description": table.meaning,
            "rows": table.rows,
            "schema": {
                "fields": [
                    {"name": each.name, "type": each.type, "description": each.meaning} for each in table.columns
                ]
            },
        }
        for table in made.tables
    ]
    texts = sorted(each.name for each in made.path.iterdir() if each.suffix != ".parquet")
    others = [{"name": Path(name).stem, "path": name} for name in texts if name != DICTIONARY]
    return {"name": f"{MADE_BY}-export", "created_by": MADE_BY, **made.about, "resources": resources + others}


def _free(out: Path) -> None:
    """ExportError unless there is nothing at ``out``, an empty folder, or an earlier export and nothing else."""
    if not os.path.lexists(out):
        return
    try:
        names = {each.name for each in out.iterdir()} if out.is_dir() and not out.is_symlink() else {"?"}
        said = json.loads((out / DICTIONARY).read_text(encoding="utf-8")) if DICTIONARY in names else {}
    except (OSError, ValueError):
        names, said = {"?"}, {}
    ours = {each["path"] for each in said["resources"]} if said.get("created_by") == MADE_BY else set()
    if names - ours - {DICTIONARY} or (names and not ours):
        raise ExportError(str(out), "is there already and is no earlier export; name another folder")
