"""One chart alone, for a wall screen or a frame in another page (``?embed=true``), and the way to get it."""

from html import escape

import streamlit as st

BARE = """<style>
.st-key-controls {display: none}
.block-container {padding: .4rem .8rem !important; max-width: none}
</style>"""


def asked() -> bool:
    """Whether the address asks for the chart alone; Streamlit itself leaves out its bars then."""
    return bool(st.context.is_embedded)


def offer(address: str) -> None:
    """What to put into another page to have the chart there, live."""
    framed = f"{address}{'&' if '?' in address else '?'}embed=true"
    with st.popover("Embed"):
        st.caption("The chart alone, which goes on living: open the address on a wall screen, or frame it.")
        st.code(framed, language=None, wrap_lines=True)
        frame = f'<iframe src="{escape(framed, quote=True)}" width="100%" height="620" title="Policy signals"></iframe>'
        st.code(frame, language="html", wrap_lines=True)
