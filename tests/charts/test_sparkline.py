from base64 import b64decode
from math import nan

import pytest
from lxml import etree

from tracker.charts.sparkline import sparkline


def marks(values):
    svg = etree.fromstring(b64decode(sparkline(values).removeprefix("data:image/svg+xml;base64,")))
    return [etree.QName(mark).localname for mark in svg]


@pytest.mark.parametrize(
    ("values", "drawn"),
    [
        ([1, 2, 3], ["polyline", "circle"]),
        ([1, 2, None, 3, 4], ["polyline", "polyline", "circle"]),
        ([1, nan, 3], ["circle", "circle", "circle"]),
        ([1, 2, None], ["polyline"]),
        ([0, 0], ["polyline", "circle"]),
        ([None], []),
        ([], []),
    ],
)
def test_a_gap_breaks_the_sparkline_and_the_last_value_is_dotted(values, drawn):
    assert marks(values) == drawn
