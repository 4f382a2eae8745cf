"""The form of a feed: its fields, and what is wrong with what was typed, field by field."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import timedelta
from html import escape
from zoneinfo import available_timezones

import streamlit as st

from tracker.documents import Feed
from tracker.settings.feeds_file import slug

FULL_TEXT = {
    "auto": "the page's text, where it says more than the feed",
    "feed": "the feed's own text, always",
    "page": "the page's text, always",
}
_INTERVAL = re.compile(r"[1-9]\d{0,5}[smhd]")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_ADDRESS = re.compile(r"https?://[^\s\\/]+\S*")


@dataclass(frozen=True, slots=True)
class Draft:
    """A feed as typed; empty means that feeds.yaml need not say."""

    name: str = ""
    url: str = ""
    id: str = ""
    language: str = ""
    timezone: str = ""
    body: str = ""
    full_text: str = "auto"
    interval: str = ""


FIELDS = tuple(field.name for field in fields(Draft))


def draft(feed: Feed, usual: timedelta) -> Draft:
    """A feed as its form shows it; ``usual`` is the interval of feeds that name none."""
    interval = "" if feed.interval == usual else _written(feed.interval)
    texts = (feed.language or "", feed.timezone or "", feed.body or "")
    return Draft(feed.name, feed.url, feed.id, *texts, feed.full_text, interval)


def mistakes(typed: Draft, others: Iterable[Feed]) -> dict[str, str]:
    """What is wrong, by field; ``others`` are the feeds that it must not collide with."""
    others = list(others)
    found: dict[str, str] = {}
    feed_id = typed.id or slug(typed.name)
    if not typed.name:
        found["name"] = "A feed needs a name."
    if not re.fullmatch(r"[\w.-]{1,120}", feed_id):
        found["id"] = "Use letters, digits and hyphens only."
    elif any(feed_id == each.id for each in others):
        found["id" if typed.id else "name"] = f"There is a source “{feed_id}” already; choose another."
    if not _ADDRESS.fullmatch(typed.url):
        found["url"] = "Write a whole address that begins with http:// or https://."
    elif twin := next((each for each in others if each.url == typed.url), None):
        found["url"] = f"This address is polled already, as “{twin.name}”."
    if typed.language and not _LANGUAGE.fullmatch(typed.language):
        found["language"] = "Write a language's code, such as en, zh or pt-BR."
    if typed.timezone and typed.timezone not in available_timezones():
        found["timezone"] = "Write a time zone such as Asia/Shanghai."
    if typed.interval and not _INTERVAL.fullmatch(typed.interval):
        found["interval"] = "Write a number and s, m, h or d: 15m, 2h or 1d."
    return found


def changed(before: Draft, after: Draft) -> dict[str, str | None]:
    """The fields to write to feeds.yaml, by name; None where a field is to be taken out."""
    return {name: getattr(after, name) or None for name in FIELDS if getattr(after, name) != getattr(before, name)}


def fill(key: str, shown: Draft) -> None:
    """Put a draft into the form of this key, in place of whatever was typed."""
    st.session_state[f"{key}-wrong"] = {}
    for name in FIELDS:
        st.session_state[f"{key}-{name}"] = getattr(shown, name)


def typed(key: str) -> Draft:
    """What the form of this key holds now."""
    return Draft(**{name: str(st.session_state.get(f"{key}-{name}") or "").strip() for name in FIELDS})


def checked(key: str, others: Iterable[Feed]) -> Draft | None:
    """What the form of this key holds; None if it has mistakes, which stand beside their fields until the next try."""
    found = typed(key)
    wrong = mistakes(found, others)
    st.session_state[f"{key}-wrong"] = wrong
    return None if wrong else found


def draw(key: str, usual: timedelta, *, with_id: bool) -> None:
    """The fields, each with what is wrong with it beneath."""
    wrong: dict[str, str] = st.session_state.get(f"{key}-wrong", {})

    def text(name: str, label: str, hint: str = "") -> None:
        st.text_input(label, key=f"{key}-{name}", placeholder=hint)
        _complain(wrong.get(name))

    text("name", "Name")
    text("url", "Address")
    left, right = st.columns(2)
    with left:
        text("body", "Issuing body, to group and compare by", "Federal Reserve")
        text("language", "Language of its reports", "en, zh, …; else as they themselves say")
    with right:
        text("interval", "Time between visits", f"{_written(usual)}, the usual")
        text("timezone", "Time zone of dates that name none", "UTC; or Asia/Shanghai")
    if with_id:
        text("id", "Id, which names the source everywhere", "made from the name")
    st.selectbox(
        "Text to count", list(FULL_TEXT), format_func=lambda kind: f"{kind}: {FULL_TEXT[kind]}", key=f"{key}-full_text"
    )


def _complain(problem: str | None) -> None:
    place = st.empty()  # always there, so that no field below it moves
    if problem:
        place.html(f'<p class="wrong" role="alert">{escape(problem)}</p>')


def _written(interval: timedelta) -> str:
    seconds = int(interval.total_seconds())
    unit, size = next(
        (unit, size) for unit, size in zip("dhms", (86400, 3600, 60, 1), strict=True) if not seconds % size
    )
    return f"{seconds // size}{unit}"
