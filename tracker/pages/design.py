"""The look of all pages: type, spacing and colour in one place, light and dark."""

import streamlit as st

from tracker.charts.colours import Theme

_DRAWN_IN = "theme the page is drawn in"
CSS = """
<style>
.block-container {max-width: 78rem; padding-top: 4.2rem; padding-bottom: 4rem}
h1 {font-size: 1.7rem !important; font-weight: 700 !important; padding: .4rem 0 .2rem !important}
h2 {font-size: 1.15rem !important; padding: .9rem 0 .2rem !important}
.quiet {opacity: .74; font-size: .875rem}
.status {display: flex; flex-wrap: wrap; gap: .15rem 1rem; font-size: .85rem; align-items: baseline}
.status .dot {display: inline-block; width: .6rem; height: .6rem; border-radius: 50%; margin-right: .45rem;
  background: #1b9e77}
.status.off .dot {background: #c2571a}
.status a {color: inherit}
mark {background: color-mix(in srgb, #e69f00 32%, transparent); color: inherit; border-radius: 2px; padding: 0 .1em}
.lines {list-style: none; margin: 0; padding: 0 !important}
.lines li {margin: 0; padding: .6rem 0; border-top: 1px solid color-mix(in srgb, currentColor 12%, transparent);
  overflow-wrap: anywhere}
.lines li > a {font-weight: 600; color: inherit; text-decoration: none}
.lines li > a:hover {text-decoration: underline}
.lines .from {font-size: .85rem; opacity: .76; display: block}
.lines .from a {color: inherit}
[role=spinbutton] {display: inline-block; min-width: 1.5rem; line-height: 1.5rem; text-align: center}
[data-testid=stCaptionContainer] {opacity: .76 !important}
[data-testid=stCaptionContainer] code {color: inherit}
[data-testid^=stBaseButton-primary], .stMultiSelect [data-tag] {color: light-dark(#fff, #0e1117) !important}
[data-testid=stButtonGroup] :is([aria-checked=true], [aria-pressed=true]) {
  color: light-dark(#005f96, #7cbcee) !important}
.unseen {position: absolute; clip-path: inset(50%); white-space: nowrap}
[data-testid=stElementContainer]:has(.unseen) {position: absolute}
.st-key-narrow {display: none}
@media (max-width: 640px) {
  .block-container {padding-left: 1rem; padding-right: 1rem}
  .st-key-narrow {display: flex}
  .st-key-wide {display: none}
}
@media print {
  [data-testid="stHeader"], .stButton, .stDownloadButton, .status, .st-key-controls {display: none !important}
}
</style>
"""


def apply() -> None:
    """Put the look on the page."""
    st.session_state[_DRAWN_IN] = theme()
    # what opens over the page is drawn outside of what Streamlit gives its scheme, and would take light-dark() as light
    st.html(f"{CSS}<style>:root {{color-scheme: {theme()}}}</style>")


def follow_theme() -> None:
    """Draw the page anew if the reader's system went dark or light since; to be called now and then."""
    if st.session_state.get(_DRAWN_IN) != theme():
        st.rerun()


def unseen_title(name: str) -> None:
    """The name of a page whose chart has the title: readers who hear the page find their way by headings."""
    st.html(f'<h1 class="unseen">{name}</h1>')


def theme() -> Theme:
    """The theme the reader sees."""
    return st.context.theme.type or "light"
