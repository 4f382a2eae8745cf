"""How often a phrase is found that twice as many reports have as before, among 150 concepts: a curve for the docs."""

import re
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tracker.measures.chance import Side, p_values
from tracker.measures.keyness import FALSE_DISCOVERIES, q_values

METHODS = Path(__file__).parents[2] / "docs" / "methods.md"
PARTS, SIZES, CONCEPTS = (1, 2, 5, 10), (50, 200, 1_000, 5_000), 150  # percent of reports; reports a side
ROW = re.compile(r"^\| (\d+) % \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$", re.MULTILINE)


def found(part: float, reports: int, archives: int, seed: int) -> float:
    """Of so many archives the percentage that lists the planted phrase at a false discovery rate of 5 %."""
    chance = np.random.default_rng(seed)
    common = np.geomspace(0.01, 0.9, CONCEPTS)
    listed = 0
    for _ in range(archives):
        sides = []
        for times in (2, 1):
            parts = np.append(common[1:], part * times)
            said = chance.random((reports, CONCEPTS)) < parts
            sides.append(_side((said * (1 + chance.poisson(0.5, said.shape))).astype(float), chance))
        listed += q_values(p_values(*sides))[-1] <= FALSE_DISCOVERIES
    return 100 * listed / archives


def _side(said: NDArray[np.float64], chance: np.random.Generator) -> Side:
    words = np.exp(chance.normal(6.3, 0.6, len(said)))
    return Side(len(said), float(words.sum()), float(words @ words), said.sum(0), (said**2).sum(0), words @ said)


def told() -> dict[int, list[int]]:
    return {int(row[0]): [int(each) for each in row[1:]] for row in ROW.findall(METHODS.read_text("utf-8"))}


def test_a_planted_shift_is_found_as_often_as_the_docs_say() -> None:
    """Of 60 archives each; 20 points are three standard deviations at 50."""
    assert set(told()) == set(PARTS)
    for part in PARTS:
        for reports, expected in zip(SIZES[:2], told()[part], strict=False):
            assert abs(found(part / 100, reports, 60, part) - expected) <= 20, (part, reports)


@pytest.mark.soak
@pytest.mark.parametrize("part", PARTS)
def test_the_curve_of_planted_shifts_is_that_of_the_docs(part: int) -> None:
    """Of 100 archives each; 20 points are four standard deviations at 50."""
    curve = [found(part / 100, reports, 100, reports) for reports in SIZES]
    print(f"| {part} % | {' | '.join(f'{each:.0f}' for each in curve)} |")
    assert np.abs(np.array(curve) - told()[part]).max() <= 20
