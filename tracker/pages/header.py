"""The header of every page: whether the collection lives, when it last polled, and what fails."""

from collections.abc import Callable
from datetime import datetime
from html import escape
from zoneinfo import ZoneInfo

import streamlit as st

from tracker.errors import SettingsError
from tracker.pages import design, faults, session
from tracker.pages.escaping import escape_markdown
from tracker.queries.status import Status, status
from tracker.settings.feeds_file import FeedsFile
from tracker.settings.lexicon_file import LexiconFile

LIVE = 2
MISTAKES = 3  # that are shown


@st.fragment(run_every=LIVE)
@faults.told
def header() -> None:
    """One line on the state of the collection; one click leads to what fails and why."""
    design.follow_theme()
    now = status(session.archive())
    st.html(_line(now))
    for fault in now.faults:
        met = "an unexpected fault" if fault.times == 1 else f"{fault.times} unexpected faults, the last"
        st.error(
            f"The poller met {met} at {clock(fault.when)}: {escape_markdown(fault.what)}. It goes on polling; "
            "its log says more. Please report it."
        )
    mistakes = [*_mistakes(session.lexicon), *_mistakes(session.feeds)]
    for mistake in mistakes[:MISTAKES]:
        st.warning(f"{escape_markdown(mistake)}. Until it is mended, what could be read before stays in force.")
    if len(mistakes) > MISTAKES:
        st.caption(f"{len(mistakes) - MISTAKES} more mistakes: `python -m tracker doctor` names them all.")


def _mistakes(read: Callable[[], FeedsFile | LexiconFile]) -> list[str]:
    try:
        return [str(error) for error in read().errors]
    except SettingsError as error:
        return [str(error)]


def _line(now: Status) -> str:
    polls = f"last poll {clock(now.last_poll)}" if now.last_poll else "not polled yet"
    facts = [f"{now.answering} feed{'s' if now.answering != 1 else ''} answer{'s' if now.answering == 1 else ''}"]
    if now.failing:
        names = escape(", ".join(feed.name for feed in now.failing[:5]), quote=True)
        verb = "fails" if len(now.failing) == 1 else "fail"
        facts.append(f'<a href="/sources" target="_self" title="{names}">{len(now.failing)} {verb}: see why</a>')
    if now.waiting and now.pollers:
        facts.append(f"{now.waiting} not visited yet")
    facts.append(f"{now.reports:,} reports")
    state = "Live" if now.pollers else "No poller is running; start it with <code>python -m tracker poll</code>"
    rest = "".join(f"<span>{fact}</span>" for fact in (polls, *facts))
    live = "" if now.pollers else " off"
    return f'<div class="status{live}" role="status"><span><span class="dot"></span>{state}</span>{rest}</div>'


def clock(moment: datetime) -> str:
    """A moment as the reader's clock shows it."""
    zone = st.context.timezone
    local = moment.astimezone(ZoneInfo(zone) if zone else None)
    today = session.now().astimezone(local.tzinfo).date() == local.date()
    return local.strftime("%H:%M:%S" if today else "%-d %b %Y, %H:%M")
