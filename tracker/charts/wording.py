"""Periods, numbers and units in the reader's form."""

from datetime import date
from math import floor, log10

from tracker.charts.caption import Caption
from tracker.measures.choices import By
from tracker.measures.series import after

SPACE = "\u00a0"  # keeps a number and its sign on one line


def period(first: date, by: By) -> str:
    """A period by its first day: "2021", "Q1 2021", "March 2021", "week of 8 Mar 2021", "8 Mar 2021"."""
    if by == "year":
        return str(first.year)
    if by == "quarter":
        return f"Q{(first.month + 2) // 3} {first.year}"
    if by == "month":
        return f"{first:%B} {first.year}"
    return f"week of {short(first)}" if by == "week" else short(first)


def during(first: date, caption: Caption) -> str:
    """A period with its preposition, and "so far" if it had not ended when the chart was made."""
    by = caption.by
    before = {"day": "on ", "week": "in the "}.get(by, "in ")
    return before + period(first, by) + (" so far" if is_unfinished(first, caption) else "")


def is_unfinished(first: date, caption: Caption) -> bool:
    """Whether the period still ran on the day the chart was made."""
    return first <= caption.made < after(first, caption.by)


def short(day: date) -> str:
    """A day as "8 Mar 2021"."""
    return f"{day.day} {day:%b} {day.year}"


def number(value: float, percent: bool = False) -> str:
    """A value to about three figures, as a percentage on request: "1,240", "24.3", "0.062", "58 %"."""
    if percent:
        return number(value * 100) + SPACE + "%"
    if value == 0 or abs(value) >= 100:
        return f"{value:,.0f}"
    places = 1 if abs(value) >= 1 else 1 - floor(log10(abs(value)))
    text = f"{value:.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def count(amount: int, noun: str) -> str:
    """A count with its noun, in the singular for one: "1 mention", "1,204 reports"."""
    return f"{amount:,}{SPACE}{noun if amount == 1 else noun + 's'}"


def per(caption: Caption) -> str:
    """The denominator of a rate: "10,000 words", with both units where languages mix."""
    return f"10,000{SPACE}{caption.unit or 'words (Chinese: characters)'}"


def amount(value: float, caption: Caption, is_ratio: bool) -> str:
    """A value with its unit: "24.3 per 10,000 words", "58 % of reports", "240 mentions", "1.3 to one"."""
    if is_ratio:
        return f"{number(value)} to one"
    if caption.measure == "rate":
        return f"{number(value)} per {per(caption)}"
    if caption.measure == "emphasis":
        return f"{number(value)} weighted mentions per {per(caption)}"
    if caption.measure == "index":
        return f"{number(value)} on the index"
    if caption.is_share:
        return f"{number(value, percent=True)} of reports"
    return count(round(value), "mention")


def quoted(names: list[str], last: str = "and") -> str:
    """Names in curly quotes as a list: “a”, “b” and “c”."""
    marked = [f"“{name}”" for name in names]
    return marked[0] if len(marked) == 1 else f"{', '.join(marked[:-1])} {last} {marked[-1]}"
