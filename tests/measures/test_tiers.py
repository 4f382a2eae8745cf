"""Tiers: a share by its name, and uncertain where its interval straddles a cut-off."""

from typing import NamedTuple

import pytest

from tracker.errors import QueryError
from tracker.measures.tiers import place
from tracker.words import lexicon


class Step(NamedTuple):
    name: str
    start: float


SCALE = [Step("沸", 0.0518), Step("烫", 0.0129), Step("热", 0.006), Step("冷", 0.0)]


@pytest.mark.parametrize(("reports_with", "name"), [(2902, "沸"), (746, "烫"), (496, "烫"), (351, "烫")])
def test_published_shares_fall_into_their_tiers(reports_with: int, name: str) -> None:
    found = place(reports_with, 19305, SCALE)
    assert (found.name, found.uncertain, found.reached) == (name, False, (name,))


def test_a_tier_is_uncertain_where_the_interval_straddles_a_cut_off() -> None:
    found = place(39, 3217, SCALE)
    assert (found.low, found.high) == pytest.approx((0.0089, 0.0165), abs=5e-5)
    assert (found.name, found.uncertain, found.reached) == ("热", True, ("烫", "热"))


def test_a_tier_begins_at_its_cut_off() -> None:
    assert place(129, 10_000, SCALE).name == "烫"
    assert place(128, 10_000, SCALE).name == "热"
    assert place(0, 10, SCALE).name == "冷"


def test_a_share_below_every_tier_has_none() -> None:
    found = place(0, 100_000, SCALE[:2])
    assert (found.name, found.uncertain, found.reached) == (None, False, ())
    assert place(1, 50, SCALE[:1]).uncertain
    assert place(1, 50, []).name is None


def test_the_order_of_the_scale_does_not_matter_and_the_lexicons_tiers_fit() -> None:
    tiers = [lexicon.Tier("冷", "cold", 0), lexicon.Tier("沸", "blazing", 0.0518)]
    assert place(30, 100, tiers).name == "沸"


@pytest.mark.parametrize(("reports_with", "reports"), [(0, 0), (3, 2), (-1, 2)])
def test_without_reports_there_is_no_tier(reports_with: int, reports: int) -> None:
    with pytest.raises(QueryError, match="tier"):
        place(reports_with, reports, SCALE)
