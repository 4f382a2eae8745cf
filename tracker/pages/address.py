"""The address as the state of a page: controls begin with what it says, and it says what they are set to.

Written out instead of ``bind="query-params"``, which leaves a default out of the address and puts labels for
values: a link must show the same chart next year, when the default has moved on and a label was reworded.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

import streamlit as st


def one(key: str, known: Sequence[Any], default: Any = None) -> None:
    """Let the control ``key`` begin with the known value that the address names, else with the default."""
    if key not in st.session_state:
        asked = st.query_params.get(key)
        st.session_state[key] = next((value for value in known if str(value) == asked), default)


def many(key: str, known: Iterable[str] | None = None, default: Sequence[str] = ()) -> None:
    """Let the control ``key`` begin with all values that the address names; ``known`` None takes any."""
    if key not in st.session_state:
        asked = [value for value in st.query_params.get_all(key) if known is None or value in known]
        st.session_state[key] = list(dict.fromkeys(asked)) or list(default)


def number(key: str, low: int, high: int, default: int) -> None:
    """Let the control ``key`` begin with the number in the address, within its bounds."""
    if key not in st.session_state:
        asked = st.query_params.get(key, "")
        st.session_state[key] = min(max(int(asked), low), high) if asked.isdecimal() else default


def day(key: str, first: date, last: date) -> None:
    """Let the control ``key`` begin with the day in the address, if it is one."""
    if key not in st.session_state:
        try:
            asked = date.fromisoformat(st.query_params.get(key, ""))
        except ValueError:
            asked = None
        st.session_state[key] = asked if asked and first <= asked <= last else None


def keep(keys: Iterable[str]) -> None:
    """Write what these controls are set to into the address; what is set to nothing leaves it."""
    for key in keys:
        value = st.session_state.get(key)
        if value is None or value is False or value == []:
            st.query_params.pop(key, None)
        elif isinstance(value, list):
            st.query_params[key] = [str(each) for each in value]
        else:
            st.query_params[key] = str(value)


def here(**changes: object) -> str:
    """This page's address with some parameters changed; None takes one out."""
    kept = [(key, value) for key in st.query_params for value in st.query_params.get_all(key) if key not in changes]
    return "?" + urlencode([*kept, *((key, value) for key, value in changes.items() if value is not None)])


def whole(**changes: object) -> str:
    """``here`` with the dashboard's own address before it, to be given to others."""
    return (st.context.url or "").partition("?")[0] + here(**changes)
