"""A headline for a comparison: what set the sides apart most, as a sentence with its uncertainty."""

from math import inf, isfinite

from tracker.charts.sides import Row, Sides
from tracker.charts.wording import SPACE, count, number

TWICE = 2.0  # below it a change is said in percent


def headline(rows: tuple[Row, ...], sides: Sides) -> str:
    """One sentence about the term that sets the sides apart most, or that none does by more than chance."""
    if not rows:
        return f"Neither {sides.before} nor {sides.after} has anything to compare"
    row = max((row for row in rows if row.kind), key=lambda row: (row.weight, abs(row.z)), default=None)
    if row is None:
        return f"Nothing sets {sides.after} apart from {sides.before} by more than chance"
    name = row.label if row.label.startswith("“") else f"“{row.label[:1].upper()}{row.label[1:]}”"
    if sides.are_sources:
        return _of_sources(row, name, sides)
    if not row.before:
        ever = f", and never before in this archive (since {sides.since})" if row.kind == "debut" else ""
        came = f"in {_with(row, True)}, against none of {row.reports_before:,} {sides.during(False)}{ever}"
        return f"{name} came up {sides.during(True)}: {came}; {_least(row)}"
    if not row.after:
        went = f"in none of {count(row.reports_after, 'report')}, against {row.with_before:,} of {row.reports_before:,}"
        return f"{name} fell silent {sides.during(True)}: {went} {sides.during(False)}; {_least(row)}"
    if row.times >= TWICE:
        said = f"was said {times(row.times)} times as often {_per(row)} {sides.during(True)} as {sides.during(False)}"
        return f"{name} {said} (95{SPACE}% interval {interval(row)})"
    verb = "rose" if row.times > 1 else "fell"
    ends = f"{_signed(row.low)} to {_signed(row.high)}" if isfinite(row.high) else f"{_signed(row.low)} or more"
    change = f"{number(abs(row.times - 1), percent=True)} {_per(row)} {sides.during(True)}, against {sides.before}"
    return f"{name} {verb} by {change} (95{SPACE}% interval {ends})"


def times(value: float) -> str:
    """How many times as often, to two figures: "1.4", "12", "160"."""
    return f"{value:.1f}" if value < 9.95 else f"{float(f'{value:.2g}'):,.0f}"


def interval(row: Row) -> str:
    """The 95 % interval of how many times as often the side says it that says it more."""
    low, high = _limits(row)
    return f"{times(low)} to {times(high)}" if isfinite(high) else f"{times(low)} or more"


def more(row: Row) -> float:
    """How many times as often the side says it that says it more; infinite if the other never does."""
    return row.times if row.z > 0 else 1 / row.times if row.times else inf


def _limits(row: Row) -> tuple[float, float]:
    if row.z > 0:
        return row.low, row.high
    return 1 / row.high if row.high else 0.0, 1 / row.low if row.low else inf


def _per(row: Row) -> str:
    return "per word" if row.unit == "words" else "per character"


def _least(row: Row) -> str:
    return f"a factor of at least {times(_limits(row)[0])} {_per(row)} (95{SPACE}% interval)"


def _signed(value: float) -> str:
    return f"{100 * (value - 1):+.0f}{SPACE}%".replace("-", "−")


def _of_sources(row: Row, name: str, sides: Sides) -> str:
    is_after = row.z > 0
    says, other = (sides.after, sides.before) if is_after else (sides.before, sides.after)
    if not min(row.before, row.after):
        without = row.reports_before if is_after else row.reports_after
        return (
            f"Only {says} says {name}: in {_with(row, is_after)}, against none of {without:,} of {other}; {_least(row)}"
        )
    ends = f"95{SPACE}% interval {interval(row)}"
    return f"{says} says {name} {times(more(row))} times as often {_per(row)} as {other} ({ends})"


def _with(row: Row, is_after: bool) -> str:
    held, of = (row.with_after, row.reports_after) if is_after else (row.with_before, row.reports_before)
    return f"{held:,} of {count(of, 'report')}"
