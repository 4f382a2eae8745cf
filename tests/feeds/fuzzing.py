"""How much is drawn, and what is asked of every text: shared by the tests whose input is drawn."""

import os
import re

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

# `make test` draws a part, and the same on every run; `make soak` all, and something else on every run, with FUZZ=100 a
# hundred times as much.
SOAK = settings.get_current_profile_name() == "soak"
TIMES = int(os.environ.get("FUZZ", "1"))
PART = 5
ZONES = (None, "Asia/Shanghai", "America/New_York", "Asia/Kolkata", "Pacific/Apia", "Europe/London")
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
zones = st.sampled_from(ZONES)


def examples(number: int) -> settings:
    """So many examples in the soak, a part of them in the gate."""
    return settings(
        max_examples=number * TIMES if SOAK else number // PART,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )


def storable(text: str) -> bool:
    """Whether a database, a file and a screen can take a text: UTF-8, and no control characters."""
    return not CONTROLS.search(text) and text == text.encode("utf-8", "replace").decode("utf-8")
