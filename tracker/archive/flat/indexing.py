"""Indexing: from texts to an indexed text, a few megabytes at a time so that memory stays bounded."""

from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from tracker.words.indexed import MARGIN, Indexed, joined
from tracker.words.tokens import PARTED, SIGN, Bytes, class_of, cut

BATCH_BYTES = 1 << 21  # bytes cut into tokens at a time


def indexed(texts: Sequence[bytes]) -> tuple[Indexed, NDArray[np.int64]]:
    """The texts end to end with their index, and where each begins and the whole ends."""
    whole, starts = joined(texts)
    text = np.frombuffer(whole, np.uint8)
    at, classes = _cut(text, starts)
    # Every token and every run of signs once, and which of them stands at each place.
    offsets = np.append(at, len(text)).astype(np.int32)
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(text)]
    encoded = pa.Array.from_buffers(pa.binary(), len(at), buffers).dictionary_encode()
    words = encoded.dictionary.to_pylist()
    vocabulary = sorted((word, code) for code, word in enumerate(words) if not _is_sign(word))
    ranks = np.zeros(len(words), np.uint32)
    ranks[[code for _, code in vocabulary]] = np.arange(len(vocabulary))
    kept = np.flatnonzero(classes != SIGN)
    # Ordered by token, then by place: one sort of numbers that hold both.
    both = ranks[encoded.indices.to_numpy()[kept]].astype(np.uint64)
    both <<= np.uint64(32)
    both |= offsets[kept].astype(np.uint64)
    both.sort()
    numbers = np.bincount((both >> np.uint64(32)).astype(np.intp), minlength=len(vocabulary))
    lengths = [len(word) for word, _ in vocabulary]
    return Indexed(
        text,
        np.frombuffer(b"".join(word for word, _ in vocabulary) + bytes([PARTED]) * MARGIN, np.uint8),
        np.cumsum([0, *lengths]).astype(np.uint32),
        both.astype(np.uint32),
        np.append(0, np.cumsum(numbers)).astype(np.uint32),
    ), starts


def _is_sign(word: bytes) -> bool:
    return class_of(word[:4].decode("utf-8", "replace")[0]) == SIGN


def _cut(text: Bytes, starts: NDArray[np.int64]) -> tuple[NDArray[np.int32], Bytes]:
    places, classes = [], []
    for first, end in _parts(len(text), starts):
        at, own = cut(text[first:end])
        places.append((at + first).astype(np.int32))
        classes.append(own)
    return np.concatenate(places), np.concatenate(classes)


def _parts(length: int, starts: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Parts that begin with a text, so that no token is cut in two."""
    first = 0
    while first < length:
        after = np.searchsorted(starts, first + BATCH_BYTES)
        end = int(starts[after]) if after < len(starts) - 1 else length
        yield first, end
        first = end
