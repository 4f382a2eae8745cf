"""Policy Signal Tracker: how the emphasis of official language shifts."""

from importlib import import_module
from typing import Any

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    # The door for notebooks loads nearly everything, which whoever wants another part of the program need not wait for.
    if name == "open_archive":
        return import_module("tracker.notebook").open_archive
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
