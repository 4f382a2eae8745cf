"""Arrays: several of them in one file that is there whole or not at all, and is opened without being read."""

import json
import mmap
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

_MAGIC = b"policy signal tracker: arrays 1\n"
_ALIGNED = 64
_SIZE = 8  # bytes that say how long the description is

Array = NDArray[Any]


class Damaged(Exception):
    """A file is not what was written, or not there."""


class Unwritten(Exception):
    """A file cannot be written; says why."""


def write(folder: Path, kind: str, arrays: Mapping[str, Array]) -> str:
    """Write arrays into a new file of a folder and give its name; it never changes afterwards."""
    described, end = {}, 0
    for name, array in arrays.items():
        described[name] = (array.dtype.str, array.shape, end)
        end += array.nbytes + _gap(array.nbytes)
    description = json.dumps([end, described]).encode()
    head = _MAGIC + len(description).to_bytes(_SIZE, "little") + description
    name = f"{uuid4().hex}.{kind}"
    with whole(folder / name) as file:
        file.write(head + b"\0" * _gap(len(head)))
        for array in arrays.values():
            file.write(np.ascontiguousarray(array).data)
            file.write(b"\0" * _gap(array.nbytes))
    return name


def read(path: Path) -> dict[str, Array]:
    """The arrays of a file, mapped into memory; Damaged if it is not as it was written."""
    if not path.exists():
        raise Damaged(path.name)
    with path.open("rb") as file:
        begin, size = file.read(len(_MAGIC) + _SIZE), path.stat().st_size
        length = int.from_bytes(begin[len(_MAGIC) :], "little")
        if not begin.startswith(_MAGIC) or length > size:
            raise Damaged(path.name)
        try:
            end, described = json.loads(file.read(length))
        except ValueError as error:
            raise Damaged(path.name) from error
        start = len(begin) + length + _gap(len(begin) + length)
        if size != start + end:
            raise Damaged(path.name)
        held = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    return {
        name: np.ndarray(tuple(shape), np.dtype(dtype), held, start + at)
        for name, (dtype, shape, at) in described.items()
    }


def _gap(length: int) -> int:
    return -length % _ALIGNED


@contextmanager
def whole(path: Path) -> Iterator[BinaryIO]:
    """A file to write that bears its name only once all of it is on the disk; Unwritten, and no trace, if it cannot."""
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    except BaseException as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise Unwritten(error.strerror or str(error)) from error
        raise
