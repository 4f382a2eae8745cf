"""Fields whose value the program sets too.

A part of the page that runs by itself tells the server what all fields hold in the browser. That may be what a field
held before the program set it, and would put that back: so a field that is set is a new one, under a key of its own.
"""

from typing import Any

import streamlit as st


def key(name: str) -> str:
    """The key of the field as it is now."""
    return f"{name} {st.session_state.get(_times(name), 0)}"


def put(name: str, value: Any) -> None:
    """Set a field, which from now on is a new one."""
    st.session_state[_times(name)] = st.session_state.get(_times(name), 0) + 1
    st.session_state[key(name)] = value


def live(label: str, name: str, placeholder: str) -> str:
    """A field whose text counts as it is typed, and stands in the address; gives the text."""
    if key(name) not in st.session_state:
        st.session_state[key(name)] = st.query_params.get(name, "")
    text = st.text_input(label, key=key(name), live=True, placeholder=placeholder) or ""
    if st.query_params.get(name, "") != text:
        if text:
            st.query_params[name] = text
        else:
            del st.query_params[name]
    return text


def _times(name: str) -> str:
    return f"times {name} was set"
