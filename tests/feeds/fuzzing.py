"""How much is drawn, and what is asked of every text: shared by the tests whose input is drawn."""

import os
import re

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

# FUZZ=100 draws a hundred times as much, other input on every run; without it, every run draws the same.
TIMES = int(os.environ.get("FUZZ", "0"))
ZONES = (None, "Asia/Shanghai", "America/New_York", "Asia/Kolkata", "Pacific/Apia", "Europe/London")
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
zones = st.sampled_from(ZONES)


def examples(number: int) -> settings:
    """So many examples, or FUZZ times as many."""
    return settings(
        max_examples=number * max(TIMES, 1),
        deadline=None,
        derandomize=not TIMES,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )


def storable(text: str) -> bool:
    """Whether a database, a file and a screen can take a text: UTF-8, and no control characters."""
    return not CONTROLS.search(text) and text == text.encode("utf-8", "replace").decode("utf-8")
