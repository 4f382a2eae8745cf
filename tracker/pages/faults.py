"""What goes wrong in a page unexpectedly: it is said in one sentence, logged, and tried again."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

import streamlit as st

from tracker.errors import TrackerError

log = logging.getLogger(__name__)
AGAIN = 4  # seconds after which a whole page is tried again
Given = ParamSpec("Given")


def told(draw: Callable[Given, None]) -> Callable[Given, None]:
    """A part of a page that runs by itself: a fault in it is said in its place, and its next run draws it anew."""

    @wraps(draw)
    def drawn(*args: Given.args, **kwargs: Given.kwargs) -> None:
        try:
            draw(*args, **kwargs)
        except Exception as error:  # what Streamlit stops and reruns a page with is none
            _say(error)

    return drawn


def page(draw: Callable[[], None]) -> None:
    """Draw a page; one that a fault has stopped is begun anew by itself."""
    try:
        draw()
    except Exception as error:
        _say(error)
        _begin_again([])


def _say(error: Exception) -> None:
    if isinstance(error, TrackerError):
        st.error(str(error))
        return
    log.error("a page could not be drawn", exc_info=error)
    st.error("Something went wrong here that should not have; it is tried again by itself, and the log says what.")


@st.fragment(run_every=AGAIN)
def _begin_again(drawn: list[bool]) -> None:
    if drawn:
        st.rerun()
    drawn.append(True)
