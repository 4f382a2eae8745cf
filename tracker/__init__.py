"""Policy Signal Tracker: how the emphasis of official language shifts."""

__version__ = "0.1.0"
