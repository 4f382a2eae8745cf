"""Root without its right to write everywhere, so that a test finds files that cannot be written."""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager

OVERRIDE = 0b110  # CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH


class _Header(ctypes.Structure):
    """Of a call about capabilities: their version, and the thread, 0 for this one (capget(2))."""

    _fields_ = (("version", ctypes.c_uint32), ("thread", ctypes.c_int))


class _Set(ctypes.Structure):
    """Capabilities as bits, the first 32."""

    _fields_ = (("effective", ctypes.c_uint32), ("permitted", ctypes.c_uint32), ("inheritable", ctypes.c_uint32))


@contextmanager
def unprivileged() -> Iterator[None]:
    """Without root's right to write everywhere, for a while; who runs the tests stays who it is, and may read them."""
    library, header, held = ctypes.CDLL(None, use_errno=True), _Header(0x20080522), (_Set * 2)()
    assert library.capget(ctypes.byref(header), held) == 0
    before = held[0].effective
    held[0].effective &= ~OVERRIDE
    assert library.capset(ctypes.byref(header), held) == 0
    try:
        yield
    finally:
        held[0].effective = before
        assert library.capset(ctypes.byref(header), held) == 0
